#include "simulator/report/html/text_lines.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

// Everything that takes three bytes or more may be wide; what is not only leaves room.
size_t ColumnsOf(absl::string_view point) { return point.size() >= 3 && point != "…" ? 2 : 1; }

// Behind the byte at `at`; not inside a number such as 3.4.7.
bool BreaksBehind(absl::string_view text, size_t at) {
  constexpr absl::string_view kBreaks = " -_:/";
  if (text[at] == '.')
    return at + 1 < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[at + 1]));
  return kBreaks.find(text[at]) != absl::string_view::npos;
}

// Bytes of the next line.
size_t NextLine(absl::string_view text, size_t columns) {
  size_t width = 0;
  size_t good_break = 0;
  for (size_t at = 0; at < text.size();) {
    const absl::string_view point = text.substr(at, std::max<size_t>(1, Utf8Length(text, at)));
    // A blank at the end takes no room.
    if (width + ColumnsOf(point) > columns && point != " ")
      return good_break > 0 ? good_break : std::max(at, point.size());
    width += ColumnsOf(point);
    if (BreaksBehind(text, at)) good_break = at + 1;
    at += point.size();
  }
  return text.size();
}

}  // namespace

std::vector<std::string> BreakLines(absl::string_view text, size_t columns, size_t most) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const bool last = lines.size() + 1 == most;
    size_t size = NextLine(text, columns);
    const bool cut = last && size < text.size();
    if (cut) size = NextLine(text, columns - 1);
    lines.push_back(absl::StrCat(absl::StripAsciiWhitespace(text.substr(0, size)), cut ? "…" : ""));
    if (last) break;
    text.remove_prefix(size);
  }
  return lines;
}

}  // namespace deputy
