// Each function of CloudFormation, with what it gives and with what it cannot be known from: then
// the policy has a part that is unknown, called by the function's name.
#include "absl/strings/str_cat.h"
#include "tests/intake/intake_test_support.h"

namespace deputy {
namespace {

struct FunctionCase {
  const char* value;  // of aws:SourceAccount in the template
  const char* text;   // what it is; or, behind a question mark, what of it is unknown
};

std::string Template(const std::string& value) {
  return absl::StrCat(
      R"({"AWSTemplateFormatVersion": "2010-09-09",
"Parameters": {"Plain": {"Type": "String", "Default": "111122223333"},
  "List": {"Type": "CommaDelimitedList", "Default": "a, b"},
  "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/name"},
  "Bare": {"Type": "String"}},
"Mappings": {"Accounts": {"eu-west-1": {"Dynamic": "{{resolve:ssm:/acct}}", "Own": "777788889999", "All": ["1", 2], "Odd": [{}]}}},
"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument":
  {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"aws:SourceAccount": )",
      value, R"(, "a:b": "c"}}}]}}}}})");
}

// What became of the value: its texts, or what is unknown of it.
std::string Became(const std::string& value, const IntakeOptions& options) {
  const ReadFile read("template.json", Template(value), options);
  const FoundPolicy& found = read.Of("Role");
  if (!found.unknown.empty()) return absl::StrCat("?", found.unknown[0].what);
  if (!found.policy) return read.FirstError();
  std::string texts;
  for (const ConditionClause& clause : found.policy->statements[0].conditions) {
    if (clause.key != "aws:SourceAccount") continue;
    for (const PolicyString& text : clause.values)
      absl::StrAppend(&texts, texts.empty() ? "" : ",", text.text);
  }
  return texts;
}

TEST(TemplateFunction, GivesItsValueOrIsUnknown) {
  const IntakeOptions options = {
      {{"AWS::AccountId", "111122223333"}, {"AWS::Region", "eu-west-1"}}};
  const FunctionCase cases[] = {
      {R"(123)", "123"},
      {R"({"Ref": "Plain"})", "111122223333"},
      {R"({"Ref": "List"})", "a,b"},
      {R"({"Ref": "Stored"})", "?`Ref: Stored`"},
      {R"({"Ref": "Bare"})", "?`Ref: Bare`"},
      {R"({"Ref": ["Plain"]})", "?`Ref: Plain`"},
      {R"({"Ref": "AWS::NoValue"})", ""},
      {R"(["x", {"Ref": "AWS::NoValue"}, "y"])", "x,y"},
      {R"({"Fn::Sub": "${AWS::AccountId}-${!aws:username}"})", "111122223333-${aws:username}"},
      {R"({"Fn::Sub": "${AWS::AccountId"})", "malformed-variable"},
      {R"({"Fn::Sub": ["${X}${ Plain }", {"X": "a"}]})", "a111122223333"},
      {R"({"Fn::Sub": ["${X}", {"X": {"Ref": "Bare"}}]})", "?`Ref: Bare`"},
      {R"({"Fn::Sub": ["${X}"]})", "?`Fn::Sub: ${X}`"},
      {R"({"Fn::Sub": [{"Ref": "Plain"}, {}]})", "?`Fn::Sub`"},
      {R"({"Fn::Sub": ["${X}", "Y"]})", "?`Fn::Sub: ${X}`"},
      {R"({"Fn::Sub": 5})", "?`Fn::Sub: 5`"},
      {R"({"Fn::Sub": "${List}"})", "?`Fn::Sub: ${List}`"},
      {R"({"Fn::Sub": "${Bucket.Arn}"})", "?`Fn::GetAtt: Bucket.Arn`"},
      {R"({"Fn::Join": ["-", ["a", {"Ref": "Plain"}, {"Ref": "AWS::NoValue"}]]})",
       "a-111122223333"},
      {R"({"Fn::Join": ["-", {"Ref": "List"}]})", "a-b"},
      {R"({"Fn::Join": ["-", {"Ref": "Bare"}]})", "?`Ref: Bare`"},
      {R"({"Fn::Join": ["-", {"Ref": "Plain"}]})", "?`Fn::Join: -`"},
      {R"({"Fn::Join": ["-", ["a", {"Ref": "Bare"}]]})", "?`Ref: Bare`"},
      {R"({"Fn::Join": ["-", ["a", {"Ref": "List"}]]})", "?`Fn::Join: -`"},
      {R"({"Fn::Join": "-"})", "?`Fn::Join: -`"},
      {R"({"Fn::Join": ["-"]})", "?`Fn::Join: -`"},
      {R"({"Fn::Join": [{"Ref": "Plain"}, []]})", "?`Fn::Join`"},
      {R"({"Fn::Select": ["1", {"Ref": "List"}]})", "b"},
      {R"({"Fn::Select": [0, ["a", "b"]]})", "a"},
      {R"({"Fn::Select": ["2", ["a", "b"]]})", "?`Fn::Select: 2`"},
      {R"({"Fn::Select": ["x", ["a", "b"]]})", "?`Fn::Select: x`"},
      {R"({"Fn::Select": ["0", {"Ref": "Plain"}]})", "?`Fn::Select: 0`"},
      {R"({"Fn::Select": ["0", {"Ref": "Bare"}]})", "?`Ref: Bare`"},
      {R"({"Fn::Select": [{"Ref": "Bare"}, ["a"]]})", "?`Ref: Bare`"},
      {R"({"Fn::Select": "0"})", "?`Fn::Select: 0`"},
      {R"({"Fn::Select": ["0"]})", "?`Fn::Select: 0`"},
      {R"({"Fn::Select": ["1", {"Fn::Split": ["-", "a-b-c"]}]})", "b"},
      {R"({"Fn::Split": ["-", {"Ref": "Bare"}]})", "?`Ref: Bare`"},
      {R"({"Fn::Split": ["-", {"Ref": "List"}]})", "?`Fn::Split: -`"},
      {R"({"Fn::Split": ["", "a"]})", "?`Fn::Split: a`"},
      {R"({"Fn::Split": [{"Ref": "Plain"}, "a"]})", "?`Fn::Split`"},
      {R"({"Fn::Split": ["-"]})", "?`Fn::Split: -`"},
      {R"({"Fn::Split": "-"})", "?`Fn::Split: -`"},
      {R"({"Fn::FindInMap": ["Accounts", {"Ref": "AWS::Region"}, "Own"]})", "777788889999"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-1", "All"]})", "1,2"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-1", "Odd"]})", "?`Fn::FindInMap: Accounts`"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-1"]})", "?`Fn::FindInMap: Accounts`"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-2", "Own"]})", "?`Fn::FindInMap: Accounts`"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-1", {"Ref": "Bare"}]})", "?`Ref: Bare`"},
      {R"({"Fn::FindInMap": "Accounts"})", "?`Fn::FindInMap: Accounts`"},
      {R"({"Fn::ImportValue": "Shared"})", "?`Fn::ImportValue: Shared`"},
      {R"("{{resolve:ssm:/acct:1}}")", "?`{{resolve:ssm:/acct:1}}`"},
      {R"(["x", "{{resolve:ssm-secure:/acct}}"])", "?`{{resolve:ssm-secure:/acct}}`"},
      {R"("1{{resolve:secretsmanager:a:SecretString:b}}")",
       "?`{{resolve:secretsmanager:a:SecretString:b}}`"},
      {R"("{{resolve:ssm:/acct")", "?`{{resolve:ssm:/acct`"},
      {R"("{{resolve}} {{other:ssm:/acct}}")", "{{resolve}} {{other:ssm:/acct}}"},
      {R"({"Fn::Sub": "{{resolve:ssm:/${Plain}}}"})", "?`{{resolve:ssm:/111122223333}}`"},
      {R"({"Fn::Sub": ["${X}", {"X": "{{resolve:ssm:/acct}}"}]})", "?`{{resolve:ssm:/acct}}`"},
      {R"({"Fn::Join": [":", ["{{resolve", "ssm:/acct}}"]]})", "?`{{resolve:ssm:/acct}}`"},
      {R"({"Fn::Select": [0, ["{{resolve:ssm:/acct}}"]]})", "?`{{resolve:ssm:/acct}}`"},
      {R"({"Fn::FindInMap": ["Accounts", "eu-west-1", "Dynamic"]})", "?`{{resolve:ssm:/acct}}`"},
  };
  for (const auto& [value, text] : cases) EXPECT_EQ(Became(value, options), text) << value;
}

TEST(TemplateFunction, PartitionAndSuffixFollowFromTheRegion) {
  const auto in = [](const char* region) {
    return Became(R"({"Fn::Sub": "${AWS::Partition} ${AWS::URLSuffix}"})",
                  {{{"AWS::Region", region}}});
  };
  EXPECT_EQ(in("eu-west-1"), "aws amazonaws.com");
  EXPECT_EQ(in("us-gov-east-1"), "aws-us-gov amazonaws.com");
  EXPECT_EQ(in("cn-north-1"), "aws-cn amazonaws.com.cn");
  EXPECT_EQ(Became(R"({"Ref": "AWS::Partition"})", {}), "?`Ref: AWS::Partition`");
}

// A text that doubles with each function is cut off, and not made.
TEST(TemplateFunction, ATextThatGrowsIsUnknown) {
  std::string value = absl::StrCat("\"", std::string(1000, 'x'), "\"");
  for (int i = 0; i < 10; ++i)
    value = absl::StrCat(R"({"Fn::Sub": ["${X}${X}", {"X": )", value, "}]}");
  EXPECT_EQ(Became(value, {}), "?a text that is too long");
  std::string wide = R"({"Fn::Join": ["", [)";
  for (int i = 0; i < 60; ++i)
    absl::StrAppend(&wide, i == 0 ? "" : ",", "\"", std::string(5000, 'x'), "\"");
  EXPECT_EQ(Became(absl::StrCat(wide, "]]}"), {}), "?a text that is too long");
}

}  // namespace
}  // namespace deputy
