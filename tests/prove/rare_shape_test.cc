// Policies of shapes that are rare, each with what the prover must say of it and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/prove/comparison.h"
#include "engine/prove/prover.h"
#include "engine/prove/smt.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string Document(const std::vector<std::string>& statements) {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", absl::StrJoin(statements, ","),
                      "]}");
}

std::string Allow(const std::string& principal, const std::string& condition = "{}",
                  const std::string& action = "sts:AssumeRole") {
  return absl::StrCat(R"({"Effect":"Allow","Principal":)", principal, R"(,"Action":")", action,
                      R"(","Condition":)", condition, "}");
}

Answer AskOf(const std::string& text, Property property,
             TrustedParties trusted = {{kMine}, {}, {}, {}},
             uint64_t budget = kDefaultStateBudget) {
  const std::optional<Policy> policy = TryPolicy(text);
  EXPECT_TRUE(policy) << text;
  if (!policy) return {};
  RoleQuestion question;
  question.policy = &*policy;
  question.resource = "arn:aws:iam::111122223333:role/Target";
  question.trusted = std::move(trusted);
  question.budget = budget;
  Answer answer = ProveProperty(question, property);
  if (answer.witness) {
    EXPECT_TRUE(Judge(*policy, {}).Allows(*answer.witness)) << Show(answer);
  }
  return answer;
}

TEST(RareShape, PathsOfMyOrganizationAreMine) {
  const TrustedParties trusted = {{kMine}, {"o-mine"}, {}, {}};
  const auto by_path = [&](const std::string& path) {
    return AskOf(
        Document(
            {Allow(R"("*")", absl::StrCat(R"({"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":")",
                                          path, "\"}}"))}),
        Property::kNoForeignPrincipal, trusted);
  };
  EXPECT_EQ(by_path("o-mine/*").verdict, Verdict::kProved);
  const Answer other = by_path("o-minemore/*");
  ASSERT_EQ(other.verdict, Verdict::kRefuted) << Show(other);
  EXPECT_THAT(*other.witness->Find("aws:PrincipalOrgPaths"), StartsWith("o-minemore/"));
}

// A session's ARN does not show the path of its role.
TEST(RareShape, ASessionThatIsNamed) {
  const std::string session = R"({"AWS":"arn:aws:sts::444455556666:assumed-role/r/s"})";
  const auto with_path = [&](const std::string& pattern) {
    return AskOf(Document({Allow(session, absl::StrCat(R"({"ArnLike":{"aws:PrincipalArn":")",
                                                       pattern, "\"}}"))}),
                 Property::kNoForeignPrincipal);
  };
  const Answer open = with_path("arn:aws:iam::444455556666:role/some/path/*");
  ASSERT_EQ(open.verdict, Verdict::kRefuted) << Show(open);
  EXPECT_EQ(*open.witness->Find("aws:PrincipalArn"), "arn:aws:iam::444455556666:role/some/path/r");
  EXPECT_EQ(open.who_gets_in, std::vector<std::string>{
                                  "the role session arn:aws:sts::444455556666:assumed-role/r/s"});
  EXPECT_EQ(with_path("arn:aws:iam::444455556666:role/some/path/q").verdict, Verdict::kProved);
  EXPECT_EQ(with_path("arn:aws:iam::444455556666:user/r").verdict, Verdict::kProved);
}

// A Deny for a role is one for its sessions, of that account and name.
TEST(RareShape, ADenyForTheRoleOfASession) {
  const auto denied = [&](const std::string& role) {
    return AskOf(Document({Allow(R"({"AWS":"arn:aws:sts::444455556666:assumed-role/r/s"})"),
                           absl::StrCat(R"({"Effect":"Deny","Principal":{"AWS":")", role,
                                        R"("},"Action":"sts:*"})")}),
                 Property::kNoForeignPrincipal)
        .verdict;
  };
  EXPECT_EQ(denied("arn:aws:iam::444455556666:role/path/r"), Verdict::kProved);
  EXPECT_EQ(denied("arn:aws:iam::444455556666:role/q"), Verdict::kRefuted);
  EXPECT_EQ(denied("arn:aws:iam::777788889999:role/r"), Verdict::kRefuted);
  EXPECT_EQ(denied("arn:aws-cn:iam::444455556666:role/r"), Verdict::kRefuted);
  EXPECT_EQ(denied("arn:aws:iam::444455556666:root"), Verdict::kProved);
  EXPECT_EQ(denied("arn:aws:iam::777788889999:root"), Verdict::kRefuted);
}

// Of the policy of a bucket, which can say who is not meant.
TEST(RareShape, ADenyOfEverybodyButOne) {
  const auto ask = [](const std::string& account, Property property) {
    const std::optional<Policy> policy = TryPolicy(
        Document(
            {R"({"Effect":"Allow","Principal":"*","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"})",
             absl::StrCat(R"({"Effect":"Deny","NotPrincipal":{"AWS":")", account,
                          R"("},"Action":"s3:*","Resource":"*"})")}),
        PolicyType::kResource);
    EXPECT_TRUE(policy);
    if (!policy) return Verdict::kUnknown;
    RoleQuestion question;
    question.policy = &*policy;
    question.trusted.accounts = {kMine};
    return ProveProperty(question, property).verdict;
  };
  EXPECT_EQ(ask(kMine, Property::kNoForeignPrincipal), Verdict::kProved);
  EXPECT_EQ(ask(kMine, Property::kSomeoneHonest), Verdict::kProved);
  EXPECT_EQ(ask("444455556666", Property::kNoForeignPrincipal), Verdict::kRefuted);
  EXPECT_EQ(ask("444455556666", Property::kSomeoneHonest), Verdict::kRefuted);
}

// Past the largest number that the policy names is another, also where all its digits are nines.
TEST(RareShape, NumbersThatGrowByADigit) {
  for (const char* number : {"999", "-0.5", "0", "0.25", "129"}) {
    const Answer above =
        AskOf(DmsTrust(absl::StrCat(R"({"NumericGreaterThan":{"custom:n":")", number, "\"}}")),
              Property::kNoForeignSource);
    EXPECT_EQ(above.verdict, Verdict::kRefuted) << number << Show(above);
    const Answer below =
        AskOf(DmsTrust(absl::StrCat(R"({"NumericLessThan":{"custom:n":")", number, "\"}}")),
              Property::kNoForeignSource);
    EXPECT_EQ(below.verdict, Verdict::kRefuted) << number << Show(below);
  }
}

TEST(RareShape, TimesBeforeTheEpochAndOfNoYear) {
  const auto at = [](const std::string& op, const std::string& time) {
    return AskOf(DmsTrust(absl::StrCat("{\"", op, R"(":{"aws:CurrentTime":")", time, "\"}}")),
                 Property::kNoForeignSource);
  };
  const Answer before = at("DateLessThan", "1969-03-01T00:00:00Z");
  ASSERT_EQ(before.verdict, Verdict::kRefuted) << Show(before);
  EXPECT_THAT(*before.witness->Find("aws:CurrentTime"), StartsWith("1969-02-28"));
  EXPECT_EQ(at("DateGreaterThan", "9999-12-31T23:59:59Z").verdict, Verdict::kRefuted);
  EXPECT_EQ(at("DateEquals", "2024-02-29T00:00:00.5Z").verdict, Verdict::kRefuted);
}

TEST(RareShape, BytesAreTextOfOneForm) {
  const auto both = [](const std::string& other) {
    return AskOf(DmsTrust(absl::StrCat(R"({"BinaryEquals":{"sts:RoleSessionName":"AQID"},)",
                                       R"("StringLike":{"sts:RoleSessionName":")", other, "\"}}")),
                 Property::kNoForeignSource);
  };
  const Answer open = both("AQ*");
  ASSERT_EQ(open.verdict, Verdict::kRefuted) << Show(open);
  EXPECT_EQ(*open.witness->Find("sts:RoleSessionName"), "AQID");
  EXPECT_EQ(both("B*").verdict, Verdict::kProved);
}

TEST(RareShape, EveryAccountOfOneDigitIsTrusted) {
  TrustedParties trusted;
  for (const char digit : std::string("0123456789")) trusted.accounts.emplace_back(12, digit);
  trusted.accounts.emplace_back("999999999998");
  trusted.third_parties.push_back({"999999999997", "id"});
  const Answer answer = AskOf(DmsTrust("{}"), Property::kNoForeignSource, trusted);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(*answer.witness->Find("aws:SourceAccount"), "999999999996") << Show(answer);
}

// `service.amazonaws.com` stands for a service that nobody names, unless somebody does.
TEST(RareShape, AServiceThatIsCalledAsTheExampleIs) {
  const Answer answer =
      AskOf(Document({Allow(R"("*")", R"({"Bool":{"aws:PrincipalIsAWSService":"true"}})"),
                      R"({"Effect":"Deny","Principal":{"Service":"service.amazonaws.com"},)"
                      R"("Action":"sts:*"})"}),
            Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(answer.witness->principal.text, "another-service.amazonaws.com");
}

// A provider of SAML, and one of OIDC that is named by its host alone.
TEST(RareShape, ProvidersCallByTheActionOfTheirKind) {
  const std::string saml = R"({"Federated":"arn:aws:iam::111122223333:saml-provider/p"})";
  const Answer by_saml = AskOf(
      Document({Allow(saml, R"({"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}})",
                      "sts:AssumeRoleWithSAML")}),
      Property::kNoForeignPrincipal);
  const Answer by_other_action =
      AskOf(Document({Allow(saml, "{}", "sts:AssumeRole")}), Property::kNoForeignPrincipal);
  EXPECT_EQ(by_other_action.verdict, Verdict::kProved) << "nobody comes so";
  ASSERT_EQ(by_saml.verdict, Verdict::kRefuted) << Show(by_saml);
  EXPECT_EQ(by_saml.witness->action, "sts:AssumeRoleWithSAML");
  const Answer claim_of_another = AskOf(
      Document({Allow(saml, R"({"StringLike":{"token.actions.githubusercontent.com:sub":"*"}})",
                      "sts:AssumeRoleWithSAML")}),
      Property::kNoForeignPrincipal);
  EXPECT_EQ(claim_of_another.verdict, Verdict::kProved) << "its tokens have no such claim";
  const Answer issued = AskOf(Document({Allow(R"({"Federated":"cognito-identity.amazonaws.com"})",
                                              R"({"StringLike":{"aws:FederatedProvider":"*"}})",
                                              "sts:AssumeRoleWithWebIdentity")}),
                              Property::kNoForeignPrincipal);
  EXPECT_EQ(issued.verdict, Verdict::kRefuted) << Show(issued);
}

// A claim that makes a token mine is in the witness also where no policy asks for it.
TEST(RareShape, ATokenIsMineByWhatNoPolicyAsks) {
  const std::string provider =
      R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"})";
  const std::string policy = Document({Allow(provider, "{}", "sts:AssumeRoleWithWebIdentity")});
  TrustedParties trusted = {{kMine}, {}, {}, {{"Token.example.com:sub", "repo:acme/*"}}};
  const Answer honest = AskOf(policy, Property::kSomeoneHonest, trusted);
  ASSERT_EQ(honest.verdict, Verdict::kProved) << Show(honest);
  EXPECT_THAT(*honest.witness->Find("token.example.com:sub"), StartsWith("repo:acme/"));
  EXPECT_EQ(AskOf(policy, Property::kNoForeignPrincipal, trusted).verdict, Verdict::kRefuted);
  const std::string held =
      Document({Allow(provider, R"({"StringLike":{"token.example.com:sub":"repo:acme/*"}})",
                      "sts:AssumeRoleWithWebIdentity")});
  EXPECT_EQ(AskOf(held, Property::kNoForeignPrincipal, trusted).verdict, Verdict::kProved);
  trusted.claims = {{"other.example.com:sub", "repo:acme/*"}};  // of another provider's tokens
  EXPECT_EQ(AskOf(held, Property::kNoForeignPrincipal, trusted).verdict, Verdict::kRefuted);
}

TEST(RareShape, EverybodyIncludesProviders) {
  const Answer saml =
      AskOf(Document({Allow(R"("*")",
                            R"({"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}})",
                            "sts:AssumeRoleWithSAML")}),
            Property::kNoForeignPrincipal);
  ASSERT_EQ(saml.verdict, Verdict::kRefuted) << Show(saml);
  EXPECT_THAT(saml.witness->principal.text, HasSubstr(":saml-provider/"));
  const Answer oidc =
      AskOf(Document({Allow(R"("*")", R"({"StringEquals":{"token.example.com:aud":"me"}})",
                            "sts:AssumeRoleWithWebIdentity")}),
            Property::kNoForeignPrincipal);
  ASSERT_EQ(oidc.verdict, Verdict::kRefuted) << Show(oidc);
  EXPECT_EQ(oidc.witness->principal.text,
            "arn:aws:iam::111122223333:oidc-provider/token.example.com");
  const Answer issued =
      AskOf(Document({Allow(R"({"Federated":"www.amazon.com"})",
                            R"({"DateGreaterThan":{"aws:TokenIssueTime":"2024-01-01T00:00:00Z"}})",
                            "sts:AssumeRoleWithWebIdentity")}),
            Property::kNoForeignPrincipal);
  EXPECT_EQ(issued.verdict, Verdict::kRefuted) << Show(issued);
}

// A provider that is named by its host is the one in the account of the role.
TEST(RareShape, ADenyForTheProviderOfAHost) {
  const auto denied = [](const std::string& provider) {
    return AskOf(Document({Allow(R"({"Federated":"token.example.com"})", "{}",
                                 "sts:AssumeRoleWithWebIdentity"),
                           absl::StrCat(R"({"Effect":"Deny","Principal":{"Federated":")", provider,
                                        R"("},"Action":"sts:*"})")}),
                 Property::kNoForeignPrincipal)
        .witness;
  };
  const auto mine = denied("arn:aws:iam::111122223333:oidc-provider/token.example.com");
  EXPECT_TRUE(!mine || mine->principal.text != "token.example.com");
  for (const char* other : {"arn:aws:iam::444455556666:oidc-provider/token.example.com",
                            "arn:aws:iam::111122223333:oidc-provider/example.com"})
    EXPECT_TRUE(denied(other)) << other;
}

// Who stands for the others of an account is not one of those who are named.
TEST(RareShape, TheOthersOfAnAccount) {
  const Answer answer = AskOf(
      Document(
          {Allow(R"({"AWS":"444455556666"})", R"({"StringEquals":{"aws:PrincipalType":"User"}})"),
           R"({"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::444455556666:user/alice"},)"
           R"("Action":"sts:*"})"}),
      Property::kNoForeignPrincipal);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(answer.witness->principal.text, "arn:aws:iam::444455556666:user/alicex");
}

struct SourceCase {
  const char* condition;
  Verdict verdict;
};

// Of a key that has a form of its own, what has another form is nobody's value.
TEST(RareShape, ValuesThatNoAccountNameOrTimeHas) {
  const SourceCase cases[] = {
      {R"({"NumericEquals":{"aws:SourceAccount":"0"}})", Verdict::kRefuted},
      {R"({"NumericEquals":{"aws:SourceAccount":"-0.0"}})", Verdict::kRefuted},
      {R"({"NumericEquals":{"aws:SourceAccount":"0.5"}})", Verdict::kProved},
      {R"({"NumericEquals":{"aws:SourceAccount":"-5"}})", Verdict::kProved},
      {R"({"NumericEquals":{"aws:SourceAccount":"5"}})", Verdict::kRefuted},
      {R"({"StringEquals":{"aws:SourceAccount":"1:2"}})", Verdict::kProved},
      {R"({"ArnLike":{"aws:SourceArn":"x:aws:dms:*:*:*"}})", Verdict::kProved},
      {R"({"ArnLike":{"aws:SourceArn":"*:aws:dms:*:*:*"}})", Verdict::kRefuted},
      {R"({"StringLike":{"sts:RoleSessionName":"\u00e9\u20ac\ud83d\ude00*"}})", Verdict::kRefuted},
      {R"({"Null":{"aws:EpochTime":"true"}})", Verdict::kProved},
      {R"({"Null":{"aws:SourceVpc":"false"}})", Verdict::kProved},
      {R"({"Null":{"aws:VpcSourceIp":"false"}})", Verdict::kProved},
      {R"({"DateLessThan":{"aws:CurrentTime":"0001-01-01T00:00:00Z"}})", Verdict::kProved},
      {R"({"DateGreaterThan":{"aws:CurrentTime":"2024-01-01T00:00:00.999999999Z"},)"
       R"("DateLessThan":{"aws:CurrentTime":"2024-01-01T00:00:01.000000001Z"}})",
       Verdict::kRefuted},
  };
  for (const auto& [condition, verdict] : cases) {
    const Answer answer = AskOf(DmsTrust(condition), Property::kNoForeignSource);
    EXPECT_EQ(answer.verdict, verdict) << condition << Show(answer);
  }
}

TEST(RareShape, NamesOfUsersHaveNoSlash) {
  const auto by_name = [](const std::string& name) {
    return AskOf(Document(
                     {Allow(R"({"AWS":"444455556666"})",
                            absl::StrCat(R"({"StringEquals":{"aws:username":")", name, "\"}}"))}),
                 Property::kNoForeignPrincipal)
        .verdict;
  };
  EXPECT_EQ(by_name("bob"), Verdict::kRefuted);
  EXPECT_EQ(by_name("path/bob"), Verdict::kProved);
}

TEST(RareShape, NoServiceHasSuchAName) {
  for (const char* name : {"dms_x.amazonaws.com", "dms~x.amazonaws.com", "DMS.amazonaws.com"}) {
    const Answer answer = AskOf(Document({Allow(absl::StrCat(R"({"Service":")", name, "\"}"))}),
                                Property::kNoForeignSource);
    EXPECT_EQ(answer.verdict, Verdict::kProved) << name << Show(answer);
  }
}

// Keys without a name of their own in the table are spelled as the policy spells them.
TEST(RareShape, KeysAreSpelledAsThePolicyDoes) {
  const Answer answer =
      AskOf(Document({Allow(R"({"AWS":"444455556666"})",
                            R"({"StringEquals":{"aws:PrincipalTag/Team":"blue"}})")}),
            Property::kNoForeignPrincipal);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(answer.witness->context.at("aws:principaltag/team").name, "aws:PrincipalTag/Team");
}

TEST(RareShape, AnAccountThatIsNamedIsNoExampleOfOthers) {
  const Answer answer = AskOf(Document({Allow(R"({"AWS":["999999999999","111122223333"]})",
                                              R"({"StringEquals":{"sts:ExternalId":"x"}})"),
                                        Allow(R"({"Service":"dms.amazonaws.com"})")}),
                              Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(*answer.witness->Find("aws:SourceAccount"), "000000000000") << Show(answer);
}

// A set has to pass as a whole: with `b` in it not all of it is `a`.
TEST(RareShape, ASetThatNoneIs) {
  const auto tagged = [](const char* all) {
    return AskOf(
        Document({Allow(R"("*")", absl::StrCat(R"({"ForAnyValue:StringEquals":{"aws:TagKeys":"a"},)"
                                               R"("ForAnyValue:StringLike":{"aws:TagKeys":"b"},)"
                                               R"("ForAllValues:StringEquals":{"aws:TagKeys":)",
                                               all, "}}"))}),
        Property::kNoForeignPrincipal);
  };
  EXPECT_EQ(tagged(R"("a")").verdict, Verdict::kProved);
  EXPECT_EQ(tagged(R"(["a","b"])").verdict, Verdict::kRefuted);
  const auto counted = [](const char* all) {
    return AskOf(Document({Allow(
                     R"("*")", absl::StrCat(R"({"ForAnyValue:NumericEquals":{"aws:TagKeys":"1"},)"
                                            R"("ForAnyValue:NumericLessThan":{"aws:TagKeys":"1"},)"
                                            R"("ForAllValues:NumericEquals":{"aws:TagKeys":)",
                                            all, "}}"))}),
                 Property::kNoForeignPrincipal);
  };
  EXPECT_EQ(counted(R"("1")").verdict, Verdict::kProved);
  EXPECT_EQ(counted(R"(["1","0"])").verdict, Verdict::kRefuted);
}

// A service whose name has every kind of character that one may have.
TEST(RareShape, AServiceNameOfDigits) {
  for (const char* service : {"s0.amazonaws.com", "s9.amazonaws.com", "9.a-z.amazonaws.com"}) {
    const Answer answer = AskOf(Document({Allow(absl::StrCat(R"({"Service":")", service, "\"}"))}),
                                Property::kNoForeignSource);
    ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
    EXPECT_EQ(answer.witness->principal.text, service);
  }
}

// An address is always one: who has the key has one of all addresses.
TEST(RareShape, EveryAddressIsOneOfAll) {
  const auto from = [](const char* blocks) {
    return AskOf(
        Document({Allow(R"("*")", absl::StrCat(R"({"NotIpAddress":{"aws:SourceIp":)", blocks,
                                               R"(},"Null":{"aws:SourceIp":"false"}})"))}),
        Property::kNoForeignPrincipal);
  };
  EXPECT_EQ(from(R"(["0.0.0.0/0","::/0"])").verdict, Verdict::kProved);
  EXPECT_EQ(from(R"(["0.0.0.0/1","::/0"])").verdict, Verdict::kRefuted);
}

TEST(RareShape, CallersAreOfThePartitionOfTheRole) {
  const Policy policy = *TryPolicy(Document({Allow(R"("*")")}));
  RoleQuestion question;
  question.policy = &policy;
  question.resource = "arn:aws-cn:iam::111122223333:role/Target";
  question.trusted = {{kMine}, {}, {}, {}};
  const Answer answer = ProveProperty(question, Property::kNoForeignPrincipal);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_THAT(answer.witness->principal.text, StartsWith("arn:aws-cn:iam::"));
}

// My accounts that are not named share their cases, in which a condition still finds the one.
TEST(RareShape, OneOfManyAccountsOfMine) {
  const auto ask = [](const char* account, Property property) {
    return AskOf(
        Document({Allow(R"("*")", absl::StrCat(R"({"StringEquals":{"aws:PrincipalAccount":")",
                                               account, R"("}})"))}),
        property, {{kMine, "222233334444", "333344445555", "444455556666"}, {}, {}, {}});
  };
  for (const char* mine : {"111122223333", "222233334444", "444455556666"}) {
    const Answer answer = ask(mine, Property::kSomeoneHonest);
    ASSERT_EQ(answer.verdict, Verdict::kProved) << Show(answer);
    ASSERT_TRUE(answer.witness.has_value());
    EXPECT_EQ(answer.witness->principal.account, mine) << Show(answer);
    EXPECT_EQ(ask(mine, Property::kNoForeignPrincipal).verdict, Verdict::kProved);
  }
  EXPECT_EQ(ask("555566667777", Property::kSomeoneHonest).verdict, Verdict::kRefuted);
  EXPECT_EQ(ask("555566667777", Property::kNoForeignPrincipal).verdict, Verdict::kRefuted);
}

TEST(RareShape, AClaimOfSeveralValues) {
  const std::string policy = Document(
      {Allow(R"({"Federated":"cognito-identity.amazonaws.com"})",
             R"({"ForAnyValue:StringLike":{"cognito-identity.amazonaws.com:amr":"authenticated"}})",
             "sts:AssumeRoleWithWebIdentity")});
  const TrustedParties trusted = {
      {kMine}, {}, {}, {{"cognito-identity.amazonaws.com:amr", "authenticated"}}};
  EXPECT_EQ(AskOf(policy, Property::kSomeoneHonest, trusted).verdict, Verdict::kProved);
}

// What is known of a service may be little: an ARN without a resource, or a placeholder without an
// end, which is text.
TEST(RareShape, FactsOfServicesWithOddArns) {
  ServiceFact fact;
  fact.principal = "dms.amazonaws.com";
  fact.sends_source_arn = Known::kYes;
  fact.sends_source_account = Known::kNo;
  fact.source_arns = {"arn:aws:dms", "arn:aws:dms:us-east-1:${Account}:rep:${Name",
                      "arn:aws:dms:us-east-1:${Account}:task:all"};
  const std::vector<ServiceFact> facts = {fact, fact};
  const std::optional<Policy> policy = TryPolicy(Document(
      {Allow(R"("*")", R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:us-east-1:*:rep:*"}})")}));
  ASSERT_TRUE(policy);
  RoleQuestion question;
  question.policy = &*policy;
  question.resource = "arn:aws:iam::111122223333:role/Target";
  question.trusted.accounts = {kMine};
  question.services = facts;
  const Answer answer = ProveProperty(question, Property::kNoForeignSource);
  ASSERT_EQ(answer.verdict, Verdict::kRefuted) << Show(answer);
  EXPECT_EQ(*answer.witness->Find("aws:SourceArn"),
            "arn:aws:dms:us-east-1:999999999999:rep:${Name");
  EXPECT_THAT(
      answer.assumptions,
      testing::Contains("dms.amazonaws.com sends aws:SourceArn and sends no aws:SourceAccount"));
}

TEST(RareShape, WhatIsAssumedOfAService) {
  const Policy policy = *TryPolicy(DmsTrust("{}"));
  const auto assumed = [&](Known arn, Known account) {
    const ServiceFact facts[] = {
        {"dms.amazonaws.com", "DMS", "", arn, account, "", Known::kNo, {}, ""}};
    RoleQuestion question;
    question.policy = &policy;
    question.resource = "arn:aws:iam::111122223333:role/Target";
    question.trusted.accounts = {kMine};
    question.services = facts;
    return absl::StrJoin(ProveProperty(question, Property::kNoForeignSource).assumptions, "; ");
  };
  EXPECT_EQ(assumed(Known::kYes, Known::kYes),
            "dms.amazonaws.com sends aws:SourceArn and aws:SourceAccount");
  EXPECT_EQ(assumed(Known::kNo, Known::kNo),
            "dms.amazonaws.com sends no aws:SourceArn and no aws:SourceAccount");
  EXPECT_EQ(assumed(Known::kYes, Known::kUnknown),
            "dms.amazonaws.com sends aws:SourceArn and may or may not send aws:SourceAccount");
  EXPECT_EQ(assumed(Known::kNo, Known::kYes),
            "dms.amazonaws.com sends no aws:SourceArn and sends aws:SourceAccount");
}

// Honest is also who acts for another account of my organization.
TEST(RareShape, ASourceOfMyOrganizationIsHonest) {
  const auto honest = [](const char* organization) {
    return AskOf(DmsTrust(absl::StrCat(R"({"StringEquals":{"aws:SourceOrgID":")", organization,
                                       R"("},"StringNotEquals":{"aws:SourceAccount":")", kMine,
                                       R"("},"Null":{"aws:SourceAccount":"false"}})")),
                 Property::kSomeoneHonest, {{kMine}, {"o-mine"}, {}, {}});
  };
  EXPECT_EQ(honest("o-mine").verdict, Verdict::kProved) << Show(honest("o-mine"));
  EXPECT_EQ(honest("o-other").verdict, Verdict::kRefuted);
}

// A Deny around the role and one of its own policy that say the same but for the resource.
TEST(RareShape, ADenyWithAResourceAndOneWithout) {
  const std::optional<Policy> policy = TryPolicy(
      Document({Allow(R"({"Service":"dms.amazonaws.com"})"),
                R"({"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":)"
                R"({"StringNotEquals":{"aws:SourceAccount":"111122223333"}}})"}));
  const std::optional<Policy> rcp = TryPolicy(
      Document({R"({"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*",)"
                R"("Condition":{"StringNotEquals":{"aws:SourceAccount":"111122223333"}}})"}),
      PolicyType::kRcp);
  ASSERT_TRUE(policy && rcp);
  RoleQuestion question;
  question.policy = &*policy;
  question.rcps = {&*rcp};
  question.resource = "arn:aws:iam::111122223333:role/Target";
  question.trusted.accounts = {kMine};
  EXPECT_EQ(ProveProperty(question, Property::kNoForeignSource).verdict, Verdict::kProved);
  EXPECT_EQ(ProveProperty(question, Property::kSomeoneHonest).verdict, Verdict::kProved);
}

// Of any budget: what is said holds, and what could not be finished is not said.
TEST(RareShape, ASmallBudgetNeverMakesAnAnswerWrong) {
  struct {
    const char* condition;
    Verdict verdict;
  } const cases[] = {
      {R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})", Verdict::kProved},
      {R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})", Verdict::kRefuted},
      {R"({"ForAllValues:StringLike":{"aws:TagKeys":["a*","b*"]},)"
       R"("ForAnyValue:StringNotLike":{"aws:TagKeys":"a*"},)"
       R"("StringEquals":{"aws:SourceAccount":"111122223333"}})",
       Verdict::kProved},
  };
  for (const auto& [condition, verdict] : cases) {
    bool finished = false;
    for (uint64_t budget = 0; budget < 4000; budget += budget < 100 ? 1 : 97) {
      const Answer answer =
          AskOf(DmsTrust(condition), Property::kNoForeignSource, {{kMine}, {}, {}, {}}, budget);
      if (answer.verdict == Verdict::kUnknown) {
        EXPECT_THAT(answer.reason, HasSubstr("the budget of states ran out")) << budget;
        continue;
      }
      EXPECT_EQ(answer.verdict, verdict) << condition << " with " << budget;
      finished = true;
    }
    EXPECT_TRUE(finished) << condition;
  }
}

// Statements that say the same in both of two policies cancel out.
TEST(RareShape, PoliciesThatDifferInOneElement) {
  const auto compare = [](const std::string& a, const std::string& b) {
    const std::optional<Policy> first = TryPolicy(a, PolicyType::kResource);
    const std::optional<Policy> second = TryPolicy(b, PolicyType::kResource);
    EXPECT_TRUE(first && second) << a << b;
    return Compare(*first, *second, "arn:aws:s3:::b/k").relation;
  };
  const auto statement = [](const std::string& effect, const std::string& principal,
                            const std::string& action, const std::string& resource) {
    return Document({absl::StrCat(R"({"Effect":")", effect, R"(",)", principal, ",", action, ",",
                                  resource, "}"),
                     R"({"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"})"});
  };
  const std::string deny = statement("Deny", R"("Principal":{"AWS":"111122223333"})",
                                     R"("Action":"s3:GetObject")", R"("Resource":"*")");
  EXPECT_EQ(compare(deny, deny), Relation::kEquivalent);
  EXPECT_EQ(compare(deny, statement("Deny", R"("NotPrincipal":{"AWS":"111122223333"})",
                                    R"("Action":"s3:GetObject")", R"("Resource":"*")")),
            Relation::kIncomparable);
  EXPECT_EQ(compare(deny, statement("Deny", R"("Principal":{"AWS":"111122223333"})",
                                    R"("NotAction":"s3:GetObject")", R"("Resource":"*")")),
            Relation::kIncomparable);
  EXPECT_EQ(
      compare(deny, statement("Deny", R"("Principal":{"AWS":"111122223333"})",
                              R"("Action":"s3:GetObject")", R"("NotResource":"arn:aws:s3:::b/*")")),
      Relation::kWider);
  EXPECT_EQ(compare(deny, statement("Allow", R"("Principal":{"AWS":"111122223333"})",
                                    R"("Action":"s3:GetObject")", R"("Resource":"*")")),
            Relation::kWider);
  // The same of a role, whose statements have no resource.
  const auto trust = [](const char* action) {
    return Document({Allow(R"("*")"), absl::StrCat(R"({"Effect":"Deny","Principal":"*",)", action,
                                                   R"(:"sts:AssumeRole"})")});
  };
  EXPECT_EQ(Compare(*TryPolicy(trust(R"("Action")")), *TryPolicy(trust(R"("NotAction")")),
                    "arn:aws:iam::111122223333:role/Target")
                .relation,
            Relation::kWider);
  // One of a role and one of a resource, which say the same but for where.
  const std::string denied =
      R"({"Effect":"Deny","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole")";
  const std::optional<Policy> without = TryPolicy(Document({denied + "}"}));
  const std::optional<Policy> with =
      TryPolicy(Document({denied + R"(,"Resource":"*"})"}), PolicyType::kResource);
  ASSERT_TRUE(without && with);
  EXPECT_EQ(Compare(*without, *with, "arn:aws:s3:::b/k").relation, Relation::kEquivalent)
      << "neither allows anything";
}

// As a question for another solver: what has to stand in it, without one at hand.
TEST(RareShape, AsAQuestionOfSmt) {
  const auto text_of = [](const std::string& policy_text, Property property) {
    const std::optional<Policy> policy = TryPolicy(policy_text);
    EXPECT_TRUE(policy) << policy_text;
    RoleQuestion question;
    question.policy = &*policy;
    question.resource = "arn:aws:iam::111122223333:role/Target";
    question.trusted.accounts = {kMine};
    return ExportSmt(question, property);
  };
  const SmtScript sets = text_of(DmsTrust(R"({"ForAllValues:StringLike":{"custom:k":"a*"},)"
                                          R"("ForAnyValue:StringEquals":{"custom:k":["b","c"]}})"),
                                 Property::kNoForeignSource);
  EXPECT_TRUE(sets.exact);
  // Two tests on one key: two members, the second only beside the first, each with the pattern.
  EXPECT_THAT(sets.text, HasSubstr("_1)))"));
  EXPECT_THAT(sets.text, HasSubstr("(or (not p"));
  EXPECT_THAT(sets.text, HasSubstr("(re.* "));
  EXPECT_THAT(sets.text, HasSubstr(" true)"));  // ForAllValues of nothing
  const SmtScript deny =
      text_of(Document({Allow(R"({"Service":"dms.amazonaws.com"})"),
                        R"({"Effect":"Deny","Principal":"*","Action":"sts:*"})"}),
              Property::kNoForeignSource);
  EXPECT_THAT(deny.text, HasSubstr("(not "));
  const SmtScript honest = text_of(DmsTrust("{}"), Property::kSomeoneHonest);
  EXPECT_THAT(honest.text, HasSubstr("; case 0: "));
  EXPECT_GT(honest.cases, 0u);
  const SmtScript variables =
      text_of(DmsTrust(R"({"StringEquals":{"aws:SourceAccount":"${aws:PrincipalTag/x}"}})"),
              Property::kNoForeignSource);
  EXPECT_EQ(absl::StrContains(variables.text, "${"), false);
  // What the policy asks of presence alone is known without a word.
  const SmtScript absent =
      text_of(DmsTrust(R"({"Null":{"aws:SourceArn":"true","custom:k":"false"}})"),
              Property::kNoForeignSource);
  EXPECT_THAT(absent.text, HasSubstr("true"));
  EXPECT_TRUE(absent.exact);
  // Beyond the planes that the theory knows there is no letter.
  const SmtScript beyond = text_of(DmsTrust(R"({"StringEquals":{"custom:k":"\ud8bf\udffd"}})"),
                                   Property::kNoForeignSource);
  EXPECT_THAT(beyond.text, HasSubstr("re.none"));
}

}  // namespace
}  // namespace deputy
