// DEP1xx: a service that can be made to act for somebody else's resource.
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/hole.h"
#include "engine/lint/rules/rules.h"
#include "engine/lint/rules/service_words.h"
#include "engine/prove/mentions.h"

namespace deputy {
namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

size_t FirstSourceClause(const Statement& statement) {
  for (size_t i = 0; i < statement.conditions.size(); ++i) {
    if (IsSourceKey(statement.conditions[i].key)) return i;
  }
  return kNone;
}

std::string Service(const RuleRun& run, const Hole& hole) {
  return ServiceWords(run, hole.Who().principal.text);
}

// `arn:aws:sagemaker:*:111122223333:*`, where a service is known to send its ARN and not its
// account.
std::optional<Fix> SourceArnFix(const RuleRun& run, size_t statement, const ServiceFact& fact) {
  if (fact.source_arns.empty()) return std::nullopt;
  const auto shape = SplitArn(fact.source_arns[0]);
  if (!shape || shape->account().empty() || run.trust.own_account.empty()) return std::nullopt;
  const std::string pattern =
      absl::StrCat("arn:", PartitionOf(run.policy, run.context.role_arn), ":", shape->service(),
                   ":*:", run.trust.own_account, ":*");
  return run.text.AddCondition(statement, "ArnLike", "aws:SourceArn", pattern,
                               absl::StrCat("ask for `aws:SourceArn` ", pattern));
}

// A source condition is added only where no principal of the statement would be locked out by it.
std::optional<Fix> SourceFix(const RuleRun& run, const Hole& hole) {
  const Statement& statement = run.policy.statements[hole.statement];
  const std::vector<absl::string_view> services = ServicesOf(statement);
  if (services.size() != statement.principal->entries.size()) return std::nullopt;
  const ServiceFact* fact = run.FactOf(services[0]);
  if (services.size() == 1 && fact != nullptr && fact->sends_source_arn == Known::kYes &&
      fact->sends_source_account != Known::kYes)
    return SourceArnFix(run, hole.statement, *fact);
  return FixBySourceAccount(run, hole.statement);
}

// `arn:aws:s3:::bucket`: whoever has a bucket of that name.
bool BlameArnWithoutAccount(RuleRun& run, const Hole& hole) {
  const std::vector<ConditionClause>& clauses = hole.Where().conditions;
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (FoldKey(clauses[i].key) != "aws:sourcearn" || InfoOf(clauses[i].op.base).negated) continue;
    for (size_t j = 0; j < clauses[i].values.size(); ++j) {
      const auto arn = SplitArn(clauses[i].values[j].text);
      if (!arn || !arn->account().empty() || !ClosesWithMore(run, hole, OwnSourceAccount(hole)))
        continue;
      ReportHole(run, hole, "DEP102", run.text.OfValue(hole.statement, i, j),
                 absl::StrCat(Quote(clauses[i].values[j].text),
                              " names no account: whoever owns a resource of that name gets into ",
                              run.Target(), "; ask for aws:SourceAccount too"))
          .fix = SourceFix(run, hole);
      return true;
    }
  }
  return false;
}

// A Deny that was meant to close it.
bool BlameDeny(RuleRun& run, const Hole& hole) {
  for (size_t i = 0; i < hole.part.statements.size(); ++i) {
    const Statement& deny = hole.part.statements[i];
    const size_t clause = FirstSourceClause(deny);
    if (deny.effect != Effect::kDeny || clause == kNone) continue;
    Policy amended = hole.part;
    ConditionClause instead = OwnSourceAccount(hole);
    instead.op.base = BaseOperator::kStringNotEquals;
    std::vector<ConditionClause>& clauses = amended.statements[i].conditions;
    std::erase_if(clauses, [](const ConditionClause& c) { return IsSourceKey(c.key); });
    clauses.push_back(std::move(instead));
    if (!IsClosed(run, hole, amended)) continue;
    const auto same = [&](const Statement& other) { return other.range == deny.range; };
    const size_t index = static_cast<size_t>(absl::c_find_if(run.policy.statements, same) -
                                             run.policy.statements.begin());
    const bool absent = hole.witness && hole.witness->Find(deny.conditions[clause].key) == nullptr;
    ReportHole(run, hole, "DEP108", run.text.OfOperator(index, clause),
               absl::StrCat("this Deny lets strangers pass: ",
                            absent ? "one whose request lacks " : "one with another value of ",
                            Quote(deny.conditions[clause].key), " gets into ", run.Target(),
                            " through ", Service(run, hole)))
        .fix = SourceFix(run, hole);
    return true;
  }
  return false;
}

// Another statement asks the same service for its source, in vain.
bool BlameSecondStatement(RuleRun& run, const Hole& hole) {
  const std::string& service = hole.Who().principal.text;
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& other = run.policy.statements[i];
    if (i == hole.statement || other.effect != Effect::kAllow ||
        FirstSourceClause(other) == kNone ||
        !absl::c_linear_search(ServicesOf(other), absl::string_view(service))) {
      continue;
    }
    ReportHole(
        run, hole, "DEP105", run.text.OfStatement(hole.statement),
        absl::StrCat("this statement undoes the conditions of ", run.text.OfStatement(i).path,
                     ": it lets ", Service(run, hole), " in for anybody"))
        .fix = SourceFix(run, hole);
    return true;
  }
  return false;
}

void BlameMissingCondition(RuleRun& run, const Hole& hole) {
  const ServiceFact* fact = run.FactOf(hole.Who().principal.text);
  const size_t clause = FirstSourceClause(hole.Where());
  if (clause != kNone) {
    ReportHole(run, hole, "DEP107", run.text.OfKey(hole.statement, clause),
               absl::StrCat("the source conditions do not close ", run.Target(), ": ",
                            Service(run, hole), " gets in for sources that are not yours"))
        .fix = SourceFix(run, hole);
    return;
  }
  Finding& finding =
      ReportHole(run, hole, "DEP101", run.text.OfPrincipal(hole.statement, hole.entry),
                 absl::StrCat(Service(run, hole), " gets into ", run.Target(),
                              " for anybody: no condition", " asks for whom it acts"));
  finding.fix = SourceFix(run, hole);
  // A condition may lock out a service whose pages do not say what it sends.
  if (fact != nullptr && MaySendNoKeys(fact))
    finding.severity = SendsNoKeys(fact) ? Severity::kSuggestion : Severity::kWarning;
}

}  // namespace

void CheckServices(RuleRun& run) {
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& statement = run.policy.statements[i];
    if (statement.effect != Effect::kAllow || !statement.principal) continue;
    for (size_t j = 0; j < statement.principal->entries.size(); ++j) {
      const PrincipalEntry& entry = statement.principal->entries[j];
      if (entry.kind != PrincipalEntryKind::kPrincipal ||
          entry.principal.kind != PrincipalKind::kService || HasWildcard(entry.principal.text)) {
        continue;
      }
      const auto hole = FindHole(run, i, j, run.trust.parties);
      if (!hole) continue;
      BlameValue(run, *hole) || BlameClause(run, *hole) || BlameArnWithoutAccount(run, *hole) ||
          BlameDeny(run, *hole) || BlameSecondStatement(run, *hole) ||
          (BlameMissingCondition(run, *hole), true);
    }
  }
}

void CheckSharedRoles(RuleRun& run) {
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& statement = run.policy.statements[i];
    const std::vector<absl::string_view> services = ServicesOf(statement);
    if (statement.effect != Effect::kAllow || services.size() < 2) continue;
    bool asks_for_arn = false;
    for (const ConditionClause& clause : statement.conditions) {
      asks_for_arn |= FoldKey(clause.key) == "aws:sourcearn";
    }
    if (!asks_for_arn) continue;
    for (size_t j = 1; j < statement.principal->entries.size(); ++j) {
      if (statement.principal->entries[j].principal.text != services[1]) continue;
      run.Report("DEP110", run.text.OfPrincipal(i, j),
                 absl::StrCat(Quote(services[0]), " and ", Quote(services[1]), " share ",
                              run.Target(), ": one list of source ARNs serves both"));
      break;
    }
  }
}

}  // namespace deputy
