// The shipped scenarios as a whole: each is about an attack and says why it ends as it does, a
// fixed policy that is taken back is noticed, and every attack on record is told by one of them.
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simulator/scenario/scenario_runner.h"
#include "tests/scenario/scenario_fixture.h"
#include "tests/scenario/shipped_files.h"

namespace deputy {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::map<std::string, std::unique_ptr<const Scenario>>& Shipped() {
  static const auto* const kScenarios = [] {
    auto* scenarios = new std::map<std::string, std::unique_ptr<const Scenario>>;
    for (const ShippedFile& file : ShippedFiles()) {
      Diagnostics diagnostics;
      auto scenario = Parse(file.text, diagnostics);
      EXPECT_NE(scenario, nullptr) << file.path();
      if (scenario != nullptr) (*scenarios)[scenario->id] = std::move(scenario);
    }
    return scenarios;
  }();
  return *kScenarios;
}

bool IsHostile(const Step& step) {
  return step.actor == ActorKind::kAttacker || step.actor == ActorKind::kInsider;
}

int FindVariant(const Scenario& scenario, const std::string& id) {
  for (size_t i = 0; i < scenario.variants.size(); ++i) {
    if (scenario.variants[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

TEST(CorpusTest, EndsAsExpected) {
  for (const auto& [id, scenario] : Shipped()) {
    SCOPED_TRACE(id);
    for (const VariantResult& variant : RunScenario(*scenario).variants) {
      for (const StepResult& step : variant.steps) EXPECT_THAT(step.mismatches, IsEmpty());
    }
  }
}

// The folder and the name of a file are its topic and id, so that a person finds it by either.
TEST(CorpusTest, AFileIsNamedAsItsScenario) {
  for (const ShippedFile& file : ShippedFiles()) {
    const std::string id = absl::StrCat(file.topic, "-", file.name);
    ASSERT_TRUE(Shipped().contains(id)) << file.path();
    EXPECT_EQ(Shipped().at(id)->topic, file.topic);
  }
}

TEST(CorpusTest, IsLargeEnoughToLearnFrom) {
  std::set<std::string> services;
  std::set<std::string> kinds;
  for (const auto& [id, scenario] : Shipped()) {
    kinds.insert(scenario->kind);
    for (const Deputy& deputy : scenario->variants.front().world.deputies) {
      if (!deputy.is_vendor()) services.insert(deputy.service->principal);
    }
  }
  EXPECT_GE(Shipped().size(), 65u);
  EXPECT_GE(services.size(), 25u);
  for (const char* kind : {"incident", "incident-class", "doc-bug", "pattern", "constructed",
                           "control", "availability", "limit", "semantics"}) {
    EXPECT_THAT(kinds, Contains(kind));
  }
}

// Each has an attack and an honest deed, says what it leaves open, and has expectations that could
// not be met by accident: what is stopped is stopped for a reason, what gets in takes something.
TEST(CorpusTest, EachIsAboutAnAttackAndSaysWhy) {
  for (const auto& [id, scenario] : Shipped()) {
    SCOPED_TRACE(id);
    EXPECT_THAT(scenario->does_not_stop, Not(IsEmpty()));
    bool hostile = false;
    bool honest = false;
    for (const Step& step : scenario->steps) {
      SCOPED_TRACE(step.id);
      hostile = hostile || IsHostile(step);
      honest = honest || !IsHostile(step);
      if (!IsHostile(step)) continue;
      for (const Expectation& expected : step.expect) {
        if (expected.outcome == Outcome::kBlocked) {
          EXPECT_TRUE(expected.reason.has_value());
        }
        if (expected.outcome == Outcome::kSucceeds) {
          ASSERT_TRUE(expected.loses.has_value());
          EXPECT_THAT(*expected.loses, Not(IsEmpty()));
        }
      }
    }
    EXPECT_TRUE(hostile);
    EXPECT_TRUE(honest);
  }
}

// What holds the attack off in a scenario that calls its variants otherwise than `vulnerable` and
// `fixed`.
struct Pair {
  const char* scenario;
  const char* vulnerable;
  const char* fixed;
};
constexpr Pair kPairs[] = {
    {"seed-03-two-keys", "neither", "both"},
    {"seed-05-any-resource-of-the-account", "one-resource", "any-resource"},
    {"seed-06-arn-without-account", "arn-alone", "both"},
    {"seed-07-same-account", "two-statements", "same"},
    {"seed-08-upgrade-first", "before", "upgraded"},
    {"seed-09-full-arn", "account-alone", "full-arn"},
    {"seed-10-wildcard-arn", "as-on-the-page", "account-too"},
    {"seed-12-capitals", "value", "page"},
    {"seed-13-placeholder", "left", "fixed"},
    {"services-ec2-instance-role", "condition", "as-it-is"},
    {"third-party-external-id", "no-condition", "fixed"},
};

// Scenarios in which no policy can be taken back, and why.
const std::map<std::string, std::string>& NothingToTakeBack() {
  static const auto* const kReasons = new std::map<std::string, std::string>{
      {"dms-version", "the same policy before and after: the version of DMS is what changes"},
  };
  return *kReasons;
}

// Every document of `from` in place of those of `to`; the deputies stay as they are.
void TakePoliciesOf(const ScenarioVariant& from, ScenarioVariant& to) {
  for (size_t i = 0; i < to.world.roles.size(); ++i) {
    to.world.roles[i].trust_policy = from.world.roles[i].trust_policy;
    to.world.roles[i].identity_policies = from.world.roles[i].identity_policies;
    to.world.roles[i].boundary = from.world.roles[i].boundary;
  }
  for (size_t i = 0; i < to.world.users.size(); ++i) {
    to.world.users[i].identity_policies = from.world.users[i].identity_policies;
    to.world.users[i].boundary = from.world.users[i].boundary;
  }
  for (size_t i = 0; i < to.world.resources.size(); ++i)
    to.world.resources[i].policy = from.world.resources[i].policy;
  for (size_t i = 0; i < to.world.organizations.size(); ++i) {
    to.world.organizations[i].scps = from.world.organizations[i].scps;
    to.world.organizations[i].rcps = from.world.organizations[i].rcps;
  }
  to.refused = from.refused;
}

// How many expectations of the fixed variant go unmet with the policies of the vulnerable one.
int UnmetAfterSwap(const Scenario& scenario, int vulnerable, int fixed) {
  Scenario swapped = scenario;
  ScenarioVariant& mended = swapped.variants[static_cast<size_t>(fixed)];
  TakePoliciesOf(scenario.variants[static_cast<size_t>(vulnerable)], mended);
  int unmet = 0;
  const ScenarioResult result = RunScenario(swapped);
  for (const StepResult& step : result.variants[static_cast<size_t>(fixed)].steps)
    unmet += step.as_expected ? 0 : 1;
  return unmet;
}

TEST(CorpusTest, AFixedPolicyThatIsTakenBackIsNoticed) {
  std::map<std::string, std::pair<std::string, std::string>> names;
  for (const Pair& pair : kPairs) names[pair.scenario] = {pair.vulnerable, pair.fixed};
  for (const auto& [id, scenario] : Shipped()) {
    SCOPED_TRACE(id);
    if (NothingToTakeBack().contains(id)) continue;
    const auto named = names.find(id);
    const int vulnerable =
        FindVariant(*scenario, named == names.end() ? "vulnerable" : named->second.first);
    const int fixed = FindVariant(*scenario, named == names.end() ? "fixed" : named->second.second);
    ASSERT_GE(vulnerable, 0) << "name the variants in kPairs";
    ASSERT_GE(fixed, 0) << "name the variants in kPairs";
    EXPECT_GT(UnmetAfterSwap(*scenario, vulnerable, fixed), 0);
    EXPECT_EQ(UnmetAfterSwap(*scenario, fixed, fixed), 0);  // else the swap itself breaks it
  }
}

TEST(CorpusTest, TheListsOfTheSwapAreUpToDate) {
  for (const Pair& pair : kPairs) {
    SCOPED_TRACE(pair.scenario);
    ASSERT_TRUE(Shipped().contains(pair.scenario));
    const Scenario& scenario = *Shipped().at(pair.scenario);
    EXPECT_FALSE(FindVariant(scenario, "vulnerable") >= 0 && FindVariant(scenario, "fixed") >= 0)
        << "it needs no row any more";
  }
  for (const auto& [id, reason] : NothingToTakeBack()) {
    SCOPED_TRACE(id);
    ASSERT_TRUE(Shipped().contains(id));
    const Scenario& scenario = *Shipped().at(id);
    for (size_t from = 0; from < scenario.variants.size(); ++from) {
      for (size_t to = 0; to < scenario.variants.size(); ++to) {
        EXPECT_EQ(UnmetAfterSwap(scenario, static_cast<int>(from), static_cast<int>(to)), 0)
            << "taking a policy back is noticed after all";
      }
    }
  }
}

// tests/scenario/attacks.json: the attacks on record, each with the scenario that tells it and what
// came of each of its requests, with the policy that was attacked and the one that was mended.
TEST(CorpusTest, EveryAttackOnRecordIsTold) {
  const json attacks = json::parse(ReadProjectFile("tests/scenario/attacks.json"));
  std::set<std::string> told;
  for (const json& attack : attacks) {
    const std::string id = attack["attack"];
    SCOPED_TRACE(id);
    told.insert(id);
    const std::string name = attack["scenario"];
    ASSERT_TRUE(Shipped().contains(name)) << name;
    const Scenario& scenario = *Shipped().at(name);
    const ScenarioResult result = RunScenario(scenario);
    EXPECT_THAT(attack["requests"], Not(IsEmpty()));
    for (const json& request : attack["requests"]) {
      for (const char* policy : {"vulnerable", "fixed"}) {
        const int variant = FindVariant(scenario, attack["variants"][policy]);
        ASSERT_GE(variant, 0);
        size_t step = 0;
        while (step < scenario.steps.size() && scenario.steps[step].id != request["step"]) ++step;
        ASSERT_LT(step, scenario.steps.size()) << request["step"];
        EXPECT_EQ(OutcomeName(result.variants[static_cast<size_t>(variant)].steps[step].outcome),
                  request[policy].get<std::string>())
            << request["request"] << ", " << policy;
      }
    }
  }
  // The same attacks are known to the linter.
  std::set<std::string> recorded;
  for (const json& attack : json::parse(ReadProjectFile("tests/lint/data/attacks.json")))
    recorded.insert(attack["id"]);
  EXPECT_EQ(told, recorded);
}

// Each folder has a page that speaks of each of its scenarios.
TEST(CorpusTest, EachFolderHasAPage) {
  for (const ShippedFile& file : ShippedFiles()) {
    const std::string page = ReadProjectFile(absl::StrCat("scenarios/", file.topic, "/README.md"));
    EXPECT_THAT(page, HasSubstr(absl::StrCat("(", file.name, ".json)"))) << file.path();
    for (const char* part : {"What to look at", "Exercise", "does not stop"})
      EXPECT_THAT(page, HasSubstr(part)) << file.topic;
    EXPECT_THAT(ReadProjectFile("scenarios/README.md"),
                HasSubstr(absl::StrCat("](", file.topic, ")")));
  }
}

}  // namespace
}  // namespace deputy
