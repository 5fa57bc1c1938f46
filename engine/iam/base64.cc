#include "engine/iam/base64.h"

#include "absl/strings/escaping.h"

namespace deputy {

std::optional<std::string> DecodeBase64(absl::string_view text) {
  // Abseil also takes blanks, missing padding, the URL alphabet and stray bits; what it writes is
  // the standard form.
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace deputy
