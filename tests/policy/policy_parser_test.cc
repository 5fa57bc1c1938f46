// Documents that IAM would refuse, and those it would store: the entries of groups B and C that a
// parser sees, by their ids. Each asserts the rule and where it points.
#include "engine/policy/policy_parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "engine/policy/policy_printer.h"

namespace deputy {
namespace {

// A document, what must be said of it, and the text at which the first such diagnostic points (a
// prefix of what stands there).
struct Case {
  std::string id;
  std::string document;
  std::string rule;  // empty: nothing is said
  std::string points_at;
  PolicyType type = PolicyType::kTrust;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.id; }

// A trust policy around one statement's members, or around one condition.
std::string Trust(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":[{)" + statement + "}]}";
}

constexpr char kHead[] =
    R"("Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole")";

std::string When(const std::string& condition) {
  return Trust(std::string(kHead) + R"(,"Condition":)" + condition);
}

std::string Who(const std::string& principal) {
  return Trust(R"("Effect":"Allow","Action":"sts:AssumeRole","Principal":)" + principal);
}

std::string Does(const std::string& action) {
  return Trust(R"("Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":)" + action);
}

std::string Identity(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",)" +
         statement + "}}";
}

class Refused : public testing::TestWithParam<Case> {};

TEST_P(Refused, SaysTheRuleAtItsPlace) {
  const Case& test = GetParam();
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(test.document, test.type, diagnostics);
  EXPECT_FALSE(policy.has_value());
  ASSERT_NE(diagnostics.FirstError(), nullptr);
  EXPECT_EQ(diagnostics.FirstError()->rule, test.rule) << diagnostics.FirstError()->message;
  EXPECT_THAT(test.document.substr(diagnostics.FirstError()->range.begin),
              testing::StartsWith(test.points_at));
}

INSTANTIATE_TEST_SUITE_P(
    Structure, Refused,
    testing::Values(
        Case{"BI029_List", "[]", "wrong-type", "[]"},
        Case{"BI029_String", "\"x\"", "wrong-type", "\"x\""},
        Case{"BI040_Empty", "{}", "missing-element", "{"},
        Case{"BI043_WrongVersion", R"({"Version":"2012-10-18","Statement":[]})", "invalid-version",
             "\"2012-10-18\""},
        Case{"BI043_NumberVersion", R"({"Version":2012,"Statement":[]})", "wrong-type", "2012"},
        Case{"BI044_NoStatements", R"({"Version":"2012-10-17","Statement":[]})",
             "empty-statement-list", "[]"},
        Case{"BI046_NullStatement", R"({"Version":"2012-10-17","Statement":null})", "wrong-type",
             "null"},
        Case{"BI046_NestedList", R"({"Version":"2012-10-17","Statement":[[]]})", "wrong-type",
             "[]"},
        Case{"BI047_NoEffect", Trust(R"("Principal":"*","Action":"sts:AssumeRole")"),
             "missing-element", "{\"Principal\""},
        Case{"BI047_LowerCase", Trust(R"("Effect":"allow","Principal":"*","Action":"sts:*")"),
             "invalid-effect", "\"allow\""},
        Case{"BI048_NoPrincipal", Trust(R"("Effect":"Allow","Action":"sts:*")"),
             "missing-principal", "{"},
        Case{"BI049_BothPrincipals",
             Trust(R"("Effect":"Allow","Principal":"*","NotPrincipal":"*","Action":"sts:*")"),
             "mutually-exclusive", "\"NotPrincipal\""},
        Case{"BI050_BothActions",
             Trust(R"("Effect":"Allow","Principal":"*","NotAction":"sts:*","Action":"sts:*")"),
             "mutually-exclusive", "\"Action\""},
        Case{"BI050_NoAction", Trust(R"("Effect":"Allow","Principal":"*")"), "missing-element",
             "{\"Effect\""},
        Case{"BI052_Resource", Trust(std::string(kHead) + R"(,"Resource":"*")"),
             "resource-in-trust-policy", "\"Resource\""},
        Case{"R15_NotPrincipal",
             Trust(R"("Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:*")"),
             "notprincipal-not-allowed", "\"NotPrincipal\""},
        Case{"BI053_OtherService", Does("\"s3:GetObject\""), "non-sts-action", "\"s3:GetObject\""},
        Case{"BI053_EmptyAction", Does("\"\""), "invalid-action", "\"\""},
        Case{"BI053_NoVendor", Does("\"AssumeRole\""), "invalid-action", "\"AssumeRole\""},
        Case{"R16_NoActions", Does("[]"), "empty-values", "[]"},
        Case{"R16_NullAction", Does("[null]"), "wrong-type", "null"},
        Case{"BI054_AnyService", Who(R"({"Service":"*"})"), "service-wildcard", "\"*\""},
        Case{"BI055_Empty", Who("{}"), "empty-principal", "{}"},
        Case{"BI055_EmptyList", Who(R"({"AWS":[]})"), "empty-principal", "[]"},
        Case{"BI055_Null", Who(R"({"AWS":null})"), "empty-principal", "null"},
        Case{"BI056_Case", Who(R"({"Aws":"*"})"), "unknown-principal-type", "\"Aws\""},
        Case{"BI025_Number", Who(R"({"AWS":111122223333})"), "wrong-type", "111122223333"},
        Case{"BI058_Short", Who(R"({"AWS":"1234"})"), "invalid-account-id", "\"1234\""},
        Case{"BI058_Placeholder", Who(R"({"AWS":"arn:aws:iam::your_account_id:root"})"),
             "invalid-account-id", "\"arn"},
        Case{"BI059_Wildcard", Who(R"({"AWS":"arn:aws:iam::111122223333:user/*"})"),
             "wildcard-principal-arn", "\"arn"},
        Case{"R27_Canonical", Who(R"({"CanonicalUser":"79a5"})"), "unknown-principal-type",
             "\"CanonicalUser\""},
        Case{"BI060_SidTwice",
             R"({"Version":"2012-10-17","Statement":[{"Sid":"A",)" + std::string(kHead) +
                 R"(},{"Sid":"A",)" + kHead + "}]}",
             "duplicate-sid", "\"A\""},
        Case{"BI060_NumberSid", Trust(std::string(R"("Sid":5,)") + kHead), "wrong-type", "5"},
        Case{"BI061_Typo", Trust(std::string(R"("Efect":"Allow",)") + kHead), "unknown-element",
             "\"Efect\""},
        Case{"BI061_Conditions", Trust(std::string(kHead) + R"(,"Conditions":{})"),
             "unknown-element", "\"Conditions\""},
        Case{"BI062_Id", R"({"Id":5,"Statement":[]})", "wrong-type", "5"},
        Case{"BI131_Request", R"({"principal":{},"action":"x"})", "wrong-kind", "\"principal\""},
        Case{"BI132_Role", R"({"Role":{"AssumeRolePolicyDocument":{}}})", "wrong-kind", "\"Role\""},
        Case{"BI133_Ref", Who(R"({"AWS":{"Ref":"AWS::AccountId"}})"), "unresolved-intrinsic",
             "{\"Ref\""}),
    [](const auto& test) { return test.param.id; });

INSTANTIATE_TEST_SUITE_P(
    Conditions, Refused,
    testing::Values(
        Case{"BI071_Null", When("null"), "wrong-type", "null"},
        Case{"BI071_List", When("[]"), "wrong-type", "[]"},
        Case{"BI073_NoValues", When(R"({"StringEquals":{"aws:SourceArn":[]}})"), "empty-values",
             "[]"},
        Case{"BI074_ArnEqual", When(R"({"ArnEqual":{"aws:SourceArn":"x"}})"), "unknown-operator",
             "\"ArnEqual\""},
        Case{"R42_LeadingBlank", When(R"({" ArnEquals":{"aws:SourceArn":"x"}})"),
             "unknown-operator", "\" ArnEquals\""},
        Case{"BI075_IfExist", When(R"({"StringLikeIfExist":{"aws:SourceArn":"x"}})"),
             "unknown-operator", "\"StringLike"},
        Case{"BI076_NullIfExists", When(R"({"NullIfExists":{"aws:SourceArn":"true"}})"),
             "invalid-operator", "\"Null"},
        Case{"BI077_Alone", When(R"({"ForAllValues:":{"aws:SourceArn":"x"}})"),
             "unknown-set-operator", "\"ForAll"},
        Case{"BI077_Plural", When(R"({"ForAnyValues:StringLike":{"aws:SourceArn":"x"}})"),
             "unknown-set-operator", "\"ForAny"},
        Case{"BI027_KeyTwice",
             When(R"({"StringEquals":{"aws:SourceArn":"x","AWS:sourcearn":"y"}})"), "duplicate-key",
             "\"AWS:sourcearn\""},
        Case{
            "R17_OperatorTwice",
            When(
                R"({"StringEquals":{"aws:SourceArn":"x"},"stringequals":{"aws:SourceAccount":"y"}})"),
            "duplicate-key", "\"stringequals\""},
        Case{"BI087_Word", When(R"({"NumericEquals":{"a:b":"abc"}})"), "invalid-number", "\"abc\""},
        Case{"BI087_Hex", When(R"({"NumericEquals":{"a:b":"0x10"}})"), "invalid-number",
             "\"0x10\""},
        Case{"BI087_Exponent", When(R"({"NumericEquals":{"a:b":"1e309"}})"), "invalid-number",
             "\"1e309\""},
        Case{"BI087_Blank", When(R"({"NumericEquals":{"a:b":" 1"}})"), "invalid-number", "\" 1\""},
        Case{"BI088_Yesterday", When(R"({"DateLessThan":{"a:b":"yesterday"}})"), "invalid-date",
             "\"yesterday\""},
        Case{"BI088_NoSuchDay", When(R"({"DateLessThan":{"a:b":"2025-02-30"}})"), "invalid-date",
             "\"2025-02-30\""},
        Case{"BI089_Yes", When(R"({"Bool":{"a:b":"yes"}})"), "invalid-bool", "\"yes\""},
        Case{"BI090_Prefix", When(R"({"IpAddress":{"a:b":"10.0.0.0/33"}})"), "invalid-cidr",
             "\"10"},
        Case{"BI090_Octal", When(R"({"IpAddress":{"a:b":"010.0.0.1"}})"), "invalid-cidr", "\"010"},
        Case{"BI091_Base64", When(R"({"BinaryEquals":{"a:b":"a"}})"), "invalid-base64", "\"a\"}"},
        Case{"BI093_Empty", When(R"({"StringEquals":{"":"x"}})"), "invalid-key", "\"\""},
        Case{"BI093_Colon", When(R"({"StringEquals":{":":"x"}})"), "invalid-key", "\":\""},
        Case{"BI093_NoName", When(R"({"StringEquals":{"aws:":"x"}})"), "invalid-key", "\"aws:\""},
        Case{"BI095_Object", When(R"({"StringEquals":{"a:b":{}}})"), "wrong-type", "{}}}"},
        Case{"BI095_Nested", When(R"({"StringEquals":{"a:b":[["x"]]}})"), "wrong-type", "[\"x\"]"},
        Case{"BI096_Open", When(R"({"StringEquals":{"a:b":"${"}})"), "malformed-variable",
             "\"${\""},
        Case{"BI096_Nothing", When(R"({"StringEquals":{"a:b":"${}"}})"), "malformed-variable",
             "\"${}\""},
        Case{"BI096_ForgottenComma", When(R"({"StringEquals":{"a:b":"${a:c'd'}"}})"),
             "malformed-variable", "\"${a:c"},
        Case{"BI096_Nested", When(R"({"StringEquals":{"a:b":"${${a:b}}"}})"), "malformed-variable",
             "\"${$"},
        Case{"BI096_Default", When(R"({"StringEquals":{"a:b":"${aws:username, x}"}})"),
             "malformed-variable", "\"${aws"},
        Case{"BI096_BehindDefault", When(R"({"StringEquals":{"a:b":"${aws:username, 'x'y}"}})"),
             "malformed-variable", "\"${aws"},
        Case{"BI096_OpenDefault", When(R"({"StringEquals":{"a:b":"${aws:username, 'x'"}})"),
             "malformed-variable", "\"${aws"},
        Case{"BI097_Numeric", When(R"({"NumericEquals":{"a:b":"${aws:username}"}})"),
             "variable-not-allowed", "\"${aws"},
        Case{"BI097_Null", When(R"({"Null":{"a:b":"${aws:username}"}})"), "variable-not-allowed",
             "\"${aws"}),
    [](const auto& test) { return test.param.id; });

INSTANTIATE_TEST_SUITE_P(
    OtherTypes, Refused,
    testing::Values(
        Case{"R15_PrincipalInIdentity", Identity(R"("Principal":"*","Resource":"*")"),
             "principal-not-allowed", "\"Principal\"", PolicyType::kIdentity},
        Case{"R15_NoResource", Identity(R"("Sid":"A")"), "missing-element", "{\"Effect\"",
             PolicyType::kIdentity},
        Case{"R14_SidWithBlank", Identity(R"("Sid":"a b","Resource":"*")"), "invalid-sid",
             "\"a b\"", PolicyType::kIdentity},
        Case{"R32_NoArn", Identity(R"("Resource":"bucket/*")"), "invalid-resource", "\"bucket/*\"",
             PolicyType::kIdentity},
        Case{"R15_RcpAllows", Identity(R"("Principal":"*","Resource":"*")"), "rcp-allow",
             "\"Allow\"", PolicyType::kRcp},
        Case{
            "R15_RcpNames",
            R"({"Statement":{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}})",
            "rcp-principal", "{\"AWS\"", PolicyType::kRcp},
        Case{"BI051_NotPrincipalAllow",
             Identity(R"("NotPrincipal":{"AWS":"111122223333"},"Resource":"*")"),
             "notprincipal-allow", "\"NotPrincipal\"", PolicyType::kResource}),
    [](const auto& test) { return test.param.id; });

class Stored : public testing::TestWithParam<Case> {};

TEST_P(Stored, IsAcceptedAndSurvivesPrinting) {
  const Case& test = GetParam();
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(test.document, test.type, diagnostics);
  ASSERT_TRUE(policy.has_value()) << diagnostics.FirstError()->message;
  if (test.rule.empty()) {
    EXPECT_TRUE(diagnostics.items().empty()) << diagnostics.items()[0].message;
  } else {
    ASSERT_FALSE(diagnostics.items().empty());
    EXPECT_EQ(diagnostics.items()[0].rule, test.rule);
    EXPECT_THAT(test.document.substr(diagnostics.items()[0].range.begin),
                testing::StartsWith(test.points_at));
  }
  const std::string printed = PrintPolicy(*policy);
  Diagnostics again;
  const std::optional<Policy> reparsed = ParsePolicyText(printed, test.type, again);
  ASSERT_TRUE(reparsed.has_value()) << printed;
  EXPECT_EQ(PrintPolicy(*reparsed), printed);
}

INSTANTIATE_TEST_SUITE_P(
    Documents, Stored,
    testing::Values(
        Case{"BI041_NoVersion", R"({"Statement":{)" + std::string(kHead) + "}}", "version-missing",
             "{"},
        Case{"BI042_OldVariables",
             R"({"Version":"2008-10-17","Statement":{)" + std::string(kHead) +
                 R"(,"Condition":{"StringLike":{"a:b":"${x"}}}})",
             "", ""},
        Case{"BI053_Star", Does("\"*\""), "", ""},
        Case{"BI053_Case", Does("\"STS:assumerole\""), "", ""},
        Case{"BI054_Everyone", Who("\"*\""), "", ""},
        Case{"BI054_AnyAws", Who(R"({"AWS":"*"})"), "", ""},
        Case{"R24_Kendra", Who(R"({"Service":"kendra.*.amazonaws.com"})"), "wildcard-in-service",
             "\"kendra"},
        Case{"BI057_Short", Who(R"({"Service":"dms"})"), "odd-service-principal", "\"dms\""},
        Case{"R23_Deleted", Who(R"({"AWS":"AROAABCDEFGHIJKLMNOPQ"})"), "deleted-principal",
             "\"AROA"},
        Case{"BI070_NoCondition", When("{}"), "", ""},
        Case{"BI072_NoKeys", When(R"({"StringEquals":{}})"), "", ""},
        Case{"BI074_Case", When(R"({"stringequals":{"aws:SourceAccount":"111122223333"}})"),
             "operator-spelling", "\"stringequals\""},
        Case{"BI083_Star", When(R"({"ArnLike":{"aws:SourceArn":"*"}})"), "invalid-arn-pattern",
             "\"*\""},
        Case{"R87_Placeholder", When(R"({"StringEquals":{"AWS:SourceAccount":"your_account_id"}})"),
             "placeholder", "\"your"},
        Case{"R87_InAnArn",
             When(R"({"ArnLike":{"AWS:SourceArn":"arn:aws:dms:r:your_account_id:rep:x"}})"),
             "placeholder", "\"arn"},
        Case{"R16_NumbersAndBooleans",
             When(R"({"NumericLessThan":{"a:b":[5,1.0]},"Bool":{"c:d":true}})"), "", ""},
        Case{
            "BI096_Literal",
            When(
                R"({"StringLike":{"a:b":["${*}","$${aws:username}","${aws:username,'x'}","$5"]}})"),
            "", ""},
        Case{
            "R27_Canonical",
            R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"CanonicalUser":"79a5"},"Action":"s3:*","Resource":"*"}})",
            "", "", PolicyType::kResource},
        Case{
            "R15_Rcp",
            R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}})",
            "", "", PolicyType::kRcp}),
    [](const auto& test) { return test.param.id; });

TEST(PolicyParser, SaysAllThatIsWrongAtOnce) {
  Diagnostics diagnostics;
  EXPECT_FALSE(ParsePolicyText(
      R"({"Version":"x","Statement":[{"Effect":"allow","Principal":{},"Action":"y","Conditon":{}}],"Extra":1})",
      PolicyType::kTrust, diagnostics));
  std::vector<std::string> rules;
  for (const Diagnostic& diagnostic : diagnostics.items()) rules.push_back(diagnostic.rule);
  EXPECT_THAT(rules, testing::ElementsAre("invalid-version", "invalid-effect", "empty-principal",
                                          "invalid-action", "unknown-element", "unknown-element"));
}

// Edits and carets go by these ranges.
TEST(PolicyParser, EverythingHasItsPlace) {
  const std::string text =
      R"( {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "NotPrincipal": )"
      R"({"AWS": ["111122223333", "*"]}, "NotAction": ["s3:Get*", "s3:Put*"], "Resource": "*", )"
      R"("Condition": {"StringLike": {"aws:SourceArn": ["a", "b"], "aws:Via": "c"}}}} )";
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(text, PolicyType::kResource, diagnostics);
  ASSERT_TRUE(policy) << diagnostics.FirstError()->message;
  const auto at = [&](TextRange range) {
    return text.substr(range.begin, range.end - range.begin);
  };
  EXPECT_EQ(at(policy->range), text.substr(1, text.size() - 2));
  const Statement& statement = policy->statements[0];
  EXPECT_EQ(at(statement.principal->range), R"({"AWS": ["111122223333", "*"]})");
  EXPECT_EQ(at(statement.principal->entries[0].written.range), R"("111122223333")");
  EXPECT_EQ(at(statement.principal->entries[1].written.range), R"("*")");
  EXPECT_EQ(at(statement.action.range), R"(["s3:Get*", "s3:Put*"])");
  EXPECT_EQ(at(statement.action.patterns[1].range), R"("s3:Put*")");
  EXPECT_EQ(at(statement.resource->patterns[0].range), R"("*")");
  ASSERT_EQ(statement.conditions.size(), 2u);
  for (const ConditionClause& clause : statement.conditions)
    EXPECT_EQ(at(clause.op_range), R"("StringLike")");
  EXPECT_EQ(at(statement.conditions[0].key_range), R"("aws:SourceArn")");
  EXPECT_EQ(at(statement.conditions[0].values_range), R"(["a", "b"])");
  EXPECT_EQ(at(statement.conditions[0].values[1].range), R"("b")");
  EXPECT_EQ(at(statement.conditions[1].key_range), R"("aws:Via")");
  EXPECT_EQ(at(statement.conditions[1].values_range), R"("c")");
  EXPECT_EQ(at(statement.conditions[1].values[0].range), R"("c")");
}

TEST(PolicyParser, BI066_TooManyStatements) {
  const auto with = [](int count) {
    std::string document = R"({"Version":"2012-10-17","Statement":[)";
    for (int i = 0; i < count; ++i) document += (i == 0 ? "{" : ",{") + std::string(kHead) + "}";
    return document + "]}";
  };
  Diagnostics accepted;
  EXPECT_TRUE(ParsePolicyText(with(1000), PolicyType::kTrust, accepted));
  Diagnostics refused;
  EXPECT_FALSE(ParsePolicyText(with(1001), PolicyType::kTrust, refused));
  EXPECT_EQ(refused.FirstError()->rule, "too-many-statements");
}

}  // namespace
}  // namespace deputy
