// DEP5xx: statements that never apply. Nobody gets in who should not, and often nobody who should.
#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/account_id.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/arn_shapes.h"
#include "engine/lint/rules/clause_words.h"
#include "engine/lint/rules/rules.h"
#include "engine/lint/rules/service_words.h"

namespace deputy {
namespace {

// Whether the engine says that nobody gets in by any principal of the statement.
bool AppliesToNobody(RuleRun& run, size_t statement, bool with_denies) {
  const Statement& found = run.policy.statements[statement];
  for (size_t i = 0; i < found.principal->entries.size(); ++i) {
    const Policy part = OnlyThrough(run.policy, statement, i);
    if (run.questions.AnybodyGetsIn(with_denies ? part : WithoutDeny(part)) != Gate::kClosed)
      return false;
  }
  return true;
}

// The accounts that a positive clause names; nothing when it leaves one open.
std::optional<std::vector<std::string>> NamedAccounts(const ConditionClause& clause) {
  const bool is_arn = FoldKey(clause.key) == "aws:sourcearn";
  std::vector<std::string> accounts;
  for (const PolicyString& value : clause.values) {
    const auto arn = SplitArn(value.text);
    const absl::string_view account = !is_arn ? absl::string_view(value.text)
                                      : arn   ? arn->account()
                                              : absl::string_view();
    if (!IsAccountId(account)) return std::nullopt;
    accounts.emplace_back(account);
  }
  return accounts;
}

void CheckContradiction(RuleRun& run, size_t statement) {
  const std::vector<ConditionClause>& clauses = run.policy.statements[statement].conditions;
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (FoldKey(clauses[i].key) != "aws:sourceaccount" || !NeedsPresence(clauses[i])) continue;
    for (const ConditionClause& other : clauses) {
      if (FoldKey(other.key) != "aws:sourcearn" || !NeedsPresence(other)) continue;
      const auto account = NamedAccounts(clauses[i]);
      const auto of_arns = NamedAccounts(other);
      if (!account || !of_arns ||
          absl::c_any_of(
              *of_arns, [&](const std::string& a) { return absl::c_linear_search(*account, a); }) ||
          !AppliesToNobody(run, statement, false)) {
        continue;
      }
      run.Report(
          "DEP502", run.text.OfValue(statement, i, 0),
          absl::StrCat("aws:SourceAccount asks for ", absl::StrJoin(*account, ", "),
                       " and aws:SourceArn for a resource of ", absl::StrJoin(*of_arns, ", "),
                       ": no resource is of both, so nobody gets in"));
      return;
    }
  }
}

void CheckSentKeys(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  for (const absl::string_view service : ServicesOf(found)) {
    const ServiceFact* fact = run.FactOf(service);
    if (fact == nullptr) continue;
    for (size_t i = 0; i < found.conditions.size(); ++i) {
      const std::string key = FoldKey(found.conditions[i].key);
      const auto lacks = [&](absl::string_view name, Known sends, Known sends_other) {
        return key == name &&
               (sends == Known::kNo || (sends == Known::kUnknown && sends_other == Known::kYes));
      };
      const Known arn = fact->sends_source_arn, account = fact->sends_source_account;
      if (!lacks("aws:sourcearn", arn, account) && !lacks("aws:sourceaccount", account, arn))
        continue;
      if (!NeedsPresence(found.conditions[i])) continue;
      // Of a service that sends the other key the pages may just not speak of this one.
      const bool sends_none = SendsNoKeys(fact);
      Finding& finding =
          run.Report("DEP503", run.text.OfKey(statement, i),
                     absl::StrCat(ServiceWords(run, service),
                                  sends_none ? " does not send " : " is not known to send ",
                                  Quote(found.conditions[i].key), ": this statement ",
                                  sends_none ? "locks it out" : "may lock it out"));
      if (!sends_none) finding.severity = Severity::kSuggestion;
      if (!fact->page.empty()) finding.notes.push_back(absl::StrCat("see ", fact->page));
    }
  }
}

// A source ARN that no resource of the statement's services has.
void CheckShapes(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  std::vector<std::string> templates;
  for (const absl::string_view service : ServicesOf(found)) {
    const ServiceFact* fact = run.FactOf(service);
    if (fact == nullptr || fact->source_arns.empty()) return;
    templates.insert(templates.end(), fact->source_arns.begin(), fact->source_arns.end());
  }
  if (templates.empty()) return;
  for (size_t i = 0; i < found.conditions.size(); ++i) {
    const ConditionClause& clause = found.conditions[i];
    if (FoldKey(clause.key) != "aws:sourcearn" || clause.op.base == BaseOperator::kNull) continue;
    for (size_t j = 0; j < clause.values.size(); ++j) {
      const ArnShape shape = CompareShape(clause.values[j].text, templates);
      if (shape == ArnShape::kFits) continue;
      const bool by_case = shape == ArnShape::kFitsButForCase;
      Finding& finding = run.Report(
          by_case ? "DEP505" : "DEP504", run.text.OfValue(statement, i, j),
          by_case
              ? absl::StrCat(Quote(clause.values[j].text),
                             " has other capitals than the ARNs of the service, and case counts")
              : absl::StrCat(Quote(clause.values[j].text),
                             " does not have the shape of an ARN of the service"));
      if (shape == ArnShape::kOtherKind) finding.severity = Severity::kSuggestion;
      finding.notes.push_back(absl::StrCat("known: ", absl::StrJoin(templates, ", ")));
    }
  }
}

bool IsExplained(const RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  const auto inside = [&](const Finding& finding) {
    return finding.severity != Severity::kSuggestion && found.range.begin <= finding.range.begin &&
           finding.range.end <= found.range.end;
  };
  if (absl::c_any_of(run.findings, inside)) return true;
  // What the parser warned of.
  for (const PrincipalEntry& entry : found.principal->entries) {
    if (entry.kind == PrincipalEntryKind::kUniqueId || HasWildcard(entry.principal.text))
      return true;
  }
  for (const ConditionClause& clause : found.conditions) {
    for (const PolicyString& value : clause.values) {
      const auto arn = SplitArn(value.text);
      if (InfoOf(clause.op.base).operand == OperandType::kArn && !arn) return true;
      if (LooksLikeAccountPlaceholder(arn ? arn->account() : absl::string_view(value.text)))
        return true;
    }
  }
  return false;
}

// Whether none of its principals comes to a role by its actions, whatever its conditions are. That
// is meant where sts:TagSession or the like stands by itself, beside another statement.
bool HasActionsOfOthers(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  if (run.policy.type != PolicyType::kTrust || found.principal->negated) return false;
  for (const PrincipalEntry& entry : found.principal->entries) {
    if (entry.kind != PrincipalEntryKind::kPrincipal ||
        NamesAction(found.action, RoleActionOf(entry.principal))) {
      return false;
    }
  }
  const auto actions = RoleTrustActions();
  const auto first = absl::c_find_if(
      actions, [&](absl::string_view action) { return NamesAction(found.action, action); });
  if (first != actions.end() && !absl::StartsWith(*first, "sts:AssumeRole")) return true;
  const Principal& who = found.principal->entries[0].principal;
  run.Report(
      "DEP501", run.text.OfAction(statement, 0),
      absl::StrCat("this statement applies to nobody: ", Quote(who.text), " comes to a role by ",
                   Quote(RoleActionOf(who)), ", which is not among its actions"));
  return true;
}

void CheckNeverApplies(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  if ((found.conditions.empty() && !HasDeny(run.policy)) || run.IsUnknown(found.range) ||
      IsExplained(run, statement)) {
    return;
  }
  const bool deny_is_unknown = absl::c_any_of(run.policy.statements, [&](const Statement& other) {
    return other.effect == Effect::kDeny && run.IsUnknown(other.range);
  });
  if (!deny_is_unknown && !AppliesToNobody(run, statement, true)) return;
  if (AppliesToNobody(run, statement, false)) {
    run.Report("DEP501", run.text.OfStatement(statement),
               "this statement applies to nobody: no request satisfies its conditions");
  } else if (!deny_is_unknown) {
    run.Report("DEP506", run.text.OfStatement(statement),
               "a Deny of this policy refuses everybody whom this statement lets in");
  }
}

}  // namespace

void CheckDeadStatements(RuleRun& run) {
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& statement = run.policy.statements[i];
    if (statement.effect != Effect::kAllow || !statement.principal ||
        run.IsUnknown(statement.range))
      continue;
    CheckContradiction(run, i);
    CheckSentKeys(run, i);
    CheckShapes(run, i);
    if (!HasActionsOfOthers(run, i)) CheckNeverApplies(run, i);
  }
}

}  // namespace deputy
