// All policies of a request together: the rules of docs/semantics.md part 6, in that order.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#ifndef DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_
#define DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_

#include <vector>

#include "engine/decide/bound_request.h"
#include "engine/decide/decision.h"
#include "engine/decide/program.h"
#include "engine/decide/trace.h"

namespace deputy {

// The compiled policies that a request meets, all compiled with one KeyTable. Pointers are borrowed
// and not null, but for `resource` and `boundary`, which may be absent.
struct ApplicablePolicies {
  const Program* resource =
      nullptr;  // the role's trust policy, or the resource policy of another resource
  Layer resource_layer = Layer::kTrustPolicy;  // which of the two it is
  std::vector<const Program*> identity;
  const Program* boundary = nullptr;
  std::vector<const Program*> session;
  std::vector<std::vector<const Program*>> scp;  // a level each, root first
  std::vector<std::vector<const Program*>> rcp;
};

// Total, deterministic, thread-safe. `request` must have been bound to the same KeyTable. Without a
// trace it does not allocate for requests without variables and with up to four determining
// statements.
Decision Authorize(const ApplicablePolicies& policies, const BoundRequest& request,
                   Trace* trace = nullptr);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_
