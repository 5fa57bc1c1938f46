// Fixes: each removes its finding, adds none, and lets in nobody who was not let in before. Random
// policies too: no crash, and the same answer twice.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/context_key.h"
#include "engine/lint/policy_text.h"
#include "engine/lint/rule_catalog.h"
#include "engine/prove/judge.h"
#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

using Random = std::mt19937;

size_t Below(Random& random, size_t count) { return random() % count; }

template <typename T>
const T& Pick(Random& random, const std::vector<T>& from) {
  return from[Below(random, from.size())];
}

bool Allows(const Policy& policy, const Request& request) {
  return Judge(policy, {}, true).Allows(request);
}

// Requests near to what the policy asks: its own values, with wildcards filled in one way or
// another, and values of strangers.
Request RandomRequest(Random& random, const Policy& policy) {
  static const std::vector<std::string> kFill = {"x", "", "999988887777",
                                                 "us-east-1:999988887777:rep:x", "*"};
  Request request;
  request.action = Below(random, 4) == 0 ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole";
  request.resource = kTestRole;
  std::vector<Principal> callers = {*ParseServicePrincipal("dms.amazonaws.com"),
                                    *ParseIamPrincipal("arn:aws:iam::999988887777:role/x")};
  std::map<std::string, std::vector<std::string>> values = {
      {"aws:SourceAccount", {"111122223333", "999988887777"}},
      {"aws:SourceArn",
       {"arn:aws:dms:us-east-1:111122223333:rep:x", "arn:aws:dms:us-east-1:999988887777:rep:x"}},
      {"sts:ExternalId", {"someone-elses-id"}}};
  for (const Statement& statement : policy.statements) {
    for (const PrincipalEntry& entry : statement.principal->entries) {
      if (entry.kind == PrincipalEntryKind::kPrincipal) callers.push_back(entry.principal);
    }
    for (const ConditionClause& clause : statement.conditions) {
      std::vector<std::string>& all = values[clause.key];
      for (const PolicyString& value : clause.values) {
        all.push_back(absl::StrReplaceAll(value.text, {{"*", Pick(random, kFill)}, {"?", "x"}}));
      }
      all.emplace_back("other");
    }
  }
  request.principal = Pick(random, callers);
  for (const auto& [key, all] : values) {
    if (Below(random, 4) == 0) continue;
    const ContextKeyInfo* info = FindContextKey(key);
    std::vector<std::string> chosen = {Pick(random, all)};
    if ((info == nullptr || info->cardinality == Cardinality::kMulti) && Below(random, 2) == 0) {
      chosen.push_back(Pick(random, all));
    }
    request.Set(key, chosen);
  }
  return request;
}

std::map<std::string, size_t> CountByRule(const std::vector<Finding>& findings) {
  std::map<std::string, size_t> count;
  for (const Finding& finding : findings) ++count[finding.rule];
  return count;
}

// At its place, or, where places moved up, by number.
bool IsGone(const Finding& finding, const std::vector<Finding>& before,
            const std::vector<Finding>& after) {
  if (CountByRule(after)[finding.rule] < CountByRule(before)[finding.rule]) return true;
  return std::none_of(after.begin(), after.end(), [&](const Finding& other) {
    return other.rule == finding.rule && other.path == finding.path;
  });
}

// Tries every fix of one document; returns the rules whose fixes were tried.
// `strict`: no rule says more than before. Else one finding may take the place of another, as when
// a hole that had two reasons is left with one.
std::set<std::string> TryFixes(const std::string& text, size_t requests, unsigned seed,
                               bool strict) {
  Random random(seed);
  std::set<std::string> tried;
  const Checked before = Check(text, RoleContext(text));
  for (const Finding& finding : before.findings) {
    if (!finding.fix) continue;
    tried.insert(finding.rule);
    const std::string fixed = ApplyFix(text, *finding.fix);
    const Checked after = Check(fixed, RoleContext(fixed));
    const std::string story =
        absl::StrCat(finding.rule, " ", finding.fix->title, "\n", text, "\n", fixed, "\n",
                     Show(before.findings), "then\n", Show(after.findings));
    if (before.parsed) {
      EXPECT_TRUE(after.parsed) << story;
      auto was = CountByRule(before.findings);
      for (const auto& [rule, count] : CountByRule(after.findings)) {
        EXPECT_TRUE(!strict || count <= was[rule]) << "added " << rule << "\n" << story;
      }
      // Of two principals of one statement each can have a reason of its own.
      const bool several = absl::StrContains(text, "batch.") || absl::StrContains(text, "ec2.");
      EXPECT_TRUE(several || after.findings.size() <= before.findings.size()) << story;
      EXPECT_TRUE(IsGone(finding, before.findings, after.findings)) << story;
    } else {
      EXPECT_TRUE(IsGone(finding, before.findings, after.findings)) << story;
    }
    if (!before.parsed || !after.parsed) continue;
    for (size_t i = 0; i < requests; ++i) {
      const Request request = RandomRequest(random, i % 2 == 0 ? before.policy : after.policy);
      if (Allows(after.policy, request)) {
        EXPECT_TRUE(Allows(before.policy, request)) << "widened by\n" << story;
      }
    }
    if (testing::Test::HasFailure()) return tried;
  }
  return tried;
}

TEST(Fixes, OfTheExamplesAndTheAttacks) {
  std::set<std::string> tried;
  for (const RuleInfo& rule : AllRules()) {
    if (!absl::StartsWith(rule.bad, "…"))
      tried.merge(TryFixes(ExamplePolicy(rule.bad), 1000, 1, true));
  }
  std::ifstream stream(std::string(DEPUTY_SOURCE_DIR) + "/tests/lint/data/attacks.json");
  for (const auto& attack : nlohmann::json::parse(stream)) {
    if (attack.contains("type")) continue;
    tried.merge(TryFixes(attack["vulnerable"].dump(2), 1000, 2, true));
    tried.merge(TryFixes(attack["vulnerable"].dump(), 1000, 3, true));
  }
  for (const char* rule :
       {"DEP043", "DEP064", "DEP101", "DEP102", "DEP103", "DEP104", "DEP105", "DEP106", "DEP108",
        "DEP109", "DEP401", "DEP402", "DEP403", "DEP404", "DEP408", "DEP409", "DEP606"}) {
    EXPECT_EQ(tried.count(rule), 1u) << rule << " has no fix";
  }
}

std::string RandomValue(Random& random, const std::string& key) {
  static const std::vector<std::string> kAccounts = {"111122223333", "999988887777", "*", "1111*"};
  static const std::vector<std::string> kArns = {"arn:aws:dms:*:111122223333:rep:*",
                                                 "arn:aws:dms:*:*:rep:*",
                                                 "arn:aws:s3:::bucket",
                                                 "arn:aws:dms:us-east-1:999988887777:rep:A",
                                                 "arn:aws:dms:us-east-1:111122223333:rep:A",
                                                 "arn:aws:dms:*",
                                                 "arn:aws:dms:*:111122223333:*"};
  static const std::vector<std::string> kIds = {"7f3c1a52-acme", "cust-*", "1234"};
  static const std::vector<std::string> kSubs = {"repo:acme/app:*", "repo:acme*", "*",
                                                 "repo:acme/app:ref:refs/heads/main"};
  if (key == "aws:SourceAccount" || key == "aws:PrincipalAccount") return Pick(random, kAccounts);
  if (absl::EndsWith(key, "Arn")) return Pick(random, kArns);
  if (absl::EndsWith(key, ":sub")) return Pick(random, kSubs);
  return Pick(random, kIds);
}

nlohmann::json RandomStatement(Random& random) {
  static const std::vector<std::string> kKeys = {
      "aws:SourceAccount",    "aws:SourceArn",
      "sts:ExternalId",       "aws:PrincipalArn",
      "aws:SourceOrgPaths",   "aws:sourceaccount",
      "aws:PrincipalAccount", "token.actions.githubusercontent.com:sub"};
  static const std::vector<std::string> kOperators = {
      "StringEquals", "StringLike",    "ArnLike",  "StringNotEquals",
      "ArnNotLike",   "StringNotLike", "ArnEquals"};
  static const std::vector<std::string> kSets = {"", "", "", "ForAllValues:", "ForAnyValue:"};
  static const std::vector<nlohmann::json> kPrincipals = {
      {{"Service", "dms.amazonaws.com"}},
      {{"Service", {"dms.amazonaws.com", "batch.amazonaws.com"}}},
      {{"AWS", "555566667777"}},
      {{"AWS", "*"}},
      {{"AWS", "arn:aws:iam::111122223333:role/Own"}},
      {{"Service", "ec2.amazonaws.com"}, {"AWS", "555566667777"}},
      {{"Federated",
        "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}}};
  nlohmann::json statement = {{"Effect", Below(random, 4) == 0 ? "Deny" : "Allow"},
                              {"Principal", Pick(random, kPrincipals)},
                              {"Action", "sts:*"}};
  const size_t clauses = Below(random, 4);
  for (size_t i = 0; i < clauses; ++i) {
    const std::string& key = Pick(random, kKeys);
    const std::string op = absl::StrCat(Pick(random, kSets), Pick(random, kOperators),
                                        Below(random, 4) == 0 ? "IfExists" : "");
    std::set<std::string> list;
    for (size_t j = 0; j <= Below(random, 3); ++j) list.insert(RandomValue(random, key));
    nlohmann::json& value = statement["Condition"][op][key];
    value = list;
    if (list.size() == 1) value = *list.begin();
  }
  if (Below(random, 5) == 0)
    statement["Condition"]["Null"]["aws:SourceAccount"] = Below(random, 2) == 0 ? "true" : "false";
  return statement;
}

TEST(Fixes, OfRandomPoliciesNeverWiden) {
  std::set<std::string> tried;
  for (unsigned seed = 1; seed <= 20 && !HasFailure(); ++seed) {
    Random random(seed);
    nlohmann::json policy = {{"Version", "2012-10-17"}, {"Statement", nlohmann::json::array()}};
    for (size_t i = 0; i <= Below(random, 3); ++i)
      policy["Statement"].push_back(RandomStatement(random));
    const std::string text = policy.dump(seed % 2 == 0 ? 2 : -1);
    EXPECT_EQ(Show(Check(text)), Show(Check(text)));
    tried.merge(TryFixes(text, 200, seed, false));
  }
  EXPECT_GE(tried.size(), 6u);
}

TEST(Linter, AThousandStatements) {
  nlohmann::json policy = {{"Version", "2012-10-17"}, {"Statement", nlohmann::json::array()}};
  for (int i = 0; i < 1000; ++i) {
    const std::string arn =
        absl::StrCat("arn:aws:dms:*:", i % 3 == 0 ? "*" : "111122223333", ":rep:", i);
    policy["Statement"].push_back(
        {{"Effect", i % 5 == 0 ? "Deny" : "Allow"},
         {"Principal", {{"Service", "dms.amazonaws.com"}}},
         {"Action", "sts:AssumeRole"},
         {"Condition", {{i % 5 == 0 ? "ArnEquals" : "ArnLike", {{"aws:SourceArn", arn}}}}}});
  }
  const std::string text = policy.dump();
  EXPECT_FALSE(Check(text).empty());
}

}  // namespace
}  // namespace deputy
