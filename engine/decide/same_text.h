// Equality of short texts, without a call: memcmp costs more than the few bytes that a decision
// compares.
#ifndef DEPUTY_ENGINE_DECIDE_SAME_TEXT_H_
#define DEPUTY_ENGINE_DECIDE_SAME_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/strings/string_view.h"

namespace deputy {

template <class Word>
inline bool SameWord(const char* a, const char* b) {
  Word left;
  Word right;
  std::memcpy(&left, a, sizeof(Word));
  std::memcpy(&right, b, sizeof(Word));
  return left == right;
}

// Words that may overlap at the end, so that there is no rest.
inline bool SameBytes(const char* a, const char* b, size_t size) {
  if (size > 16) {
    for (; size > 16; a += 8, b += 8, size -= 8) {
      if (!SameWord<uint64_t>(a, b)) return false;
    }
  }
  if (size >= 8) return SameWord<uint64_t>(a, b) && SameWord<uint64_t>(a + size - 8, b + size - 8);
  if (size >= 4) return SameWord<uint32_t>(a, b) && SameWord<uint32_t>(a + size - 4, b + size - 4);
  for (size_t at = 0; at < size; ++at) {
    if (a[at] != b[at]) return false;
  }
  return true;
}

inline bool SameText(absl::string_view a, absl::string_view b) {
  return a.size() == b.size() && SameBytes(a.data(), b.data(), a.size());
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_SAME_TEXT_H_
