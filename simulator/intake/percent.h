// Percent-encoding of RFC 3986, in which IAM's API returns policy documents: `+` is a plus, not a
// blank.
#ifndef DEPUTY_SIMULATOR_INTAKE_PERCENT_H_
#define DEPUTY_SIMULATOR_INTAKE_PERCENT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// A `%` that two hexadecimal digits do not follow stays as it is.
std::string DecodePercent(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_PERCENT_H_
