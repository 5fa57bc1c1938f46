#include "engine/lint/rules/clause_words.h"

namespace deputy {
namespace {

struct TypeRow {
  OperandType type;
  absl::string_view words;
  absl::string_view operators;
};

constexpr TypeRow kTypes[] = {
    {OperandType::kString, "text", "`StringEquals` or `StringLike`"},
    {OperandType::kArn, "an ARN", "`ArnLike`"},
    {OperandType::kNumeric, "a number", "an operator that begins with `Numeric`"},
    {OperandType::kDate, "a date", "an operator that begins with `Date`"},
    {OperandType::kBool, "true or false", "`Bool`"},
    {OperandType::kBinary, "binary data", "`BinaryEquals`"},
    {OperandType::kIpAddress, "an address", "`IpAddress` or `NotIpAddress`"},
    {OperandType::kPresence, "presence", "`Null`"},
};

const TypeRow& RowOf(OperandType type) { return kTypes[static_cast<size_t>(type)]; }

}  // namespace

bool NeedsPresence(const ConditionClause& clause) {
  if (clause.op.if_exists || clause.op.set == SetOperator::kForAllValues) return false;
  if (clause.op.set == SetOperator::kForAnyValue) return true;
  return !InfoOf(clause.op.base).negated;
}

bool Tightens(const ClauseRef& ref) {
  const bool positive = !InfoOf(ref.clause.op.base).negated;
  return (ref.statement.effect == Effect::kDeny) == positive;
}

absl::string_view TypeWords(OperandType type) { return RowOf(type).words; }

absl::string_view OperatorsFor(OperandType type) { return RowOf(type).operators; }

}  // namespace deputy
