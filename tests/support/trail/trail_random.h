// The random parts of a trail: the same for a seed on every platform. SplitMix64, which costs
// nothing to begin: every call has a stream of its own, so that two files can tell of the same one.
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RANDOM_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RANDOM_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy::trail {

class TrailRandom {
 public:
  // Streams of one seed that have nothing to do with each other.
  explicit TrailRandom(uint64_t seed, uint64_t stream = 0, uint64_t part = 0) : state_(seed) {
    state_ = Next() + stream;
    state_ = Next() + part;
  }

  int64_t Below(int64_t limit) {
    return static_cast<int64_t>(Next() % static_cast<uint64_t>(limit));
  }

  // `count` letters out of an alphabet of 16, 32 or 64.
  void AppendLetters(std::string& out, size_t count, absl::string_view alphabet) {
    for (uint64_t bits = 0, left = 0; count > 0; --count, --left, bits /= alphabet.size()) {
      if (left == 0) {
        bits = Next();
        left = 10;  // 64^10 < 2^64
      }
      out += alphabet[bits % alphabet.size()];
    }
  }

  std::string Hex(size_t digits) { return Letters(digits, "0123456789abcdef"); }
  std::string KeyLetters(size_t count) {
    return Letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  }
  std::string Base64(size_t count) {
    return Letters(count, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  }
  std::string Uuid() {
    std::string id = Hex(36);
    for (const size_t dash : {8U, 13U, 18U, 23U}) id[dash] = '-';
    return id;
  }

 private:
  std::string Letters(size_t count, absl::string_view alphabet) {
    std::string letters;
    letters.reserve(count);
    AppendLetters(letters, count, alphabet);
    return letters;
  }

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15U;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
  }

  uint64_t state_;
};

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_RANDOM_H_
