#include "engine/iam/context_key.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

TEST(ContextKeyTable, IsSortedAndUnique) {
  std::string before;
  for (const ContextKeyInfo& info : AllContextKeys()) {
    const std::string folded = FoldKey(info.name);
    EXPECT_LT(before, folded);
    before = folded;
  }
}

TEST(ContextKeyTable, RowsAreWellFormed) {
  EXPECT_GT(AllContextKeys().size(), 100u);
  for (const ContextKeyInfo& info : AllContextKeys()) {
    const bool family = absl::EndsWith(info.name, "/");
    const std::string key = absl::StrCat(info.name, family ? "x" : "");
    EXPECT_TRUE(IsContextKeyName(key)) << info.name;
    EXPECT_FALSE(absl::StrContains(info.name, " ")) << info.name;
    EXPECT_EQ(FindContextKey(key), &info) << info.name;
    EXPECT_EQ(FindContextKey(absl::AsciiStrToUpper(key)), &info) << info.name;
    EXPECT_EQ(FindContextKey(FoldKey(key)), &info) << info.name;
    EXPECT_NE(info.type, OperandType::kPresence) << info.name;
    // A tag has one value.
    if (family) {
      EXPECT_EQ(info.cardinality, Cardinality::kSingle) << info.name;
    }

    // One line for a person: lower case, no full stop.
    ASSERT_GT(info.meaning.size(), 5u) << info.name;
    EXPECT_LT(info.meaning.size(), 80u) << info.name;
    EXPECT_FALSE(absl::EndsWith(info.meaning, ".")) << info.name;
    EXPECT_EQ(info.meaning, absl::StripAsciiWhitespace(info.meaning)) << info.name;

    // A name that says its type.
    if (absl::EndsWithIgnoreCase(info.name, "arn")) {
      EXPECT_EQ(info.type, OperandType::kArn) << info.name;
    }
    if (absl::EndsWith(info.name, "Ip")) {
      EXPECT_EQ(info.type, OperandType::kIpAddress) << info.name;
    }
    if (absl::EndsWith(info.name, "Time")) {
      EXPECT_EQ(info.type, OperandType::kDate) << info.name;
    }
    if (absl::EndsWith(info.name, "Paths") || absl::EndsWith(info.name, "TagKeys")) {
      EXPECT_EQ(info.cardinality, Cardinality::kMulti) << info.name;
    }
  }
}

// The keys that docs/semantics.md part 7 names, with what it says of them.
TEST(ContextKeyTable, HoldsTheKeysOfPart7) {
  const Cardinality one = Cardinality::kSingle;
  const Cardinality many = Cardinality::kMulti;
  const struct {
    absl::string_view name;
    OperandType type;
    Cardinality cardinality;
    KeyOrigin origin;
  } kKeys[] = {
      {"aws:PrincipalIsAWSService", OperandType::kBool, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalServiceName", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalServiceNamesList", OperandType::kString, many, KeyOrigin::kPrincipal},
      {"aws:PrincipalArn", OperandType::kArn, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalAccount", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalOrgID", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalOrgPaths", OperandType::kString, many, KeyOrigin::kPrincipal},
      {"aws:PrincipalType", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:username", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:userid", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:PrincipalTag/team", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"aws:SourceArn", OperandType::kArn, one, KeyOrigin::kCallingService},
      {"aws:SourceAccount", OperandType::kString, one, KeyOrigin::kCallingService},
      {"aws:SourceOrgID", OperandType::kString, one, KeyOrigin::kCallingService},
      {"aws:SourceOrgPaths", OperandType::kString, many, KeyOrigin::kCallingService},
      {"sts:ExternalId", OperandType::kString, one, KeyOrigin::kCaller},
      {"sts:RoleSessionName", OperandType::kString, one, KeyOrigin::kCaller},
      {"sts:SourceIdentity", OperandType::kString, one, KeyOrigin::kCaller},
      {"aws:SourceIdentity", OperandType::kString, one, KeyOrigin::kPrincipal},
      {"sts:TransitiveTagKeys", OperandType::kString, many, KeyOrigin::kCaller},
      {"aws:RequestTag/team", OperandType::kString, one, KeyOrigin::kCaller},
      {"aws:TagKeys", OperandType::kString, many, KeyOrigin::kCaller},
      {"aws:MultiFactorAuthPresent", OperandType::kBool, one, KeyOrigin::kCaller},
      {"aws:CurrentTime", OperandType::kDate, one, KeyOrigin::kNetwork},
      {"aws:EpochTime", OperandType::kDate, one, KeyOrigin::kNetwork},
      {"aws:SecureTransport", OperandType::kBool, one, KeyOrigin::kNetwork},
      {"aws:SourceIp", OperandType::kIpAddress, one, KeyOrigin::kNetwork},
      {"aws:ResourceAccount", OperandType::kString, one, KeyOrigin::kResource},
      {"aws:ResourceTag/team", OperandType::kString, one, KeyOrigin::kResource},
  };
  for (const auto& key : kKeys) {
    const ContextKeyInfo* info = FindContextKey(key.name);
    ASSERT_NE(info, nullptr) << key.name;
    EXPECT_EQ(info->type, key.type) << key.name;
    EXPECT_EQ(info->cardinality, key.cardinality) << key.name;
    EXPECT_EQ(info->origin, key.origin) << key.name;
  }
}

TEST(ContextKeyTable, KnowsWhichKeysAreMultivalued) {
  std::set<absl::string_view> many;
  for (const ContextKeyInfo& info : AllContextKeys()) {
    if (info.cardinality == Cardinality::kMulti && !absl::StartsWith(info.name, "saml:")) {
      many.insert(info.name);
    }
  }
  EXPECT_EQ(many,
            (std::set<absl::string_view>{
                "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:PrincipalServiceNamesList",
                "aws:ResourceOrgPaths", "aws:SourceOrgPaths", "aws:TagKeys", "aws:VpceOrgPaths",
                "cognito-identity.amazonaws.com:amr", "sts:IdentityTokenAudience",
                "sts:RequestContextProviders", "sts:TransitiveTagKeys"}));
  EXPECT_EQ(FindContextKey("saml:edupersonaffiliation")->cardinality, Cardinality::kMulti);
  EXPECT_EQ(FindContextKey("saml:aud")->cardinality, Cardinality::kSingle);
}

TEST(FindContextKey, FindsTheFamilyOfATag) {
  EXPECT_EQ(FindContextKey("aws:RequestTag/team")->name, "aws:RequestTag/");
  EXPECT_EQ(FindContextKey("AWS:requesttag/a/b:c d")->name, "aws:RequestTag/");
  EXPECT_EQ(FindContextKey("accounts.google.com:google/organization_number")->type,
            OperandType::kNumeric);
}

TEST(FindContextKey, KnowsNoOthers) {
  for (const absl::string_view name :
       {"", "/", ":", "aws:", "aws:SourceAcount", "aws:SourceArn ", " aws:SourceArn",
        "aws:RequestTag", "aws:RequestTag/", "aws:SourceArn/x", "aws:PrincipalTags/x", "SourceArn",
        "accounts.google.com:google/", "oidc.example.com/id/1:sub"}) {
    EXPECT_EQ(FindContextKey(name), nullptr) << name;
  }
  EXPECT_EQ(FindContextKey(absl::string_view("aws:SourceArn\0", 14)), nullptr);
}

TEST(ContextKeyName, IsPrefixAndName) {
  for (const absl::string_view name :
       {"aws:SourceArn", "a:b", "aws:ResourceTag/Cost Center", "aws:RequestTag/a/b:c",
        "oidc.eks.us-east-1.amazonaws.com/id/ABC123:sub", "my-service:Key_1",
        "oidc.circleci.com/org/1:oidc.circleci.com/project-id", "aws:RequestTag/\xc3\xa9"}) {
    EXPECT_TRUE(IsContextKeyName(name)) << name;
  }
}

// BI-093
TEST(ContextKeyName, RefusesEverythingElse) {
  for (const absl::string_view name :
       {"", ":", "aws:", ":SourceArn", "SourceArn", "aws:Source Arn", " aws:SourceArn",
        "aws:SourceArn ", "aws :SourceArn", "oidc.example.com/a b:sub", "aws:RequestTag/",
        "aws:RequestTag/x ", "aws:Request Tag/x", "aws:a\tb", "aws:RequestTag/a\nb", "aws:a\x7f"}) {
    EXPECT_FALSE(IsContextKeyName(name)) << name;
  }
  EXPECT_FALSE(IsContextKeyName(absl::string_view("aws:a\0b", 7)));
  EXPECT_TRUE(IsContextKeyName(absl::StrCat("aws:", std::string(508, 'x'))));
  EXPECT_FALSE(IsContextKeyName(absl::StrCat("aws:", std::string(509, 'x'))));
  EXPECT_FALSE(IsContextKeyName(absl::StrCat("aws:", std::string(10240, 'x'))));
}

TEST(ContextKey, IsFoldedInAsciiOnly) {
  EXPECT_EQ(FoldKey("AWS:SourceArn"), "aws:sourcearn");
  EXPECT_EQ(FoldKey("aws:RequestTag/\xc3\x89"), "aws:requesttag/\xc3\x89");
}

// BI-092
TEST(ContextKey, SuggestsTheNearest) {
  EXPECT_EQ(ContextKeySuggestion("aws:SourceAcount"), "; did you mean `aws:SourceAccount`?");
  EXPECT_EQ(ContextKeySuggestion("aws:SourceAarn"), "; did you mean `aws:SourceArn`?");
  EXPECT_EQ(ContextKeySuggestion("sts:ExternId"), "; did you mean `sts:ExternalId`?");
  EXPECT_EQ(ContextKeySuggestion("aws:RequestTags/team"), "; did you mean `aws:RequestTag/team`?");
  EXPECT_EQ(ContextKeySuggestion("aws:PrincipleTag/a/b"), "; did you mean `aws:PrincipalTag/a/b`?");
  EXPECT_EQ(ContextKeySuggestion("mycompany:Department"), "");
  EXPECT_EQ(ContextKeySuggestion(""), "");
  EXPECT_EQ(ContextKeySuggestion(std::string(10240, 'x')), "");
}

}  // namespace
}  // namespace deputy
