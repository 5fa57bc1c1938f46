// The prover against enumeration: of a policy that lets nobody foreign in no request of a foreign
// caller is allowed, its witnesses are, and a policy is equivalent to itself.
#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "engine/prove/comparison.h"
#include "engine/prove/judge.h"
#include "engine/prove/prover.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

constexpr char kRole[] = "arn:aws:iam::111111111111:role/Target";
constexpr uint64_t kBudget = 3000;  // enough for small policies, so that many are tried

Request Call(Principal caller) {
  Request request;
  request.principal = std::move(caller);
  request.action = "sts:AssumeRole";
  request.resource = kRole;
  return request;
}

// Callers of an account that is not trusted, with and without what a caller chooses itself.
std::vector<Request> ForeignCalls() {
  std::vector<Request> calls = {Call(Principal{})};
  for (const char* name : {":root", ":role/app", ":user/x/bob"}) {
    calls.push_back(Call(*ParseIamPrincipal(absl::StrCat("arn:aws:iam::222222222222", name))));
    calls.push_back(calls.back());
    calls.back().Set("sts:ExternalId", "a");
    calls.push_back(calls.back());
    calls.back().Set("sts:RoleSessionName", "ab");
    calls.back().Set("aws:MultiFactorAuthPresent", "true");
  }
  return calls;
}

FUZZ_TARGET(prover) {
  Diagnostics diagnostics;
  const auto policy = ParsePolicyText(input, PolicyType::kTrust, diagnostics);
  if (!policy) return;
  RoleQuestion question;
  question.policy = &*policy;
  question.resource = kRole;
  question.trusted.accounts = {"111111111111"};
  question.budget = kBudget;
  const Judge judge(*policy, {});
  bool proved = false;
  for (const Answer& answer : Prove(question)) {
    if (answer.witness) Require(judge.Allows(*answer.witness), "a witness that is denied", input);
    proved |=
        answer.property == Property::kNoForeignPrincipal && answer.verdict == Verdict::kProved;
  }
  for (Request& request : ForeignCalls()) {
    if (!proved || FillInContext(request)) continue;
    Require(!judge.Allows(request), "proved, and let in", input);
  }
  const PolicyComparison comparison = Compare(*policy, *policy, kRole, kBudget);
  Require(comparison.relation == Relation::kEquivalent || comparison.relation == Relation::kUnknown,
          "not equivalent to itself", input);
}

}  // namespace
}  // namespace deputy::fuzz
