#include "tests/golden/corpus.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/lint/rule_catalog.h"
#include "engine/policy/policy_parser.h"
#include "tests/support/attack_file.h"
#include "tests/support/lint_fixture.h"
#include "tests/support/random_case.h"

namespace deputy::golden {
namespace {

using nlohmann::json;

constexpr uint64_t kRandomPolicies = 60;

void Add(Sample sample, PolicyType type, std::vector<Sample>& samples) {
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(sample.text, type, diagnostics);
  const bool is_there =
      absl::c_any_of(samples, [&](const Sample& other) { return other.text == sample.text; });
  if (!policy || is_there) return;
  sample.policy = *std::move(policy);
  samples.push_back(std::move(sample));
}

// One clause each: who is named, and what is asked of which key, in every way.
std::vector<json> Grid() {
  const std::string github = "token.actions.githubusercontent.com";
  const std::string provider = "arn:aws:iam::111122223333:oidc-provider/" + github;
  const std::vector<json> callers = {{{"Service", "dms.amazonaws.com"}},
                                     {{"AWS", "555566667777"}},
                                     {{"AWS", "*"}},
                                     {{"Service", {"lambda.amazonaws.com", "s3.amazonaws.com"}}}};
  const std::vector<std::pair<std::string, std::vector<std::string>>> asked = {
      {"aws:SourceArn",
       {"arn:aws:dms:us-east-1:111122223333:rep:a", "arn:aws:dms:*:111122223333:*", "arn:aws:dms:*",
        "arn:aws:dms:*:*:rep:*", "arn:aws:dms:us-east-9:999988887777:Rep:x", "arn:aws:s3:::bucket",
        "*111122223333*"}},
      {"aws:SourceAccount", {"111122223333", "1111*", "999988887777", "123456789012"}},
      {"sts:ExternalId", {"7f3c", "acme", "*"}},
      {"aws:SourceOrgID", {"o-abcdefghij", "o-*"}},
      {"aws:PrincipalOrgID", {"o-abcdefghij", "*"}},
      {"aws:PrincipalArn", {"arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:role/x"}},
      {"aws:PrincipalTag/team", {"blue", "${aws:SourceAccount}"}},
      {github + ":sub", {"repo:acme/*", "repo:acme/app:ref:refs/heads/main", "*"}},
      {github + ":aud", {"sts.amazonaws.com", "*"}}};
  const std::vector<std::string> operators = {"StringEquals",
                                              "StringLike",
                                              "ArnLike",
                                              "StringEqualsIfExists",
                                              "StringNotEquals",
                                              "ForAllValues:StringLike",
                                              "ForAnyValue:StringEquals"};
  std::vector<json> grid;
  for (const auto& [key, values] : asked) {
    const bool token = absl::StartsWith(key, "token.");
    for (const std::string& value : values) {
      for (const std::string& op : operators) {
        json statement = {{"Effect", op == "StringNotEquals" ? "Deny" : "Allow"},
                          {"Principal", callers[grid.size() % callers.size()]},
                          {"Action", token ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole"},
                          {"Condition", {{op, {{key, value}}}}}};
        if (token) statement["Principal"] = {{"Federated", provider}};
        json statements = json::array({statement});
        if (op == "StringNotEquals") {
          statement.erase("Condition");
          statement["Effect"] = "Allow";
          statements.push_back(statement);
        }
        grid.push_back({{"Version", "2012-10-17"}, {"Statement", statements}});
      }
    }
  }
  return grid;
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
  trusted.claims = {{"token.actions.githubusercontent.com:sub", "repo:acme/*"}};
  for (const json& policy : Grid()) {
    const json& statement = policy["Statement"][0];
    const auto asked = statement["Condition"].begin();
    Add({absl::StrCat(asked.key(), " ", asked->dump(), " for ", statement["Principal"].dump()),
         policy.dump(),
         {},
         kTestRole,
         trusted,
         TestFacts()},
        PolicyType::kTrust, samples);
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
  static const std::set<absl::string_view> kFollow = {
      "aws:principalaccount",     "aws:principalisawsservice",     "aws:principaltype",
      "aws:principalservicename", "aws:principalservicenameslist", "aws:resourceaccount"};
  std::string text =
      absl::StrCat("    ", request.principal.text, " ", request.action, " ", request.resource);
  for (const auto& [folded, entry] : request.context) {
    if (kFollow.count(folded) == 0)
      absl::StrAppend(&text, "; ", entry.name, " ", absl::StrJoin(entry.values, ", "));
  }
  return text + "\n";
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
