// Random policies: what comes out is proved, only narrower, and allows what it was told to keep;
// what cannot be hardened comes out as it went in.
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"
#include "engine/prove/judge.h"
#include "simulator/mend/hardened_file.h"

namespace deputy {
namespace {

using nlohmann::json;
using Random = std::mt19937;

constexpr char kRole[] = "arn:aws:iam::111122223333:role/Target";

template <typename T>
const T& Pick(Random& random, const std::vector<T>& from) {
  return from[random() % from.size()];
}

std::string RandomValue(Random& random, const std::string& key) {
  static const std::vector<std::string> kAccounts = {"111122223333", "999988887777", "*", "1111*"};
  static const std::vector<std::string> kArns = {"arn:aws:dms:*:111122223333:rep:*",
                                                 "arn:aws:dms:*:*:rep:*",
                                                 "arn:aws:s3:::bucket",
                                                 "arn:aws:dms:us-east-1:999988887777:rep:A",
                                                 "arn:aws:dms:*",
                                                 "arn:aws:dms:*:111122223333:*"};
  static const std::vector<std::string> kIds = {"7f3c", "7*", "acme"};
  if (key == "aws:SourceAccount") return Pick(random, kAccounts);
  return Pick(random, key == "aws:SourceArn" ? kArns : kIds);
}

json RandomStatement(Random& random) {
  static const std::vector<json> kPrincipals = {
      {{"Service", "dms.amazonaws.com"}},
      {{"Service", {"dms.amazonaws.com", "batch.amazonaws.com"}}},
      {{"AWS", "555566667777"}},
      {{"AWS", "*"}},
      {{"AWS", {"arn:aws:iam::111122223333:role/Own", "999988887777"}}},
      {{"Service", "dms.amazonaws.com"}, {"AWS", "555566667777"}}};
  static const std::vector<std::string> kKeys = {"aws:SourceAccount", "aws:SourceArn",
                                                 "sts:ExternalId"};
  static const std::vector<std::string> kOperators = {
      "StringEquals", "StringLike", "ArnLike", "StringEqualsIfExists", "ForAllValues:StringLike"};
  const bool deny = random() % 5 == 0;
  json statement = {{"Effect", deny ? "Deny" : "Allow"},
                    {"Principal", Pick(random, kPrincipals)},
                    {"Action", "sts:AssumeRole"}};
  const size_t clauses = random() % 3 + (deny ? 1 : 0);
  for (size_t i = 0; i < clauses; ++i) {
    const std::string& key = Pick(random, kKeys);
    std::string op = deny ? "StringNotLike" : Pick(random, kOperators);
    if (op == "ArnLike" && key != "aws:SourceArn") op = "StringLike";
    std::set<std::string> list;
    for (size_t j = 0; j <= random() % 2; ++j) list.insert(RandomValue(random, key));
    statement["Condition"][op][key] = list;
  }
  return statement;
}

std::vector<Request> HonestRequests() {
  std::vector<Request> requests;
  const auto add = [&](std::optional<Principal> caller,
                       const std::vector<std::pair<std::string, std::string>>& context) {
    Request request;
    request.principal = *std::move(caller);
    request.action = "sts:AssumeRole";
    request.resource = kRole;
    for (const auto& [key, value] : context) request.Set(key, value);
    EXPECT_FALSE(FillInContext(request).has_value());
    requests.push_back(std::move(request));
  };
  add(ParseServicePrincipal("dms.amazonaws.com"),
      {{"aws:SourceAccount", "111122223333"},
       {"aws:SourceArn", "arn:aws:dms:us-east-1:111122223333:rep:A"}});
  add(ParseIamPrincipal("arn:aws:iam::555566667777:role/V"), {{"sts:ExternalId", "7f3c"}});
  add(ParseIamPrincipal("arn:aws:iam::111122223333:role/Own"), {});
  return requests;
}

TEST(RandomHarden, IsProvedNarrowerAndKeepsWhatItWasTold) {
  size_t hardened_count = 0;
  size_t kept_count = 0;
  size_t left_count = 0;
  for (unsigned seed = 1; seed <= 80 && !HasFailure(); ++seed) {
    Random random(seed);
    json document = {{"Version", "2012-10-17"}, {"Statement", json::array()}};
    const size_t statements = 1 + random() % 3;
    for (size_t i = 0; i < statements; ++i)
      document["Statement"].push_back(RandomStatement(random));
    const std::string text = document.dump(seed % 2 == 0 ? 2 : -1);
    Diagnostics diagnostics;
    const auto before = ParsePolicyText(text, PolicyType::kTrust, diagnostics);
    ASSERT_TRUE(before.has_value()) << text;

    HardenSettings settings;
    settings.role = kRole;
    settings.trusted.accounts = {"111122223333"};
    settings.trusted.third_parties = {{"555566667777", "7f3c"}};
    const Judge judge(*before, {});
    for (const Request& request : HonestRequests()) {
      if (!judge.Allows(request)) continue;
      settings.keep.push_back({"honest", kRole, [request](const Policy& policy) {
                                 return Judge(policy, {}).Allows(request);
                               }});
    }
    const HardenedFile hardened = HardenFile({"policy.json", text}, settings);
    ASSERT_EQ(hardened.policies.size(), 1u);
    const HardenResult& result = hardened.policies[0].result;
    const std::string story =
        absl::StrCat("seed ", seed, "\n", text, "\n", hardened.text, "\n", result.reason);
    if (result.outcome != HardenOutcome::kHardened) {
      EXPECT_EQ(hardened.text, text) << story;
      ++left_count;
      continue;
    }
    ++hardened_count;
    Diagnostics again;
    const auto after = ParsePolicyText(hardened.text, PolicyType::kTrust, again);
    ASSERT_TRUE(after.has_value()) << story;
    RoleQuestion question;
    question.policy = &*after;
    question.resource = kRole;
    question.trusted = settings.trusted;
    for (const Property property : {Property::kNoForeignSource, Property::kNoForeignPrincipal})
      EXPECT_EQ(ProveProperty(question, property).verdict, Verdict::kProved) << story;
    for (const KeptRequest& request : settings.keep) {
      EXPECT_TRUE(request.allowed_by(*after)) << story;
      ++kept_count;
    }
    bool replaced = false;
    for (const Change& change : result.changes) replaced |= change.replaces_external_id;
    const Relation relation = Compare(*before, *after, kRole).relation;
    if (!replaced) {
      EXPECT_TRUE(relation == Relation::kNarrower || relation == Relation::kEquivalent) << story;
    }
  }
  EXPECT_GE(hardened_count, 30u);
  EXPECT_GE(kept_count, 15u);
  RecordProperty("hardened", static_cast<int>(hardened_count));
  std::cout << hardened_count << " hardened, " << left_count << " left as they were, " << kept_count
            << " requests kept\n";
}

}  // namespace
}  // namespace deputy
