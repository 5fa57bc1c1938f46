// A code point as UTF-8.
#ifndef DEPUTY_SIMULATOR_INTAKE_UTF8_WRITER_H_
#define DEPUTY_SIMULATOR_INTAKE_UTF8_WRITER_H_

#include <cstdint>
#include <string>

namespace deputy {

inline std::string Utf8Of(uint32_t code_point) {
  const auto tail = [&](int shift) {
    return static_cast<char>(0x80 | ((code_point >> shift) & 0x3f));
  };
  const auto lead = [&](uint32_t mark, int shift) {
    return static_cast<char>(mark | (code_point >> shift));
  };
  if (code_point < 0x80) return {static_cast<char>(code_point)};
  if (code_point < 0x800) return {lead(0xc0, 6), tail(0)};
  if (code_point < 0x10000) return {lead(0xe0, 12), tail(6), tail(0)};
  return {lead(0xf0, 18), tail(12), tail(6), tail(0)};
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_UTF8_WRITER_H_
