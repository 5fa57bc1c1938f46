// Hash and equality of names without case (ASCII), for tables that are asked with a name as
// somebody wrote it: no lower-case copy is made to look one up.
#ifndef DEPUTY_ENGINE_IAM_IGNORE_CASE_H_
#define DEPUTY_ENGINE_IAM_IGNORE_CASE_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace deputy {

struct IgnoreCaseHash {
  using is_transparent = void;

  size_t operator()(absl::string_view text) const {
    uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      hash = (hash ^ static_cast<unsigned char>(absl::ascii_tolower(byte))) * 0x100000001b3;
    }
    return static_cast<size_t>(hash ^ (hash >> 32));
  }
};

struct IgnoreCaseEqual {
  using is_transparent = void;

  bool operator()(absl::string_view a, absl::string_view b) const {
    return absl::EqualsIgnoreCase(a, b);
  }
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_IGNORE_CASE_H_
