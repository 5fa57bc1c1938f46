#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/harden/candidates.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

using Texts = std::vector<std::string>;

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

bool Matches(absl::string_view pattern, absl::string_view text) {
  return MatchesPattern(EncodePattern(pattern), text);
}

// Of names that are mine, those that a value stands for.
Texts TightenNames(const Texts& values, const Texts& mine, bool patterns) {
  Texts tight;
  for (const std::string& value : values) {
    for (const std::string& name : mine) {
      if (patterns ? Matches(value, name) : value == name) AddOnce(name, tight);
    }
  }
  return tight;
}

// With an account where a wildcard stands for any; `arn:aws:dms:*` has six parts for that.
Texts TightenArns(const Texts& values, const Circumstances& circumstances) {
  Texts tight;
  for (const std::string& value : values) {
    std::string whole = value;
    const bool open_end = absl::EndsWith(value, "*");
    while (open_end && std::count(whole.begin(), whole.end(), ':') < kArnComponents - 1)
      whole = whole == "*" ? "arn:*" : absl::StrCat(whole, ":*");
    const std::optional<Arn> arn = SplitArn(whole);
    if (!arn) continue;
    const absl::string_view account = arn->account();
    if (account.empty() || (!HasWildcard(account) && circumstances.Trusts(account)) ||
        (HasWildcard(account) && ShowsNoAccount(*arn, circumstances.question->services))) {
      AddOnce(value, tight);
      continue;
    }
    for (const std::string& mine : circumstances.accounts) {
      if (!Matches(account, mine)) continue;
      auto parts = arn->components;
      parts[4] = mine;
      AddOnce(absl::StrJoin(parts, ":"), tight);
    }
  }
  return tight;
}

// The external ids of the third parties that a statement is for.
Texts ExternalIdsOf(const Statement& statement, const Circumstances& circumstances) {
  Texts ids;
  for (const ThirdParty& party : circumstances.question->trusted.third_parties) {
    const bool named = absl::c_any_of(statement.principal->entries, [&](const auto& entry) {
      return entry.kind == PrincipalEntryKind::kEveryone ||
             entry.principal.account == party.account;
    });
    if (named) AddOnce(party.external_id, ids);
  }
  return ids;
}

struct Tightened {
  Texts values;
  std::string why;
  bool replaces_external_id = false;
};

Tightened Tighten(const Statement& statement, const ConditionClause& clause,
                  const Circumstances& circumstances) {
  const std::string key = FoldKey(clause.key);
  const TrustedParties& trusted = circumstances.question->trusted;
  const bool patterns = InfoOf(clause.op.base).comparison == Comparison::kLike;
  Texts values;
  for (const PolicyString& value : clause.values) values.push_back(value.text);
  if (key == "aws:sourceaccount" || key == "aws:principalaccount") {
    return {TightenNames(values, circumstances.accounts, patterns),
            "an account that is not trusted has the value that stood there"};
  }
  if (key == "aws:sourceorgid" || key == "aws:principalorgid") {
    return {TightenNames(values, trusted.organizations, patterns),
            "an organization that is not trusted has the value that stood there"};
  }
  if (key == "aws:sourcearn" || key == "aws:principalarn") {
    return {TightenArns(values, circumstances),
            "an ARN of an account that is not trusted has the form that stood there"};
  }
  if (key == "sts:externalid") {
    const Texts ids = ExternalIdsOf(statement, circumstances);
    Texts kept = TightenNames(values, ids, patterns);
    const bool replaces = kept.empty();
    return {replaces ? ids : kept, "only that external id was given to you alone", replaces};
  }
  Texts claims;
  for (const TrustedClaim& claim : trusted.claims) {
    if (FoldKey(claim.key) == key) AddOnce(claim.pattern, claims);
  }
  Texts kept;  // values that are mine as they are
  for (const std::string& value : values) {
    const bool mine =
        absl::c_any_of(claims, [&](const std::string& claim) { return Matches(claim, value); });
    if (mine && (!patterns || !HasWildcard(value))) AddOnce(value, kept);
  }
  return {kept.empty() ? claims : kept, "a token of somebody else has the value that stood there"};
}

bool IsSingle(absl::string_view key) {
  const ContextKeyInfo* info = FindContextKey(key);
  return info != nullptr && info->cardinality == Cardinality::kSingle;
}

// The operator without what lets a missing key pass.
ConditionOperator Strict(const ConditionClause& clause) {
  ConditionOperator op = clause.op;
  op.if_exists = false;
  if (op.set == SetOperator::kForAllValues && IsSingle(clause.key)) op.set = SetOperator::kNone;
  return op;
}

// Operators for the key that compare an ARN part by part.
ConditionOperator ByParts(ConditionOperator op, absl::string_view key) {
  const ContextKeyInfo* info = FindContextKey(key);
  if (info != nullptr && info->type == OperandType::kArn && op.base == BaseOperator::kStringLike)
    op.base = BaseOperator::kArnLike;
  return op;
}

}  // namespace

void AddClauseCandidates(const Statement& statement, const ConditionClause& clause,
                         const Circumstances& circumstances, std::vector<Candidate>& candidates) {
  if (!clause.op.IsPositive()) return;
  Texts as_written;
  for (const PolicyString& value : clause.values) as_written.push_back(value.text);
  const Tightened tightened = Tighten(statement, clause, circumstances);

  const ConditionOperator strict = Strict(clause);
  std::vector<ConditionOperator> ops = {clause.op, strict, ByParts(clause.op, clause.key),
                                        ByParts(strict, clause.key)};
  std::vector<ConditionOperator> tried;
  for (ConditionOperator op : ops) {
    if (absl::c_linear_search(tried, op)) continue;
    tried.push_back(op);
    for (const Texts& values : {as_written, tightened.values}) {
      const bool new_values = values != as_written;
      if (values.empty() || (!new_values && op == clause.op)) continue;
      Candidate candidate;
      Change& change = candidate.change;
      change.kind = ChangeKind::kSetClause;
      change.op = clause.op;
      change.key = clause.key;
      change.new_op = op;
      change.values = values;
      // A text that is no pattern keeps its operator; one that is needs one that takes it.
      if (new_values && op.base == BaseOperator::kStringEquals &&
          absl::c_any_of(values, HasWildcard))
        change.new_op.base = BaseOperator::kStringLike;
      std::vector<std::string> why;
      if (new_values) why.push_back(tightened.why);
      if (op.if_exists != clause.op.if_exists)
        why.emplace_back("with `IfExists` a request without the key passes");
      if (op.set != clause.op.set)
        why.emplace_back("with `ForAllValues` a request without the key passes");
      if (op.base != clause.op.base)
        why.emplace_back("under StringLike a `*` reaches over the colons of an ARN");
      change.why = absl::StrJoin(why, "; ");
      change.replaces_external_id = new_values && tightened.replaces_external_id;
      candidate.rank = (op == clause.op ? 0 : 1) + (new_values ? 1 : 0);
      candidates.push_back(std::move(candidate));
    }
  }
}

}  // namespace deputy
