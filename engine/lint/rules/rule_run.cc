#include "engine/lint/rules/rule_run.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rule_catalog.h"

namespace deputy {

RuleRun::RuleRun(const Policy& policy_to_check, const LintContext& context_of_it)
    : policy(policy_to_check),
      context(context_of_it),
      trust(AssumeTrust(policy, context)),
      text(policy, context.text),
      questions(context, trust) {}

Finding& RuleRun::Report(absl::string_view rule, const Place& place, std::string message) {
  Finding finding;
  finding.rule = std::string(rule);
  finding.severity = FindRule(rule)->severity;
  finding.range = place.range;
  finding.path = place.path;
  finding.message = std::move(message);
  findings.push_back(std::move(finding));
  return findings.back();
}

bool RuleRun::IsUnknown(TextRange range) const {
  return absl::c_any_of(context.unknown,
                        [&](TextRange unknown) { return unknown.Overlaps(range); });
}

void RuleRun::ForEachClause(absl::FunctionRef<void(const ClauseRef&)> visit) const {
  for (size_t i = 0; i < policy.statements.size(); ++i) {
    const Statement& statement = policy.statements[i];
    for (size_t j = 0; j < statement.conditions.size(); ++j) {
      const ConditionClause& clause = statement.conditions[j];
      if (IsUnknown({clause.key_range.begin, clause.values_range.end})) continue;
      visit({statement, clause, i, j, FoldKey(clause.key)});
    }
  }
}

const ServiceFact* RuleRun::FactOf(absl::string_view service) const {
  for (const ServiceFact& fact : context.services) {
    if (fact.principal == service) return &fact;
  }
  return nullptr;
}

absl::string_view RuleRun::Target() const {
  return policy.type == PolicyType::kTrust ? "the role" : "the resource";
}

std::vector<absl::string_view> ServicesOf(const Statement& statement) {
  std::vector<absl::string_view> services;
  if (!statement.principal) return services;
  for (const PrincipalEntry& entry : statement.principal->entries) {
    if (entry.kind == PrincipalEntryKind::kPrincipal &&
        entry.principal.kind == PrincipalKind::kService) {
      services.emplace_back(entry.principal.text);
    }
  }
  return services;
}

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

bool AsksForValues(const Statement& statement, const ConditionClause& clause) {
  return statement.effect == Effect::kAllow ? clause.op.IsPositive()
                                            : InfoOf(clause.op.base).negated;
}

bool HoldsArn(absl::string_view folded_key) {
  const ContextKeyInfo* info = FindContextKey(folded_key);
  return info != nullptr && info->type == OperandType::kArn;
}

}  // namespace deputy
