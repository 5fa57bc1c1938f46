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
  EXPECT_EQ(Of(ToEverybody("*", mine), Property::kNoForeignPrincipal).verdict, Verdict::kRefuted);
  const Answer role = Of(
      R"({"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Principal":"*","Action":"*","Condition":{"StringLike":{"kms:CallerAccount":"*"}}})",
      Property::kNoForeignPrincipal, PolicyType::kTrust);
  EXPECT_EQ(role.verdict, Verdict::kRefuted);
}

}  // namespace
}  // namespace deputy
