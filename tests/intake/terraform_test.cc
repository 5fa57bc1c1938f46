// Terraform: each policy once, and what is known only after apply said to be unknown.
#include "absl/strings/str_cat.h"
#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Terraform, APlanHoldsEachPolicyOnce) {
  const ReadFile read = ReadSample("terraform_plan.json");
  std::vector<std::string> subjects;
  for (const FoundPolicy& found : read.file.policies) subjects.push_back(found.subject);
  EXPECT_THAT(subjects,
              testing::UnorderedElementsAre(
                  "aws_iam_role.dms", "aws_iam_role.later", "aws_lambda_permission.sns",
                  "module.a.aws_iam_role.ec2", "module.a.module.b.aws_s3_bucket_policy.logs"));
  const FoundPolicy& dms = read.Of("aws_iam_role.dms");
  EXPECT_EQ(dms.wrapping, Wrapping::kJsonString);
  ASSERT_TRUE(dms.policy.has_value());
  EXPECT_EQ(read.At(dms.policy->statements[0].principal->entries[0].written.range),
            R"(\"dms.amazonaws.com\")");
  EXPECT_EQ(read.At(dms.range).substr(0, 15), R"({\"Version\":\")");
  EXPECT_EQ(read.Of("module.a.aws_iam_role.ec2").role_arn, "arn:aws:iam::111122223333:role/ec2");
  EXPECT_EQ(read.Of("module.a.module.b.aws_s3_bucket_policy.logs").policy->type,
            PolicyType::kResource);
}

TEST(Terraform, WhatIsKnownAfterApplyIsUnknown) {
  const ReadFile read = ReadSample("terraform_plan.json");
  const FoundPolicy& later = read.Of("aws_iam_role.later");
  EXPECT_FALSE(later.policy.has_value());
  EXPECT_THAT(later.diagnostics.items(), IsEmpty());
  ASSERT_THAT(later.unknown, SizeIs(1));
  EXPECT_EQ(later.unknown[0].what, "known after apply");
  EXPECT_EQ(read.At(later.unknown[0].range), "true");

  const FoundPolicy& permission = read.Of("aws_lambda_permission.sns");
  ASSERT_TRUE(permission.policy.has_value());
  EXPECT_THAT(permission.unknown, SizeIs(1));
  EXPECT_EQ(permission.policy->statements[0].conditions[0].key, "AWS:SourceArn");
}

TEST(Terraform, PoliciesInsideOfResources) {
  for (const char* type : {"aws_s3_bucket", "aws_secretsmanager_secret", "aws_sqs_queue",
                           "aws_sns_topic", "aws_kms_key", "aws_kms_replica_key",
                           "aws_kms_external_key", "aws_kms_replica_external_key"}) {
    const ReadFile read(
        "x.tfstate",
        absl::StrCat(R"({"terraform_version":"1.9.0","resources":[{"mode":"managed","type":")",
                     type, R"(","name":"x","instances":[{"attributes":{"policy":"{\"Statement\":{)",
                     R"(\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"a:b\",)",
                     R"(\"Resource\":\"*\"}}"}}]}]})"));
    const FoundPolicy& found = read.Of(absl::StrCat(type, ".x"));
    ASSERT_TRUE(found.policy.has_value()) << type << read.FirstError();
    EXPECT_EQ(found.policy->type, PolicyType::kResource);
  }
}

TEST(Terraform, AnEmptyPolicyIsNone) {
  for (const char* policy : {R"("")", R"("{}")", "null"}) {
    const ReadFile read(
        "x.tfstate",
        absl::StrCat(R"({"terraform_version":"1.9.0","resources":[{"mode":"managed","name":"x",)",
                     R"("type":"aws_secretsmanager_secret","instances":[{"attributes":{"policy":)",
                     policy, "}}]}]}"));
    EXPECT_THAT(read.file.policies, IsEmpty()) << policy;
    EXPECT_EQ(read.FirstError(), "") << policy;
  }
}

// A provider says of each new bucket that its policy is known after apply.
TEST(Terraform, WhatTheConfigurationLeavesOutIsNotUnknown) {
  constexpr char kAddress[] = R"(module.a[\"]\\\"[\"].module.b[0].aws_s3_bucket.x[\"k\"])";
  const auto plan = [&](const char* type, const char* name, const char* expressions,
                        const char* action = "create") {
    return ReadFile(
        "plan.json",
        absl::StrCat(
            R"({"format_version":"1.2","resource_changes":[{"address":")", kAddress,
            R"(","type":"aws_s3_bucket","change":{"actions":[")", action, R"("],"after":{},)",
            R"("after_unknown":{"policy":true}}}],"configuration":{"root_module":{"module_calls":)",
            R"({"a":{"module":{"module_calls":{"b":{"module":{"resources":[{"address":")", type,
            ".", name, R"(","expressions":)", expressions, R"(}]}}}}}}}}})"));
  };
  EXPECT_THAT(plan("aws_s3_bucket", "x", "{}").file.policies, IsEmpty());
  EXPECT_THAT(plan("aws_s3_bucket", "x", R"({"policy":{}})").file.policies, SizeIs(1));
  EXPECT_THAT(plan("aws_s3_bucket", "x", "{}", "update").file.policies, SizeIs(1));
  EXPECT_THAT(plan("aws_s3_bucket", "y", "{}").file.policies, SizeIs(1));
  EXPECT_THAT(plan("aws_s3_bucket", "x", "null").file.policies, SizeIs(1));
}

TEST(Terraform, StatesOfBothKinds) {
  const ReadFile shown = ReadSample("terraform_state.json");
  EXPECT_EQ(shown.file.policies[0].role_arn, "arn:aws:iam::111122223333:role/dms");
  const ReadFile raw = ReadSample("terraform.tfstate");
  std::vector<std::string> subjects;
  for (const FoundPolicy& found : raw.file.policies) {
    EXPECT_TRUE(found.policy.has_value());
    subjects.push_back(found.subject);
  }
  EXPECT_THAT(subjects,
              ElementsAre("module.a.aws_iam_role.dms[\"x\"]", "module.a.aws_iam_role.dms[1]"));
}

TEST(Terraform, AChangeWithoutPlannedValues) {
  const ReadFile read(
      "plan.json",
      R"({"format_version":"1.2","resource_changes":[{"address":"a","type":"aws_iam_role",
      "change":{"actions":["create"],"after":null,"after_unknown":true}}]})");
  ASSERT_THAT(read.file.policies, SizeIs(1));
  EXPECT_THAT(read.file.policies[0].unknown, SizeIs(1));
}

}  // namespace
}  // namespace deputy
