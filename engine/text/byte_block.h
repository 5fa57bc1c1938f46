// Sixteen bytes of a text at a time, to look for some of them without a call for each.
#ifndef DEPUTY_ENGINE_TEXT_BYTE_BLOCK_H_
#define DEPUTY_ENGINE_TEXT_BYTE_BLOCK_H_

#include <cstddef>
#include <cstdint>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace deputy {

inline constexpr size_t kByteBlock = 16;

#ifdef __SSE2__

// A bit for each of the bytes from `at` on, the lowest for the first: whether it is `byte`.
inline uint32_t BytesEqual(const char* at, char byte) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte))));
}

// The same: whether in a JSON string it is anything but plain text. Plain is ASCII without quotes,
// escapes and control characters.
inline uint32_t BytesNotPlain(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i escapes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(' '));  // signed: beyond ASCII too
  return static_cast<uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, escapes), others)));
}

#else

template <class Is>
uint32_t BytesThat(const char* at, Is is) {
  uint32_t bits = 0;
  for (size_t i = 0; i < kByteBlock; ++i) bits |= is(at[i]) ? uint32_t{1} << i : 0;
  return bits;
}
inline uint32_t BytesEqual(const char* at, char byte) {
  return BytesThat(at, [&](char c) { return c == byte; });
}
inline uint32_t BytesNotPlain(const char* at) {
  return BytesThat(at, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < ' ' || byte > 0x7f || c == '"' || c == '\\';
  });
}

#endif

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_BYTE_BLOCK_H_
