// What nobody says of a role, a service or a caller, and what therefore may not be taken as known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/prove/comparison.h"
#include "engine/prove/likeness.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

constexpr char kStatements[] = R"({"Version":"2012-10-17","Statement":)";

std::string AnyService(const char* principal, const std::string& conditions) {
  return absl::StrCat(kStatements, R"({"Effect":"Allow","Principal":)", principal,
                      R"(,"Action":"sts:AssumeRole")", conditions, "}}");
}

Answer Of(const std::string& text, Property property, const std::vector<ServiceFact>& facts = {},
          const std::string& resource = kRole) {
  const Policy policy = *TryPolicy(text);
  RoleQuestion question = AboutRole(policy);
  question.resource = resource;
  question.services = facts;
  return ProveProperty(question, property);
}

ServiceFact Bedrock() {
  ServiceFact fact;
  fact.principal = "bedrock.amazonaws.com";
  fact.sends_source_arn = fact.sends_source_account = Known::kYes;
  fact.source_arns = {"arn:${Partition}:bedrock:${Region}:${Account}:model-invocation-job/${Name}"};
  return fact;
}

// No page lists all the kinds of resources for which a service acts.
TEST(Unsaid, AForeignSourceMayBeOfAnyKind) {
  const auto about = [](const std::string& arn) {
    return AnyService(R"({"Service":"bedrock.amazonaws.com"})",
                      R"(,"Condition":{"ArnLike":{"aws:SourceArn":")" + arn + R"("}})");
  };
  const auto foreign = [&](const std::string& arn) {
    return Of(about(arn), Property::kNoForeignSource, {Bedrock()});
  };
  const Answer agent = foreign("arn:aws:bedrock:*:*:agent/*");
  EXPECT_EQ(agent.verdict, Verdict::kRefuted);
  EXPECT_EQ(foreign("arn:aws:bedrock:*:111122223333:agent/*").verdict, Verdict::kProved);
  EXPECT_EQ(foreign("arn:aws:dms:*:*:*").verdict, Verdict::kProved) << "of no service of its own";
  EXPECT_EQ(*foreign("arn:aws:bedrock:*:*:*").witness->Find("aws:sourcearn"),
            "arn:aws:bedrock:us-east-1:999999999999:model-invocation-job/x")
      << "told by one that is known";

  const auto honest = [&](const std::string& arn) {
    return Of(about(arn), Property::kSomeoneHonest, {Bedrock()});
  };
  const Answer unknown = honest("arn:aws:bedrock:*:111122223333:agent/*");
  EXPECT_EQ(unknown.verdict, Verdict::kUnknown);
  EXPECT_THAT(unknown.reason, HasSubstr("no page that was read shows such an aws:SourceArn"));
  EXPECT_EQ(honest("arn:aws:bedrock:*:111122223333:*").verdict, Verdict::kProved);
  EXPECT_EQ(honest("arn:aws:bedrock:*:111122223333:Model-invocation-job/*").verdict,
            Verdict::kRefuted)
      << "another case of letters is a mistake, and no kind that is not known";
}

// `Principal: *` names each provider of the account, spoken of or not.
TEST(Unsaid, AnyProviderOfTheAccount) {
  const auto tokens = [](const char* action, const char* more) {
    return Of(absl::StrCat(kStatements, R"([{"Effect":"Allow","Principal":"*","Action":")", action,
                           R"("})", more, "]}"),
              Property::kNoForeignPrincipal);
  };
  const Answer saml = tokens("sts:AssumeRoleWithSAML", "");
  ASSERT_EQ(saml.verdict, Verdict::kRefuted);
  EXPECT_THAT(saml.witness->principal.text, HasSubstr(":saml-provider/"));
  const Answer oidc =
      tokens("sts:AssumeRoleWithWebIdentity",
             R"(,{"Effect":"Deny","Principal":{"Federated":["cognito-identity.amazonaws.com",)"
             R"("accounts.google.com","www.amazon.com","graph.facebook.com"]},"Action":"*"})");
  ASSERT_EQ(oidc.verdict, Verdict::kRefuted);
  EXPECT_THAT(oidc.witness->principal.text, HasSubstr("111122223333:oidc-provider/"));
}

TEST(Unsaid, ServicesOfOtherDomains) {
  const Answer answer = Of(
      AnyService(
          R"("*")",
          R"(,"Condition":{"StringEquals":{"aws:PrincipalServiceName":"alexa-appkit.amazon.com"}})"),
      Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted);
  EXPECT_EQ(answer.witness->principal.text, "alexa-appkit.amazon.com");
}

// A service has a name in each region beside its own, and IAM callers have none.
TEST(Unsaid, TheNamesThatAServiceHas) {
  constexpr char kRegional[] =
      R"(,"Condition":{"ForAnyValue:StringEquals":{"aws:PrincipalServiceNamesList":"s3.eu-west-1.amazonaws.com"}})";
  const Answer answer =
      Of(AnyService(R"({"Service":"s3.amazonaws.com"})", kRegional), Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << answer.reason;
  EXPECT_THAT(answer.witness->context.at("aws:principalservicenameslist").values,
              testing::UnorderedElementsAre("s3.amazonaws.com", "s3.eu-west-1.amazonaws.com"));
  EXPECT_EQ(Of(AnyService(R"("*")", kRegional), Property::kNoForeignPrincipal).verdict,
            Verdict::kProved);
  // A condition on all of them holds for no service whose own name is not asked for.
  const Answer all = Of(
      AnyService(
          R"({"Service":"s3.amazonaws.com"})",
          R"(,"Condition":{"ForAllValues:StringEquals":{"aws:PrincipalServiceNamesList":"x.amazonaws.com"}})"),
      Property::kNoForeignSource);
  EXPECT_NE(all.verdict, Verdict::kRefuted);
  EXPECT_THAT(all.reason, testing::Not(HasSubstr("bug")));
}

// An RCP may spare roles by their names.
TEST(Unsaid, TheNameOfTheRole) {
  const Policy policy = *TryPolicy(AnyService(R"({"Service":"dms.amazonaws.com"})", ""));
  const auto verdict = [&](const char* element, const std::string& role) {
    const Policy rcp = *TryPolicy(
        absl::StrCat(kStatements, R"({"Effect":"Deny","Principal":"*","Action":"sts:*",")", element,
                     R"(":"arn:aws:iam::*:role/svc-*"}})"),
        PolicyType::kRcp);
    RoleQuestion question = AboutRole(policy);
    question.rcps = {&rcp};
    question.resource = role;
    return ProveProperty(question, Property::kNoForeignSource).verdict;
  };
  EXPECT_EQ(verdict("NotResource", "arn:aws:iam::111122223333:role/Role"), Verdict::kProved);
  EXPECT_EQ(verdict("NotResource", "arn:aws:iam::111122223333:role/svc-a"), Verdict::kRefuted);
  EXPECT_EQ(verdict("NotResource", ""), Verdict::kRefuted);
  EXPECT_EQ(verdict("Resource", "arn:aws:iam::111122223333:role/svc-a"), Verdict::kProved);
  EXPECT_EQ(verdict("Resource", ""), Verdict::kRefuted);
}

// What is proved of one role is told of those that are like it, unless an RCP tells them apart.
TEST(Unsaid, RolesThatAreAlike) {
  const Policy policy = *TryPolicy(AnyService(R"({"Service":"dms.amazonaws.com"})", ""));
  const auto alike = [&](const std::string& element) {
    const Policy rcp = *TryPolicy(
        absl::StrCat(kStatements, R"({"Effect":"Deny","Principal":"*","Action":"sts:*",)", element,
                     "}}"),
        PolicyType::kRcp);
    const Policy* rcps[] = {&rcp};
    return LikenessOf(policy, "arn:aws:iam::111122223333:role/a", rcps) ==
           LikenessOf(policy, "arn:aws:iam::111122223333:role/b", rcps);
  };
  EXPECT_TRUE(alike(R"("Resource":"*")"));
  EXPECT_FALSE(alike(R"("Resource":"arn:aws:iam::*:role/a")"));
  EXPECT_FALSE(alike(R"("Resource":["*","arn:aws:iam::*:role/a"])"));
  EXPECT_FALSE(alike(R"("NotResource":"*")"));
  EXPECT_NE(LikenessOf(policy, "arn:aws:iam::111122223333:role/a", {}),
            LikenessOf(policy, "arn:aws:iam::444455556666:role/a", {}));
  EXPECT_NE(LikenessOf(policy, "arn:aws:iam::111122223333:role/a", {}),
            LikenessOf(policy, "arn:aws-cn:iam::111122223333:role/a", {}));
}

// Which of my accounts the role is in, where the policy makes a difference between them.
TEST(Unsaid, WhichOfMyAccountsTheRoleIsIn) {
  const Policy policy = *TryPolicy(absl::StrCat(
      kStatements,
      R"([{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"},)",
      R"({"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringEquals":)",
      R"({"aws:ResourceAccount":"444455556666"}}}]})"));
  const auto ask = [&](std::vector<std::string> accounts) {
    RoleQuestion question = AboutRole(policy);
    question.resource.clear();
    question.trusted.accounts = std::move(accounts);
    return ProveProperty(question, Property::kNoForeignSource);
  };
  EXPECT_EQ(ask({"444455556666"}).verdict, Verdict::kProved);
  for (const std::vector<std::string>& both : {std::vector<std::string>{"444455556666", kMine},
                                               {kMine, "444455556666"},
                                               {"444455556666", "777788889999", kMine}}) {
    const Answer answer = ask(both);
    ASSERT_EQ(answer.verdict, Verdict::kRefuted);
    EXPECT_THAT(answer.witness->resource, testing::Not(HasSubstr("444455556666")));
  }
}

// Whose account only an organization of mine makes mine.
TEST(Unsaid, MembersOfMyOrganization) {
  const Policy policy = *TryPolicy(
      AnyService(R"({"AWS":"222233334444"})",
                 R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}})"));
  const auto honest = [&](std::vector<std::string> organizations) {
    RoleQuestion question = AboutRole(policy);
    question.trusted.organizations = std::move(organizations);
    return ProveProperty(question, Property::kSomeoneHonest);
  };
  const Answer member = honest({"o-abcdefghij"});
  ASSERT_EQ(member.verdict, Verdict::kProved);
  EXPECT_THAT(member.who_gets_in[0], HasSubstr("in an organization of mine"));
  EXPECT_EQ(honest({"o-otherother"}).verdict, Verdict::kRefuted);
  EXPECT_EQ(honest({}).verdict, Verdict::kRefuted);
}

constexpr char kOwnAccount[] =
    R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*"},)";

std::string Open(const std::string& rest) {
  return absl::StrCat(kStatements, "[", kOwnAccount, rest, "]}");
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html: a path is any ASCII.
TEST(Unsaid, PathsHaveColons) {
  const std::string everyone =
      R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",)";
  const Answer answer = Of(
      Open(everyone +
           R"("Condition":{"StringLike":{"aws:PrincipalArn":"arn:*:iam::111122223333:role/*"}}})"),
      Property::kNoForeignPrincipal);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted);
  EXPECT_THAT(*answer.witness->Find("aws:principalarn"),
              testing::MatchesRegex("arn:aws:iam::999999999999:role/.*:iam::111122223333:role/.+"));
  EXPECT_EQ(
      Of(Open(everyone +
              R"("Condition":{"ArnLike":{"aws:PrincipalArn":"arn:*:iam::111122223333:role/*"}}})"),
         Property::kNoForeignPrincipal)
          .verdict,
      Verdict::kProved)
      << "ARN operators keep to the six parts";
}

TEST(Unsaid, NamesHaveBlanksAndOtherLetters) {
  for (const std::string name : {"Public Files", "\\u00d6ffentlich"}) {
    const Policy policy = *TryPolicy(
        absl::StrCat(
            kStatements,
            R"({"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme/)",
            name, R"(/*"}})"),
        PolicyType::kResource);
    RoleQuestion question = AboutRole(policy);
    question.resource = "111122223333";
    EXPECT_EQ(ProveProperty(question, Property::kNoForeignPrincipal).verdict, Verdict::kRefuted)
        << name;
  }
  const std::string alarm = AnyService(
      R"({"Service":"alarms.example.amazonaws.com"})",
      R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:cloudwatch:us-east-1:*:alarm:My Alarm"}})");
  EXPECT_EQ(Of(alarm, Property::kNoForeignSource).verdict, Verdict::kRefuted);
  EXPECT_EQ(Of(alarm, Property::kSomeoneHonest).verdict, Verdict::kProved);
}

TEST(Unsaid, AProviderBesideTheOneThatIsDenied) {
  for (const std::string provider : {"saml-provider/Provider", "oidc-provider/provider.example"}) {
    const std::string action =
        provider[0] == 's' ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
    const Answer answer =
        Of(Open(absl::StrCat(
               R"({"Effect":"Allow","Principal":"*","Action":")", action,
               R"("},{"Effect":"Deny","Principal":{"Federated":"arn:aws:iam::111122223333:)",
               provider, R"("},"Action":")", action, R"("})")),
           Property::kNoForeignPrincipal);
    EXPECT_EQ(answer.verdict, Verdict::kRefuted) << provider;
  }
}

// Where templates show an account in every ARN, there may be kinds that show none; and the reverse.
TEST(Unsaid, KindsOfSourcesWithoutAnAccount) {
  const auto about = [](const char* pattern) {
    return AnyService(
        R"({"Service":"bedrock.amazonaws.com"})",
        absl::StrCat(R"(,"Condition":{"ArnLike":{"aws:SourceArn":")", pattern, R"("}})"));
  };
  EXPECT_EQ(
      Of(about("arn:aws:bedrock:*::foundation-model/*"), Property::kNoForeignSource, {Bedrock()})
          .verdict,
      Verdict::kRefuted);
  ServiceFact bucket = Bedrock();
  bucket.source_arns = {"arn:${Partition}:bedrock:::${Name}"};
  EXPECT_EQ(Of(about("arn:aws:bedrock:*:????????????:job/*"), Property::kNoForeignSource, {bucket})
                .verdict,
            Verdict::kRefuted);
}

// A time is no number: neither of two comparisons that leave no number over holds for it.
TEST(Unsaid, ATimeThatIsNoNumber) {
  const std::string policy = Open(
      R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"},
         {"Effect":"Deny","Principal":"*","Action":"*","Condition":{"NumericLessThan":{"aws:CurrentTime":"1893456000"}}},
         {"Effect":"Deny","Principal":"*","Action":"*","Condition":{"NumericGreaterThanEquals":{"aws:CurrentTime":"1893456000"}}})");
  const Answer answer = Of(policy, Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted);
  EXPECT_EQ(*answer.witness->Find("aws:currenttime"), "2026-01-01T00:00:00Z");
}

// Only users have a name of their own.
TEST(Unsaid, ARoleHasNoUserName) {
  const Answer answer = Of(
      Open(
          R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/R"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:username":"bob"}}})"),
      Property::kNoForeignPrincipal);
  EXPECT_EQ(answer.verdict, Verdict::kProved);
}

// A session shows no path of its role.
TEST(Unsaid, SessionsOfANamedRole) {
  const std::string allow =
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/R"},"Action":"sts:AssumeRole"},)";
  const auto policy = [&](const char* deny) {
    return *TryPolicy(absl::StrCat(kStatements, "[", allow, deny, "]}"));
  };
  const PolicyComparison comparison = Compare(
      policy(R"({"Effect":"Deny","Principal":"*","Action":"*"})"),
      policy(
          R"({"Effect":"Deny","Principal":"*","Action":"*","Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::999988887777:role/R"}}})"));
  ASSERT_EQ(comparison.relation, Relation::kWider) << comparison.reason;
  EXPECT_EQ(comparison.only_after->principal.kind, PrincipalKind::kRoleSession);
}

// No request names a canonical user, and its id shows no account.
TEST(Unsaid, WhoseACanonicalUserIs) {
  const auto policy = [](const char* action) {
    return *TryPolicy(
        absl::StrCat(
            kStatements,
            R"({"Effect":"Allow","Principal":{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"},"Action":")",
            action, R"(","Resource":"arn:aws:s3:::acme/*"}})"),
        PolicyType::kResource);
  };
  const Policy all = policy("s3:*");
  RoleQuestion question = AboutRole(all);
  question.resource = "111122223333";
  const Answer answer = ProveProperty(question, Property::kNoForeignPrincipal);
  EXPECT_EQ(answer.verdict, Verdict::kUnknown);
  EXPECT_EQ(answer.reason, "a canonical user is allowed, and whose that is is not known");
  EXPECT_EQ(ProveProperty(question, Property::kNoForeignSource).verdict, Verdict::kProved);
  const PolicyComparison comparison = Compare(policy("s3:GetObject"), all);
  EXPECT_EQ(comparison.relation, Relation::kUnknown);
  EXPECT_THAT(comparison.reason, HasSubstr("canonical users"));
  EXPECT_EQ(Compare(all, all).relation, Relation::kEquivalent);
}

}  // namespace
}  // namespace deputy
