#include "simulator/report/snippet.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "engine/text/utf8.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

// Code points of the line that are shown: with the indent and two marks of what was cut, a
// terminal's width.
constexpr size_t kColumns = kTerminalWidth - 4;
constexpr size_t kMostBytes = 4 * kColumns;

// What is shown in place of each code point; invalid bytes stand alone. A tab is a blank, so that
// the caret stands where it belongs.
std::vector<std::string> Shown(absl::string_view text) {
  std::vector<std::string> shown;
  for (size_t i = 0; i < text.size();) {
    const size_t length = std::max<size_t>(1, Utf8Length(text, i));
    const absl::string_view point = text.substr(i, length);
    shown.push_back(point == "\t" ? " " : Escape(point));
    i += length;
  }
  return shown;
}

bool IsLineEnd(char c) { return c == '\n' || c == '\r'; }
bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t Width(const std::vector<std::string>& shown) {
  size_t width = 0;
  for (const std::string& point : shown) width += WidthOf(point);
  return width;
}

}  // namespace

std::string Snippet(absl::string_view text, TextRange range, const Style& style) {
  const size_t at = std::min<size_t>(range.begin, text.size());
  size_t begin = at;
  while (begin > 0 && at - begin < kMostBytes && !IsLineEnd(text[begin - 1])) --begin;
  while (begin < at && IsContinuation(text[begin])) ++begin;
  if (begin == 0 && text.substr(0, 3) == "\xEF\xBB\xBF" && at >= 3) begin = 3;
  size_t end = at;
  while (end < text.size() && end - at < kMostBytes && !IsLineEnd(text[end])) ++end;
  const size_t range_end = std::clamp<size_t>(std::max(range.end, range.begin + 1), at, end);
  if (begin == end) return "";

  std::vector<std::string> before = Shown(text.substr(begin, at - begin));
  std::vector<std::string> marked = Shown(text.substr(at, range_end - at));
  std::vector<std::string> behind = Shown(text.substr(range_end, end - range_end));
  const bool wide = Width(before) + Width(marked) + Width(behind) > kColumns;
  bool cut_before = begin > 0 && at - begin >= kMostBytes;
  bool cut_behind = end < text.size() && end - at >= kMostBytes;
  if (wide) {
    size_t drop = 0;
    for (size_t width = Width(before); width > kColumns / 2; ++drop) width -= WidthOf(before[drop]);
    before.erase(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(drop));
    cut_before = cut_before || drop > 0;
  }
  std::string line;
  size_t width = 0;
  size_t marks = 0;
  const auto show = [&](const std::vector<std::string>& points) {
    for (const std::string& point : points) {
      if (width + WidthOf(point) > kColumns) {
        cut_behind = true;
        return;
      }
      line += point;
      width += WidthOf(point);
    }
  };
  show(before);
  const size_t indent = width;
  show(marked);
  marks = std::max<size_t>(1, width - indent);
  if (!cut_behind) show(behind);
  return absl::StrCat("\n  ", cut_before ? "…" : "", line, cut_behind ? "…" : "", "\n  ",
                      std::string(indent + (cut_before ? 1 : 0), ' '),
                      style.Paint(Ink::kGreen, "^" + std::string(marks - 1, '~')));
}

}  // namespace deputy
