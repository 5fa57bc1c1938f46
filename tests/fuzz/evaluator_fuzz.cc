// The engine against the reference evaluator, on any line that the engine decides.
#include <nlohmann/json.hpp>

#include "tests/fuzz/evaluation.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/support/reference_evaluator.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(evaluator) {
  const std::optional<EvaluationRequest> request = ReadLine(input);
  if (!request) return;
  const PreparedEvaluation evaluation(*request, nullptr);
  const reference::Decision expected =
      reference::Evaluate(nlohmann::json::parse(input.begin(), input.end()));
  if (evaluation.role_state() != PreparedEvaluation::RoleState::kKnown)
    return Require(expected.error == "unknown-role", "a role that is known", input);
  std::string text = expected.error + expected.decision;
  for (const reference::DeterminingStatement& statement : expected.determining)
    absl::StrAppend(&text, " ", statement.policy, "/", statement.statement);
  const std::string ours = Show(evaluation.Decide());
  Require(ours == text, absl::StrCat(ours, " is not ", text, " ", expected.reason), input);
}

}  // namespace
}  // namespace deputy::fuzz
