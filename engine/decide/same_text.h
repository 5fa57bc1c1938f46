// Equality of short texts, without a call: memcmp costs more than the few bytes that a decision
// compares.
#ifndef DEPUTY_ENGINE_DECIDE_SAME_TEXT_H_
#define DEPUTY_ENGINE_DECIDE_SAME_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/strings/string_view.h"

namespace deputy {

// The bits in which two words differ.
template <class Word>
inline Word Difference(const char* a, const char* b) {
  Word left;
  Word right;
  std::memcpy(&left, a, sizeof(Word));
  std::memcpy(&right, b, sizeof(Word));
  return left ^ right;
}

// From both ends, with words that may overlap, so that there is no rest and one branch tells.
template <class Word>
inline bool SameEnds(const char* a, const char* b, size_t size) {
  const size_t last = size - sizeof(Word);
  return (Difference<Word>(a, b) | Difference<Word>(a + last, b + last)) == 0;
}

inline bool SameBytes(const char* a, const char* b, size_t size) {
  for (; size > 16; a += 16, b += 16, size -= 16) {
    if (!SameEnds<uint64_t>(a, b, 16)) return false;
  }
  if (size >= 8) return SameEnds<uint64_t>(a, b, size);
  if (size >= 4) return SameEnds<uint32_t>(a, b, size);
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
