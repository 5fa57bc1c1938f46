#include "engine/iam/account_id.h"

#include <gtest/gtest.h>

namespace deputy {
namespace {

TEST(AccountId, IsTwelveAsciiDigits) {
  EXPECT_TRUE(IsAccountId("123456789012"));
  EXPECT_TRUE(IsAccountId("000000000000"));
  EXPECT_TRUE(IsAccountId("000123456789"));  // leading zeros belong to it (8.7)
}

TEST(AccountId, RefusesEverythingElse) {
  for (const absl::string_view text :
       {"", "1234", "12345678901", "1234567890123", "12345678901a", "123456789012 ", " 12345678901",
        "+12345678901", "1234-5678-901", "0x1234567890", "12345678901\n",
        "１２３４５６７８９０１２", "１２３４"}) {
    EXPECT_FALSE(IsAccountId(text)) << text;
  }
  EXPECT_FALSE(IsAccountId(absl::string_view("12345678901\0", 12)));
}

TEST(OrganizationId, HasTenTo32LettersOrDigits) {
  for (const absl::string_view text : {"o-a1b2c3d4e5", "o-0123456789abcdefghijklmnopqrstuv"})
    EXPECT_TRUE(IsOrganizationId(text)) << text;
  for (const absl::string_view text :
       {"", "o-", "o-short", "o-a1b2c3d4e", "o-A1B2C3D4E5", "o-a1b2c3d4-5", "r-a1b2c3d4e5",
        "a1b2c3d4e5f6", "o-0123456789abcdefghijklmnopqrstuvw"})
    EXPECT_FALSE(IsOrganizationId(text)) << text;
}

TEST(AccountPlaceholder, IsWhatDocumentationWrites) {
  for (const absl::string_view text :
       {"your_account_id", "ACCOUNT_ID", "<account>", "${Account}", "account-id", "AccountId",
        "AWS-account-ID", "${AWS::AccountId}", "{{account}}", "your-acct", "<AWS-ID>",
        "xxxxxxxxxxxx", "XXXXXXXXXXXX", "ACCOUNT-ID-WITHOUT-HYPHENS"}) {
    EXPECT_TRUE(LooksLikeAccountPlaceholder(text)) << text;
  }
}

TEST(AccountPlaceholder, IsNoAccountPatternOrVariable) {
  for (const absl::string_view text : {"", "123456789012", "1234", "*", "12345678901?", "*account*",
                                       "anonymous", "${aws:PrincipalAccount}"}) {
    EXPECT_FALSE(LooksLikeAccountPlaceholder(text)) << text;
  }
}

}  // namespace
}  // namespace deputy
