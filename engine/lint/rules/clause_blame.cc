// Rules that blame one clause of an open statement: each amends the clause, and is right when the
// engine then finds the policy closed. The most specific stands first.
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/claims.h"
#include "engine/lint/rules/hole.h"

namespace deputy {
namespace {

using MaybeClause = std::optional<ConditionClause>;

bool IsSingleValued(const ConditionClause& clause) {
  const ContextKeyInfo* info = FindContextKey(clause.key);
  return info != nullptr && info->cardinality == Cardinality::kSingle;
}

MaybeClause DropIfExists(const Hole&, const ConditionClause& clause) {
  if (!clause.op.if_exists || !clause.op.IsPositive()) return std::nullopt;
  ConditionClause instead = clause;
  instead.op.if_exists = false;
  return instead;
}

MaybeClause DropForAllValues(const Hole&, const ConditionClause& clause) {
  if (clause.op.set != SetOperator::kForAllValues || !clause.op.IsPositive()) return std::nullopt;
  ConditionClause instead = clause;
  instead.op.set = IsSingleValued(clause) ? SetOperator::kNone : SetOperator::kForAnyValue;
  instead.op.if_exists = false;
  return instead;
}

MaybeClause CutAtColons(const Hole&, const ConditionClause& clause) {
  if (clause.op.base != BaseOperator::kStringLike || !HoldsArn(FoldKey(clause.key)))
    return std::nullopt;
  for (const PolicyString& value : clause.values) {
    if (!SplitArn(value.text)) return std::nullopt;
  }
  ConditionClause instead = clause;
  instead.op.base = BaseOperator::kArnLike;
  return instead;
}

// Accounts with a wildcard become the author's own.
std::string WithOwnAccount(const std::string& value, const Hole& hole) {
  const std::string& own = hole.account;
  const auto arn = SplitArn(value);
  if (!arn || !HasWildcard(arn->account()) || ShowsNoAccount(*arn, hole.services)) return value;
  const size_t begin = static_cast<size_t>(arn->account().data() - value.data());
  return absl::StrCat(value.substr(0, begin), own, value.substr(begin + arn->account().size()));
}

MaybeClause NameTheAccount(const Hole& hole, const ConditionClause& clause) {
  const std::string key = FoldKey(clause.key);
  if (!clause.op.IsPositive()) return std::nullopt;
  ConditionClause instead = clause;
  bool changed = false;
  for (PolicyString& value : instead.values) {
    std::string named = value.text;
    if (key == "aws:sourceaccount" && HasWildcard(value.text)) named = hole.account;
    if (key == "aws:sourcearn") named = WithOwnAccount(value.text, hole);
    changed |= named != value.text;
    value.text = std::move(named);
  }
  if (!changed) return std::nullopt;
  if (key == "aws:sourcearn" && clause.op.base == BaseOperator::kStringLike) {
    instead.op.base = BaseOperator::kArnLike;
  }
  if (key == "aws:sourceaccount") instead.op.base = BaseOperator::kStringEquals;
  return instead;
}

// `arn:aws:dms:*` under StringLike, which has no account at all.
MaybeClause ShortArn(const Hole& hole, const ConditionClause& clause) {
  if (clause.op.base != BaseOperator::kStringLike || FoldKey(clause.key) != "aws:sourcearn")
    return {};
  for (const PolicyString& value : clause.values) {
    if (!SplitArn(value.text)) return OwnSourceAccount(hole);
  }
  return std::nullopt;
}

// `arn:aws:s3:*:*:bucket`, of which no account can be named.
MaybeClause BucketOfAnyAccount(const Hole& hole, const ConditionClause& clause) {
  if (!clause.op.IsPositive() || FoldKey(clause.key) != "aws:sourcearn") return {};
  for (const PolicyString& value : clause.values) {
    const auto arn = SplitArn(value.text);
    if (arn && HasWildcard(arn->account()) && ShowsNoAccount(*arn, hole.services))
      return OwnSourceAccount(hole);
  }
  return std::nullopt;
}

MaybeClause TightClaim(const Hole&, const ConditionClause& clause) { return TightenClaim(clause); }

MaybeClause ExactExternalId(const Hole& hole, const ConditionClause& clause) {
  if (FoldKey(clause.key) != "sts:externalid" || clause.op.base != BaseOperator::kStringLike ||
      hole.trust.third_parties.empty()) {
    return std::nullopt;
  }
  ConditionClause instead = clause;
  instead.op.base = BaseOperator::kStringEquals;
  instead.values = {{hole.trust.third_parties[0].external_id, {}}};
  return instead;
}

// What an asked-for key would be if it were asked for well.
MaybeClause AskWell(const Hole& hole, const ConditionClause& clause) {
  if (FoldKey(clause.key) == "sts:externalid" && !hole.trust.third_parties.empty()) {
    ConditionClause instead = clause;
    instead.op = {};
    instead.values = {{hole.trust.third_parties[0].external_id, {}}};
    return instead;
  }
  const bool sends_source_keys = hole.Who().kind == PrincipalEntryKind::kEveryone ||
                                 hole.Who().principal.kind == PrincipalKind::kService;
  if (!IsSourceKey(clause.key) || !sends_source_keys) return std::nullopt;
  ConditionClause instead = OwnSourceAccount(hole);
  if (FoldKey(clause.key) == "aws:sourceaccount") instead.key = clause.key;
  return instead;
}

MaybeClause AskForAValue(const Hole& hole, const ConditionClause& clause) {
  const bool asks_for_presence = clause.op.base == BaseOperator::kNull &&
                                 clause.values.size() == 1 &&
                                 absl::EqualsIgnoreCase(clause.values[0].text, "false");
  return asks_for_presence ? AskWell(hole, clause) : std::nullopt;
}

MaybeClause ListTheGood(const Hole& hole, const ConditionClause& clause) {
  return InfoOf(clause.op.base).negated ? AskWell(hole, clause) : std::nullopt;
}

struct Blame {
  absl::string_view rule;
  MaybeClause (*amend)(const Hole&, const ConditionClause&);
  bool at_value;
  absl::string_view why;  // behind "`StringLike` on `aws:SourceArn` "
};

constexpr Blame kBlames[] = {
    {"DEP402", DropForAllValues, false,
     "holds when the key is absent: whoever sends no value gets into "},
    {"DEP401", DropIfExists, false, "holds when the key is absent: whoever sends none gets into "},
    {"DEP103", NameTheAccount, true, "leaves the account open: sources of any account get into "},
    {"DEP404", CutAtColons, false,
     "lets a star cross the colons of the ARN: an ARN of another account, made to look so, gets "
     "into "},
    {"DEP103", ShortArn, true, "leaves the account open: sources of any account get into "},
    {"DEP103", BucketOfAnyAccount, true,
     "leaves the account open: sources of any account get into "},
    {"DEP303", TightClaim, true,
     "has a wildcard where the tenant's name goes on: others get into "},
    {"DEP204", ExactExternalId, true,
     "takes more external ids than one: other customers get into "},
    {"DEP109", AskForAValue, false,
     "asks only that the key is there, and strangers send it too, into "},
    {"DEP403", ListTheGood, false,
     "lists who may not come, so that everybody else and whoever sends no key gets into "},
};

// Whether the amended clause holds for nothing that this one does not hold for. Not so where a list
// of who may not come has the author's own account, or a key with several values loses its
// ForAllValues.
bool OnlyTightens(const Hole& hole, const ConditionClause& clause) {
  if (clause.op.set == SetOperator::kForAllValues && !IsSingleValued(clause)) return false;
  if (!InfoOf(clause.op.base).negated) return true;
  for (const PolicyString& value : clause.values) {
    if (HasWildcard(value.text) || absl::StrContains(value.text, hole.account)) return false;
  }
  return true;
}

// The value that was amended, else the first.
size_t AmendedValue(const ConditionClause& now, const ConditionClause& instead) {
  for (size_t i = 0; i < now.values.size() && i < instead.values.size(); ++i) {
    if (instead.values[i].text != now.values[i].text) return i;
  }
  return 0;
}

}  // namespace

bool BlameClause(RuleRun& run, const Hole& hole) {
  const std::vector<ConditionClause>& clauses = hole.Where().conditions;
  for (const Blame& blame : kBlames) {
    for (size_t i = 0; i < clauses.size(); ++i) {
      const ConditionClause& clause = clauses[i];
      const MaybeClause instead = blame.amend(hole, clause);
      if (!instead || !ClosesWith(run, hole, i, *instead)) continue;
      const Place place = blame.at_value
                              ? run.text.OfValue(hole.statement, i, AmendedValue(clause, *instead))
                              : run.text.OfOperator(hole.statement, i);
      const std::string what = blame.at_value
                                   ? Quote(clause.values[AmendedValue(clause, *instead)].text)
                                   : absl::StrCat("`", clause.op.Name(), "`");
      Finding& finding =
          ReportHole(run, hole, blame.rule, place,
                     absl::StrCat(what, " on ", Quote(clause.key), " ", blame.why, run.Target()));
      if (NamesNoTenant(*instead)) {
        finding.notes.insert(finding.notes.begin(), "name each tenant of yours in full");
      }
      if (OnlyTightens(hole, clause)) finding.fix = FixByClause(run, hole, i, *instead);
      return true;
    }
  }
  return false;
}

}  // namespace deputy
