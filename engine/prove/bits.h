// A row of bits whose length is known when it is made. Rows that meet have the same length.
#ifndef DEPUTY_ENGINE_PROVE_BITS_H_
#define DEPUTY_ENGINE_PROVE_BITS_H_

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace deputy {

class Bits {
 public:
  Bits() = default;
  explicit Bits(size_t size, bool value = false)
      : words_((size + 63) / 64, value ? ~uint64_t{0} : 0) {
    if (value && size % 64 != 0) words_.back() >>= 64 - size % 64;
  }

  bool Get(size_t i) const { return ((words_[i / 64] >> (i % 64)) & 1) != 0; }
  void Set(size_t i, bool value = true) {
    const uint64_t bit = uint64_t{1} << (i % 64);
    words_[i / 64] = value ? words_[i / 64] | bit : words_[i / 64] & ~bit;
  }
  void Clear(size_t begin, size_t end) {
    for (size_t i = begin; i < end;) {
      const size_t to = std::min(end, (i / 64 + 1) * 64);
      words_[i / 64] &= ~((~uint64_t{0} >> (64 - (to - i))) << (i % 64));
      i = to;
    }
  }
  bool Any() const {
    for (const uint64_t word : words_) {
      if (word != 0) return true;
    }
    return false;
  }
  // Calls `f` with each bit that is set, in order.
  template <typename F>
  void ForEach(const F& f) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      for (uint64_t word = words_[i]; word != 0; word &= word - 1)
        f(i * 64 + static_cast<size_t>(std::countr_zero(word)));
    }
  }
  bool Meets(const Bits& other) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((words_[i] & other.words_[i]) != 0) return true;
    }
    return false;
  }
  bool Covers(const Bits& other) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      if ((other.words_[i] & ~words_[i]) != 0) return false;
    }
    return true;
  }
  // At least as good: has all that `other` has, and nothing of what is unwanted that it has not.
  bool IsAsGoodAs(const Bits& other, const Bits& unwanted) const {
    for (size_t i = 0; i < words_.size(); ++i) {
      const uint64_t turned = unwanted.words_[i];
      if (((other.words_[i] ^ turned) & ~(words_[i] ^ turned)) != 0) return false;
    }
    return true;
  }

  Bits& operator&=(const Bits& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  Bits& operator|=(const Bits& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  Bits& operator-=(const Bits& other) {
    for (size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  friend Bits operator&(Bits a, const Bits& b) { return std::move(a &= b); }
  friend Bits operator|(Bits a, const Bits& b) { return std::move(a |= b); }

  // Every bit one place up; the last one is lost when it leaves the last word.
  void ShiftUp() {
    uint64_t carry = 0;
    for (uint64_t& word : words_) {
      const uint64_t out = word >> 63;
      word = (word << 1) | carry;
      carry = out;
    }
  }

  friend bool operator==(const Bits&, const Bits&) = default;
  template <typename H>
  friend H AbslHashValue(H state, const Bits& bits) {
    return H::combine(std::move(state), bits.words_);
  }

 private:
  std::vector<uint64_t> words_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_BITS_H_
