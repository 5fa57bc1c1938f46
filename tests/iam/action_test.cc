#include "engine/iam/action.h"

#include <gtest/gtest.h>

namespace deputy {
namespace {

TEST(Action, OfARequestIsPrefixAndName) {
  for (const absl::string_view text :
       {"sts:AssumeRole", "STS:assumerole", "s3:GetObject", "execute-api:Invoke", "a:b"}) {
    EXPECT_TRUE(IsAction(text)) << text;
  }
  for (const absl::string_view text :
       {"", ":", "sts:", ":AssumeRole", "AssumeRole", "*", "sts:*", "sts:Assume?ole", "sts:a:b",
        " sts:AssumeRole", "sts:AssumeRole ", "sts: AssumeRole", "sts:Assum\xc3\xa9"}) {
    EXPECT_FALSE(IsAction(text)) << text;
  }
}

// 3.1; BI-053
TEST(Action, OfAPolicyMayHaveWildcards) {
  for (const absl::string_view text :
       {"*", "*:*", "sts:*", "s?s:Assume*", "sts:AssumeRole", "sts:assumerole", "s*:A", "?:?"}) {
    EXPECT_TRUE(IsActionPattern(text)) << text;
  }
  for (const absl::string_view text : {"", ":", "sts:", ":*", "AssumeRole", "**", "sts*", "?", " *",
                                       "sts:AssumeRole ", "sts:${aws:username}"}) {
    EXPECT_FALSE(IsActionPattern(text)) << text;
  }
}

TEST(Action, PatternReachesAServiceByItsPrefix) {
  for (const absl::string_view pattern :
       {"*", "sts:AssumeRole", "STS:*", "s*:x", "???:x", "*:AssumeRole", "*s:a"}) {
    EXPECT_TRUE(ActionPatternCanMatchService(pattern, "sts")) << pattern;
  }
  for (const absl::string_view pattern : {"s3:GetObject", "s?:x", "sts2:*", "????:x", "iam:*"}) {
    EXPECT_FALSE(ActionPatternCanMatchService(pattern, "sts")) << pattern;
  }
}

TEST(Action, FoldsAsciiOnly) {
  EXPECT_EQ(FoldAction("STS:AssumeRole"), "sts:assumerole");
  EXPECT_EQ(FoldAction("\xc3\x89"), "\xc3\x89");
}

// 6.2
TEST(Action, KnowsThoseOfATrustPolicy) {
  for (const absl::string_view text :
       {"sts:AssumeRole", "STS:ASSUMEROLE", "sts:AssumeRoleWithWebIdentity",
        "sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"}) {
    EXPECT_TRUE(IsRoleTrustAction(text)) << text;
  }
  for (const absl::string_view text :
       {"", "sts:AssumeRoot", "sts:GetCallerIdentity", "iam:PassRole", "AssumeRole", "sts:*"}) {
    EXPECT_FALSE(IsRoleTrustAction(text)) << text;
  }
}

}  // namespace
}  // namespace deputy
