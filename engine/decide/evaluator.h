// One policy against one request: which statements match, and how directly they name the caller.
// The fast path and the explanation are this one loop; without a trace it stops at the first part
// of a statement that does not match.
#ifndef DEPUTY_ENGINE_DECIDE_EVALUATOR_H_
#define DEPUTY_ENGINE_DECIDE_EVALUATOR_H_

#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "engine/decide/bound_request.h"
#include "engine/decide/decision.h"
#include "engine/decide/program.h"
#include "engine/decide/trace.h"

namespace deputy {

struct PolicyOutcome {
  absl::InlinedVector<uint32_t, 4> allows;  // statements that matched
  absl::InlinedVector<uint32_t, 4> denies;
  uint8_t grants =
      kNoMatch;  // how the Allow statements that matched name the caller: PrincipalMatch flags
};

// With a trace, every part of every statement is tried and written down; the outcome is the same.
PolicyOutcome Evaluate(const Program& program, const BoundRequest& request,
                       PolicyTrace* trace = nullptr);

// The decision where one policy says all: a service caller and a resource without RCPs (6.3). The
// same as Evaluate() and rule 6.1, in one pass.
Decision DecideAlone(const Program& program, const BoundRequest& request, Layer layer);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_EVALUATOR_H_
