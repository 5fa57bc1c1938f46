// Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing above
// U+10FFFF.
#ifndef DEPUTY_ENGINE_TEXT_UTF8_H_
#define DEPUTY_ENGINE_TEXT_UTF8_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace deputy {

// Bytes of the well-formed code point that starts at text[at]; 0 when none does. `at` lies inside.
size_t Utf8Length(absl::string_view text, size_t at);

// Offset of the first byte that is no part of a well-formed code point; npos when there is none.
size_t FindInvalidUtf8(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_UTF8_H_
