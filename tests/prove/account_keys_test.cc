// What Amazon SNS and AWS KMS send of the account for which they are called.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

std::string ToEverybody(const std::string& action, const std::string& condition) {
  return absl::StrCat(R"({"Effect":"Allow","Principal":"*","Action":")", action,
                      R"(","Resource":"*","Condition":)", condition, "}");
}

Answer Of(const std::string& statements, Property property,
          PolicyType type = PolicyType::kResource) {
  const std::optional<Policy> policy =
      TryPolicy(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}", type);
  RoleQuestion question = AboutRole(*policy);
  if (type == PolicyType::kResource) question.resource = kMine;
  return ProveProperty(question, property);
}

TEST(AccountKeys, FollowFromWhoCalls) {
  const struct {
    const char* action;
    const char* key;
  } kServices[] = {{"kms:Decrypt", "kms:CallerAccount"}, {"SNS:Publish", "AWS:SourceOwner"}};
  for (const auto& [action, key] : kServices) {
    SCOPED_TRACE(key);
    const auto asked = [&, key = key, action = action](const char* op, const char* account) {
      return ToEverybody(action,
                         absl::StrCat(R"({")", op, R"(":{")", key, R"(":")", account, R"("}})"));
    };
    for (const Property property : {Property::kNoForeignPrincipal, Property::kNoForeignSource}) {
      const Answer mine = Of(asked("StringEquals", "111122223333"), property);
      EXPECT_EQ(mine.verdict, Verdict::kProved) << Show(mine);
      const Answer other = Of(asked("StringEquals", "999988887777"), property);
      EXPECT_EQ(other.verdict, Verdict::kRefuted);
      EXPECT_EQ(*other.witness->Find(key), "999988887777");
    }
    const Answer caller = Of(asked("StringEquals", "999988887777"), Property::kNoForeignPrincipal);
    EXPECT_EQ(caller.witness->principal.account, "999988887777") << Show(caller);
    EXPECT_EQ(Of(asked("StringEquals", "111122223333"), Property::kSomeoneHonest).verdict,
              Verdict::kProved);
    EXPECT_EQ(Of(asked("StringEquals", "999988887777"), Property::kSomeoneHonest).verdict,
              Verdict::kRefuted);
    // Without an account there is none to send.
    EXPECT_FALSE(
        Of(asked("Null", "true"), Property::kNoForeignPrincipal).witness->principal.IsIam());
  }
}

// Other actions do not send them, and then a Deny of a stranger by them denies nobody.
TEST(AccountKeys, AreOpenWhereTheyMayBeAbsent) {
  const std::string deny =
      R"({"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEqualsIfExists":{"kms:CallerAccount":"111122223333"}}})";
  for (const char* action : {"kms:Decrypt", "sqs:SendMessage", "*"}) {
    const Answer answer = Of(absl::StrCat(R"({"Effect":"Allow","Principal":"*","Action":")", action,
                                          R"(","Resource":"*"},)", deny),
                             Property::kNoForeignPrincipal);
    EXPECT_EQ(answer.verdict, Verdict::kRefuted) << action;
  }
  const std::string mine = R"({"StringEquals":{"kms:CallerAccount":"111122223333"}})";
  EXPECT_EQ(
      Of(R"({"Effect":"Allow","Principal":"*","NotAction":"kms:Decrypt","Resource":"*","Condition":)" +
             mine + "}",
         Property::kNoForeignPrincipal)
          .verdict,
      Verdict::kRefuted);
  EXPECT_EQ(Of(ToEverybody("*", mine), Property::kNoForeignPrincipal).verdict, Verdict::kRefuted);
  const Answer role = Of(
      R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"StringLike":{"kms:CallerAccount":"*"}}})",
      Property::kNoForeignPrincipal, PolicyType::kTrust);
  EXPECT_EQ(role.verdict, Verdict::kRefuted);
}

// With what a service has a key used is of whom it acts for; what others say of it is no promise.
TEST(AccountKeys, TheEncryptionContextOfAService) {
  const auto by = [](const char* service, const char* arn, Property property) {
    return Of(absl::StrCat(R"({"Effect":"Allow","Principal":)", service,
                           R"(,"Action":"kms:Decrypt","Resource":"*","Condition":{"ArnLike":)",
                           R"({"kms:EncryptionContext:aws:logs:arn":"arn:aws:logs:*:)", arn,
                           R"(:log-group:*"}}})"),
              property);
  };
  constexpr char kLogs[] = R"({"Service":"logs.eu-west-1.amazonaws.com"})";
  constexpr Property kSource = Property::kNoForeignSource;
  EXPECT_EQ(by(kLogs, "111122223333", kSource).verdict, Verdict::kProved);
  EXPECT_EQ(by(kLogs, "111122223333", Property::kSomeoneHonest).verdict, Verdict::kProved);
  EXPECT_EQ(by(kLogs, "999988887777", Property::kSomeoneHonest).verdict, Verdict::kRefuted);
  const Answer other = by(kLogs, "999988887777", kSource);
  ASSERT_EQ(other.verdict, Verdict::kRefuted);
  EXPECT_EQ(*other.witness->Find("kms:encryptioncontext:aws:logs:arn"),
            "arn:aws:logs::999988887777:log-group:");
  for (const char* service : {R"({"Service":"lambda.amazonaws.com"})", R"("*")"})
    EXPECT_EQ(by(service, "111122223333", kSource).verdict, Verdict::kRefuted) << service;
  EXPECT_EQ(by(R"("*")", "111122223333", Property::kNoForeignPrincipal).verdict, Verdict::kRefuted);
}

// Another part of the context is whatever whoever calls says.
TEST(AccountKeys, OtherPartsOfAnEncryptionContext) {
  const Answer answer = Of(
      R"({"Effect":"Allow","Principal":{"Service":"logs.eu-west-1.amazonaws.com"},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:EncryptionContext:aws:logs:account":"111122223333"}}})",
      Property::kNoForeignSource);
  EXPECT_EQ(answer.verdict, Verdict::kRefuted);
}

// IAM Roles Anywhere calls with the tags of a certificate, as no other service is known to.
TEST(AccountKeys, AServiceMayHaveTags) {
  const auto tagged = [](const char* op) {
    return absl::StrCat(
        R"({"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},)",
        R"("Action":"sts:AssumeRole","Condition":{")", op,
        R"(":{"aws:PrincipalTag/x509Subject/CN":"app"},)",
        R"("StringEquals":{"aws:SourceAccount":"111122223333"}}})");
  };
  for (const char* op : {"StringLike", "StringNotEquals"}) {
    EXPECT_EQ(Of(tagged(op), Property::kSomeoneHonest, PolicyType::kTrust).verdict,
              Verdict::kProved)
        << op;
    EXPECT_EQ(Of(tagged(op), Property::kNoForeignSource, PolicyType::kTrust).verdict,
              Verdict::kProved)
        << op;
  }
}

}  // namespace
}  // namespace deputy
