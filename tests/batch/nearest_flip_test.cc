// The smallest edit that turns a decision round, and the shapes of role files.
#include "simulator/batch/nearest_flip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/text/json_reader.h"
#include "simulator/intake/role_reader.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;

EvaluationRequest Read(const std::string& context, const std::string& condition) {
  const std::string line =
      R"({"principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r","context":)" +
      context +
      R"(,"trustPolicy":{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":)" +
      condition + "}}}";
  Diagnostics diagnostics;
  auto read = ReadEvaluationRequest(*ReadJson(line, {}, diagnostics));
  return std::get<EvaluationRequest>(std::move(read));
}

std::vector<std::string> Edits(const std::string& context, const std::string& condition) {
  std::vector<std::string> edits;
  const std::optional<Flip> flip = FindNearestFlip(Read(context, condition), nullptr);
  if (!flip) return {"none"};
  for (const ContextEdit& edit : flip->edits)
    edits.push_back(edit.key + "=" + edit.value.value_or("absent"));
  return edits;
}

constexpr char kBoth[] =
    R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}})";

TEST(NearestFlip, ChangesNoMoreKeysThanItMust) {
  EXPECT_THAT(Edits("{}", kBoth),
              ElementsAre("aws:SourceAccount=111122223333",
                          "aws:SourceArn=arn:aws:dms:us-east-1:111122223333:rep:x"));
  EXPECT_THAT(
      Edits(
          R"({"aws:SourceArn":"arn:aws:dms:r:111122223333:rep:a","aws:SourceAccount":"999988887777"})",
          kBoth),
      ElementsAre("aws:SourceAccount=111122223333"));
}

TEST(NearestFlip, AnAllowedRequestLosesAKey) {
  EXPECT_THAT(Edits(R"({"aws:SourceAccount":"111122223333"})",
                    R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
              ElementsAre("aws:SourceAccount=absent"));
}

TEST(NearestFlip, IfExistsNeedsAnotherValue) {
  EXPECT_THAT(Edits("{}", R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})"),
              ElementsAre("aws:SourceAccount=999988887777"));
}

TEST(NearestFlip, SaysNothingWhereNoEditHelps) {
  EXPECT_THAT(Edits("{}", R"({"StringEquals":{"aws:PrincipalServiceName":"sns.amazonaws.com"}})"),
              ElementsAre("none"));
}

constexpr char kPolicy[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}]})";
constexpr char kArn[] = "arn:aws:iam::111122223333:role/r";

std::string RoleWith(const std::string& document) {
  return std::string(R"({"Arn":")") + kArn + R"(","RoleName":"r","AssumeRolePolicyDocument":)" +
         document + "}";
}

TEST(RoleReader, ReadsEveryShape) {
  const std::string role = RoleWith(kPolicy);
  const std::string shapes[] = {role,
                                R"({"Role":)" + role + "}",
                                R"({"Roles":[)" + role + R"(],"IsTruncated":false})",
                                R"({"UserDetailList":[],"RoleDetailList":[)" + role + "]}",
                                "[" + role + "]",
                                std::string("{\"") + kArn + "\":" + kPolicy + "}",
                                role + "\n"};
  for (const std::string& shape : shapes) {
    Diagnostics diagnostics;
    const std::vector<RoleDocument> roles = ReadRoles(shape, diagnostics);
    ASSERT_EQ(roles.size(), 1u) << shape;
    EXPECT_EQ(roles[0].arn, kArn);
    EXPECT_TRUE(roles[0].trust_policy.has_value());
    EXPECT_FALSE(diagnostics.has_errors());
  }
}

TEST(RoleReader, JsonLinesPointIntoTheFile) {
  const std::string text =
      RoleWith(kPolicy) + "\n" + RoleWith(R"({"Version":"x","Statement":[]})") + "\n";
  Diagnostics diagnostics;
  const std::vector<RoleDocument> roles = ReadRoles(text, diagnostics);
  ASSERT_EQ(roles.size(), 2u);
  EXPECT_FALSE(roles[1].trust_policy.has_value());
  EXPECT_EQ(text.substr(diagnostics.FirstError()->range.begin, 3), "\"x\"");
  EXPECT_EQ(text.substr(roles[1].range.begin, 4), "\"arn");
}

TEST(RoleReader, SaysWhatIsNoRole) {
  for (const auto& [text, rule] :
       {std::pair{"{}", "no-roles"},
        {"[5]", "no-roles"},
        {R"({"Roles":[{"Arn":"x"}]})", "not-a-role"},
        {R"({"Arn":"arn:aws:iam::111122223333:user/u","AssumeRolePolicyDocument":{}})",
         "invalid-arn"}}) {
    Diagnostics diagnostics;
    EXPECT_TRUE(ReadRoles(text, diagnostics).empty());
    ASSERT_TRUE(diagnostics.has_errors()) << text;
    EXPECT_EQ(diagnostics.FirstError()->rule, rule);
  }
}

}  // namespace
}  // namespace deputy
