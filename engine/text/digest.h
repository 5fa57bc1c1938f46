// A short name for a text, the same on every machine. It tells texts apart that differ by chance;
// whoever wants two of one name can make them.
#ifndef DEPUTY_ENGINE_TEXT_DIGEST_H_
#define DEPUTY_ENGINE_TEXT_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// FNV-1a, 64 bits, as 16 hexadecimal digits.
std::string Digest(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_DIGEST_H_
