// The engine answers to the reference evaluator: fast = explained = reference, on random policies
// and requests. Each case is named by its seed. DEPUTY_RANDOM_DECISIONS asks for more of them than
// the default.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "engine/policy/policy_parser.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"
#include "tests/support/random_case.h"
#include "tests/support/reference_evaluator.h"

namespace deputy {
namespace {

constexpr size_t kRequestsPerCase = 16;

size_t DecisionsAskedFor() {
  const char* asked = std::getenv("DEPUTY_RANDOM_DECISIONS");
  return asked == nullptr ? 100000 : std::strtoull(asked, nullptr, 10);
}

std::optional<EvaluationRequest> Read(const nlohmann::json& line) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(line.dump(), {}, diagnostics);
  if (!document) return std::nullopt;
  auto read = ReadEvaluationRequest(*document);
  if (auto* request = std::get_if<EvaluationRequest>(&read)) return std::move(*request);
  ADD_FAILURE() << std::get<EvaluationError>(read).diagnostics.FirstError()->message << "\n"
                << line.dump();
  return std::nullopt;
}

// A decision as text, so that a difference shows all of it.
std::string Show(const PreparedEvaluation& evaluation, const Decision& decision) {
  std::string text(DecisionName(decision.kind));
  for (const StatementRef& ref : decision.determining) {
    const Program& program = evaluation.ProgramOf(ref.policy);
    text += " " + ref.policy.Name() + "/" + std::to_string(ref.statement) + "/" +
            std::string(program.Text(program.statements()[ref.statement].sid));
  }
  return text;
}

std::string Show(const reference::Decision& decision) {
  std::string text =
      decision.decision.empty() ? decision.error + ": " + decision.reason : decision.decision;
  for (const reference::DeterminingStatement& statement : decision.determining) {
    text +=
        " " + statement.policy + "/" + std::to_string(statement.statement) + "/" + statement.sid;
  }
  return text;
}

TEST(Engine, DecidesAsTheReferenceDoes) {
  size_t decided = 0;
  size_t allowed = 0;
  const size_t asked = DecisionsAskedFor();
  for (uint64_t seed = 1; decided < asked && !HasFailure(); ++seed) {
    const reference::RandomCase random_case = reference::MakeRandomCase(seed, kRequestsPerCase);
    const reference::PreparedPolicies prepared = reference::Prepare(random_case.policies);
    std::optional<EvaluationRequest> request = Read(reference::RequestLine(random_case, 0));
    ASSERT_TRUE(request.has_value()) << "seed " << seed;
    for (size_t i = 0; i < random_case.requests.size(); ++i) {
      // The policies are the case's; only the request changes.
      std::optional<EvaluationRequest> next = Read(random_case.requests[i]);
      ASSERT_TRUE(next.has_value()) << "seed " << seed << "/" << i;
      request->request = std::move(next->request);
      const PreparedEvaluation evaluation(*request, nullptr);
      const reference::Decision expected = reference::Decide(prepared, random_case.requests[i]);
      if (evaluation.role_state() != PreparedEvaluation::RoleState::kKnown) {
        EXPECT_EQ(expected.error, "unknown-role");
        continue;
      }
      const Decision fast = evaluation.Decide();
      Trace trace;
      const Decision explained = evaluation.Decide(&trace);
      ASSERT_EQ(Show(evaluation, fast), Show(expected))
          << "seed " << seed << "/" << i << "\n"
          << reference::RequestLine(random_case, i).dump();
      ASSERT_EQ(Show(evaluation, explained), Show(evaluation, fast)) << "seed " << seed << "/" << i;
      ++decided;
      allowed += fast.kind == DecisionKind::kAllowed ? 1 : 0;
    }
  }
  // Agreement on nothing but denials would show little.
  EXPECT_GT(allowed, decided / 10);
  RecordProperty("decided", static_cast<int>(decided));
}

TEST(Engine, RefusesWhatTheReferenceRefuses) {
  static constexpr std::pair<reference::PolicyType, PolicyType> kTypes[] = {
      {reference::PolicyType::kTrustPolicy, PolicyType::kTrust},
      {reference::PolicyType::kResourcePolicy, PolicyType::kResource},
      {reference::PolicyType::kIdentityPolicy, PolicyType::kIdentity},
      {reference::PolicyType::kPermissionsBoundary, PolicyType::kBoundary},
      {reference::PolicyType::kSessionPolicy, PolicyType::kSession},
      {reference::PolicyType::kServiceControlPolicy, PolicyType::kScp},
      {reference::PolicyType::kResourceControlPolicy, PolicyType::kRcp}};
  for (uint64_t seed = 1; seed <= 20000; ++seed) {
    const reference::InvalidPolicy invalid = reference::RandomInvalidPolicy(seed);
    for (const auto& [theirs, ours] : kTypes) {
      if (theirs != invalid.type) continue;
      Diagnostics diagnostics;
      EXPECT_FALSE(ParsePolicyText(invalid.document.dump(), ours, diagnostics).has_value())
          << "seed " << seed << ": " << invalid.defect << "\n"
          << invalid.document.dump();
    }
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace deputy
