// The small parts of the linter by themselves: edits of a document to the letter, and patterns that
// meet.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "engine/lint/policy_text.h"
#include "engine/lint/rules/arn_shapes.h"
#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

TEST(PolicyText, TakesOneValueOutOfAList) {
  const auto with = [](absl::string_view values) {
    return Dms(absl::StrCat(R"({"StringEquals": {"aws:SourceAccount": )", values, "}}"));
  };
  const auto without = [&](absl::string_view values, size_t value) {
    const std::string text = with(values);
    const Checked checked = Check(text, RoleContext(text));
    const std::optional<Fix> fix =
        PolicyText(checked.policy, text).RemoveValue(0, 0, value, "take it out");
    return fix ? ApplyFix(text, *fix) : "no fix";
  };
  EXPECT_EQ(without(R"(["1", "2", "3"])", 0), with(R"(["2", "3"])"));
  EXPECT_EQ(without(R"(["1", "2", "3"])", 1), with(R"(["1", "3"])"));
  EXPECT_EQ(without(R"(["1", "2", "3"])", 2), with(R"(["1", "2"])"));
  EXPECT_EQ(without(R"(["1", "2"])", 0), with(R"(["2"])"));
  EXPECT_EQ(without(R"(["1"])", 0), "no fix");
}

TEST(PatternsMeet, WhenSomeTextMatchesBoth) {
  const struct {
    const char* a;
    const char* b;
    bool meet;
  } cases[] = {
      {"", "", true},          {"", "*", true},          {"", "a", false},
      {"", "?", false},        {"abc", "abc", true},     {"abc", "abd", false},
      {"abc", "ab", false},    {"a*c", "ac", true},      {"a*c", "abbc", true},
      {"a*c", "ab", false},    {"a**c", "ac", true},     {"a?c", "ac", false},
      {"a?c", "abc", true},    {"a?c", "a*", true},      {"*a", "b*", true},
      {"*a", "*b", false},     {"a*", "b*", false},      {"a*b*", "*ab", true},
      {"rep:*", "rep:", true}, {"rep:*x", "r*y", false}, {"*?", "", false},
      {"*?*", "a", true},      {"??", "a*", true},       {"???", "a*b", true},
  };
  for (const auto& [a, b, meet] : cases) {
    EXPECT_EQ(PatternsMeet(a, b), meet) << a << " " << b;
    EXPECT_EQ(PatternsMeet(b, a), meet) << b << " " << a;
  }
}

}  // namespace
}  // namespace deputy
