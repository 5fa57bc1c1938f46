// Where the cases of a question end: whose account the role is in, which callers there are, and how
// much is searched and told of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/prove/certificate.h"
#include "engine/prove/certificate_checker.h"
#include "engine/prove/prover.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kVersion[] = R"({"Version":"2012-10-17","Statement":)";

Answer NoForeignPrincipal(const RoleQuestion& question) {
  return ProveProperty(question, Property::kNoForeignPrincipal);
}

// The account of the role is mine without being listed, and beside what is.
TEST(Case, TheAccountOfTheRoleIsTrusted) {
  const Policy policy = *TryPolicy(absl::StrCat(
      kVersion,
      R"({"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}})"));
  RoleQuestion question = AboutRole(policy);
  EXPECT_THAT(NoForeignPrincipal(question).who_gets_in,
              testing::Contains("any role of account 444455556666"));
  question.resource = "arn:aws:iam::444455556666:role/Target";
  EXPECT_EQ(NoForeignPrincipal(question).verdict, Verdict::kProved);
}

// Of a policy that is given without its resource, the account that its resources show.
TEST(Case, TheAccountOfTheResourcesIsTrusted) {
  const auto of_queue = [](const char* account) {
    const std::optional<Policy> policy = TryPolicy(
        absl::StrCat(
            kVersion,
            R"({"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sqs:SendMessage",)",
            R"("Resource":"arn:aws:sqs:us-east-1:)", account, R"(:queue"}})"),
        PolicyType::kResource);
    RoleQuestion question = AboutRole(*policy);
    question.resource.clear();
    return NoForeignPrincipal(question).verdict;
  };
  EXPECT_EQ(of_queue("444455556666"), Verdict::kProved);
  EXPECT_EQ(of_queue("777788889999"), Verdict::kRefuted);
}

// Before the colon of a claim stands the provider, which has a domain and may have a path.
TEST(Case, AClaimTellsOfItsProvider) {
  const auto who = [](const char* host) {
    const Policy policy =
        *TryPolicy(absl::StrCat(kVersion, R"({"Effect":"Allow","Principal":"*","Action":)",
                                R"("sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{")",
                                host, R"(:sub":"me"}}}})"));
    return NoForeignPrincipal(AboutRole(policy)).who_gets_in;
  };
  for (const char* host : {".example", "token.example.com", "example.com/id/1"}) {
    EXPECT_THAT(who(host), ElementsAre(absl::StrCat("anybody with a token of arn:aws:iam::",
                                                    "111122223333:oidc-provider/", host)));
  }
  EXPECT_THAT(who("path/example.com"), IsEmpty());
}

// Each of 70 values of one key escapes a Deny of its own, and none of them all: so many choices are
// as good as each other.
TEST(Case, ManyChoicesNoneOfWhichIsEnough) {
  std::string statements = R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"})";
  for (int i = 0; i < 70; ++i) {
    absl::StrAppend(&statements, R"(,{"Effect":"Deny","Principal":"*","Action":"*","Condition":)",
                    R"({"StringNotEquals":{"custom:a":"a)", i, R"(","custom:b":"b)", i % 2,
                    R"("}}})");
  }
  const Policy policy = *TryPolicy(absl::StrCat(kVersion, "[", statements, "]}"));
  const Answer answer = NoForeignPrincipal(AboutRole(policy));
  EXPECT_EQ(answer.verdict, Verdict::kProved) << Show(answer);
}

// Of many choices one lets the caller in: a budget that ends among them proves nothing. Each value
// of the first tag escapes half of eight Denies, and of the second the other half but one; the last
// of both escape all.
TEST(Case, ABudgetThatEndsAmongManyChoices) {
  std::vector<unsigned> halves;
  for (unsigned half = 0; half < 256; ++half) {
    if (std::popcount(half) == 4) halves.push_back(half);
  }
  std::string statements =
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/eve"},"Action":"*"})";
  for (unsigned deny = 0; deny < 8; ++deny) {
    std::string first;
    std::string second;
    for (size_t i = 0; i < halves.size(); ++i) {
      const unsigned other = ~halves[i] & 255;
      const unsigned there = i + 1 == halves.size() ? other : other & (other - 1);
      if ((halves[i] >> deny & 1) != 0) absl::StrAppend(&first, ",\"a", i, "\"");
      if ((there >> deny & 1) != 0) absl::StrAppend(&second, ",\"b", i, "\"");
    }
    absl::StrAppend(&statements, R"(,{"Effect":"Deny","Principal":"*","Action":"*","Condition":)",
                    R"({"StringNotEquals":{"aws:RequestTag/a":[)", first.substr(1),
                    R"(],"aws:RequestTag/b":[)", second.substr(1), "]}}}");
  }
  const Policy policy = *TryPolicy(absl::StrCat(kVersion, "[", statements, "]}"));
  RoleQuestion question = AboutRole(policy);
  question.budget = 0;
  for (Answer answer = NoForeignPrincipal(question); answer.verdict != Verdict::kRefuted;
       answer = NoForeignPrincipal(question)) {
    ASSERT_EQ(answer.verdict, Verdict::kUnknown) << "with " << question.budget;
    EXPECT_THAT(answer.reason, testing::HasSubstr("the budget of states ran out"));
    ASSERT_LT(question.budget, 20'000u);
    question.budget += 25;
  }
}

// The action of who gets in stands in the request that is shown, whichever statement it is of.
TEST(Case, WhoGetsInIsToldWithoutTheAction) {
  const std::optional<Policy> policy = TryPolicy(
      absl::StrCat(
          kVersion,
          R"([{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage",)",
          R"("Resource":"arn:aws:sqs:us-east-1:111122223333:mine"},)",
          R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:role/r"},)",
          R"("Action":"sqs:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:111122223333:q"}]})"),
      PolicyType::kResource);
  ASSERT_TRUE(policy);
  RoleQuestion question = AboutRole(*policy);
  question.resource.clear();
  const Answer answer = NoForeignPrincipal(question);
  EXPECT_THAT(answer.who_gets_in, ElementsAre("the role arn:aws:iam::444455556666:role/r"));
  ASSERT_TRUE(answer.witness);
  EXPECT_EQ(answer.witness->action, "sqs:ReceiveMessage");
}

// With an organization alone, the account of the role is one that the policy says nothing about:
// whoever it names is not mine for being named.
TEST(Case, AnAccountIsNotMineForBeingNamed) {
  for (const char* account : {"111122223333", "111122223334", "444455556666"}) {
    const Policy by_principal = *TryPolicy(absl::StrCat(
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["111122223333",")",
        account, R"("]},"Action":"sts:AssumeRole"}]})"));
    const Policy by_source = *TryPolicy(
        DmsTrust(absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":")", account, "\"}}")));
    RoleQuestion question;
    question.trusted.organizations = {"o-mine"};
    question.policy = &by_principal;
    EXPECT_EQ(ProveProperty(question, Property::kNoForeignPrincipal).verdict, Verdict::kRefuted);
    question.policy = &by_source;
    EXPECT_EQ(ProveProperty(question, Property::kNoForeignSource).verdict, Verdict::kRefuted);
  }
}

// What each of 24 conditions keeps out is told, a Deny being one of them; of more nobody would read
// it.
TEST(Case, WhatConditionsKeepOutIsToldOfAFew) {
  const auto kept_out = [](int others, bool deny) {
    std::string condition = R"({"StringEquals":{"aws:SourceAccount":"111122223333")";
    for (int i = 0; i < others; ++i) absl::StrAppend(&condition, ",\"custom:k", i, R"(":"v")");
    Policy policy = *TryPolicy(DmsTrust(absl::StrCat(condition, "}}")));
    if (deny) {
      const Policy other = *TryPolicy(DmsTrust(R"({"StringEquals":{"custom:d":"v"}})"));
      policy.statements.push_back(other.statements[0]);
      policy.statements.back().effect = Effect::kDeny;
    }
    return Prove(AboutRole(policy))[0].kept_out;
  };
  const auto told = ElementsAre(
      "StringEquals aws:SourceAccount of statement 1: any account, through dms.amazonaws.com");
  EXPECT_THAT(kept_out(23, false), told);
  EXPECT_THAT(kept_out(24, false), IsEmpty());
  EXPECT_THAT(kept_out(22, true), told);
  EXPECT_THAT(kept_out(23, true), IsEmpty());
}

// Every address is in one of all blocks, and a key of addresses has no other value.
TEST(Case, AProofAboutAddressesIsCertified) {
  const Policy policy = *TryPolicy(
      absl::StrCat(kVersion, R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole",)",
                   R"("Condition":{"NotIpAddress":{"aws:SourceIp":["0.0.0.0/0","::/0"]},)",
                   R"("Null":{"aws:SourceIp":"false"}}}})"));
  const RoleQuestion question = AboutRole(policy);
  const auto certificate = Certify(question, Property::kNoForeignPrincipal);
  ASSERT_TRUE(certificate.has_value());
  EXPECT_EQ(CheckCertificate(question, Property::kNoForeignPrincipal, *certificate), "");
}

}  // namespace
}  // namespace deputy
