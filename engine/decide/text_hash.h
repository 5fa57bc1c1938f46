// The hash of short texts, for the tables that a decision goes through: no call, no loop for up to
// 16 bytes. Salted with an address, so that nobody can prepare texts that fall together where
// processes are laid out at random; no output may hang on it.
#ifndef DEPUTY_ENGINE_DECIDE_TEXT_HASH_H_
#define DEPUTY_ENGINE_DECIDE_TEXT_HASH_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace deputy {

inline constexpr char kHashSalt = 0;

// Both halves of the product, in which every bit of either has a say.
inline uint64_t MixWords(uint64_t a, uint64_t b) {
  const absl::uint128 product = absl::uint128(a) * b;
  return absl::Uint128High64(product) ^ absl::Uint128Low64(product);
}

template <class Word>
inline uint64_t WordAt(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof(Word));
  return word;
}

inline uint32_t HashOfText(absl::string_view text) {
  constexpr uint64_t kOdd = 0x9e3779b97f4a7c15;    // 2^64 over the golden ratio
  constexpr uint64_t kOther = 0xc2b2ae3d27d4eb4f;  // any odd number of many bits
  const char* at = text.data();
  size_t size = text.size();
  uint64_t state = (reinterpret_cast<uintptr_t>(&kHashSalt) ^ size) * kOdd;
  for (; size > 16; at += 16, size -= 16)
    state = MixWords(WordAt<uint64_t>(at) ^ state, WordAt<uint64_t>(at + 8) ^ state ^ kOther);
  uint64_t first = 0;
  uint64_t last = 0;
  if (size >= 8) {  // two words that may overlap, so that there is no rest
    first = WordAt<uint64_t>(at);
    last = WordAt<uint64_t>(at + size - 8);
  } else if (size >= 4) {
    first = WordAt<uint32_t>(at);
    last = WordAt<uint32_t>(at + size - 4);
  } else {
    for (size_t i = 0; i < size; ++i) first = first << 8 | static_cast<unsigned char>(at[i]);
  }
  return static_cast<uint32_t>(MixWords(first ^ state, last ^ state ^ kOther) >> 16);
}

// A slot of a table holds a small number, and above it bits of the hash of its key, so that another
// key in the way costs no look at what the number stands for.
inline constexpr uint32_t kSlotBits = 24;
inline constexpr uint32_t kSlotMask = (uint32_t{1} << kSlotBits) - 1;

inline constexpr size_t kIndexFrom = 8;  // fewer are as quickly tried one by one

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_TEXT_HASH_H_
