#include "engine/iam/base64.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"

namespace deputy {

std::optional<std::string> DecodeBase64(absl::string_view text) {
  // Abseil also takes blanks, missing padding and the URL alphabet; the standard form has none of
  // these.
  const size_t padding = text.size() - (text.find_last_not_of('=') + 1);
  const absl::string_view digits = text.substr(0, text.size() - padding);
  const bool plain = absl::c_all_of(digits, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/';
  });
  std::string bytes;
  if (!plain || text.size() % 4 != 0 || padding > 2 || !absl::Base64Unescape(text, &bytes))
    return std::nullopt;
  return bytes;
}

}  // namespace deputy
