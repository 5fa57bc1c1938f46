// The attacks on record: each vulnerable policy is refuted with a request that the evaluator
// allows, each mended one is proved.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <vector>

#include "tests/prove/prove_test_support.h"
#include "tests/support/attack_file.h"

namespace deputy {
namespace {

using nlohmann::json;

const json& Attacks() {
  static const json kAttacks =
      json::parse(std::ifstream(DEPUTY_SOURCE_DIR "/tests/prove/attacks.json"));
  return kAttacks;
}

Property PropertyOf(const std::string& name) {
  return name == "noForeignSource"      ? Property::kNoForeignSource
         : name == "noForeignPrincipal" ? Property::kNoForeignPrincipal
                                        : Property::kSomeoneHonest;
}

class AttackTest : public testing::TestWithParam<size_t> {};

TEST_P(AttackTest, VulnerableIsRefutedAndFixedIsProved) {
  const json& attack = Attacks()[GetParam()];
  if (attack.contains("skip")) GTEST_SKIP() << attack["skip"];
  for (const char* variant : {"vulnerable", "fixed"}) {
    const std::optional<Policy> policy =
        TryPolicy(attack[variant].dump(),
                  attack["type"] == "trust" ? PolicyType::kTrust : PolicyType::kResource);
    const std::string expected = attack["expect"][variant];
    ASSERT_EQ(policy.has_value(), expected != "rejected") << variant;
    if (!policy) continue;
    const std::vector<ServiceFact> facts = FactsOf(attack, variant);
    RoleQuestion question;
    question.policy = &*policy;
    question.resource = attack.value("resource", "");
    question.trusted = TrustOf(attack["trust"]);
    question.services = facts;
    const Answer answer = ProveProperty(question, PropertyOf(attack["property"]));
    EXPECT_EQ(answer.verdict, expected == "proved" ? Verdict::kProved : Verdict::kRefuted)
        << attack["id"] << " " << variant << ": " << Show(answer);
    if (answer.witness) {
      EXPECT_TRUE(Judge(*policy, {}).Allows(*answer.witness)) << Show(answer);
      EXPECT_FALSE(answer.who_gets_in.empty());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, AttackTest, testing::Range<size_t>(0, Attacks().size()),
                         [](const testing::TestParamInfo<size_t>& of) {
                           std::string name = Attacks()[of.param]["id"];
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

// Prints what a policy takes, all properties together; machines differ, so that nothing is
// asserted.
TEST(AttackTimes, Figures) {
  std::vector<double> milliseconds;
  for (const json& attack : Attacks()) {
    for (const char* variant : {"vulnerable", "fixed"}) {
      const std::optional<Policy> policy =
          TryPolicy(attack[variant].dump(),
                    attack["type"] == "trust" ? PolicyType::kTrust : PolicyType::kResource);
      if (!policy) continue;
      RoleQuestion question;
      question.policy = &*policy;
      question.trusted = TrustOf(attack["trust"]);
      const auto start = std::chrono::steady_clock::now();
      const std::vector<Answer> answers = Prove(question);
      const std::chrono::duration<double, std::milli> took =
          std::chrono::steady_clock::now() - start;
      milliseconds.push_back(took.count());
      EXPECT_EQ(answers.size(), 3u);
    }
  }
  ASSERT_FALSE(milliseconds.empty());
  std::sort(milliseconds.begin(), milliseconds.end());
  std::cout << milliseconds.size() << " policies, three properties each: median "
            << milliseconds[milliseconds.size() / 2] << " ms, 99th percentile "
            << milliseconds[milliseconds.size() * 99 / 100] << " ms\n";
}

}  // namespace
}  // namespace deputy
