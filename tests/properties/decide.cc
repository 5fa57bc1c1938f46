#include "tests/properties/decide.h"

#include <rapidcheck.h>

#include <cstdlib>
#include <variant>

#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"

namespace deputy::properties {
namespace {

// All that an answer holds, so that a difference anywhere is one.
std::string All(const Decision& decision) {
  std::string text(DecisionName(decision.kind));
  for (const StatementRef& ref : decision.determining)
    text += " " + ref.policy.Name() + "/" + std::to_string(ref.statement);
  return text;
}

// Before anything asks rapidcheck for its configuration.
const bool seed_is_fixed = (FixSeed(), true);

}  // namespace

void FixSeed() { setenv("RC_PARAMS", "seed=20261125 max_success=100 max_discard_ratio=20", 0); }

std::optional<std::string> Decide(const json& line) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(line.dump(), {}, diagnostics);
  if (!document) return std::nullopt;
  const auto read = ReadEvaluationRequest(*document);
  const auto* request = std::get_if<EvaluationRequest>(&read);
  if (request == nullptr) return std::nullopt;
  const PreparedEvaluation evaluation(*request, nullptr);
  if (evaluation.role_state() != PreparedEvaluation::RoleState::kKnown) return std::nullopt;
  const Decision fast = evaluation.Decide();
  Trace trace;
  RC_ASSERT(All(evaluation.Decide(&trace)) == All(fast));
  return std::string(DecisionName(fast.kind));
}

json AsList(const json& value) { return value.is_array() ? value : json::array({value}); }

}  // namespace deputy::properties
