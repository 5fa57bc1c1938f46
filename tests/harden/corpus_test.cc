// The attacks on record: each vulnerable policy that a policy can mend becomes a proved one that
// only narrows and keeps its honest requests.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"
#include "simulator/mend/hardened_file.h"

namespace deputy {
namespace {

using nlohmann::json;

json ReadData(const std::string& path) {
  return json::parse(std::ifstream(DEPUTY_SOURCE_DIR "/tests/" + path));
}

TrustedParties TrustOf(const json& trust) {
  TrustedParties parties;
  parties.accounts = trust["accounts"];
  parties.organizations = trust.value("organizations", std::vector<std::string>());
  for (const json& party : trust.value("thirdParties", json::array()))
    parties.third_parties.push_back({party["account"], party["externalId"]});
  for (const json& claim : trust.value("claims", json::array()))
    parties.claims.push_back({claim["key"], claim["pattern"]});
  return parties;
}

KeptRequest Keep(const json& line) {
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

// In one file, as a resource policy can only be told from a trust policy by its elements.
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

class HardenAttackTest : public testing::TestWithParam<size_t> {};

TEST_P(HardenAttackTest, BecomesProvedAndKeepsTheHonest) {
  const auto& [attack, honest] = Attacks()[GetParam()];
  const std::string id = attack["id"];
  for (const int indent : {2, -1}) {
    for (const bool keep : {true, false}) {
      HardenSettings settings;
      settings.trusted = TrustOf(attack["trust"]);
      settings.role = attack.value("resource", "");
      if (keep) settings.keep = {Keep(honest)};
      const NamedText file{"policy.json", attack["vulnerable"].dump(indent)};
      const HardenedFile hardened = HardenFile(file, settings);
      ASSERT_EQ(hardened.policies.size(), 1u);
      const HardenResult& result = hardened.policies[0].result;
      std::cout << id << " outcome " << static_cast<int>(result.outcome) << " " << result.reason
                << " " << RelationName(result.comparison.relation) << " proofs " << result.proofs;
      for (const auto& mended : hardened.policies[0].mended) std::cout << "\n   mended " << mended;
      for (const Change& change : result.changes)
        std::cout << "\n   " << ChangeTitle(change) << " (" << change.why << ")";
      std::cout << "\n" << hardened.text << "\n";
    }
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
