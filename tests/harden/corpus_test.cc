// The attacks on record: each vulnerable policy that a policy can mend becomes a proved one that
// only narrows and keeps its honest requests.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"
#include "simulator/mend/hardened_file.h"
#include "tests/support/attack_file.h"

namespace deputy {
namespace {

using nlohmann::json;

json ReadData(const std::string& path) {
  return json::parse(std::ifstream(DEPUTY_SOURCE_DIR "/tests/" + path));
}

// An IAM caller may do what its own policies say; they allow everything.
KeptRequest Keep(json line) {
  if (line["principal"].contains("AWS")) {
    line["identityPolicies"] =
        json::array({{{"Version", "2012-10-17"},
                      {"Statement", {{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}}}}});
  }
  Diagnostics diagnostics;
  const auto document = ReadJson(line.dump(), JsonLimits(), diagnostics);
  auto read = ReadEvaluationRequest(*document);
  auto request = std::get<EvaluationRequest>(std::move(read));
  return {line["id"], line["resource"], [request](const Policy& policy) {
            EvaluationRequest asked = request;
            (policy.type == PolicyType::kTrust ? asked.policies.trust : asked.policies.resource) =
                policy;
            return PreparedEvaluation(asked, nullptr).Decide().kind == DecisionKind::kAllowed;
          }};
}

struct Attack {
  json data;
  json honest;
};

const std::vector<Attack>& Attacks() {
  static const auto* const kAttacks = [] {
    auto* attacks = new std::vector<Attack>;
    std::map<std::string, json> honest;
    for (const json& line : ReadData("harden/honest.json")) honest[line["id"]] = line;
    for (const json& attack : ReadData("prove/attacks.json"))
      attacks->push_back({attack, honest.at(attack["id"])});
    return attacks;
  }();
  return *kAttacks;
}

// Where nobody who is mine gets in (or not the one who should), taking away does not help; and whom
// a broker of another account acts for no condition tells.
const std::set<std::string>& BeyondMending() {
  static const auto* const kIds = new std::set<std::string>{
      "DMS-11", "DMS-12", "DMS-13", "DMS-20", "DMS-24", "DMS-25", "ORG-03", "CH-01", "CH-03"};
  return *kIds;
}

class HardenAttackTest : public testing::TestWithParam<size_t> {};

TEST_P(HardenAttackTest, BecomesProvedAndKeepsTheHonest) {
  const auto& [attack, honest] = Attacks()[GetParam()];
  const std::string id = attack["id"];
  const std::string expected = attack["expect"]["vulnerable"];
  for (const int indent : {2, -1}) {
    HardenSettings settings;
    settings.trusted = TrustOf(attack["trust"]);
    settings.role = attack.value("resource", "");
    settings.keep = {Keep(honest)};
    const NamedText file{"policy.json", attack["vulnerable"].dump(indent)};
    const HardenedFile hardened = HardenFile(file, settings);
    ASSERT_EQ(hardened.policies.size(), 1u);
    const HardenResult& result = hardened.policies[0].result;
    if (BeyondMending().count(id) != 0) {
      EXPECT_EQ(result.outcome, HardenOutcome::kImpossible) << hardened.text;
      EXPECT_FALSE(result.reason.empty());
      EXPECT_TRUE(result.changes.empty());
      EXPECT_EQ(hardened.text, file.text);
      continue;
    }
    if (expected == "proved") {
      EXPECT_EQ(result.outcome, HardenOutcome::kAlready) << result.reason;
      EXPECT_EQ(hardened.text, file.text);
      continue;
    }
    ASSERT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;

    // What was written, read anew.
    const PolicyType type = attack["type"] == "trust" ? PolicyType::kTrust : PolicyType::kResource;
    Diagnostics diagnostics;
    const auto after = ParsePolicyText(hardened.text, type, diagnostics);
    ASSERT_TRUE(after.has_value()) << hardened.text;
    RoleQuestion question;
    question.policy = &*after;
    question.resource = settings.role;
    question.trusted = settings.trusted;
    const std::vector<Answer> answers = Prove(question);
    for (const Answer& answer : answers) {
      EXPECT_EQ(answer.verdict,
                answer.property == Property::kSomeoneHonest ? answer.verdict : Verdict::kProved)
          << hardened.text;
    }
    EXPECT_NE(answers[2].verdict, Verdict::kRefuted) << hardened.text;
    EXPECT_TRUE(settings.keep[0].allowed_by(*after)) << hardened.text;
    Diagnostics again;
    const std::string printed = PrintPolicy(*after);
    EXPECT_EQ(PrintPolicy(*ParsePolicyText(printed, type, again)), printed);
    EXPECT_EQ(HardenFile({"policy.json", hardened.text}, settings).text, hardened.text);

    const auto before = ParsePolicyText(file.text, type, again);
    EXPECT_EQ(before.has_value(), expected != "rejected");
    if (!before) {
      EXPECT_EQ(hardened.policies[0].mended.size(), 1u);
      continue;
    }
    const bool other_id = id == "TP-02" || id == "TP-03";
    EXPECT_EQ(Compare(*before, *after, settings.role).relation,
              other_id ? Relation::kIncomparable : Relation::kNarrower);
    EXPECT_EQ(result.changes[0].replaces_external_id, other_id);
  }
}

INSTANTIATE_TEST_SUITE_P(All, HardenAttackTest, testing::Range<size_t>(0, Attacks().size()),
                         [](const testing::TestParamInfo<size_t>& of) {
                           std::string name = Attacks()[of.param].data["id"];
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace deputy
