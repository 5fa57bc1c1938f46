// Explained and fast are one decision, and deciding twice changes nothing.
#include "tests/fuzz/evaluation.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(explain) {
  const std::optional<EvaluationRequest> request = ReadLine(input);
  if (!request) return;
  const PreparedEvaluation evaluation(*request, nullptr);
  if (evaluation.role_state() != PreparedEvaluation::RoleState::kKnown) return;
  const std::string fast = Show(evaluation.Decide());
  Trace trace;
  Require(Show(evaluation.Decide(&trace)) == fast, "explained differs", input);
  Require(Show(evaluation.Decide()) == fast, "decided twice, and not the same", input);
}

}  // namespace
}  // namespace deputy::fuzz
