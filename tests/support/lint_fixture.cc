#include "tests/support/lint_fixture.h"

#include "absl/strings/str_cat.h"
#include "engine/lint/rule_catalog.h"
#include "engine/policy/policy_parser.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
const std::vector<ServiceFact>& TestFacts() {
  static const auto* const kFacts = new std::vector<ServiceFact>(EngineFacts(ShippedCatalogue()));
  return *kFacts;
}

LintContext RoleContext(absl::string_view text) {
  LintContext context;
  context.text = text;
  context.role_arn = kTestRole;
  context.services = TestFacts();
  return context;
}

Checked Check(absl::string_view text, const LintContext& context, PolicyType type) {
  Checked checked;
  Diagnostics diagnostics;
  const auto policy = ParsePolicyText(text, type, diagnostics);
  for (const Diagnostic& item : diagnostics.items())
    checked.findings.push_back(FromDiagnostic(item, text));
  if (!policy) return checked;
  checked.parsed = true;
  checked.policy = *policy;
  for (Finding& finding : Lint(*policy, context)) checked.findings.push_back(std::move(finding));
  return checked;
}

std::vector<Finding> Check(absl::string_view text) {
  return Check(text, RoleContext(text)).findings;
}

std::string Show(const std::vector<Finding>& findings) {
  std::string lines;
  for (const Finding& finding : findings) {
    absl::StrAppend(&lines, finding.rule, " ", SeverityName(finding.severity), " ", finding.path,
                    ": ", finding.message, "\n");
  }
  return lines;
}

bool IsSerious(const Finding& finding) { return finding.severity != Severity::kSuggestion; }

const Finding* FindRuleIn(const std::vector<Finding>& findings, absl::string_view rule) {
  for (const Finding& finding : findings) {
    if (finding.rule == rule) return &finding;
  }
  return nullptr;
}

std::string Dms(absl::string_view condition) {
  return ExamplePolicy(absl::StrCat("\"Condition\": ", condition));
}

}  // namespace deputy
