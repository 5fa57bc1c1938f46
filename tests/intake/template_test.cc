// CloudFormation: functions that are constant have their value, all others are unknown and said so.
#include "absl/strings/str_cat.h"
#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const IntakeOptions kAccount = {{{"AWS::AccountId", "111122223333"}, {"AWS::Region", "eu-west-1"}}};

std::vector<std::string> Unknown(const FoundPolicy& found) {
  std::vector<std::string> words;
  for (const UnknownPart& part : found.unknown) words.push_back(part.what);
  return words;
}

TEST(Template, ConstantFunctionsHaveTheirValue) {
  const ReadFile read = ReadSample("template.yaml", kAccount);
  const FoundPolicy& dms = read.Of("DmsRole");
  ASSERT_TRUE(dms.policy.has_value());
  EXPECT_THAT(dms.unknown, IsEmpty());
  const Statement& statement = dms.policy->statements[0];
  EXPECT_EQ(statement.principal->entries[0].principal.text, "dms.amazonaws.com");
  EXPECT_EQ(read.At(statement.principal->entries[0].written.range), "!Sub dms.${AWS::URLSuffix}");
  EXPECT_EQ(statement.conditions[0].values[0].text, "111122223333");
  EXPECT_EQ(read.At(statement.conditions[0].values[0].range), "!Ref OwnAccount");
  EXPECT_EQ(statement.conditions[1].values[0].text, "arn:aws:dms:*:111122223333:*");
  EXPECT_EQ(dms.policy->version, PolicyVersion::k2012);
}

TEST(Template, LongFormsInJson) {
  const ReadFile read = ReadSample("template.json", kAccount);
  const FoundPolicy& pipe = read.Of("PipeRole");
  ASSERT_TRUE(pipe.policy.has_value()) << pipe.diagnostics.FirstError()->message;
  EXPECT_THAT(pipe.unknown, IsEmpty());
  const Statement& statement = pipe.policy->statements[0];
  EXPECT_EQ(statement.principal->entries[0].principal.text, "pipes.amazonaws.com");
  EXPECT_EQ(statement.conditions[0].values[0].text,
            "arn:aws:pipes:eu-west-1:111122223333:pipe/demo");
  EXPECT_EQ(statement.conditions[1].values[0].text, "111122223333");
  EXPECT_EQ(statement.conditions[2].values[0].text, "${aws:username}-eu-west-1");
  ASSERT_THAT(pipe.policy->statements[1].principal->entries, SizeIs(2));
  EXPECT_EQ(pipe.policy->statements[1].principal->entries[1].principal.account, "777788889999");
}

TEST(Template, WithoutParametersTheyAreUnknownAndNobodysFault) {
  const ReadFile read = ReadSample("template.yaml");
  const FoundPolicy& dms = read.Of("DmsRole");
  ASSERT_TRUE(dms.policy.has_value());
  EXPECT_THAT(Unknown(dms), ElementsAre("`Ref: AWS::URLSuffix`", "`Ref: AWS::Partition`"));
  EXPECT_EQ(read.At(dms.unknown[0].range), "!Sub dms.${AWS::URLSuffix}");
  EXPECT_THAT(dms.diagnostics.items(), IsEmpty());
}

TEST(Template, UnknownPartsMatchNothing) {
  const ReadFile read = ReadSample("template.yaml", kAccount);
  const FoundPolicy& vendor = read.Of("VendorRole");
  ASSERT_TRUE(vendor.policy.has_value());
  EXPECT_THAT(Unknown(vendor), ElementsAre("`Ref: TrustedAccount`", "`Fn::If: InProduction`"));
  const auto& entries = vendor.policy->statements[0].principal->entries;
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].kind, PrincipalEntryKind::kUniqueId);
  EXPECT_EQ(entries[1].principal.account, "444455556666");
  ASSERT_THAT(vendor.policy->statements[0].conditions, SizeIs(1));
  EXPECT_THAT(vendor.diagnostics.items(), IsEmpty());
  EXPECT_THAT(
      ReadSample("template.yaml", {{{"TrustedAccount", "777788889999"}}}).Of("VendorRole").unknown,
      SizeIs(1));
}

TEST(Template, WholePoliciesAndLoopsCanBeUnknown) {
  const ReadFile read = ReadSample("template.json", kAccount);
  for (const char* subject : {"Whole", "Fn::ForEach::Roles"}) {
    EXPECT_FALSE(read.Of(subject).policy.has_value());
    EXPECT_THAT(read.Of(subject).unknown, SizeIs(1));
    EXPECT_THAT(read.Of(subject).diagnostics.items(), IsEmpty());
  }
  const FoundPolicy& key = read.Of("Key");
  EXPECT_THAT(Unknown(key), ElementsAre("`Fn::GetAtt: PipeRole.Arn`"));
  EXPECT_TRUE(key.policy.has_value());
}

TEST(Template, APolicyAsATextBlock) {
  const ReadFile read = ReadSample("template.yaml");
  const FoundPolicy& text = read.Of("TextRole");
  EXPECT_EQ(text.wrapping, Wrapping::kYamlString);
  EXPECT_TRUE(text.service_linked);
  ASSERT_TRUE(text.policy.has_value());
  EXPECT_EQ(read.At(text.policy->statements[0].principal->entries[0].written.range),
            "\"ec2.amazonaws.com\"");
  EXPECT_EQ(read.At(text.range).front(), '{');
  EXPECT_EQ(read.At(text.range).back(), '}');
}

TEST(Template, APermissionIsAResourcePolicy) {
  const ReadFile read = ReadSample("template.yaml");
  const FoundPolicy& topic = read.Of("TopicMayCall");
  ASSERT_TRUE(topic.policy.has_value());
  EXPECT_TRUE(topic.synthesized);
  EXPECT_EQ(topic.policy->type, PolicyType::kResource);
  const Statement& statement = topic.policy->statements[0];
  EXPECT_EQ(read.At(statement.principal->entries[0].written.range), "sns.amazonaws.com");
  ASSERT_THAT(statement.conditions, SizeIs(2));
  EXPECT_EQ(statement.conditions[1].key, "AWS:SourceAccount");
  EXPECT_EQ(read.At(statement.conditions[1].values[0].range), "\"111122223333\"");
  EXPECT_EQ(read.At(statement.conditions[1].key_range), "SourceAccount");
  EXPECT_THAT(Unknown(topic), ElementsAre("`Ref: Topic`"));
}

TEST(Template, WhatAllFunctionsShare) {
  const ReadFile read("functions.yaml", R"(Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: python3.12
    AssumeRolePolicyDocument:
      Version: '2012-10-17'
      Statement:
        Effect: Allow
        Principal: {Service: dms.amazonaws.com}
        Action: sts:AssumeRole
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {Handler: a.b}
)");
  const FoundPolicy& shared = read.Of("Globals.Function");
  ASSERT_TRUE(shared.policy.has_value());
  EXPECT_EQ(shared.policy->type, PolicyType::kTrust);
  EXPECT_EQ(read.At(shared.policy->statements[0].principal->entries[0].written.range),
            "dms.amazonaws.com");
}

TEST(Template, BooleansAreTheirText) {
  const ReadFile read = ReadSample("template.yaml");
  const FoundPolicy& bucket = read.Of("LogBucketPolicy");
  ASSERT_TRUE(bucket.policy.has_value());
  EXPECT_EQ(bucket.policy->statements[0].conditions[0].values[0].text, "true");
}

std::string TemplateWith(const std::string& statement) {
  return "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n"
         "      AssumeRolePolicyDocument: {Version: 2012-10-17, Statement: " +
         statement + "}\n";
}

TEST(Template, EveryPositionTakesAnUnknown) {
  const char* const kStatements[] = {
      "[!Ref X, {Effect: Allow, Principal: '*', Action: sts:AssumeRole}]",
      "{Effect: !Ref X, Principal: '*', Action: sts:AssumeRole}",
      "{Effect: Allow, Principal: !Ref X, Action: sts:AssumeRole}",
      "{Effect: Allow, Principal: {Service: !Ref X}, Action: sts:AssumeRole}",
      "{Effect: Allow, Principal: {Federated: !Ref X}, Action: sts:AssumeRole}",
      "{Effect: Allow, Principal: '*', Action: !Ref X}",
      "{Effect: Allow, Principal: '*', NotAction: [!Ref X]}",
      "{Effect: Allow, Principal: '*', Action: sts:AssumeRole, Condition: !Ref X}",
      "{Effect: Allow, Principal: '*', Action: sts:AssumeRole, Condition: {StringLike: !Ref X}}"};
  for (const char* statement : kStatements) {
    const ReadFile read("t.yaml", TemplateWith(statement));
    ASSERT_THAT(read.file.policies, SizeIs(1)) << statement;
    EXPECT_TRUE(read.file.policies[0].policy.has_value()) << statement << read.FirstError();
    EXPECT_THAT(Unknown(read.file.policies[0]), ElementsAre("`Ref: X`")) << statement;
    EXPECT_EQ(read.FirstError(), "") << statement;
  }
  for (const char* op :
       {"StringEquals", "ArnLike", "NumericLessThan", "DateGreaterThan", "Bool", "Null",
        "BinaryEquals", "IpAddress", "ForAllValues:StringLike", "StringEqualsIfExists"}) {
    const ReadFile read("t.yaml",
                        TemplateWith("{Effect: Allow, Principal: '*', Action: sts:AssumeRole, "
                                     "Condition: {" +
                                     std::string("\"") + op + "\": {aws:x: !Ref X}}}"));
    ASSERT_THAT(read.file.policies, SizeIs(1)) << op;
    EXPECT_TRUE(read.file.policies[0].policy.has_value()) << op;
    EXPECT_THAT(read.file.policies[0].unknown, SizeIs(1)) << op;
  }
}

// Whatever they become, they are no mistake of the author's.
TEST(Template, DynamicReferencesAreUnknown) {
  const char* const kAcct = "`{{resolve:ssm:/acct}}`";
  for (const char* statement :
       {"{Effect: Allow, Principal: {AWS: '{{resolve:ssm:/acct}}'}, Action: sts:AssumeRole}",
        "{Effect: Allow, Principal: {AWS: !Sub 'arn:aws:iam::{{resolve:ssm:/acct}}:root'}, "
        "Action: sts:AssumeRole}",
        "{Effect: Allow, Principal: '*', Action: sts:AssumeRole, "
        "Condition: {StringEquals: {'{{resolve:ssm:/acct}}:sub': x}}}"}) {
    const ReadFile read("t.yaml", TemplateWith(statement));
    ASSERT_TRUE(read.file.policies[0].policy.has_value()) << statement << read.FirstError();
    EXPECT_THAT(Unknown(read.file.policies[0]), ElementsAre(kAcct)) << statement;
    EXPECT_EQ(read.FirstError(), "") << statement;
  }
  const ReadFile text("t.yaml",
                      "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n"
                      "      AssumeRolePolicyDocument: '{\"a\": \"{{resolve:ssm:/acct}}\"}'\n");
  EXPECT_FALSE(text.Of("R").policy.has_value());
  EXPECT_THAT(Unknown(text.Of("R")), ElementsAre(kAcct));
  const ReadFile permission(
      "t.yaml",
      "Resources:\n  P:\n    Type: AWS::Lambda::Permission\n    Properties: {Action: '*', "
      "FunctionName: f, Principal: s3.amazonaws.com, SourceAccount: '{{resolve:ssm:/acct}}'}\n");
  EXPECT_THAT(Unknown(permission.Of("P")), ElementsAre(kAcct));
  const ReadFile other("p.json", R"({"Statement": {"Effect": "Allow", "Principal": "*",
    "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"a:b": "{{resolve:ssm:/acct}}"}}}})");
  EXPECT_THAT(other.file.policies[0].unknown, IsEmpty());
}

TEST(Template, NamesThatAreNotKnownMakeNothingUnknown) {
  const std::string two =
      "[{Sid: !Sub 'a${X}', Effect: Allow, Principal: '*', Action: a:b, Resource: '*'}, "
      "{Sid: '{{resolve:ssm:/x}}', Effect: Deny, Principal: '*', Action: a:b, Resource: '*'}]";
  for (const std::string& policy :
       {two + "}\n", two + ", Id: !Ref X}\n",
        std::string(
            "{Sid: !Ref X, Effect: Allow, Principal: '*', Action: a:b, Resource: '*'}}\n")}) {
    const ReadFile read("t.yaml",
                        "Resources:\n  B:\n    Type: AWS::S3::BucketPolicy\n    Properties:\n"
                        "      PolicyDocument: {Version: 2012-10-17, Statement: " +
                            policy);
    EXPECT_THAT(read.Of("B").unknown, IsEmpty()) << policy;
    ASSERT_TRUE(read.Of("B").policy.has_value()) << policy << read.FirstError();
    EXPECT_EQ(read.Of("B").policy->statements[0].sid, "");
  }
}

// An alias has the place of what it copies.
TEST(Template, WhatANameSharesWithAnotherPartIsUnknownThere) {
  const ReadFile sid("t.yaml", TemplateWith("{Sid: &x !Ref X, Effect: Allow, Principal: {AWS: *x}, "
                                            "Action: sts:AssumeRole}"));
  EXPECT_THAT(Unknown(sid.file.policies[0]), ElementsAre("`Ref: X`"));
  const ReadFile permission(
      "t.yaml",
      "Resources:\n  P:\n    Type: AWS::Lambda::Permission\n    Properties: {Action: '*', "
      "FunctionName: &x !Ref X, Principal: s3.amazonaws.com, SourceAccount: *x}\n");
  EXPECT_THAT(Unknown(permission.Of("P")), ElementsAre("`Ref: X`"));
}

TEST(Template, OnlyUnknownStatementsAreNoPolicy) {
  const ReadFile read("t.yaml", TemplateWith("[!Ref X]"));
  EXPECT_FALSE(read.file.policies[0].policy.has_value());
  EXPECT_THAT(read.file.policies[0].unknown, SizeIs(1));
  EXPECT_EQ(read.FirstError(), "");
}

TEST(Template, TheAuthorsOwnMistakesAreStillSaid) {
  const ReadFile read("t.yaml", TemplateWith("{Effect: Allow, Principal: {AWS: !Ref X}, Action: "
                                             "sts:AssumeRole, Condition: {ArnEqual: {a:b: c}}}"));
  EXPECT_FALSE(read.file.policies[0].policy.has_value());
  EXPECT_EQ(read.FirstError(), "unknown-operator");
  EXPECT_EQ(read.At(read.file.policies[0].diagnostics.FirstError()->range), "ArnEqual");
}

constexpr char kEc2Trust[] =
    "{Version: 2012-10-17, Statement: {Effect: Allow, Principal: {Service: ec2.amazonaws.com}, "
    "Action: sts:AssumeRole}}";

// What a macro may rewrite is not known, though a policy stands there.
TEST(Template, AMacroMayRewriteWhatStandsBesideIt) {
  const std::string policy = absl::StrCat("AssumeRolePolicyDocument: ", kEc2Trust);
  const std::string role = "Type: AWS::IAM::Role, Properties: {" + policy;
  const std::string macro = "'Fn::Transform': {Name: Mine}";
  struct Case {
    std::string resources;
    const char* subject;
    bool policy;
    const char* what;
  };
  for (const Case& c : {
           Case{absl::StrCat("R: {", role, ", ", macro, "}}"), "R", true, "`Fn::Transform`"},
           Case{"R: {" + role + ", 'Fn::ForEach::P': [X, [a], {}]}}", "R", true,
                "`Fn::ForEach::P`"},
           Case{absl::StrCat("R: {", role, ", Path: /aws-service-role/x/, ", macro, "}}"), "R",
                true, "`Fn::Transform`"},
           Case{absl::StrCat("R: {", role, "}, ", macro, "}"), "R", true, "`Fn::Transform`"},
           Case{"R: {Type: AWS::IAM::Role, " + macro + "}", "R", false, "`Fn::Transform`"},
           Case{"R: {" + macro + "}", "R", false, "`Fn::Transform`"},
           Case{absl::StrCat("R: {", role, "}}, ", macro), "R", true, "`Fn::Transform`"},
           Case{macro, "Fn::Transform", false, "`Fn::Transform`"},
           Case{"R: {Type: AWS::Lambda::Permission, Properties: {Action: 'lambda:InvokeFunction', "
                "Principal: s3.amazonaws.com, " +
                    macro + "}}",
                "R", true, "`Fn::Transform`"},
       }) {
    const ReadFile read("t.yaml",
                        "AWSTemplateFormatVersion: 2010-09-09\nResources: {" + c.resources + "}\n");
    const FoundPolicy& found = read.Of(c.subject);
    EXPECT_EQ(found.policy.has_value(), c.policy) << c.resources << read.FirstError();
    EXPECT_FALSE(found.service_linked) << c.resources;
    ASSERT_THAT(Unknown(found), ElementsAre(c.what)) << c.resources;
    EXPECT_THAT(read.At(found.unknown[0].range), testing::HasSubstr("Fn::")) << c.resources;
  }
  const ReadFile shared(
      "t.yaml", "Transform: AWS::Serverless-2016-10-31\nGlobals: {" + macro + "}\nResources: {}\n");
  EXPECT_THAT(Unknown(shared.Of("Globals.Function")), ElementsAre("`Fn::Transform`"));
}

TEST(Template, AMacroOverAllMayRewriteAll) {
  const std::string role = absl::StrCat(
      "{Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: ", kEc2Trust, "}}");
  const auto unknown = [](const std::string& transform, const std::string& resources,
                          const std::string& subject) {
    return Unknown(
        ReadFile("t.yaml", "Transform: " + transform + "\nResources: " + resources + "\n")
            .Of(subject));
  };
  const std::string with = "{R: " + role + "}";
  const std::string without = "{B: {Type: AWS::S3::Bucket}}";
  EXPECT_THAT(unknown("MyMacro", with, "R"), ElementsAre("`Transform: MyMacro`"));
  EXPECT_THAT(unknown("{Name: AWS::Include, Parameters: {}}", with, "R"),
              ElementsAre("`Transform: AWS::Include`"));
  EXPECT_THAT(unknown("[AWS::LanguageExtensions, {Name: A}, B]", with, "R"),
              ElementsAre("`Transform: A`", "`Transform: B`"));
  EXPECT_THAT(unknown("[{Name: [MyMacro]}]", with, "R"), ElementsAre("`Transform: `"));
  EXPECT_THAT(unknown("MyMacro", without, "Transform"), ElementsAre("`Transform: MyMacro`"));
  EXPECT_THAT(unknown("[AWS::Serverless-2016-10-31, AWS::LanguageExtensions]", with, "R"),
              IsEmpty());
  // A resource may have that name.
  EXPECT_THAT(unknown("AWS::ServiceCatalog", "{R: " + role + ", Transform: " + role + "}", "R"),
              IsEmpty());
}

TEST(Template, AParameterStoreDefaultIsNoValue) {
  const ReadFile read(
      "t.yaml", "Parameters: {X: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a}}\n" +
                    TemplateWith("{Effect: Allow, Principal: {AWS: !Ref X}, Action: "
                                 "sts:AssumeRole}"));
  EXPECT_THAT(read.file.policies[0].unknown, SizeIs(1));
}

TEST(Template, FunctionsCannotFillTheMemory) {
  std::string parameters =
      "Parameters: {P: {Type: String, Default: " + std::string(200000, 'x') + "}}\n";
  std::string values;
  for (int i = 0; i < 3000; ++i) values += "!Sub '${P}', ";
  const ReadFile read(
      "t.yaml", parameters + TemplateWith("{Effect: Allow, Principal: '*', Action: sts:AssumeRole, "
                                          "Condition: {StringEquals: {aws:x: [" +
                                          values + "x]}}}"));
  ASSERT_THAT(read.file.policies, SizeIs(1));
  EXPECT_FALSE(read.file.policies[0].unknown.empty());
  // A map that leads back to itself.
  const ReadFile loop(
      "t.yaml",
      "Mappings: {M: {a: {b: [!FindInMap [M, a, b]]}}}\n" +
          TemplateWith(
              "{Effect: Allow, Principal: {AWS: !FindInMap [M, a, b]}, Action: sts:AssumeRole}"));
  EXPECT_THAT(loop.file.policies[0].unknown, SizeIs(1));
}

}  // namespace
}  // namespace deputy
