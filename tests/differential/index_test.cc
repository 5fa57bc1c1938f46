// Large policies are decided through indexes, which random policies of ordinary size never reach.
// So several random policies are made one: their statements stand together, and their values under
// one operator and key are put into one list. The reference evaluator tries all in turn.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"
#include "tests/support/random_case.h"
#include "tests/support/reference_evaluator.h"

namespace deputy {
namespace {

using nlohmann::json;

constexpr uint64_t kMerged = 12;  // random policies in one

json AsList(const json& value) { return value.is_array() ? value : json::array({value}); }

json Statements(const json& policy) { return AsList(policy["Statement"]); }

// What an operator's values are, so that the values of one may stand under another: `StringLike`.
std::string Family(const std::string& op) {
  for (const char* family : {"Arn", "String", "Numeric", "Date", "Bool", "Ip", "Null", "Binary"}) {
    if (op.find(family) != std::string::npos) return family;
  }
  return op;
}

class Merger {
 public:
  void Add(const json& policy) {
    for (json statement : Statements(policy)) {
      statement.erase("Sid");
      if (statement.contains("Condition")) {
        for (const auto& [op, keys] : statement["Condition"].items()) {
          for (const auto& [key, values] : keys.items()) {
            for (const json& value : AsList(values)) pools_[Family(op)].push_back(value);
          }
        }
      }
      statements_.push_back(std::move(statement));
    }
  }

  // Each list of values gets all of its kind.
  json Take(const json& policy) {
    for (json& statement : statements_) {
      if (!statement.contains("Condition")) continue;
      for (const auto& [op, keys] : statement["Condition"].items()) {
        for (auto& [key, values] : keys.items()) {
          values = AsList(values);
          for (const json& value : pools_[Family(op)]) values.push_back(value);
        }
      }
    }
    json merged = policy;
    merged["Statement"] = statements_;
    return merged;
  }

 private:
  json statements_ = json::array();
  std::map<std::string, json> pools_;
};

// Of version 2012, so that the variables of one are variables in all.
bool IsMergeable(const json& policies) {
  return policies.contains("trustPolicy") &&
         policies["trustPolicy"].value("Version", "") == "2012-10-17";
}

std::string InShort(const Decision& decision) {
  std::string text(DecisionName(decision.kind));
  for (const StatementRef& ref : decision.determining)
    text += " " + ref.policy.Name() + "/" + std::to_string(ref.statement);
  return text;
}

std::string InShort(const reference::Decision& decision) {
  std::string text =
      decision.decision.empty() ? decision.error + ": " + decision.reason : decision.decision;
  for (const reference::DeterminingStatement& statement : decision.determining)
    text += " " + statement.policy + "/" + std::to_string(statement.statement);
  return text;
}

TEST(Index, FindsWhatTryingAllFinds) {
  size_t decided = 0;
  size_t indexed = 0;
  for (uint64_t seed = 1; seed <= 4000 && !HasFailure(); seed += kMerged) {
    reference::RandomCase merged_case;
    Merger merger;
    for (uint64_t part = seed; part < seed + kMerged; ++part) {
      const reference::RandomCase next = reference::MakeRandomCase(part, 4);
      if (!IsMergeable(next.policies)) continue;
      merger.Add(next.policies["trustPolicy"]);
      merged_case.policies["trustPolicy"] = next.policies["trustPolicy"];
      for (const json& request : next.requests) merged_case.requests.push_back(request);
    }
    if (merged_case.requests.empty()) continue;
    merged_case.policies["trustPolicy"] = merger.Take(merged_case.policies["trustPolicy"]);
    const reference::PreparedPolicies prepared = reference::Prepare(merged_case.policies);
    ASSERT_EQ(prepared.policy_error, "") << "seed " << seed;
    for (size_t i = 0; i < merged_case.requests.size(); ++i) {
      Diagnostics diagnostics;
      const std::string line = reference::RequestLine(merged_case, i).dump();
      const auto read = ReadEvaluationRequest(*ReadJson(line, {}, diagnostics));
      const auto* request = std::get_if<EvaluationRequest>(&read);
      if (request == nullptr || !request->policies.trust) continue;
      const PreparedEvaluation evaluation(*request, nullptr);
      if (evaluation.applicable().resource_layer != Layer::kTrustPolicy) continue;
      const Decision fast = evaluation.Decide();
      Trace trace;
      const Decision explained = evaluation.Decide(&trace);
      ASSERT_EQ(InShort(fast), InShort(reference::Decide(prepared, merged_case.requests[i])))
          << "seed " << seed << "/" << i << "\n"
          << line;
      ASSERT_EQ(InShort(explained), InShort(fast)) << "seed " << seed << "/" << i;
      ++decided;
      const Program& program = evaluation.ProgramOf({Layer::kTrustPolicy});
      indexed += program.statement_index() != kNotIndexed ? 1 : 0;
      for (const CompiledStatement& statement : program.statements()) {
        for (const CompiledClause& clause : program.ClausesOf(statement))
          indexed += clause.index != kNotIndexed ? 1 : 0;
      }
    }
  }
  EXPECT_GT(decided, 1000u);
  EXPECT_GT(indexed, decided);
}

}  // namespace
}  // namespace deputy
