#include "tests/golden/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/lint/rule_catalog.h"
#include "engine/policy/policy_parser.h"
#include "tests/support/lint_fixture.h"
#include "tests/support/random_case.h"

namespace deputy::golden {
namespace {

using nlohmann::json;

constexpr uint64_t kRandomPolicies = 60;

Known KnownOf(const std::string& word) {
  return word == "yes" ? Known::kYes : word == "no" ? Known::kNo : Known::kUnknown;
}

std::vector<ServiceFact> FactsOf(const json& attack, const std::string& variant) {
  std::vector<ServiceFact> facts;
  for (const json& service :
       attack.value("services", json::object()).value(variant, json::array())) {
    ServiceFact fact;
    fact.principal = service["principal"];
    fact.sends_source_arn = KnownOf(service["sendsSourceArn"]);
    fact.sends_source_account = KnownOf(service["sendsSourceAccount"]);
    fact.source_arns = service["sourceArns"];
    facts.push_back(fact);
  }
  return facts;
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

void Add(Sample sample, PolicyType type, std::vector<Sample>& samples) {
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(sample.text, type, diagnostics);
  const bool is_there =
      absl::c_any_of(samples, [&](const Sample& other) { return other.text == sample.text; });
  if (!policy || is_there) return;
  sample.policy = *std::move(policy);
  samples.push_back(std::move(sample));
}

std::vector<Sample> MakeSamples() {
  std::vector<Sample> samples;
  for (const json& attack :
       json::parse(std::ifstream(DEPUTY_SOURCE_DIR "/tests/prove/attacks.json"))) {
    for (const std::string variant : {"vulnerable", "fixed"}) {
      Add({absl::StrCat(attack["id"].get<std::string>(), " ", variant),
           attack[variant].dump(2),
           {},
           attack.value("resource", ""),
           TrustOf(attack["trust"]),
           FactsOf(attack, variant)},
          attack["type"] == "trust" ? PolicyType::kTrust : PolicyType::kResource, samples);
    }
  }
  TrustedParties trusted;
  trusted.accounts = {"111122223333"};
  trusted.third_parties = {{"555566667777", "7f3c"}};
  for (const RuleInfo& rule : AllRules()) {
    for (const auto& [variant, example] : {std::pair("bad", rule.bad), {"good", rule.good}}) {
      if (absl::StartsWith(example, "…")) continue;  // only described
      Add({absl::StrCat(rule.id, " ", variant),
           ExamplePolicy(example),
           {},
           kTestRole,
           trusted,
           TestFacts()},
          PolicyType::kTrust, samples);
    }
  }
  for (uint64_t seed = 1; seed <= kRandomPolicies; ++seed) {
    const json policies = reference::MakeRandomCase(seed, 1).policies;
    if (!policies.contains("trustPolicy")) continue;
    Add({absl::StrCat("random ", seed),
         policies["trustPolicy"].dump(1),
         {},
         kTestRole,
         trusted,
         {}},
        PolicyType::kTrust, samples);
  }
  return samples;
}

}  // namespace

RoleQuestion Sample::Question() const {
  RoleQuestion question;
  question.policy = &policy;
  question.resource = resource;
  question.trusted = trusted;
  question.services = services;
  return question;
}

const std::vector<Sample>& Samples() {
  static const auto* const kSamples = new std::vector<Sample>(MakeSamples());
  return *kSamples;
}

std::string Show(const Request& request) {
  std::string text = absl::StrCat("    ", request.principal.text, " ", request.action, " ",
                                  request.resource, "\n");
  for (const auto& [folded, entry] : request.context) {
    absl::StrAppend(&text, "    ", entry.name, " =");
    for (const std::string& value : entry.values) absl::StrAppend(&text, " `", value, "`");
    text += "\n";
  }
  return text;
}

void ExpectGolden(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(DEPUTY_SOURCE_DIR, "/tests/golden/", name);
  if (std::getenv("DEPUTY_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ostringstream golden;
  golden << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_EQ(text, golden.str()) << name;
}

}  // namespace deputy::golden
