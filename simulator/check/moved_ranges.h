// Policies and findings with every range moved: from a file to a piece of it, and back.
#ifndef DEPUTY_SIMULATOR_CHECK_MOVED_RANGES_H_
#define DEPUTY_SIMULATOR_CHECK_MOVED_RANGES_H_

#include <cstdint>

#include "engine/lint/finding.h"
#include "engine/policy/policy.h"

namespace deputy {

// `by` may be negative; an offset that would leave the numbers is 0.
TextRange Moved(TextRange range, int64_t by);
void MoveRanges(int64_t by, Policy& policy);
void MoveRanges(int64_t by, Finding& finding);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_MOVED_RANGES_H_
