#include "simulator/report/markup.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

// The embeddings, overrides and isolates of https://www.unicode.org/reports/tr9/: U+202A to U+202E
// and U+2066 to U+2069. Zero where the code point is none.
unsigned TurnsDirection(absl::string_view point) {
  if (point.size() != 3 || point.substr(0, 1) != "\xE2") return 0;
  const unsigned code = 0x2000u | (static_cast<unsigned char>(point[1]) & 0x3Fu) << 6 |
                        (static_cast<unsigned char>(point[2]) & 0x3Fu);
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ? code : 0;
}

absl::string_view Entity(char c) {
  switch (c) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    case '\n':
      return "&#10;";
    case '\t':
      return "&#9;";
    case '\r':
      return "&#13;";
    default:
      return static_cast<unsigned char>(c) < ' ' || c == '\x7F' ? kReplacement
                                                                : absl::string_view();
  }
}

}  // namespace

std::string EscapeMarkup(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    const absl::string_view point = text.substr(i, std::max<size_t>(1, length));
    i += point.size();
    if (length == 0 || point == "\xEF\xBF\xBE" || point == "\xEF\xBF\xBF") {
      absl::StrAppend(&out, kReplacement);
    } else if (const absl::string_view entity = Entity(point[0]); !entity.empty()) {
      absl::StrAppend(&out, entity);
    } else if (const unsigned code = TurnsDirection(point); code != 0) {
      absl::StrAppendFormat(&out, "[U+%04X]", code);
    } else {
      absl::StrAppend(&out, point);
    }
  }
  return out;
}

}  // namespace deputy
