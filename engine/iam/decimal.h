// Exact decimals of any length, for the Numeric operators: no digit is lost and no exponent
// explodes.
#ifndef DEPUTY_ENGINE_IAM_DECIMAL_H_
#define DEPUTY_ENGINE_IAM_DECIMAL_H_

#include <compare>
#include <optional>

#include "absl/strings/string_view.h"

namespace deputy {

// Views into the text it was read from. Normalised: no leading zeros in `whole`, no trailing zeros
// in `fraction`, zero is not negative.
struct Decimal {
  bool negative = false;
  absl::string_view whole;
  absl::string_view fraction;

  friend bool operator==(const Decimal&, const Decimal&) = default;
  std::strong_ordering operator<=>(const Decimal& other) const;
};

// Optional sign (`+` or `-`), digits, optionally a point and digits: `[+-]?[0-9]+(\.[0-9]+)?`.
// Nothing else (4.5).
std::optional<Decimal> ParseDecimal(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_DECIMAL_H_
