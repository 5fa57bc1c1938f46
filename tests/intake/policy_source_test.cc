// Each shape of file that people have: what it is, whose policies it holds, and where they stand.
#include "simulator/intake/policy_source.h"

#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Expected {
  std::string sample;
  FileKind kind;
  size_t policies;
};

TEST(PolicySource, KnowsEachKindByItsContent) {
  const Expected kSamples[] = {
      {"trust_policy.json", FileKind::kPolicy, 1},
      {"bucket_policy.json", FileKind::kPolicy, 1},
      {"authorization_details.json", FileKind::kAuthorizationDetails, 3},
      {"get_role.json", FileKind::kRoleList, 1},
      {"list_roles_pages.json", FileKind::kRoleList, 2},
      {"list_roles.yaml", FileKind::kRoleList, 1},
      {"template.yaml", FileKind::kCloudFormation, 6},
      {"template.json", FileKind::kCloudFormation, 4},
      {"terraform_plan.json", FileKind::kTerraform, 5},
      {"terraform_state.json", FileKind::kTerraform, 1},
      {"terraform.tfstate", FileKind::kTerraform, 2},
      {"page.md", FileKind::kMarkdown, 4},
  };
  for (const Expected& expected : kSamples) {
    for (const std::string& name : {expected.sample, std::string("-")}) {
      const ReadFile read(name, Sample(expected.sample));
      EXPECT_EQ(FileKindName(read.file.kind), FileKindName(expected.kind)) << expected.sample;
      EXPECT_THAT(read.file.policies, SizeIs(expected.policies)) << expected.sample;
      EXPECT_THAT(read.diagnostics.items(), IsEmpty()) << expected.sample;
    }
  }
}

TEST(PolicySource, TellsTrustFromResourcePolicies) {
  EXPECT_EQ(ReadSample("trust_policy.json").file.policies[0].policy->type, PolicyType::kTrust);
  EXPECT_EQ(ReadSample("bucket_policy.json").file.policies[0].policy->type, PolicyType::kResource);
  const ReadFile with_resource("x.json", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
      "Principal":"*","Action":"sts:AssumeRole","Resource":"*"}})");
  EXPECT_EQ(with_resource.FirstError(), "resource-in-trust-policy");
  const ReadFile misspelt("x.json", R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",
      "Principle":"*","Action":"sts:AssumeRole"}})");
  EXPECT_EQ(misspelt.FirstError(), "unknown-element");
}

TEST(PolicySource, SaysThatAnIdentityPolicyIsOne) {
  const ReadFile read = ReadSample("identity_policy.json");
  EXPECT_THAT(read.file.policies, IsEmpty());
  ASSERT_THAT(read.diagnostics.items(), SizeIs(1));
  EXPECT_EQ(read.diagnostics.items()[0].rule, "identity-policy");
  EXPECT_EQ(read.diagnostics.items()[0].severity, Severity::kWarning);
}

TEST(PolicySource, ReadsWhatGetBucketPolicyPrints) {
  const ReadFile read(
      "x.json",
      R"({"Policy": "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}"})");
  ASSERT_THAT(read.file.policies, SizeIs(1));
  EXPECT_EQ(read.file.policies[0].policy->type, PolicyType::kResource);
  EXPECT_EQ(read.At(read.file.policies[0].policy->statements[0].action.patterns[0].range),
            R"(\"s3:*\")");
}

TEST(PolicySource, AuthorizationDetailsInThreeWrappings) {
  const ReadFile read = ReadSample("authorization_details.json");
  const FoundPolicy& dms = read.Of("arn:aws:iam::111122223333:role/dms-vpc-role");
  EXPECT_EQ(dms.wrapping, Wrapping::kJson);
  EXPECT_EQ(dms.role_arn, dms.subject);
  EXPECT_FALSE(dms.service_linked);
  EXPECT_EQ(read.At(dms.policy->statements[0].principal->entries[0].written.range),
            "\"dms.amazonaws.com\"");

  const FoundPolicy& vendor = read.Of("arn:aws:iam::111122223333:role/vendor");
  EXPECT_EQ(vendor.wrapping, Wrapping::kPercentInJsonString);
  ASSERT_TRUE(vendor.policy.has_value());
  const ConditionClause& clause = vendor.policy->statements[0].conditions[0];
  EXPECT_EQ(clause.values[0].text, "a+b c");
  EXPECT_EQ(read.At(clause.values[0].range), "%22a+b%20c%22");
  EXPECT_EQ(read.At(clause.key_range), "%22sts%3AExternalId%22");
  EXPECT_EQ(read.At(vendor.range).substr(0, 6), "%7B%22");

  const FoundPolicy& linked = read.file.policies[2];
  EXPECT_TRUE(linked.service_linked);
  EXPECT_EQ(linked.wrapping, Wrapping::kJsonString);
  EXPECT_EQ(read.At(linked.policy->statements[0].action.patterns[0].range),
            R"(\"sts:AssumeRole\")");
}

// Of a path that looks like that further in, anybody can edit the role.
TEST(PolicySource, OnlyTheBeginningOfThePathMakesAServiceLinkedRole) {
  const std::string trust = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
                            R"("Principal":"*","Action":"sts:AssumeRole"}]})";
  const ReadFile read(
      "roles.json", R"({"arn:aws:iam::111122223333:role/x:role/aws-service-role/y":)" + trust +
                        R"(,"arn:aws-cn:iam::111122223333:role/aws-service-role/d/L":)" + trust +
                        R"(,"arn:aws:iam::111122223333:role/x/aws-service-role/y":)" + trust + "}");
  ASSERT_THAT(read.file.policies, SizeIs(3));
  EXPECT_FALSE(read.file.policies[0].service_linked);
  EXPECT_TRUE(read.file.policies[1].service_linked);
  EXPECT_FALSE(read.file.policies[2].service_linked);
}

TEST(PolicySource, PagesAndJsonLinesPointIntoTheFile) {
  const ReadFile pages = ReadSample("list_roles_pages.json");
  EXPECT_EQ(pages.At(pages.Of("arn:aws:iam::111122223333:role/b")
                         .policy->statements[0]
                         .principal->entries[0]
                         .written.range),
            "\"lambda.amazonaws.com\"");

  const ReadFile lines = ReadSample("roles.jsonl");
  ASSERT_THAT(lines.file.policies, SizeIs(2));
  EXPECT_EQ(lines.At(lines.file.policies[1].policy->statements[0].action.range),
            R"(\"sts:AssumeRole\")");
  ASSERT_THAT(lines.diagnostics.items(), SizeIs(1));
  EXPECT_EQ(PositionOf(lines.text, lines.diagnostics.items()[0].range.begin).line, 2);
}

TEST(PolicySource, YamlOfTheCommandLine) {
  const ReadFile read = ReadSample("list_roles.yaml");
  const FoundPolicy& found = read.file.policies[0];
  EXPECT_EQ(found.wrapping, Wrapping::kYaml);
  ASSERT_TRUE(found.policy.has_value());
  const Statement& statement = found.policy->statements[0];
  EXPECT_EQ(read.At(statement.conditions[0].values[0].range), "'111122223333'");
  EXPECT_EQ(read.At(statement.conditions[0].key_range), "aws:SourceAccount");
  EXPECT_EQ(read.At(statement.conditions[0].op_range), "StringEquals");
  EXPECT_EQ(read.At(statement.principal->range), "Service: dms.amazonaws.com");
}

TEST(PolicySource, AFenceInATextOfYamlIsNoMarkdown) {
  const ReadFile read("-", "Description: |\n  ```\n  x\n  ```\n" + Sample("list_roles.yaml"));
  EXPECT_THAT(read.file.policies, SizeIs(1));
}

TEST(PolicySource, FencedBlocksOfAPage) {
  const ReadFile read = ReadSample("page.md");
  ASSERT_THAT(read.file.policies, SizeIs(4));
  const auto principal = [&](size_t i) {
    return read.At(read.file.policies[i].policy->statements[0].principal->entries[0].written.range);
  };
  EXPECT_EQ(principal(0), "\"dms.amazonaws.com\"");
  EXPECT_EQ(principal(1), "\"444455556666\"");
  EXPECT_EQ(principal(2), "ec2.amazonaws.com");
  EXPECT_EQ(read.file.policies[1].subject, "policy 2");
  EXPECT_EQ(read.file.policies[2].subject, "R");
  EXPECT_THAT(read.At(read.file.policies[1].range), HasSubstr("\n   >     \"Action\""));
  const FoundPolicy& broken = read.file.policies[3];
  EXPECT_FALSE(broken.policy.has_value());
  ASSERT_TRUE(broken.diagnostics.has_errors());
  EXPECT_EQ(broken.diagnostics.FirstError()->message, "trailing comma");
  EXPECT_EQ(read.At(broken.diagnostics.FirstError()->range), ",");
}

}  // namespace
}  // namespace deputy
