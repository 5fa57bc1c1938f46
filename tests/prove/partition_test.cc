// In which partition a role is of which nobody says the ARN, and who comes from another one.
#include "engine/iam/partition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/prove/certificate.h"
#include "engine/prove/certificate_checker.h"
#include "engine/prove/comparison.h"
#include "engine/prove/mentions.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;

std::string Dms(const std::string& arns) {
  return DmsTrust(absl::StrCat(R"({"ArnLike":{"aws:SourceArn":)", arns, "}}"));
}

std::vector<std::string> Partitions(const std::string& arns) {
  const Policy policy = *TryPolicy(Dms(arns));
  Sheet sheet;
  for (const Statement& statement : policy.statements)
    sheet.rows.push_back({&statement, policy.version});
  return PartitionsOf(sheet, "");
}

// Nobody knows the ARN of the role.
Answer Ask(const Policy& policy, Property property) {
  RoleQuestion question = AboutRole(policy);
  question.resource.clear();
  return ProveProperty(question, property);
}

TEST(Partition, ThoseThatArnsName) {
  EXPECT_THAT(Partitions(R"("arn:aws:dms:*:111122223333:*")"), ElementsAre("aws"));
  EXPECT_THAT(Partitions(R"("arn:aws-cn:dms:*:111122223333:*")"), ElementsAre("aws-cn"));
  EXPECT_THAT(Partitions(R"(["arn:aws-cn:dms:*:*:*","arn:aws:dms:*:*:*","arn:aws-cn:s3:::b"])"),
              ElementsAre("aws-cn", "aws"));
  EXPECT_THAT(Partitions(R"("arn:aws-new:dms:*:111122223333:*")"), ElementsAre("aws-new"))
      << "may be founded yet";
  EXPECT_THAT(Partitions(R"("*:aws-us-gov:*")"), ElementsAre("aws-us-gov"));
}

// A pattern that matches in `aws`, or in what is named, says nothing of another one.
TEST(Partition, OneForAPatternThatMatchesInNoOther) {
  for (const char* anywhere : {"*", "arn:*:dms:*:*:*", "arn:aws*:dms:*:*:*", "???:*:dms:*:*:*",
                               "arn:${aws:PrincipalTag/p}:dms:*", "arn:aws", "dms"}) {
    EXPECT_THAT(Partitions(absl::StrCat("\"", anywhere, "\"")), ElementsAre("aws")) << anywhere;
  }
  EXPECT_THAT(Partitions(R"(["arn:aws-*:dms:*:*:*","arn:aws-c?:dms:*:*:*"])"),
              ElementsAre("aws", "aws-cn"));
  EXPECT_THAT(Partitions(R"("arn:aws-us-*:dms:*:*:*")"), ElementsAre("aws", "aws-us-gov"));
  EXPECT_THAT(Partitions(R"(["arn:aws-cn:dms:*:1:*","arn:*:dms:*:*:*"])"), ElementsAre("aws-cn"));
}

TEST(Partition, AnAccountIdNamesNone) {
  const Policy policy = *TryPolicy(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333",)"
      R"("arn:aws-us-gov:iam::444455556666:root"]},"Action":"sts:AssumeRole"}]})");
  EXPECT_EQ(PartitionOf(policy, ""), "aws-us-gov");
  EXPECT_EQ(PartitionOf(policy, kMine), "aws-us-gov");
  EXPECT_EQ(PartitionOf(policy, "arn:aws-cn:iam::111122223333:role/R"), "aws-cn");
}

TEST(Partition, WhatIsFoundedYetHasAShape) {
  for (const char* name : {"aws", "aws-cn", "aws-2", "aws-us-gov"}) EXPECT_TRUE(IsPartition(name));
  for (const char* name : {"", "AWS", "aws-", "aws2", "aws-*", "aws-CN", "awscn"})
    EXPECT_FALSE(IsPartition(name)) << name;
  for (const absl::string_view name : KnownPartitions()) EXPECT_TRUE(IsPartition(name)) << name;
}

// Neither is a hole of another partition missed, nor one of the other proved for it.
TEST(Partition, AHoleInEachIsFound) {
  for (const char* arns :
       {R"("arn:aws-cn:dms:*:*:*")", R"(["arn:aws:dms:*:111122223333:*","arn:aws-cn:dms:*:*:*"])",
        R"(["arn:aws:dms:*:111122223333:*","arn:aws-c*:dms:*:*:*"])"}) {
    const Policy policy = *TryPolicy(Dms(arns));
    const Answer answer = Ask(policy, Property::kNoForeignSource);
    ASSERT_EQ(answer.verdict, Verdict::kRefuted) << arns;
    EXPECT_EQ(answer.witness->resource, "arn:aws-cn:iam::111122223333:role/Role");
    EXPECT_EQ(*answer.witness->Find("aws:sourcearn"), "arn:aws-cn:dms:us-east-1:999999999999:x");
    EXPECT_THAT(answer.who_gets_in, ElementsAre("any account, through dms.amazonaws.com"));
  }
}

TEST(Partition, WhatIsClosedInEachIsProvedAndCertified) {
  const Policy policy =
      *TryPolicy(Dms(R"(["arn:aws:dms:*:111122223333:*","arn:aws-cn:dms:*:111122223333:*"])"));
  RoleQuestion question = AboutRole(policy);
  question.resource.clear();
  EXPECT_EQ(ProveProperty(question, Property::kNoForeignSource).verdict, Verdict::kProved);
  const auto certificate = Certify(question, Property::kNoForeignSource);
  ASSERT_TRUE(certificate);
  EXPECT_EQ(CheckCertificate(question, Property::kNoForeignSource, *certificate), "");
  question.resource = "arn:aws:iam::111122223333:role/R";
  const auto half = Certify(question, Property::kNoForeignSource);
  ASSERT_TRUE(half);
  question.resource.clear();
  EXPECT_NE(CheckCertificate(question, Property::kNoForeignSource, *half), "")
      << "the other partition is not looked at";
}

TEST(Partition, TwoPoliciesDifferInTheirOwn) {
  const Policy narrow = *TryPolicy(Dms(R"("arn:aws-cn:dms:*:111122223333:*")"));
  const Policy wide = *TryPolicy(Dms(R"("arn:aws-cn:dms:*:*:*")"));
  for (const char* known : {"", "444455556666"}) {
    const PolicyComparison comparison = Compare(narrow, wide, known);
    EXPECT_EQ(comparison.relation, Relation::kWider) << known;
    ASSERT_TRUE(comparison.only_after);
    EXPECT_EQ(comparison.only_after->resource,
              absl::StrCat("arn:aws-cn:iam::", *known ? known : kMine, ":role/Role"));
  }
}

// Whom nobody can be, or whose tokens are for roles of elsewhere, is nobody honest.
TEST(Partition, HonestCallersAreOfTheSameOne) {
  const auto honest = [](const char* principal, const char* role) {
    const Policy policy = *TryPolicy(absl::StrCat(
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":)", principal,
        R"(,"Action":["sts:AssumeRole","sts:AssumeRoleWithWebIdentity"]}})"));
    RoleQuestion question = AboutRole(policy);
    question.resource = role;
    question.trusted.accounts.emplace_back("444455556666");
    question.trusted.claims = {{"token.actions.githubusercontent.com:sub", "repo:acme/*"}};
    return ProveProperty(question, Property::kSomeoneHonest).verdict;
  };
  constexpr char kUser[] = R"({"AWS":"arn:aws-cn:iam::111122223333:user/alice"})";
  EXPECT_EQ(honest(kUser, "arn:aws-cn:iam::111122223333:role/R"), Verdict::kProved);
  EXPECT_EQ(honest(kUser, kRole), Verdict::kRefuted);
  EXPECT_EQ(honest(kUser, ""), Verdict::kProved);
  constexpr char kToken[] =
      R"({"Federated":"arn:aws:iam::444455556666:oidc-provider/token.actions.githubusercontent.com"})";
  EXPECT_EQ(honest(kToken, "arn:aws:iam::444455556666:role/R"), Verdict::kProved);
  EXPECT_EQ(honest(kToken, kRole), Verdict::kRefuted) << "the role is of another account";
  EXPECT_EQ(honest(kToken, "arn:aws-cn:iam::444455556666:role/R"), Verdict::kRefuted);
  EXPECT_EQ(honest(kToken, ""), Verdict::kProved) << "of which account the role is nobody says";
}

// `repo:acme/*` under StringEquals is a text that no token has.
TEST(Partition, NoTokenHasAWildcard) {
  const auto honest = [](const char* op, const char* value) {
    const Policy policy = *TryPolicy(absl::StrCat(
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":)",
        R"("arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},)",
        R"("Action":"sts:AssumeRoleWithWebIdentity","Condition":{")", op,
        R"(":{"token.actions.githubusercontent.com:sub":")", value, R"("}}}})"));
    RoleQuestion question = AboutRole(policy);
    question.trusted.claims = {{"token.actions.githubusercontent.com:sub", "repo:acme/*"}};
    return ProveProperty(question, Property::kSomeoneHonest).verdict;
  };
  EXPECT_EQ(honest("StringEquals", "repo:acme/*"), Verdict::kRefuted);
  EXPECT_EQ(honest("StringEquals", "repo:acme/app?"), Verdict::kRefuted);
  EXPECT_EQ(honest("StringLike", "repo:acme/*"), Verdict::kProved);
  EXPECT_EQ(honest("StringEquals", "repo:acme/app@>+)~\xC3\xA9"), Verdict::kProved);
}

}  // namespace
}  // namespace deputy
