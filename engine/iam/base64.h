// Base64 of RFC 4648 (standard alphabet, padding required), for BinaryEquals.
#ifndef DEPUTY_ENGINE_IAM_BASE64_H_
#define DEPUTY_ENGINE_IAM_BASE64_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

std::optional<std::string> DecodeBase64(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_BASE64_H_
