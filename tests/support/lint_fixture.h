// What the tests of the linter share: a policy text in, the findings of parser and linter out.
#ifndef DEPUTY_TESTS_SUPPORT_LINT_FIXTURE_H_
#define DEPUTY_TESTS_SUPPORT_LINT_FIXTURE_H_

#include <string>
#include <vector>

#include "engine/lint/linter.h"

namespace deputy {

inline constexpr char kTestRole[] = "arn:aws:iam::111122223333:role/Target";

// The shipped facts as the engine takes them.
const std::vector<ServiceFact>& TestFacts();

// Of a trust policy of kTestRole with the shipped facts.
LintContext RoleContext(absl::string_view text);

struct Checked {
  bool parsed = false;
  Policy policy;
  std::vector<Finding> findings;
};
Checked Check(absl::string_view text, const LintContext& context,
              PolicyType type = PolicyType::kTrust);
std::vector<Finding> Check(absl::string_view text);

// "DEP101 /Statement/0/Principal/Service: message", a line a finding.
std::string Show(const std::vector<Finding>& findings);

// Error, security warning or warning.
bool IsSerious(const Finding& finding);
const Finding* FindRuleIn(const std::vector<Finding>& findings, absl::string_view rule);

// A statement around members, as in the rule catalogue; a policy around statements.
std::string Dms(absl::string_view condition);

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_LINT_FIXTURE_H_
