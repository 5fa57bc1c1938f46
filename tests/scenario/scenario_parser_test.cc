#include "simulator/scenario/scenario_parser.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "tests/scenario/scenario_fixture.h"

namespace deputy {
namespace {

constexpr char kWorld[] = R"({
 "organizations": [{"id": "o-mine", "managementAccount": "root"}],
 "accounts": [{"id": "111122223333", "name": "victim", "organization": "o-mine"},
  {"id": "999988887777", "name": "attacker"}, {"id": "000000000000", "name": "root"},
  {"id": "555566667777", "name": "vendor"}],
 "deputies": [{"id": "dms", "service": "dms.amazonaws.com", "version": "3.4.7"},
  {"id": "mon", "vendorRole": "collector", "externalId": {"rule": "none"}}],
 "roles": [{"id": "target", "account": "victim", "trustPolicy": TRUST},
  {"id": "collector", "account": "vendor", "trustPolicy": TRUST}],
 "users": [{"id": "alice", "account": "attacker"}],
 "resources": [{"id": "bucket", "arn": "arn:aws:s3:::b", "account": "victim", "holds": "logs"}]})";
constexpr char kVariants[] = R"([{"id": "only"}])";
constexpr char kSteps[] = R"([
 {"id": "attack", "actor": "attacker", "says": "x", "usesService": {"deputy": "dms",
   "account": "attacker", "source": {"resource": "endpoint", "region": "us-east-1", "name": "E"},
   "role": "target"}, "then": [{"action": "s3:GetObject", "resource": "bucket", "path": "k"}],
  "expect": {"only": {"outcome": "blocked", "by": "passrole-check",
   "why": {"reason": "roleInAnotherAccount"}}}},
 {"id": "call", "actor": "customer", "says": "y", "calls": {"as": {"user": "alice"}},
  "chain": [{"role": "target"}],
  "expect": {"only": {"outcome": "blocked", "by": "trust-policy"}}}])";

std::string GoodText() {
  const std::string text = ScenarioText(kWorld, kVariants, kSteps);
  return absl::StrReplaceAll(text, {{"TRUST", TrustsService("dms.amazonaws.com")}});
}

TEST(ScenarioParserTest, ReadsAScenario) {
  Diagnostics diagnostics;
  const auto scenario = Parse(GoodText(), diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << diagnostic.message;
  ASSERT_NE(scenario, nullptr);
  ASSERT_EQ(scenario->variants.size(), 1u);
  const World& world = scenario->variants[0].world;
  EXPECT_EQ(world.accounts[0].organization_path, "o-mine/r-root/");
  EXPECT_EQ(world.roles[0].arn, "arn:aws:iam::111122223333:role/target");
  ASSERT_EQ(scenario->steps.size(), 2u);
  const auto& act = std::get<UsesService>(scenario->steps[0].act);
  EXPECT_EQ(act.source->arn, "arn:aws:dms:us-east-1:999988887777:endpoint:E");
  EXPECT_EQ(scenario->steps[0].then[0].arn, "arn:aws:s3:::b/k");
}

// One change of the good file, and the rule by which it is refused.
struct BadCase {
  const char* name;
  const char* from;
  const char* to;
  const char* rule;
  const char* says = "";
};

class BadScenarioTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadScenarioTest, IsRefusedByThatRule) {
  const std::string good = GoodText();
  std::string bad = good;
  const size_t at = bad.find(GetParam().from);
  ASSERT_NE(at, std::string::npos) << GetParam().from;
  bad.replace(at, std::string(GetParam().from).size(), GetParam().to);
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(bad, diagnostics), nullptr);
  bool found = false;
  std::string all;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    absl::StrAppend(&all, diagnostic.rule, ": ", diagnostic.message, "\n");
    found = found || (diagnostic.rule == GetParam().rule &&
                      absl::StrContains(diagnostic.message, GetParam().says));
  }
  EXPECT_TRUE(found) << all;
}

INSTANTIATE_TEST_SUITE_P(
    Structure, BadScenarioTest,
    testing::Values(
        BadCase{"Version", R"("version": 1)", R"("version": 2)", "unsupported-version"},
        BadCase{"VersionMissing", R"("version": 1, )", "", "unsupported-version"},
        BadCase{"UnknownMember", R"("lesson")", R"("lessons": [], "lesson")", "unknown-member",
                "did you mean `lesson`?"},
        BadCase{"MissingMember", R"("story": "a story", )", "", "missing-member", "`story`"},
        BadCase{"WrongType", R"("sources": ["a page"])", R"("sources": "a page")", "wrong-type"},
        BadCase{"EmptyText", R"("title": "t")", R"("title": "")", "invalid-value"},
        BadCase{"NoSources", R"(["a page"])", "[]", "invalid-value"},
        BadCase{"Kind", R"("pattern")", R"("patern")", "invalid-value", "`pattern`?"},
        BadCase{"DuplicateMember", R"("title": "t")", R"("title": "t", "title": "u")",
                "duplicate-key"},
        BadCase{"Id", R"("id": "s")", R"("id": "S s")", "invalid-id"},
        BadCase{"NoVariants", R"([{"id": "only"}])", "[]", "invalid-value"},
        BadCase{"TwoActs", R"("usesService")", R"("calls": {"as": "anonymous"}, "usesService")",
                "one-act"},
        BadCase{"NoAct", R"("calls": {"as": {"user": "alice"}},)", "", "one-act"},
        BadCase{"NothingCalled", R"("chain": [{"role": "target"}],)", "", "missing-member"},
        BadCase{"EmptyChain", R"([{"role": "target"}])", "[]", "invalid-value"}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(
    World, BadScenarioTest,
    testing::Values(
        BadCase{"AccountTooShort", "111122223333", "11112222333", "invalid-account-id"},
        BadCase{"AccountLetters", "111122223333", "11112222333x", "invalid-account-id"},
        BadCase{"AccountBlank", "111122223333", "111122223333 ", "invalid-account-id"},
        BadCase{"AccountNumber", R"("111122223333")", "111122223333", "wrong-type", "string"},
        BadCase{"AccountTwice", R"("999988887777")", R"("111122223333")", "duplicate-id"},
        BadCase{"RoleTwice", R"("id": "collector")", R"("id": "target")", "duplicate-id"},
        BadCase{"StepTwice", R"("id": "call")", R"("id": "attack")", "duplicate-id"},
        BadCase{"UnknownAccount", R"("account": "victim")", R"("account": "victin")",
                "unresolved-reference", "`victim`?"},
        BadCase{"UnknownService", "dms.amazonaws.com\"", "dsm.amazonaws.com\"",
                "unresolved-reference"},
        BadCase{"UnknownRole", R"("vendorRole": "collector")", R"("vendorRole": "colector")",
                "unresolved-reference", "`collector`?"},
        BadCase{"UnknownOrganization", R"("organization": "o-mine")", R"("organization": "o-mime")",
                "unresolved-reference"},
        BadCase{"ResourceArn", R"("arn:aws:s3:::b")", R"("arn:aws:s3:b")", "invalid-arn"},
        BadCase{"ResourceOwner", R"("arn": "arn:aws:s3:::b", "account": "victim")",
                R"("arn": "arn:aws:s3:::b")", "missing-member"},
        BadCase{"ServiceVersion", "3.4.7", "3.4.x", "invalid-id"},
        BadCase{"Rule", R"({"rule": "none"})", R"({"rule": "non"})", "invalid-value", "`none`?"},
        BadCase{"NoTrustPolicy", R"("account": "vendor", "trustPolicy")",
                R"("account": "vendor", "permissionsBoundary")", "missing-policy"}),
    [](const auto& each) { return std::string(each.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Steps, BadScenarioTest,
    testing::Values(
        BadCase{"UnknownDeputy", R"("deputy": "dms")", R"("deputy": "dsm")", "unresolved-reference",
                "`dms`?"},
        BadCase{"VendorAsService", R"("deputy": "dms")", R"("deputy": "mon")", "invalid-value"},
        BadCase{"UnknownKind", R"("resource": "endpoint")", R"("resource": "endpont")",
                "unresolved-reference", "`endpoint`?"},
        BadCase{"NoRegion", R"("region": "us-east-1", )", "", "missing-member", "`region`"},
        BadCase{"RoleAndTarget", R"("role": "target"},)",
                R"("role": "target", "target": {"action": "s3:GetObject", "resource": "bucket"}},)",
                "one-act"},
        BadCase{"NotCompromised", R"("role": "target"},)",
                R"("role": "target", "forges": {"aws:SourceAccount": "111122223333"}},)",
                "not-compromised"},
        BadCase{"ForgedKey", R"("role": "target"},)",
                R"("role": "target", "forges": {"aws:SourceIp": "1.2.3.4"}},)", "unknown-member"},
        BadCase{"FollowsFromTheWorld", R"("role": "target"},)",
                R"("role": "target", "alsoSends": {"AWS:SourceArn": "x"}},)", "contradicts-world"},
        BadCase{"Action", "s3:GetObject", "GetObject", "invalid-value"},
        BadCase{"UnknownResource", R"("resource": "bucket")", R"("resource": "bukket")",
                "unresolved-reference", "`bucket`?"},
        BadCase{"Cycle", R"([{"role": "target"}])", R"([{"role": "target"}, {"role": "target"}])",
                "cycle", "target -> target"},
        BadCase{"ExpectationMissing", R"("only": {"outcome": "blocked", "by": "trust-policy"})", "",
                "invalid-expectation", "`only`"},
        BadCase{"Outcome", R"({"outcome": "blocked", "by": "trust-policy"})",
                R"({"outcome": "maybe"})", "invalid-expectation"},
        BadCase{"NoGuard", R"({"outcome": "blocked", "by": "trust-policy"})",
                R"({"outcome": "blocked"})", "invalid-expectation"},
        BadCase{"Guard", R"("trust-policy")", R"("trust-polic")", "invalid-expectation",
                "`trust-policy`?"},
        BadCase{"Reason", R"("roleInAnotherAccount")", R"("roleInAnotherAcount")",
                "invalid-expectation"},
        BadCase{"UnknownVariant", R"("expect": {"only")",
                R"("expect": {"onyl": {"outcome": "succeeds"}, "only")", "unresolved-reference",
                "`only`?"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST(ScenarioParserTest, SaysAllThatIsWrongAtOnce) {
  const std::string bad = absl::StrReplaceAll(
      GoodText(), {{"111122223333", "1111"}, {"\"endpoint\"", "\"endpint\""}, {"maybe", ""}});
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(bad, diagnostics), nullptr);
  EXPECT_GE(diagnostics.error_count(), 2u);
}

TEST(ScenarioParserTest, AnUnknownServiceIsToldOnce) {
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(absl::StrReplaceAll(GoodText(), {{R"("service": "dms.amazonaws.com")",
                                                    R"("service": "dmss.amazonaws.com")"}}),
                  diagnostics),
            nullptr);
  ASSERT_EQ(diagnostics.items().size(), 1u) << diagnostics.items()[1].message;
  EXPECT_EQ(diagnostics.items()[0].rule, "unresolved-reference");
}

TEST(ScenarioParserTest, APolicyIsPointedAtInItsPlace) {
  const std::string text = absl::StrReplaceAll(
      ScenarioText(kWorld, kVariants, kSteps),
      {{"TRUST", TrustsService("dms.amazonaws.com", R"({"ArnEqual": {"aws:SourceArn": "a"}})")}});
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(text, diagnostics), nullptr);
  ASSERT_TRUE(diagnostics.has_errors());
  const Diagnostic& first = *diagnostics.FirstError();
  EXPECT_EQ(first.rule, "unknown-operator");
  EXPECT_EQ(text.substr(first.range.begin, first.range.end - first.range.begin), "\"ArnEqual\"");
}

TEST(ScenarioParserTest, ARefusedDocumentIsGoodWhereAllStepsExpectIt) {
  std::string steps = kSteps;
  steps = absl::StrReplaceAll(steps, {{R"({"outcome": "blocked", "by": "passrole-check",
   "why": {"reason": "roleInAnotherAccount"}})",
                                       R"({"outcome": "rejected", "rule": "unknown-operator"})"}});
  const std::string trust =
      TrustsService("dms.amazonaws.com", R"({"ArnEqual": {"aws:SourceArn": "a"}})");
  const auto text = [&](const std::string& of_steps) {
    return absl::StrReplaceAll(ScenarioText(kWorld, kVariants, of_steps), {{"TRUST", trust}});
  };
  Diagnostics one_of_two;
  EXPECT_EQ(Parse(text(steps), one_of_two), nullptr);
  steps = absl::StrReplaceAll(steps, {{R"({"outcome": "blocked", "by": "trust-policy"})",
                                       R"({"outcome": "rejected", "rule": "unknown-operator"})"}});
  Diagnostics both;
  const auto scenario = Parse(text(steps), both);
  ASSERT_NE(scenario, nullptr);
  EXPECT_NE(scenario->variants[0].refused, nullptr);
}

TEST(ScenarioParserTest, NoStepsAreAWarning) {
  const std::string text = absl::StrReplaceAll(ScenarioText(kWorld, kVariants, "[]"),
                                               {{"TRUST", TrustsService("dms.amazonaws.com")}});
  Diagnostics diagnostics;
  EXPECT_NE(Parse(text, diagnostics), nullptr);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].rule, "nothing-to-do");
}

TEST(ScenarioParserTest, TooManyStepsAreAnError) {
  std::string steps = "[0";
  for (size_t i = 0; i < kMaxSteps; ++i) steps += ",0";
  const std::string text = absl::StrReplaceAll(ScenarioText(kWorld, kVariants, steps + "]"),
                                               {{"TRUST", TrustsService("dms.amazonaws.com")}});
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(text, diagnostics), nullptr);
  EXPECT_EQ(diagnostics.FirstError()->rule, "too-many-steps");
}

TEST(ScenarioParserTest, ATokenCannotSayWhoCalls) {
  const std::string text =
      absl::StrReplaceAll(GoodText(), {{R"("calls": {"as": {"user": "alice"}})",
                                        R"("presentsToken": {"provider": "aws", "role": "collector",
                       "claims": {"PrincipalIsAWSService": "true"}})"}});
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(text, diagnostics), nullptr);
  ASSERT_TRUE(diagnostics.has_errors());
}

TEST(ScenarioParserTest, ASourceOfAnotherAccountIsAWarning) {
  const std::string text = absl::StrReplaceAll(
      GoodText(), {{R"({"resource": "endpoint", "region": "us-east-1", "name": "E"})",
                    R"({"arn": "arn:aws:dms:us-east-1:111122223333:endpoint:E"})"}});
  Diagnostics diagnostics;
  EXPECT_NE(Parse(text, diagnostics), nullptr);
  ASSERT_EQ(diagnostics.items().size(), 1u);
  EXPECT_EQ(diagnostics.items()[0].rule, "inconsistent-source");
}

TEST(ScenarioParserTest, WhatNobodyKnowsMustBeSaid) {
  const std::string unknown = absl::StrReplaceAll(
      GoodText(), {{R"("dms.amazonaws.com", "version": "3.4.7")", R"("appsync.amazonaws.com")"},
                   {R"({"resource": "endpoint", "region": "us-east-1", "name": "E"})",
                    R"({"arn": "arn:aws:appsync:us-east-1:999988887777:apis/x"})"}});
  Diagnostics diagnostics;
  EXPECT_EQ(Parse(unknown, diagnostics), nullptr);
  EXPECT_EQ(diagnostics.FirstError()->rule, "unknown-service-fact");
  const std::string said = absl::StrReplaceAll(
      unknown, {{R"("appsync.amazonaws.com"})",
                 R"("appsync.amazonaws.com", "sends": ["aws:SourceAccount"]})"}});
  Diagnostics none;
  EXPECT_NE(Parse(said, none), nullptr);
}

// Cut anywhere, a file is refused and nothing else happens.
TEST(ScenarioParserTest, EveryPrefixIsRefused) {
  const std::string good = GoodText();
  for (size_t length = 0; length < good.size(); ++length) {
    Diagnostics diagnostics;
    EXPECT_EQ(Parse(good.substr(0, length), diagnostics), nullptr) << length;
    EXPECT_TRUE(diagnostics.has_errors()) << length;
  }
}

}  // namespace
}  // namespace deputy
