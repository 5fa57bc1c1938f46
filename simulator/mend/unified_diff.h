// Two texts as a unified diff, as `diff -u` and `git apply` have it. The only file that uses dtl.
#ifndef DEPUTY_SIMULATOR_MEND_UNIFIED_DIFF_H_
#define DEPUTY_SIMULATOR_MEND_UNIFIED_DIFF_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// Empty when they are equal. `name` stands in both headings.
std::string UnifiedDiff(absl::string_view name, absl::string_view before, absl::string_view after);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_UNIFIED_DIFF_H_
