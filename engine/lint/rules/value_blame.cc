// Rules that blame single values: an account that is named and not trusted, and loose values among
// tight ones.
#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/hole.h"

namespace deputy {
namespace {

// The account that a value names in full; empty when it names none.
std::string NamedAccount(absl::string_view key, absl::string_view value) {
  if (key == "aws:sourceaccount" && IsAccountId(value)) return std::string(value);
  const auto arn = SplitArn(value);
  return key == "aws:sourcearn" && arn && IsAccountId(arn->account()) ? std::string(arn->account())
                                                                      : "";
}

bool BlameStrangeAccount(RuleRun& run, const Hole& hole) {
  if (run.trust.parties.accounts.empty()) return false;
  Hole trusting = hole;
  std::vector<std::pair<size_t, size_t>> strange;  // clause, value
  const std::vector<ConditionClause>& clauses = hole.Where().conditions;
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (!clauses[i].op.IsPositive()) continue;
    for (size_t j = 0; j < clauses[i].values.size(); ++j) {
      std::string account = NamedAccount(FoldKey(clauses[i].key), clauses[i].values[j].text);
      if (account.empty() || run.trust.Trusts(account)) continue;
      strange.emplace_back(i, j);
      if (!absl::c_linear_search(trusting.trust.accounts, account)) {
        trusting.trust.accounts.push_back(std::move(account));
      }
    }
  }
  if (strange.empty() || !IsClosed(run, trusting, trusting.part)) return false;
  for (const auto& [clause, value] : strange) {
    const ConditionClause& found = clauses[clause];
    const std::string account = NamedAccount(FoldKey(found.key), found.values[value].text);
    Finding& finding = ReportHole(
        run, hole, "DEP104", run.text.OfValue(hole.statement, clause, value),
        absl::StrCat(Quote(account), " is not an account of yours: its sources get into ",
                     run.Target()));
    finding.notes.insert(finding.notes.begin(),
                         absl::StrCat("if it is yours, say so with --trust ", account));
    finding.fix = run.text.RemoveValue(hole.statement, clause, value,
                                       absl::StrCat("take out ", Quote(found.values[value].text)));
  }
  return true;
}

// The values through which, alone, a stranger gets in.
std::vector<size_t> LooseValues(RuleRun& run, const Hole& hole, size_t clause) {
  std::vector<size_t> loose;
  const ConditionClause& found = hole.Where().conditions[clause];
  for (size_t i = 0; i < found.values.size(); ++i) {
    ConditionClause alone = found;
    alone.values = {found.values[i]};
    if (!ClosesWith(run, hole, clause, alone)) loose.push_back(i);
  }
  return loose;
}

bool BlameLooseValue(RuleRun& run, const Hole& hole) {
  constexpr size_t kMostValues = 64;  // to ask about one by one
  const std::vector<ConditionClause>& clauses = hole.Where().conditions;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const ConditionClause& clause = clauses[i];
    if (!clause.op.IsPositive() || clause.values.size() < 2 || clause.values.size() > kMostValues)
      continue;
    const std::vector<size_t> loose = LooseValues(run, hole, i);
    if (loose.empty() || loose.size() == clause.values.size()) continue;
    ConditionClause tight = clause;
    tight.values.clear();
    for (size_t j = 0; j < clause.values.size(); ++j) {
      if (!absl::c_linear_search(loose, j)) tight.values.push_back(clause.values[j]);
    }
    if (!ClosesWith(run, hole, i, tight)) continue;
    for (const size_t j : loose) {
      Finding& finding = ReportHole(
          run, hole, "DEP106", run.text.OfValue(hole.statement, i, j),
          absl::StrCat(Quote(clause.values[j].text), " undoes the other values of ",
                       Quote(clause.key), ": through it strangers get into ", run.Target()));
      finding.fix = run.text.RemoveValue(hole.statement, i, j,
                                         absl::StrCat("take out ", Quote(clause.values[j].text)));
    }
    return true;
  }
  return false;
}

}  // namespace

bool BlameValue(RuleRun& run, const Hole& hole) {
  return BlameStrangeAccount(run, hole) || BlameLooseValue(run, hole);
}

}  // namespace deputy
