#include "engine/text/source.h"

#include <algorithm>
#include <limits>

#include "engine/text/utf8.h"

namespace deputy {
namespace {

constexpr absl::string_view kByteOrderMark = "\xEF\xBB\xBF";

int Saturated(uint64_t count) {
  return static_cast<int>(std::min<uint64_t>(count, std::numeric_limits<int>::max()));
}

}  // namespace

PositionFinder::PositionFinder(absl::string_view text, int first_line)
    : text_(text), first_line_(first_line) {
  Rewind();
}

void PositionFinder::Rewind() {
  const bool mark = text_.substr(0, kByteOrderMark.size()) == kByteOrderMark;
  at_ = mark ? kByteOrderMark.size() : 0;
  line_ = static_cast<uint64_t>(first_line_);
  column_ = 1;
}

TextPosition PositionFinder::Find(uint32_t offset) {
  if (offset < at_) Rewind();
  const size_t target = std::min<size_t>(offset, text_.size());
  while (at_ < target) {
    const char c = text_[at_];
    // The CR of a CRLF is a column of its line, and the LF behind it ends the line.
    const bool before_line_feed = at_ + 1 < text_.size() && text_[at_ + 1] == '\n';
    if (c == '\n' || (c == '\r' && !before_line_feed)) {
      ++line_;
      column_ = 1;
      ++at_;
      continue;
    }
    // A byte that is not UTF-8 is a column of its own; an offset within a code point is the code
    // point's.
    const size_t length = std::max<size_t>(Utf8Length(text_, at_), 1);
    if (at_ + length > target) break;
    ++column_;
    at_ += length;
  }
  return {Saturated(line_), Saturated(column_)};
}

TextPosition PositionOf(absl::string_view text, uint32_t offset) {
  return PositionFinder(text).Find(offset);
}

absl::string_view LineAt(absl::string_view text, uint32_t offset) {
  if (text.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    text.remove_prefix(kByteOrderMark.size());
    offset -= std::min<uint32_t>(offset, kByteOrderMark.size());
  }
  size_t at = std::min<size_t>(offset, text.size());
  // The LF of a CRLF belongs to the line that it ends.
  if (at > 0 && at < text.size() && text[at] == '\n' && text[at - 1] == '\r') --at;
  size_t begin = 0;
  if (at > 0) {
    const size_t last_end = text.substr(0, at).find_last_of("\r\n");
    if (last_end != absl::string_view::npos) begin = last_end + 1;
  }
  return text.substr(begin, text.substr(begin).find_first_of("\r\n"));
}

}  // namespace deputy
