// Names of services and regions, for telling a typing mistake. No list of AWS is ever
// complete: a name that is not here is a finding only where it is very near to one that is.
#ifndef DEPUTY_ENGINE_LINT_RULES_KNOWN_NAMES_H_
#define DEPUTY_ENGINE_LINT_RULES_KNOWN_NAMES_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

absl::Span<const absl::string_view> ServiceNames();  // `dms` of `dms.amazonaws.com`
absl::Span<const absl::string_view> RegionNames();

// `us-east-1`: letters, dashes and a number, whether or not there is such a region.
bool IsRegionShaped(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_KNOWN_NAMES_H_
