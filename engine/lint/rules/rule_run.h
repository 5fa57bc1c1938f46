// What every rule sees, and where it reports. A rule is a function; the tables of them are the
// files of this folder, and linter.cc runs them in the order of rules.h.
#ifndef DEPUTY_ENGINE_LINT_RULES_RULE_RUN_H_
#define DEPUTY_ENGINE_LINT_RULES_RULE_RUN_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "engine/lint/linter.h"
#include "engine/lint/policy_text.h"
#include "engine/lint/questions.h"
#include "engine/lint/trust.h"

namespace deputy {

// A clause and where it stands.
struct ClauseRef {
  const Statement& statement;
  const ConditionClause& clause;
  size_t statement_index;
  size_t index;
  std::string key;  // folded
};

class RuleRun {
 public:
  RuleRun(const Policy& policy_to_check, const LintContext& context_of_it);

  // A finding of that rule, with its usual severity, to be completed.
  Finding& Report(absl::string_view rule, const Place& place, std::string message);

  bool IsUnknown(TextRange range) const;  // touches a part whose value is not known

  // Every clause whose value is known.
  void ForEachClause(absl::FunctionRef<void(const ClauseRef&)> visit) const;

  // What is known of a service; null when nothing is.
  const ServiceFact* FactOf(absl::string_view service) const;

  // "the role" or "the resource".
  absl::string_view Target() const;

  const Policy& policy;
  const LintContext& context;
  const AssumedTrust trust;
  const PolicyText text;
  Questions questions;
  std::vector<Finding> findings;
};

// The principals of a statement that are services.
std::vector<absl::string_view> ServicesOf(const Statement& statement);

bool HasWildcard(absl::string_view text);

// An Allow for some values, a Deny of all others.
bool AsksForValues(const Statement& statement, const ConditionClause& clause);

// Of those and any other key: what it holds is an ARN.
bool HoldsArn(absl::string_view folded_key);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_RULE_RUN_H_
