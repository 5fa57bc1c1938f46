// Policies of documented attacks, found by the right rule at the right clause, their mended forms,
// of which nothing serious is said, and the policies that AWS's own pages recommend.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

using nlohmann::json;

const json& Data(const char* name) {
  static auto* const kFiles = new std::map<std::string, json>;
  json& file = (*kFiles)[name];
  if (file.is_null()) {
    std::ifstream stream(std::string(DEPUTY_SOURCE_DIR) + "/tests/lint/data/" + name);
    stream >> file;
  }
  return file;
}

std::vector<Finding> CheckAttack(const json& attack, const char* variant) {
  const std::string text = attack[variant].dump(2);
  LintContext context = RoleContext(text);
  const bool resource = attack.value("type", "") == "resource";
  if (resource) {
    context.role_arn = "";
    context.role_account = "111122223333";
  }
  return Check(text, context, resource ? PolicyType::kResource : PolicyType::kTrust).findings;
}

class Attack : public testing::TestWithParam<size_t> {
 protected:
  const json& attack() const { return Data("attacks.json")[GetParam()]; }
};

TEST_P(Attack, IsFoundAtItsClause) {
  const std::vector<Finding> findings = CheckAttack(attack(), "vulnerable");
  if (attack().contains("silentBecause")) {
    for (const Finding& finding : findings) EXPECT_FALSE(IsSerious(finding)) << Show(findings);
    return;
  }
  for (const json& expected : attack()["found"]) {
    const Finding* found = FindRuleIn(findings, expected["rule"].get<std::string>());
    ASSERT_NE(found, nullptr) << attack()["id"] << "\n" << Show(findings);
    EXPECT_EQ(found->path, expected["path"].get<std::string>()) << attack()["id"];
  }
  size_t serious = 0;
  for (const Finding& finding : findings) serious += IsSerious(finding);
  EXPECT_LE(serious, attack()["found"].size()) << attack()["id"] << "\n" << Show(findings);
}

TEST_P(Attack, IsMended) {
  const std::vector<Finding> findings = CheckAttack(attack(), "fixed");
  const std::string left =
      attack().contains("leftInFixed") ? attack()["leftInFixed"]["rule"].get<std::string>() : "";
  for (const Finding& finding : findings) {
    EXPECT_TRUE(!IsSerious(finding) || finding.rule == left) << attack()["id"] << "\n"
                                                             << Show(findings);
  }
  if (!left.empty()) {
    EXPECT_NE(FindRuleIn(findings, left), nullptr) << attack()["id"];
  }
}

INSTANTIATE_TEST_SUITE_P(Corpus, Attack, testing::Range<size_t>(0, Data("attacks.json").size()));

TEST(Documented, PoliciesOfAwsPagesAreSilent) {
  for (const json& row : Data("documented_policies.json")) {
    const std::string text = row["policy"].dump(2);
    LintContext context = RoleContext(text);
    const bool resource = row.contains("type");
    context.role_arn = resource ? "" : "arn:aws:iam::123456789012:role/service-role";
    context.role_account = "123456789012";
    const std::vector<Finding> findings =
        Check(text, context, resource ? PolicyType::kResource : PolicyType::kTrust).findings;
    const std::string expected =
        row.contains("finds") ? row["finds"]["rule"].get<std::string>() : "";
    for (const Finding& finding : findings) {
      EXPECT_TRUE(!IsSerious(finding) || finding.rule == expected) << text << Show(findings);
    }
    if (!expected.empty()) {
      EXPECT_NE(FindRuleIn(findings, expected), nullptr) << text << Show(findings);
    }
  }
}

}  // namespace
}  // namespace deputy
