#include "simulator/report/wrap.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace deputy {

size_t WidthOf(absl::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string PadRight(absl::string_view text, size_t width) {
  const size_t taken = WidthOf(text);
  return absl::StrCat(text, std::string(width > taken ? width - taken : 0, ' '));
}

std::string Wrap(absl::string_view first, absl::string_view text) {
  const size_t indent = WidthOf(first);
  std::string out(first);
  size_t column = indent;
  bool line_is_empty = true;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const size_t width = WidthOf(word);
    if (!line_is_empty && column + 1 + width > kTerminalWidth) {
      absl::StrAppend(&out, "\n", std::string(indent, ' '));
      column = indent;
      line_is_empty = true;
    }
    absl::StrAppend(&out, line_is_empty ? "" : " ", word);
    column += width + (line_is_empty ? 0 : 1);
    line_is_empty = false;
  }
  out.push_back('\n');
  return out;
}

}  // namespace deputy
