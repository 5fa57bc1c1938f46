// All policies of a request together: the rules of docs/semantics.md part 6, in that order.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
#ifndef DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_
#define DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_

#include <vector>

#include "engine/decide/bound_request.h"
#include "engine/decide/decision.h"
#include "engine/decide/evaluator.h"
#include "engine/decide/program.h"
#include "engine/decide/trace.h"

namespace deputy {

// The compiled policies that a request meets, all compiled with one Vocabulary. Pointers are
// borrowed and not null, but for `resource` and `boundary`, which may be absent.
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

// All layers, one after the other.
Decision AuthorizeByLayers(const ApplicablePolicies& policies, const BoundRequest& request,
                           Trace* trace);

// Total, deterministic, thread-safe. `request` must have been bound to the same Vocabulary. Without
// a trace it does not allocate for requests without variables and with up to four determining
// statements.
inline Decision Authorize(const ApplicablePolicies& policies, const BoundRequest& request,
                          Trace* trace = nullptr) {
  const bool one_policy = policies.resource != nullptr && policies.rcp.empty();
  if (one_policy && trace == nullptr && !request.principal().IsIam())  // 6.3
    return DecideAlone(*policies.resource, request, policies.resource_layer);
  return AuthorizeByLayers(policies, request, trace);
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_AUTHORIZER_H_
