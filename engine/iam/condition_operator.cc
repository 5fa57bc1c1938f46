#include "engine/iam/condition_operator.h"

#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/ignore_case.h"
#include "engine/text/diagnostic.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

using Op = BaseOperator;
using Type = OperandType;
using Cmp = Comparison;

//   operator, name, type, comparison, negated, takes variables
constexpr OperatorInfo kOperators[] = {
    {Op::kStringEquals, "StringEquals", Type::kString, Cmp::kEquals, false, true},
    {Op::kStringNotEquals, "StringNotEquals", Type::kString, Cmp::kEquals, true, true},
    {Op::kStringEqualsIgnoreCase, "StringEqualsIgnoreCase", Type::kString, Cmp::kEqualsIgnoreCase,
     false, true},
    {Op::kStringNotEqualsIgnoreCase, "StringNotEqualsIgnoreCase", Type::kString,
     Cmp::kEqualsIgnoreCase, true, true},
    {Op::kStringLike, "StringLike", Type::kString, Cmp::kLike, false, true},
    {Op::kStringNotLike, "StringNotLike", Type::kString, Cmp::kLike, true, true},
    {Op::kArnEquals, "ArnEquals", Type::kArn, Cmp::kLike, false, true},
    {Op::kArnNotEquals, "ArnNotEquals", Type::kArn, Cmp::kLike, true, true},
    {Op::kArnLike, "ArnLike", Type::kArn, Cmp::kLike, false, true},
    {Op::kArnNotLike, "ArnNotLike", Type::kArn, Cmp::kLike, true, true},
    {Op::kNumericEquals, "NumericEquals", Type::kNumeric, Cmp::kEquals, false, false},
    {Op::kNumericNotEquals, "NumericNotEquals", Type::kNumeric, Cmp::kEquals, true, false},
    {Op::kNumericLessThan, "NumericLessThan", Type::kNumeric, Cmp::kLess, false, false},
    {Op::kNumericLessThanEquals, "NumericLessThanEquals", Type::kNumeric, Cmp::kLessOrEqual, false,
     false},
    {Op::kNumericGreaterThan, "NumericGreaterThan", Type::kNumeric, Cmp::kGreater, false, false},
    {Op::kNumericGreaterThanEquals, "NumericGreaterThanEquals", Type::kNumeric,
     Cmp::kGreaterOrEqual, false, false},
    {Op::kDateEquals, "DateEquals", Type::kDate, Cmp::kEquals, false, false},
    {Op::kDateNotEquals, "DateNotEquals", Type::kDate, Cmp::kEquals, true, false},
    {Op::kDateLessThan, "DateLessThan", Type::kDate, Cmp::kLess, false, false},
    {Op::kDateLessThanEquals, "DateLessThanEquals", Type::kDate, Cmp::kLessOrEqual, false, false},
    {Op::kDateGreaterThan, "DateGreaterThan", Type::kDate, Cmp::kGreater, false, false},
    {Op::kDateGreaterThanEquals, "DateGreaterThanEquals", Type::kDate, Cmp::kGreaterOrEqual, false,
     false},
    {Op::kBool, "Bool", Type::kBool, Cmp::kEquals, false, false},
    {Op::kBinaryEquals, "BinaryEquals", Type::kBinary, Cmp::kEquals, false, false},
    {Op::kIpAddress, "IpAddress", Type::kIpAddress, Cmp::kEquals, false, false},
    {Op::kNotIpAddress, "NotIpAddress", Type::kIpAddress, Cmp::kEquals, true, false},
    {Op::kNull, "Null", Type::kPresence, Cmp::kIsNull, false, false},
};

constexpr absl::string_view kIfExists = "IfExists";
constexpr absl::string_view kSetNames[] = {"", "ForAllValues:", "ForAnyValue:"};

// Every valid name. A few hundred, so that one look-up is all that a valid name costs.
using NameTable =
    absl::flat_hash_map<std::string, ConditionOperator, IgnoreCaseHash, IgnoreCaseEqual>;

const NameTable& Names() {
  static const NameTable* const kTable = [] {
    auto* table = new NameTable;
    for (const SetOperator set :
         {SetOperator::kNone, SetOperator::kForAllValues, SetOperator::kForAnyValue}) {
      for (const OperatorInfo& info : kOperators) {
        for (const bool if_exists : {false, true}) {
          if (if_exists && info.op == Op::kNull) continue;  // 4.7
          const ConditionOperator op{set, info.op, if_exists};
          table->emplace(op.Name(), op);
        }
      }
    }
    return table;
  }();
  return *kTable;
}

// `IfExistsStringLike`: the parts are right and stand the wrong way round.
std::string PutIfExistsBehind(absl::string_view name) {
  const size_t colon = name.find(':');
  const size_t base = colon == absl::string_view::npos ? 0 : colon + 1;
  const absl::string_view rest = name.substr(base);
  if (!absl::StartsWithIgnoreCase(rest, kIfExists)) return std::string(name);
  return absl::StrCat(name.substr(0, base), rest.substr(kIfExists.size()), kIfExists);
}

// The whole of the nearest valid name, ready to be put in place. The plain forms come first, so
// that they win a tie.
std::string Suggestion(absl::string_view name) {
  constexpr size_t kLongestTypingMistake = 100;
  if (name.size() > kLongestTypingMistake) return "";
  std::vector<std::string> spellings;
  for (const absl::string_view set : kSetNames) {
    for (const absl::string_view suffix : {absl::string_view(), kIfExists}) {
      for (const OperatorInfo& info : kOperators) {
        if (info.op == Op::kNull && !suffix.empty()) continue;
        spellings.push_back(absl::StrCat(set, info.name, suffix));
      }
    }
  }
  const std::vector<absl::string_view> candidates(spellings.begin(), spellings.end());
  return DidYouMean(PutIfExistsBehind(name), candidates);
}

}  // namespace

absl::Span<const OperatorInfo> AllOperators() { return kOperators; }

const OperatorInfo& InfoOf(BaseOperator op) { return kOperators[static_cast<size_t>(op)]; }

std::string ConditionOperator::Name() const {
  return absl::StrCat(kSetNames[static_cast<size_t>(set)], InfoOf(base).name,
                      if_exists ? kIfExists : "");
}

bool ConditionOperator::IsPositive() const {
  return !InfoOf(base).negated && base != BaseOperator::kNull;
}

std::variant<ConditionOperator, OperatorError> ParseConditionOperator(absl::string_view name) {
  const auto found = Names().find(name);
  if (found != Names().end()) return found->second;

  const size_t colon = name.find(':');
  const size_t base = colon == absl::string_view::npos ? 0 : colon + 1;
  const absl::string_view set = name.substr(0, base);
  if (!set.empty() && !absl::EqualsIgnoreCase(set, kSetNames[1]) &&
      !absl::EqualsIgnoreCase(set, kSetNames[2])) {
    return OperatorError{"unknown-set-operator",
                         absl::StrCat("unknown set operator in ", Quote(name), Suggestion(name))};
  }
  if (!set.empty() && base == name.size()) {
    return OperatorError{
        "unknown-set-operator",
        absl::StrCat("the set operator ", Quote(name), " needs a condition operator behind it")};
  }
  if (absl::EqualsIgnoreCase(name.substr(base), "NullIfExists")) {  // 4.7
    return OperatorError{"invalid-operator",
                         "`IfExists` cannot go with `Null`, which asks about presence itself"};
  }
  return OperatorError{"unknown-operator",
                       absl::StrCat("unknown condition operator ", Quote(name), Suggestion(name))};
}

}  // namespace deputy
