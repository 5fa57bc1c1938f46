// The table of condition operators: names, what they compare, negation. Parsing, evaluation,
// documentation and tests follow from it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
#ifndef DEPUTY_ENGINE_IAM_CONDITION_OPERATOR_H_
#define DEPUTY_ENGINE_IAM_CONDITION_OPERATOR_H_

#include <cstdint>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

// What an operator takes its values for.
enum class OperandType : uint8_t {
  kString,
  kArn,
  kNumeric,
  kDate,
  kBool,
  kBinary,
  kIpAddress,
  kPresence
};

// How one value of the request is compared with one of the policy.
enum class Comparison : uint8_t {
  kEquals,            // bytes; of a number, time, block or ARN: by its meaning
  kEqualsIgnoreCase,  // ASCII letters folded
  kLike,              // wildcards
  kLess,
  kLessOrEqual,
  kGreater,
  kGreaterOrEqual,
  kIsNull,  // presence only
};

enum class BaseOperator : uint8_t {
  kStringEquals,
  kStringNotEquals,
  kStringEqualsIgnoreCase,
  kStringNotEqualsIgnoreCase,
  kStringLike,
  kStringNotLike,
  kArnEquals,
  kArnNotEquals,
  kArnLike,
  kArnNotLike,
  kNumericEquals,
  kNumericNotEquals,
  kNumericLessThan,
  kNumericLessThanEquals,
  kNumericGreaterThan,
  kNumericGreaterThanEquals,
  kDateEquals,
  kDateNotEquals,
  kDateLessThan,
  kDateLessThanEquals,
  kDateGreaterThan,
  kDateGreaterThanEquals,
  kBool,
  kBinaryEquals,
  kIpAddress,
  kNotIpAddress,
  kNull,
};

struct OperatorInfo {
  BaseOperator op;
  absl::string_view name;  // as AWS spells it
  OperandType operand;
  Comparison comparison;
  bool negated;
  bool takes_variables;  // 5.1, 5.3
};

absl::Span<const OperatorInfo> AllOperators();  // in the order of BaseOperator
const OperatorInfo& InfoOf(BaseOperator op);

enum class SetOperator : uint8_t { kNone, kForAllValues, kForAnyValue };

// An operator as a policy writes it: `ForAnyValue:StringLikeIfExists`.
struct ConditionOperator {
  SetOperator set = SetOperator::kNone;
  BaseOperator base = BaseOperator::kStringEquals;
  bool if_exists = false;

  friend bool operator==(const ConditionOperator&, const ConditionOperator&) = default;
  std::string Name() const;  // the canonical spelling
  bool IsPositive() const;   // asks for one of its values: not negated, and not `Null`
};

// Why a name is none, with what to say about it ("unknown condition operator `ArnEqual`; did you
// mean `ArnEquals`?").
struct OperatorError {
  absl::string_view
      rule;  // "unknown-operator", "unknown-set-operator", "invalid-operator" (NullIfExists)
  std::string message;
};

// Compares without case (4.2); `Name() != name` tells an unusual spelling.
std::variant<ConditionOperator, OperatorError> ParseConditionOperator(absl::string_view name);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_CONDITION_OPERATOR_H_
