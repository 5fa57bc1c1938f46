// Where a byte of a document stands for a person: file, line and column.
//
// Everything in engine/ carries byte offsets only. A line and a column are worked out when somebody
// asks, so that reading a million good documents pays nothing for the one that is bad.
#ifndef DEPUTY_ENGINE_TEXT_SOURCE_H_
#define DEPUTY_ENGINE_TEXT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// A half-open range of byte offsets in a document.
struct TextRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool Contains(TextRange inner) const { return begin <= inner.begin && inner.end <= end; }
  bool Overlaps(TextRange other) const { return begin < other.end && other.begin < end; }
  friend bool operator==(const TextRange&, const TextRange&) = default;
};

// Lines and columns start at 1; a column counts code points. CRLF, LF and a lone CR each end a
// line.
struct TextPosition {
  int line = 1;
  int column = 1;

  friend bool operator==(const TextPosition&, const TextPosition&) = default;
};

// The position of `offset` in `text`; an offset past the end is the position just behind the last
// byte. A byte order mark at the start takes no column. An offset inside a code point is the code
// point's; a byte that is not UTF-8 is a column of its own.
TextPosition PositionOf(absl::string_view text, uint32_t offset);

// The positions of many offsets of one text. Going upwards costs one pass over the text for all of
// them together, where PositionOf() would start from the first byte each time.
class PositionFinder {
 public:
  // Refers to `text`, whose first line is counted as `first_line`.
  explicit PositionFinder(absl::string_view text, int first_line = 1);
  TextPosition Find(uint32_t offset);

 private:
  void Rewind();

  absl::string_view text_;
  int first_line_;
  size_t at_ = 0;  // the byte that line_ and column_ belong to
  uint64_t line_ = 1;
  uint64_t column_ = 1;
};

// The line of `text` that holds `offset`, without its line end.
absl::string_view LineAt(absl::string_view text, uint32_t offset);

// A named document. `first_line` is the line number of its first line, for a document cut out of a
// stream.
struct Source {
  std::string name;
  std::string text;
  int first_line = 1;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_SOURCE_H_
