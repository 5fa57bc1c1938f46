#include "engine/lint/rules/hole.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/claims.h"
#include "engine/lint/rules/clause_words.h"
#include "engine/lint/rules/service_words.h"
#include "engine/lint/unknown_deny.h"

namespace deputy {
namespace {

constexpr absl::string_view kStandIn = "000000000000";

// A Deny of which more than values is not known may become anything.
bool TouchesUnknown(const RuleRun& run, size_t statement) {
  if (run.IsUnknown(run.policy.statements[statement].range)) return true;
  return absl::c_any_of(run.policy.statements, [&](const Statement& other) {
    return other.effect == Effect::kDeny &&
           absl::c_any_of(run.context.unknown, [&](TextRange part) {
             return part.Overlaps(other.range) && !IsValueOfDeny(other, part);
           });
  });
}

// It looks as if it asked for a source key, and lets in when there is none: an Allow whose clause
// holds then, or a Deny whose clause does not.
bool LetsInWithoutSourceKey(const Statement& statement) {
  return absl::c_any_of(statement.conditions, [&](const ConditionClause& clause) {
    if (!IsSourceKey(clause.key)) return false;
    if (statement.effect == Effect::kDeny)
      return NeedsPresence(clause) || clause.op.base == BaseOperator::kNull;
    return clause.op.base != BaseOperator::kNull && !NeedsPresence(clause);
  });
}

// Who asks a service for one of the source keys takes it to send them, where no source says so.
bool ServicesSendAccount(const RuleRun& run, const Statement& statement) {
  const bool asks = absl::c_any_of(
      statement.conditions, [](const ConditionClause& clause) { return IsSourceKey(clause.key); });
  return absl::c_all_of(ServicesOf(statement), [&](absl::string_view service) {
    const ServiceFact* fact = run.FactOf(service);
    if (fact != nullptr && fact->sends_source_account == Known::kYes) return true;
    return asks && MaySendNoKeys(fact) && !SendsNoKeys(fact);
  });
}

void ReportUndecided(RuleRun& run, size_t statement, size_t entry, absl::string_view why) {
  run.Report(
      "DEP111", run.text.OfPrincipal(statement, entry),
      absl::StrCat("whether a stranger gets in through this principal cannot be decided: ", why));
}

void ReportNotKnownYet(RuleRun& run, size_t statement, size_t entry) {
  ReportUndecided(run, statement, entry, "a value that it depends on is not known yet");
  run.findings.back().severity = Severity::kSuggestion;
  run.findings.back().hangs_on_unknown = true;
}

}  // namespace

std::optional<Hole> FindHole(RuleRun& run, size_t statement, size_t entry, TrustedParties trust) {
  if (TouchesUnknown(run, statement)) {
    ReportNotKnownYet(run, statement, entry);
    return std::nullopt;
  }
  const Policy part = OnlyThrough(run.policy, statement, entry);
  Hole hole{statement,
            entry,
            WithoutUnknownDenies(part, run.context.unknown),
            0,
            std::move(trust),
            "",
            {},
            run.context.services};
  while (hole.Where().effect == Effect::kDeny) ++hole.at;
  hole.account = run.trust.own_account;
  if (hole.account.empty()) {
    if (hole.trust.accounts.empty()) hole.trust.accounts.emplace_back(kStandIn);
    hole.account = hole.trust.accounts[0];
  }
  GateAnswer answer = run.questions.StrangerGetsIn(hole.part, hole.trust, hole.facts);
  if (answer.gate == Gate::kUnknown) ReportUndecided(run, statement, entry, answer.reason);
  if (answer.gate == Gate::kClosed &&
      absl::c_any_of(hole.part.statements, LetsInWithoutSourceKey)) {
    hole.facts = Facts::kKeysMayBeAbsent;
    answer = run.questions.StrangerGetsIn(hole.part, hole.trust, hole.facts);
  }
  if (answer.gate != Gate::kOpen) return std::nullopt;
  if (hole.part.statements.size() < part.statements.size()) {
    answer = run.questions.StrangerGetsIn(WithWidestDenies(part, run.context.unknown), hole.trust,
                                          hole.facts);
    if (answer.gate != Gate::kOpen) {
      ReportNotKnownYet(run, statement, entry);
      return std::nullopt;
    }
  }
  hole.witness = std::move(answer.witness);
  return hole;
}

bool IsClosed(RuleRun& run, const Hole& hole, const Policy& amended) {
  return run.questions.StrangerGetsIn(amended, hole.trust, hole.facts).gate == Gate::kClosed;
}

bool ClosesWith(RuleRun& run, const Hole& hole, size_t clause, const ConditionClause& instead) {
  Policy amended = hole.part;
  amended.statements[hole.at].conditions[clause] = instead;
  return IsClosed(run, hole, amended);
}

bool ClosesWithMore(RuleRun& run, const Hole& hole, const ConditionClause& more) {
  Policy amended = hole.part;
  amended.statements[hole.at].conditions.push_back(more);
  return IsClosed(run, hole, amended);
}

Finding& ReportHole(RuleRun& run, const Hole& hole, absl::string_view rule, const Place& place,
                    std::string message) {
  Finding& finding = run.Report(rule, place, std::move(message));
  finding.witness = hole.witness;
  if (hole.facts == Facts::kKeysMayBeAbsent) {
    finding.severity = Severity::kWarning;
    finding.notes.emplace_back(
        "the service is said to send the key each time; exploitable if it can be made to call "
        "without");
  }
  AddServiceNotes(run, hole.Who(), finding);
  finding.notes.insert(finding.notes.end(), run.trust.notes.begin(), run.trust.notes.end());
  return finding;
}

ConditionClause OwnSourceAccount(const Hole& hole) {
  ConditionClause clause;
  clause.key = "aws:SourceAccount";
  clause.values = {{hole.account, {}}};
  return clause;
}

std::optional<Fix> FixByClause(const RuleRun& run, const Hole& hole, size_t clause,
                               const ConditionClause& instead) {
  const ConditionClause& now = run.policy.statements[hole.statement].conditions[clause];
  const bool own_is_known = !run.trust.own_account.empty();
  if (instead.key != now.key || instead.values.size() != now.values.size()) {
    return FixBySourceAccount(run, hole.statement);
  }
  Fix fix;
  if (!(instead.op == now.op)) {
    const std::string title =
        absl::StrCat("replace `", now.op.Name(), "` by `", instead.op.Name(), "`");
    const auto edit = run.text.ReplaceOperator(hole.statement, clause, instead.op, title);
    if (!edit) return std::nullopt;
    fix = *edit;
  }
  for (size_t i = 0; i < now.values.size(); ++i) {
    if (instead.values[i].text == now.values[i].text) continue;
    // An external id is the third party's to make, and no tenant is known where a value names none.
    const bool is_made_up = FoldKey(now.key) == "sts:externalid" || NamesNoTenant(instead);
    if (!own_is_known || is_made_up) return std::nullopt;
    const auto edit = run.text.Replace(now.values[i].range, JsonString(instead.values[i].text), "");
    if (!edit) return std::nullopt;
    fix.edits.push_back(edit->edits[0]);
    absl::StrAppend(&fix.title, fix.title.empty() ? "" : ", and ", "replace ",
                    Quote(now.values[i].text), " by ", Quote(instead.values[i].text));
  }
  if (fix.edits.empty()) return std::nullopt;
  return fix;
}

std::optional<Fix> FixBySourceAccount(const RuleRun& run, size_t statement) {
  const std::string& own = run.trust.own_account;
  if (own.empty() || !ServicesSendAccount(run, run.policy.statements[statement]))
    return std::nullopt;
  return run.text.AddCondition(statement, "StringEquals", "aws:SourceAccount", own,
                               absl::StrCat("ask for `aws:SourceAccount` ", own));
}

}  // namespace deputy
