// DEP4xx: clauses that do not do what they look like, whether or not somebody gets in by them.
#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/caller_keys.h"
#include "engine/lint/rules/clause_words.h"
#include "engine/lint/rules/rules.h"

namespace deputy {
namespace {

bool IsReported(const RuleRun& run, absl::string_view rule, const Place& place) {
  return absl::c_any_of(run.findings, [&](const Finding& finding) {
    return finding.rule == rule && finding.path.substr(0, place.path.size()) == place.path;
  });
}

void CheckLiteralStar(RuleRun& run, const ClauseRef& ref) {
  const OperatorInfo& info = InfoOf(ref.clause.op.base);
  const bool exact =
      info.comparison == Comparison::kEquals || info.comparison == Comparison::kEqualsIgnoreCase;
  if (info.operand != OperandType::kString || !exact || FindContextKey(ref.clause.key) == nullptr)
    return;
  for (size_t i = 0; i < ref.clause.values.size(); ++i) {
    const std::string& value = ref.clause.values[i].text;
    if (!absl::StrContains(value, "*") || absl::StrContains(value, "${*}")) continue;
    ConditionOperator like = ref.clause.op;
    like.base = HoldsArn(ref.key)
                    ? (info.negated ? BaseOperator::kArnNotLike : BaseOperator::kArnLike)
                    : (info.negated ? BaseOperator::kStringNotLike : BaseOperator::kStringLike);
    Finding& finding = run.Report(
        "DEP405", run.text.OfValue(ref.statement_index, ref.index, i),
        absl::StrCat("the star in ", Quote(value), " is plain text under `", ref.clause.op.Name(),
                     "`: it matches no value of ", Quote(ref.clause.key)));
    finding.notes.push_back(absl::StrCat("wildcards need `", like.Name(), "`"));
    const bool keeps_others =
        info.comparison == Comparison::kEquals &&
        (!HoldsArn(ref.key) || absl::c_all_of(ref.clause.values, [](const PolicyString& other) {
          return ParseArn(other.text).has_value();
        }));
    if (Tightens(ref) && keeps_others) {
      finding.fix = run.text.ReplaceOperator(
          ref.statement_index, ref.index, like,
          absl::StrCat("replace `", ref.clause.op.Name(), "` by `", like.Name(), "`"));
    }
    return;
  }
}

void CheckStringLikeOnArn(RuleRun& run, const ClauseRef& ref) {
  const BaseOperator base = ref.clause.op.base;
  const bool like = base == BaseOperator::kStringLike || base == BaseOperator::kStringNotLike;
  const Place place = run.text.OfOperator(ref.statement_index, ref.index);
  if (!like || !HoldsArn(ref.key) || IsReported(run, "DEP404", place)) return;
  const bool stars = absl::c_any_of(ref.clause.values, [](const PolicyString& value) {
    return HasWildcard(value.text) && SplitArn(value.text).has_value();
  });
  const bool whole = absl::c_all_of(ref.clause.values, [](const PolicyString& value) {
    return SplitArn(value.text).has_value();
  });
  if (!stars || IsReported(run, "DEP103", place)) return;
  ConditionOperator arn = ref.clause.op;
  arn.base = base == BaseOperator::kStringLike ? BaseOperator::kArnLike : BaseOperator::kArnNotLike;
  Finding& finding = run.Report(
      "DEP404", place,
      absl::StrCat("under `", ref.clause.op.Name(), "` a star crosses the colons of the ARN; `",
                   arn.Name(), "` compares the components one by one"));
  finding.severity = Severity::kSuggestion;
  const bool narrows =
      (ref.statement.effect == Effect::kAllow) == (base == BaseOperator::kStringLike);
  if (!narrows || !whole || ref.clause.op.set == SetOperator::kForAllValues) return;
  finding.fix = run.text.ReplaceOperator(
      ref.statement_index, ref.index, arn,
      absl::StrCat("replace `", ref.clause.op.Name(), "` by `", arn.Name(), "`"));
}

void CheckCarried(RuleRun& run, const ClauseRef& ref) {
  if (!ref.statement.principal || ref.clause.op.base == BaseOperator::kNull ||
      run.IsUnknown(ref.statement.principal->range)) {
    return;
  }
  const std::string who = KindThatLacks(*ref.statement.principal, ref.key);
  if (who.empty()) return;
  const bool needs = NeedsPresence(ref.clause);
  Finding& finding = run.Report(
      "DEP406", run.text.OfKey(ref.statement_index, ref.index),
      absl::StrCat(who, " never carries ", Quote(ref.clause.key), ": ",
                   needs ? "the statement applies to nobody" : "the condition always holds"));
  const std::string instead = KeyInstead(*ref.statement.principal, ref.key);
  if (!instead.empty()) finding.notes.push_back(instead);
}

// What an operator may be asked about a key of another type: everything else is a mismatch.
bool Fits(OperandType operand, const ContextKeyInfo& key) {
  if (operand == key.type || operand == OperandType::kPresence) return true;
  if (operand == OperandType::kString)
    return key.type == OperandType::kArn || key.type == OperandType::kBool;
  return operand == OperandType::kNumeric && key.name == "aws:EpochTime";
}

void CheckType(RuleRun& run, const ClauseRef& ref) {
  const ContextKeyInfo* key = FindContextKey(ref.clause.key);
  const OperatorInfo& info = InfoOf(ref.clause.op.base);
  if (key == nullptr || Fits(info.operand, *key)) return;
  run.Report("DEP407", run.text.OfOperator(ref.statement_index, ref.index),
             absl::StrCat("`", info.name, "` compares ", TypeWords(info.operand), ", and ",
                          Quote(ref.clause.key), " holds ", TypeWords(key->type)))
      .notes.push_back(absl::StrCat("use ", OperatorsFor(key->type)));
}

void CheckSetOperator(RuleRun& run, const ClauseRef& ref) {
  const ContextKeyInfo* key = FindContextKey(ref.clause.key);
  const OperatorInfo& info = InfoOf(ref.clause.op.base);
  const Place place = run.text.OfOperator(ref.statement_index, ref.index);
  if (key == nullptr || info.operand == OperandType::kPresence) return;
  const bool has_set = ref.clause.op.set != SetOperator::kNone;
  const bool many = key->cardinality == Cardinality::kMulti;
  if (has_set != many && !many && !IsReported(run, "DEP402", place)) {
    Finding& finding = run.Report(
        "DEP409", place,
        absl::StrCat("a set operator on ", Quote(ref.clause.key), ", which has one value"));
    ConditionOperator plain = ref.clause.op;
    plain.set = SetOperator::kNone;
    const bool any = ref.clause.op.set == SetOperator::kForAnyValue;
    if (!info.negated && (any || ref.statement.effect == Effect::kAllow)) {
      finding.fix = run.text.ReplaceOperator(
          ref.statement_index, ref.index, plain,
          absl::StrCat("replace `", ref.clause.op.Name(), "` by `", plain.Name(), "`"));
    }
  }
  if (has_set != many && many) {
    Finding& finding = run.Report(
        "DEP408", place,
        absl::StrCat(Quote(ref.clause.key),
                     " can have several values: say with a set operator which of them must match"));
    ConditionOperator any = ref.clause.op;
    any.set = SetOperator::kForAnyValue;
    if (info.negated) return;
    finding.fix = run.text.ReplaceOperator(
        ref.statement_index, ref.index, any,
        absl::StrCat("replace `", ref.clause.op.Name(), "` by `", any.Name(), "`"));
  }
}

}  // namespace

void CheckConditions(RuleRun& run) {
  run.ForEachClause([&](const ClauseRef& ref) {
    CheckLiteralStar(run, ref);
    CheckStringLikeOnArn(run, ref);
    CheckCarried(run, ref);
    CheckType(run, ref);
    CheckSetOperator(run, ref);
  });
}

}  // namespace deputy
