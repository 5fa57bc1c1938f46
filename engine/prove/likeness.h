// Policies of which the same is to be said, so that it is worked out once.
#ifndef DEPUTY_ENGINE_PROVE_LIKENESS_H_
#define DEPUTY_ENGINE_PROVE_LIKENESS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/policy/policy.h"

namespace deputy {

// What an answer about a policy may depend on, all that is asked beside it being equal: the policy,
// the account of its role, and where a resource control policy names resources, or it is no role's,
// the resource itself. A request that was found for one of two that are alike is to be tried on the
// other, with its resource in place.
std::string LikenessOf(const Policy& policy, absl::string_view resource,
                       absl::Span<const Policy* const> rcps);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_LIKENESS_H_
