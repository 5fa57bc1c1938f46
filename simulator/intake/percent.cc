#include "simulator/intake/percent.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_format.h"

namespace deputy {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool IsUnreserved(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

}  // namespace

int PercentByte(absl::string_view text, size_t at) {
  if (text[at] != '%' || at + 2 >= text.size()) return -1;
  const int high = HexValue(text[at + 1]);
  const int low = HexValue(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

std::string EncodePercent(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (IsUnreserved(c)) {
      encoded.push_back(c);
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

bool LooksPercentEncoded(absl::string_view text) {
  // A line end or a blank may stand before the bracket.
  while (absl::StartsWith(text, "%0A") || absl::StartsWith(text, "%0a") ||
         absl::StartsWith(text, "%20") || absl::StartsWith(text, "%0D") ||
         absl::StartsWith(text, "%0d"))
    text.remove_prefix(3);
  return absl::StartsWith(text, "%7B") || absl::StartsWith(text, "%7b");
}

}  // namespace deputy
