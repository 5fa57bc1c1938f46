// A Deny of which not everything is known. It only takes away: who is kept out without it is kept
// out, and who gets in past all that it may become gets in.
#ifndef DEPUTY_ENGINE_LINT_UNKNOWN_DENY_H_
#define DEPUTY_ENGINE_LINT_UNKNOWN_DENY_H_

#include "absl/types/span.h"
#include "engine/policy/policy.h"
#include "engine/text/source.h"

namespace deputy {

// Whether the part is a value of a Deny, which is a Deny whatever that value is.
bool IsValueOfDeny(const Statement& statement, TextRange part);

// The policy without each Deny that has such a part, or with each as wide as it may become.
Policy WithoutUnknownDenies(Policy policy, absl::Span<const TextRange> unknown);
Policy WithWidestDenies(Policy policy, absl::Span<const TextRange> unknown);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_UNKNOWN_DENY_H_
