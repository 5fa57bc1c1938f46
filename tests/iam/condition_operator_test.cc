#include "engine/iam/condition_operator.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

// What a name is read as, by its canonical spelling; or the rule and message of the refusal.
std::string Read(absl::string_view name) {
  const auto parsed = ParseConditionOperator(name);
  if (const auto* op = std::get_if<ConditionOperator>(&parsed)) return op->Name();
  const auto& error = std::get<OperatorError>(parsed);
  return absl::StrCat(error.rule, ": ", error.message);
}

TEST(ConditionOperator, TableIsInTheOrderOfTheEnumeration) {
  const absl::Span<const OperatorInfo> all = AllOperators();
  ASSERT_EQ(all.size(), 27u);
  std::set<std::string> names;
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(all[i].op), i) << all[i].name;
    EXPECT_EQ(&InfoOf(all[i].op), &all[i]);
    EXPECT_TRUE(names.insert(absl::AsciiStrToLower(all[i].name)).second) << all[i].name;
  }
}

// What the name of an operator says is what its row says.
TEST(ConditionOperator, RowsFollowFromTheirNames) {
  const struct {
    absl::string_view prefix;
    OperandType type;
  } kTypes[] = {{"String", OperandType::kString},       {"Arn", OperandType::kArn},
                {"Numeric", OperandType::kNumeric},     {"Date", OperandType::kDate},
                {"Bool", OperandType::kBool},           {"Binary", OperandType::kBinary},
                {"IpAddress", OperandType::kIpAddress}, {"NotIpAddress", OperandType::kIpAddress},
                {"Null", OperandType::kPresence}};
  const struct {
    absl::string_view suffix;
    Comparison comparison;
  } kComparisons[] = {{"IgnoreCase", Comparison::kEqualsIgnoreCase},
                      {"LessThan", Comparison::kLess},
                      {"LessThanEquals", Comparison::kLessOrEqual},
                      {"GreaterThan", Comparison::kGreater},
                      {"GreaterThanEquals", Comparison::kGreaterOrEqual},
                      {"Like", Comparison::kLike},
                      {"Null", Comparison::kIsNull}};
  for (const OperatorInfo& info : AllOperators()) {
    int types = 0;
    for (const auto& type : kTypes) {
      if (!absl::StartsWith(info.name, type.prefix)) continue;
      ++types;
      EXPECT_EQ(info.operand, type.type) << info.name;
    }
    EXPECT_EQ(types, 1) << info.name;

    Comparison comparison = Comparison::kEquals;
    for (const auto& row : kComparisons) {
      if (absl::EndsWith(info.name, row.suffix)) comparison = row.comparison;
    }
    // ArnEquals is ArnLike (4.6).
    if (info.operand == OperandType::kArn) comparison = Comparison::kLike;
    EXPECT_EQ(info.comparison, comparison) << info.name;
    EXPECT_EQ(info.negated, absl::StrContains(info.name, "Not")) << info.name;
    // 5.1, 5.3
    EXPECT_EQ(info.takes_variables,
              info.operand == OperandType::kString || info.operand == OperandType::kArn)
        << info.name;
  }
}

TEST(ConditionOperator, EveryNameIsReadWithoutCase) {
  int names = 0;
  for (const OperatorInfo& info : AllOperators()) {
    for (const SetOperator set :
         {SetOperator::kNone, SetOperator::kForAllValues, SetOperator::kForAnyValue}) {
      for (const bool if_exists : {false, true}) {
        if (if_exists && info.op == BaseOperator::kNull) continue;
        const ConditionOperator op{set, info.op, if_exists};
        ++names;
        for (const std::string& name :
             {op.Name(), absl::AsciiStrToLower(op.Name()), absl::AsciiStrToUpper(op.Name())}) {
          const auto parsed = ParseConditionOperator(name);
          ASSERT_TRUE(std::holds_alternative<ConditionOperator>(parsed)) << name;
          EXPECT_EQ(std::get<ConditionOperator>(parsed), op) << name;
        }
      }
    }
  }
  EXPECT_EQ(names, (26 * 2 + 1) * 3);
}

TEST(ConditionOperator, HasACanonicalName) {
  EXPECT_EQ(Read("StringEquals"), "StringEquals");
  EXPECT_EQ(Read("forallvalues:stringnotequalsignorecaseifexists"),
            "ForAllValues:StringNotEqualsIgnoreCaseIfExists");
  EXPECT_EQ(Read("ForAnyValue:Null"), "ForAnyValue:Null");
  EXPECT_EQ(Read("BOOLIFEXISTS"), "BoolIfExists");
}

// BI-074, BI-075: the suggestion is the whole right spelling.
TEST(ConditionOperator, SuggestsTheRightSpelling) {
  const struct {
    absl::string_view name;
    absl::string_view answer;
  } kNames[] = {
      {"ArnEqual", "unknown condition operator `ArnEqual`; did you mean `ArnEquals`?"},
      {"StringEqual", "unknown condition operator `StringEqual`; did you mean `StringEquals`?"},
      {"ArnLikes", "unknown condition operator `ArnLikes`; did you mean `ArnLike`?"},
      {"StringLikeIfExist",
       "unknown condition operator `StringLikeIfExist`; did you mean `StringLikeIfExists`?"},
      {"IfExistsStringLike",
       "unknown condition operator `IfExistsStringLike`; did you mean `StringLikeIfExists`?"},
      {"ForAnyValue:ifexistsStringLike",
       "unknown condition operator `ForAnyValue:ifexistsStringLike`; did you mean "
       "`ForAnyValue:StringLikeIfExists`?"},
      {"ForAllValues:StringEqual",
       "unknown condition operator `ForAllValues:StringEqual`; did you mean "
       "`ForAllValues:StringEquals`?"},
      {" ArnEquals", "unknown condition operator ` ArnEquals`; did you mean `ArnEquals`?"},
      {"ArnEquals ", "unknown condition operator `ArnEquals `; did you mean `ArnEquals`?"},
      {"ArnEquals\n", "unknown condition operator `ArnEquals\\n`; did you mean `ArnEquals`?"},
      {"NumericLessThenEquals",
       "unknown condition operator `NumericLessThenEquals`; did you mean `NumericLessThanEquals`?"},
      {"IPAddres", "unknown condition operator `IPAddres`; did you mean `IpAddress`?"},
      {"Nul", "unknown condition operator `Nul`; did you mean `Null`?"},
      {"", "unknown condition operator ``"},
      {"aws:SourceArn", nullptr},
      {"Regex", "unknown condition operator `Regex`"},
      {"IfExists", "unknown condition operator `IfExists`"},
      {"ForAllValues", "unknown condition operator `ForAllValues`"},
  };
  for (const auto& c : kNames) {
    if (c.answer.data() == nullptr) {
      EXPECT_TRUE(absl::StartsWith(Read(c.name), "unknown-set-operator: ")) << Read(c.name);
    } else {
      EXPECT_EQ(Read(c.name), absl::StrCat("unknown-operator: ", c.answer));
    }
  }
}

// BI-077
TEST(ConditionOperator, RefusesUnknownSetOperators) {
  EXPECT_EQ(Read("ForAnyValues:StringEquals"),
            "unknown-set-operator: unknown set operator in `ForAnyValues:StringEquals`; did you "
            "mean `ForAnyValue:StringEquals`?");
  EXPECT_EQ(Read("ForAllValue:StringLikeIfExists"),
            "unknown-set-operator: unknown set operator in `ForAllValue:StringLikeIfExists`; did "
            "you mean `ForAllValues:StringLikeIfExists`?");
  EXPECT_EQ(Read("ForAllValues:"),
            "unknown-set-operator: the set operator `ForAllValues:` needs a condition operator "
            "behind it");
  EXPECT_EQ(Read("foranyvalue:"),
            "unknown-set-operator: the set operator `foranyvalue:` needs a condition operator "
            "behind it");
  EXPECT_EQ(Read(":StringEquals").substr(0, 20), "unknown-set-operator");
}

// 4.7; BI-076
TEST(ConditionOperator, RefusesNullIfExists) {
  for (const absl::string_view name :
       {"NullIfExists", "nullifexists", "ForAllValues:NullIfExists"}) {
    EXPECT_EQ(Read(name),
              "invalid-operator: `IfExists` cannot go with `Null`, which asks about presence "
              "itself");
  }
}

TEST(ConditionOperator, AnswersShortlyToALongName) {
  EXPECT_LT(Read(std::string(1 << 20, 'S')).size(), 300u);
  EXPECT_LT(Read(absl::StrCat("ForAnyValue:", std::string(1 << 20, ':'))).size(), 300u);
  EXPECT_EQ(Read(absl::string_view("Bool\0", 5)).substr(0, 17), "unknown-operator:");
}

}  // namespace
}  // namespace deputy
