// The rules of `deputy check`: a policy in, findings out.
//
// Where a rule asks whether a stranger gets in, the engine answers and not the look of the policy:
// see questions.h. Several rules can explain one hole; the most specific one reports it.
// Deterministic; thread-safe; no state.
#ifndef DEPUTY_ENGINE_LINT_LINTER_H_
#define DEPUTY_ENGINE_LINT_LINTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/iam/service_fact.h"
#include "engine/lint/finding.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"
#include "engine/text/diagnostic.h"

namespace deputy {

// Views and spans must outlive the call.
struct LintContext {
  absl::string_view text;  // the document that the ranges of the policy point into; empty: no fixes
  std::string role_arn;    // of a trust policy, where it is known
  std::string role_account;     // where it is known otherwise; of another policy the resource's
  bool service_linked = false;  // nobody can edit its trust policy: nothing is said of it
  TrustedParties trusted;       // beside the role's own account
  absl::Span<const ServiceFact> services;
  // Parts whose value is not known yet. Rules pass over clauses that touch them, and no question is
  // answered about a statement that does, or about one beside a Deny that does.
  std::vector<TextRange> unknown;
};

// In order of position, then of rule.
std::vector<Finding> Lint(const Policy& policy, const LintContext& context);

// What the parser had to say, under its permanent id, with the fix that its did-you-mean implies.
// `text` is the document that its range points into; `policy` where in it the policy stands
// (default: all of it). They are needed for the path only.
Finding FromDiagnostic(const Diagnostic& diagnostic, absl::string_view text = {},
                       TextRange policy = {});

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_LINTER_H_
