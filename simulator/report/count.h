// A number and what it counts.
#ifndef DEPUTY_SIMULATOR_REPORT_COUNT_H_
#define DEPUTY_SIMULATOR_REPORT_COUNT_H_

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace deputy {

// `3 policies`, `1 policy`; `2 get in`, `1 gets in`.
inline std::string Count(int64_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_COUNT_H_
