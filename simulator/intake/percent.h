// Percent-encoding of RFC 3986, in which IAM's API returns policy documents: `+` is a plus, not a
// blank.
#ifndef DEPUTY_SIMULATOR_INTAKE_PERCENT_H_
#define DEPUTY_SIMULATOR_INTAKE_PERCENT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// The byte that the three characters at `at` stand for; -1 when they are no `%` with two
// hexadecimal digits behind it. Such a `%` stays as it is.
int PercentByte(absl::string_view text, size_t at);

// Everything but the unreserved characters is encoded, in upper case.
std::string EncodePercent(absl::string_view text);

// Whether a string is a document in percent-encoding: it begins with the `{` of one.
bool LooksPercentEncoded(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_PERCENT_H_
