// A text that was decoded out of another one, and where each of its bytes stands there: so that
// what is read in a JSON string, a percent-encoded document or a YAML block has its place in the
// file.
//
// Ranges map exactly: a byte that an escape stands for has the range of the whole escape.
#ifndef DEPUTY_SIMULATOR_INTAKE_MAPPED_TEXT_H_
#define DEPUTY_SIMULATOR_INTAKE_MAPPED_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "engine/text/source.h"

namespace deputy {

class OffsetMap {
 public:
  OffsetMap() = default;  // every offset is its own
  explicit OffsetMap(uint32_t shift) : shift_(shift) {}
  // The range of each byte, in order, and what an empty text has for a place.
  OffsetMap(std::vector<TextRange> bytes, uint32_t end)
      : shift_(end), bytes_(std::move(bytes)), dense_(true) {}

  TextRange Map(TextRange range) const;
  bool is_identity() const { return !dense_ && shift_ == 0; }

 private:
  uint32_t shift_ = 0;  // of a dense map: the end
  std::vector<TextRange> bytes_;
  bool dense_ = false;
};

struct MappedText {
  std::string text;
  OffsetMap map;
};

// The JSON string that stands at `string` in `text`, quotes included; a reader has found it good.
MappedText DecodeJsonString(absl::string_view text, TextRange string);

// Percent-encoding undone (percent.h).
MappedText DecodePercent(const MappedText& encoded);

// The same text, its places seen through `outer`.
MappedText Through(const OffsetMap& outer, MappedText inner);

// Moves every range of a tree, and of diagnostics. A note that names a line and column of the inner
// text is dropped.
void MoveRanges(const OffsetMap& map, JsonValue& tree);
Diagnostics MovedDiagnostics(const OffsetMap& map, const Diagnostics& diagnostics);
void AddMoved(const OffsetMap& map, const Diagnostics& from, Diagnostics& to);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_MAPPED_TEXT_H_
