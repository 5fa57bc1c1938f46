// Every rule of the catalogue: its bad example is found by it, its good example is silent, and the
// page that is made of the table is the one in docs/.
#include "engine/lint/rule_catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

struct Document {
  std::string text;
  PolicyType type = PolicyType::kTrust;
};

std::string Repeat(absl::string_view piece, size_t count) {
  std::string result;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&result, piece);
  return result;
}

std::string Identity(absl::string_view members) {
  return absl::StrCat(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",)", members,
      "}}");
}

constexpr char kStatement[] =
    R"({"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"})";

std::string WithSid(absl::string_view sid) {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":{"Sid":")", sid, R"(",)",
                      std::string(kStatement).substr(1), "}");
}

// The bad examples that the catalogue describes instead of writing them out.
std::map<std::string, Document> Described() {
  std::string members = R"({"Version":"2012-10-17")";
  for (int i = 0; i < 20001; ++i) absl::StrAppend(&members, ",\"m", i, "\":1");
  std::string utf16;
  for (const char c : absl::string_view("{\"Version\":1}")) utf16.append({c, '\0'});
  std::string names;
  for (int i = 0; i < 40; ++i) {
    absl::StrAppend(&names, i == 0 ? "" : ",",
                    "\"arn:aws:dms:us-east-1:111122223333:rep:REPLICATION-", i, "\"");
  }
  return {
      {"too-large", {Repeat(" ", (size_t{1} << 20) + 1)}},
      {"utf-16", {utf16}},
      {"invalid-utf8", {WithSid("\xff")}},
      {"too-deep", {Repeat("[", 65) + Repeat("]", 65)}},
      {"too-many-members", {members + "}"}},
      {"value-too-long", {WithSid(Repeat("a", 300000))}},
      {"too-many-statements",
       {absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", kStatement,
                     Repeat(absl::StrCat(",", kStatement), 1000), "]}")}},
      {"invalid-sid", {Identity(R"("Sid":"read it","Resource":"*")"), PolicyType::kIdentity}},
      {"principal-not-allowed",
       {Identity(R"("Principal":{"AWS":"111122223333"},"Resource":"*")"), PolicyType::kIdentity}},
      {"notprincipal-allow",
       {Identity(R"("NotPrincipal":{"AWS":"111122223333"},"Resource":"*")"),
        PolicyType::kResource}},
      {"rcp-principal",
       {R"({"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*","Resource":"*"}})",
        PolicyType::kRcp}},
      {"rcp-allow",
       {R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})",
        PolicyType::kRcp}},
      {"invalid-resource", {Identity(R"("Resource":"bucket")"), PolicyType::kIdentity}},
      {"policy-too-long", {Dms(absl::StrCat(R"({"ArnLike":{"aws:SourceArn":[)", names, "]}}"))}},
      {"source-key-not-sent",
       {ExamplePolicy(
           R"("Principal":{"Service":"mute.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})")}},
      {"undecided", {Dms(R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})")}},
  };
}

Document BadOf(const RuleInfo& rule) {
  if (!absl::StartsWith(rule.bad, "…")) return {ExamplePolicy(rule.bad)};
  return Described().at(std::string(rule.name));
}

std::vector<Finding> FindingsOf(const Document& document, bool is_unknown = false) {
  LintContext context = RoleContext(document.text);
  ServiceFact mute;
  mute.principal = "mute.amazonaws.com";
  mute.sends_source_arn = mute.sends_source_account = Known::kNo;
  std::vector<ServiceFact> facts = TestFacts();
  facts.push_back(mute);
  context.services = facts;
  if (is_unknown) context.unknown = {{0, static_cast<uint32_t>(document.text.size())}};
  return Check(document.text, context, document.type).findings;
}

class EveryRule : public testing::TestWithParam<size_t> {};

TEST_P(EveryRule, FindsItsBadExample) {
  const RuleInfo& rule = AllRules()[GetParam()];
  const std::vector<Finding> findings = FindingsOf(BadOf(rule), rule.name == "undecided");
  const Finding* found = FindRuleIn(findings, rule.id);
  ASSERT_NE(found, nullptr) << rule.id << " " << rule.name << "\n"
                            << BadOf(rule).text.substr(0, 600) << "\n"
                            << Show(findings);
  if (rule.name != "undecided") {
    EXPECT_EQ(found->severity, rule.severity) << rule.id;
  }
  // One hole has one report.
  if (rule.diagnostic.empty() && rule.severity == Severity::kSecurityWarning) {
    for (const Finding& other : findings) {
      EXPECT_TRUE(other.rule == rule.id || !IsSerious(other)) << Show(findings);
    }
    EXPECT_TRUE(found->witness.has_value()) << rule.id;
  }
}

TEST_P(EveryRule, IsSilentAboutItsGoodExample) {
  const RuleInfo& rule = AllRules()[GetParam()];
  const std::vector<Finding> findings = FindingsOf({ExamplePolicy(rule.good)});
  EXPECT_EQ(FindRuleIn(findings, rule.id), nullptr) << Show(findings);
  for (const Finding& finding : findings) EXPECT_FALSE(IsSerious(finding)) << Show(findings);
}

INSTANTIATE_TEST_SUITE_P(Rules, EveryRule, testing::Range<size_t>(0, AllRules().size()),
                         [](const auto& test) { return std::string(AllRules()[test.param].id); });

TEST(RuleCatalog, IdsAndNamesAreUniqueAndInOrder) {
  std::set<absl::string_view> names;
  absl::string_view before;
  for (const RuleInfo& rule : AllRules()) {
    EXPECT_LT(before, rule.id);
    EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
    EXPECT_FALSE(rule.meaning.empty()) << rule.id;
    EXPECT_TRUE(absl::StartsWith(rule.page, "https://docs.aws.amazon.com/")) << rule.id;
    EXPECT_EQ(FindRule(rule.id), &rule);
    EXPECT_EQ(FindRule(rule.name), &rule);
    before = rule.id;
  }
  EXPECT_EQ(FindRule("DEP999"), nullptr);
}

std::string ReadSource(const std::string& path) {
  std::ifstream file(std::string(DEPUTY_SOURCE_DIR) + "/" + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Every name of docs/semantics.md 1.10 has a row.
TEST(RuleCatalog, CoversWhatTheParserSays) {
  const std::string semantics = ReadSource("docs/semantics.md");
  const size_t begin = semantics.find("### 1.10");
  const std::string part = semantics.substr(begin, semantics.find("## 2", begin) - begin);
  size_t names = 0;
  for (size_t at = part.find("\n| `"); at < part.find("## 2");) {
    const size_t open = part.find('`', at);
    const size_t close = part.find('`', open + 1);
    if (open == std::string::npos || close == std::string::npos) break;
    const std::string name = part.substr(open + 1, close - open - 1);
    at = close + 1;
    if (name.find(' ') != std::string::npos) continue;
    ++names;
    EXPECT_NE(FindRuleOfDiagnostic(name), nullptr) << name;
  }
  EXPECT_GE(names, 60u);
}

TEST(RuleCatalog, ThePageIsMadeOfTheTable) {
  const std::string made = RuleCatalogMarkdown();
  if (std::getenv("DEPUTY_WRITE_DOCS") != nullptr) {
    std::ofstream(std::string(DEPUTY_SOURCE_DIR) + "/docs/lint-rules.md") << made;
  }
  EXPECT_EQ(ReadSource("docs/lint-rules.md"), made) << "run with DEPUTY_WRITE_DOCS=1 to write it";
}

TEST(RuleCatalog, TextOfARule) {
  const std::string text = RuleText(*FindRule("dep404"));
  EXPECT_THAT(text, testing::HasSubstr("DEP404 string-operator-on-arn (security-warning)"));
  EXPECT_THAT(text, testing::HasSubstr("Bad:\n  \"Condition\""));
  EXPECT_THAT(text, testing::HasSubstr("See https://"));
}

}  // namespace
}  // namespace deputy
