// What was hardened is proved, asked anew, and lets nobody in who was not let in before.
#include "engine/harden/hardener.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/prove/comparison.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(harden) {
  Diagnostics diagnostics;
  const auto policy = ParsePolicyText(input, PolicyType::kTrust, diagnostics);
  if (!policy || policy->statements.size() > 4) return;
  HardenQuestion question;
  question.role.policy = &*policy;
  question.role.resource = "arn:aws:iam::111111111111:role/Target";
  question.role.trusted.accounts = {"111111111111"};
  question.role.budget = 3000;
  const HardenResult result = Harden(question);
  if (result.outcome != HardenOutcome::kHardened && result.outcome != HardenOutcome::kAlready)
    return;
  const std::string printed = PrintPolicy(result.policy);
  Diagnostics again;
  const auto hardened = ParsePolicyText(printed, PolicyType::kTrust, again);
  Require(hardened.has_value(), "hardened, and refused", printed);
  question.role.policy = &*hardened;
  for (const Property property : {Property::kNoForeignSource, Property::kNoForeignPrincipal})
    Require(ProveProperty(question.role, property).verdict == Verdict::kProved,
            "hardened, and not proved", printed);
  const PolicyComparison comparison =
      Compare(*policy, *hardened, question.role.resource, question.role.budget);
  Require(!comparison.only_after.has_value(), "hardened, and wider", printed);
}

}  // namespace
}  // namespace deputy::fuzz
