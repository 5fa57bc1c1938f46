// In which organization the resource is: where some are mine, in one of these or in none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::Contains;

constexpr char kOne[] = "o-abcdefghij";
constexpr char kTwo[] = "o-0123456789";
constexpr char kOfResource[] = "${aws:ResourceOrgID}";

Answer Of(const std::string& statements, Property property,
          std::vector<std::string> organizations) {
  const std::optional<Policy> policy =
      TryPolicy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}");
  RoleQuestion question = AboutRole(*policy);
  question.trusted.organizations = std::move(organizations);
  return ProveProperty(question, property);
}

std::string Says(const char* effect, const std::string& principal, const std::string& condition) {
  return absl::StrCat(R"({"Effect":")", effect, R"(","Principal":)", principal,
                      R"(,"Action":"sts:AssumeRole","Condition":{)", condition, "}}");
}

std::string Everybody(const std::string& condition) {
  return Says("Allow", R"({"AWS":"*"})", condition);
}

std::string Asks(const char* op, const char* key, const char* value) {
  return absl::StrCat("\"", op, R"(":{")", key, R"(":")", value, R"("})");
}

constexpr Property kCaller = Property::kNoForeignPrincipal;
constexpr Property kSource = Property::kNoForeignSource;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
TEST(ResourceOrganization, TheCallerIsInTheSame) {
  const std::string same = Everybody(Asks("StringEquals", "aws:PrincipalOrgID", kOfResource));
  EXPECT_EQ(Of(same, kCaller, {}).verdict, Verdict::kRefuted) << "nobody said that it is mine";
  for (const std::vector<std::string>& mine :
       {std::vector<std::string>{kOne}, std::vector<std::string>{kOne, kTwo}}) {
    const Answer answer = Of(same, kCaller, mine);
    EXPECT_EQ(answer.verdict, Verdict::kProved) << Show(answer);
    EXPECT_THAT(answer.assumptions,
                Contains("the role's own organization is none other than the trusted ones"));
    EXPECT_EQ(Of(same, Property::kSomeoneHonest, mine).verdict, Verdict::kProved);
  }
  const std::string denied = absl::StrCat(
      Everybody(Asks("StringLike", "aws:PrincipalArn", "*")), ",",
      Says("Deny", R"("*")", Asks("StringNotEqualsIfExists", "aws:PrincipalOrgID", kOfResource)));
  EXPECT_EQ(Of(denied, kCaller, {kOne}).verdict, Verdict::kProved);
}

TEST(ResourceOrganization, TheSourceIsInTheSame) {
  const auto service = [](const char* op) {
    return Says("Allow", R"({"Service":"dms.amazonaws.com"})",
                Asks(op, "aws:SourceOrgID", kOfResource));
  };
  EXPECT_EQ(Of(service("StringEquals"), kSource, {}).verdict, Verdict::kRefuted);
  EXPECT_EQ(Of(service("StringEquals"), kSource, {kOne}).verdict, Verdict::kProved);
  EXPECT_EQ(Of(service("StringEquals"), Property::kSomeoneHonest, {kOne}).verdict,
            Verdict::kProved);
  EXPECT_EQ(Of(service("StringNotEquals"), kSource, {kOne}).verdict, Verdict::kRefuted);
  EXPECT_EQ(Of(service("StringEqualsIfExists"), kSource, {kOne}).verdict, Verdict::kRefuted);
}

TEST(ResourceOrganization, MayBeNone) {
  const Answer none =
      Of(Everybody(Asks("Null", "aws:ResourceOrgID", "true")), kCaller, {kOne, kTwo});
  ASSERT_EQ(none.verdict, Verdict::kRefuted);
  EXPECT_EQ(none.witness->Find("aws:resourceorgid"), nullptr);
  const Answer paths =
      Of(Everybody(Asks("Null", "aws:ResourceOrgPaths", "true")), kCaller, {kOne, kTwo});
  EXPECT_EQ(paths.verdict, Verdict::kRefuted);
}

TEST(ResourceOrganization, OfAResourceThatIsNoRole) {
  const std::optional<Policy> policy = TryPolicy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"${aws:ResourceOrgID}"}}}})",
      PolicyType::kResource);
  RoleQuestion question = AboutRole(*policy);
  question.resource = kMine;
  question.trusted.organizations = {kOne};
  const Answer answer = ProveProperty(question, kCaller);
  EXPECT_EQ(answer.verdict, Verdict::kProved);
  EXPECT_THAT(answer.assumptions,
              Contains("the resource's own organization is none other than the trusted ones"));
}

TEST(ResourceOrganization, IsNotAnother) {
  const auto in = [](const char* op, const char* key, const char* value) {
    return Of(Everybody(Asks(op, key, value)), kCaller, {kOne, kTwo});
  };
  EXPECT_EQ(in("StringEquals", "aws:ResourceOrgID", "o-otherother").verdict, Verdict::kProved);
  const Answer second = in("StringEquals", "aws:ResourceOrgID", kTwo);
  ASSERT_EQ(second.verdict, Verdict::kRefuted);
  EXPECT_EQ(*second.witness->Find("aws:resourceorgid"), kTwo);
  EXPECT_EQ(in("ForAnyValue:StringLike", "aws:ResourceOrgPaths", "o-otherother/*").verdict,
            Verdict::kProved);
  const Answer path = in("ForAnyValue:StringLike", "aws:ResourceOrgPaths", "o-0123456789/*");
  ASSERT_EQ(path.verdict, Verdict::kRefuted);
  EXPECT_EQ(*path.witness->Find("aws:resourceorgid"), kTwo) << "and the id agrees with the path";
}

}  // namespace
}  // namespace deputy
