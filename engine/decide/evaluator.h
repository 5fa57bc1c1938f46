// One policy against one request: which statements match, and how directly they name the caller.
// The fast path and the explanation are this one loop; without a trace it stops at the first part
// of a statement that does not match.
#ifndef DEPUTY_ENGINE_DECIDE_EVALUATOR_H_
#define DEPUTY_ENGINE_DECIDE_EVALUATOR_H_

#include <cstdint>
#include <optional>

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

constexpr DecisionKind KindOf(Effect effect) {
  return effect == Effect::kAllow ? DecisionKind::kAllowed : DecisionKind::kExplicitDeny;
}

// A decision of that layer alone, without its statements. Fields are set in place, here and below:
// a PolicyRef that is put together and then copied costs more than the rest of a decision.
inline Decision DecisionBy(Layer layer, DecisionKind kind) {
  Decision decision;
  decision.kind = kind;
  decision.missing.layer = layer;
  return decision;
}
inline void Determine(Decision& decision, Layer layer, uint32_t statement) {
  StatementRef& ref = decision.determining.emplace_back();
  ref.policy.layer = layer;
  ref.statement = statement;
}

// The usual role has one statement, and that a row of quick tests: nothing where it has more, or
// where a test is not quick after all.
std::optional<DecisionKind> DecideQuickly(const Program& program, const BoundRequest& request);
Decision DecideByAll(const Program& program, const BoundRequest& request, Layer layer);

// The decision where one policy says all: a service caller and a resource without RCPs (6.3). The
// same as Evaluate() and rule 6.1, in one pass.
inline Decision DecideAlone(const Program& program, const BoundRequest& request, Layer layer) {
  const std::optional<DecisionKind> kind = DecideQuickly(program, request);
  if (!kind) return DecideByAll(program, request, layer);
  Decision decision = DecisionBy(layer, *kind);
  if (*kind != DecisionKind::kImplicitDeny) Determine(decision, layer, 0);
  return decision;
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_EVALUATOR_H_
