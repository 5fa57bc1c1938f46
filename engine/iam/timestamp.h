// Points in time for the Date operators: ISO 8601 in the W3C profile, or epoch seconds
// (docs/semantics.md 4.5). https://www.w3.org/TR/NOTE-datetime
#ifndef DEPUTY_ENGINE_IAM_TIMESTAMP_H_
#define DEPUTY_ENGINE_IAM_TIMESTAMP_H_

#include <compare>
#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace deputy {

struct Timestamp {
  int64_t seconds = 0;  // since 1970-01-01T00:00:00Z
  int32_t nanos = 0;    // 0 … 999,999,999; further digits are cut

  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `YYYY-MM-DDThh:mm[:ss[.f…]](Z|±hh:mm)` (years 0001 to 9999, the
// day must exist, no leap second, hour 0 to 23), or 1 to 18 decimal digits with an optional
// fraction and no sign as epoch seconds; exactly four digits are a year.
std::optional<Timestamp> ParseTimestamp(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_TIMESTAMP_H_
