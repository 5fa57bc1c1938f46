// Random policies over a small world, against plain enumeration: whatever the prover says of all
// requests has to hold for those that can be made from a few words, one by one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/prove/certificate.h"
#include "engine/prove/certificate_checker.h"
#include "engine/prove/comparison.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using Strings = std::vector<std::string>;

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t Next() {  // splitmix64
    uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  size_t Below(size_t end) { return static_cast<size_t>(Next() % end); }
  bool Chance(size_t percent) { return Below(100) < percent; }
  const std::string& Pick(const Strings& all) { return all[Below(all.size())]; }

 private:
  uint64_t state_;
};

const char kOwn[] = "111111111111";
const Strings kAccounts = {kOwn, "222222222222", "000000000012"};
const Strings kServices = {"dms.amazonaws.com", "s3.amazonaws.com"};
const Strings kArns = {"arn:aws:dms:us-east-1:A:rep:ABC",
                       "arn:aws:dms:eu-west-1:A:rep:a:111111111111:b",
                       "arn:aws:dms:us-east-1:A:task:abc", "arn:aws:s3:::bucket-a",
                       "arn:aws:s3:::bucket:111111111111:a"};

// A key, the operators that suit it, what a policy compares it with, what a request brings.
struct Key {
  std::string name;
  Strings operators;
  Strings operands;
  Strings values;
  bool many = false;
};

const Strings kText = {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringLike",
                       "StringNotLike"};
const Strings kArnText = {"ArnLike", "ArnNotEquals", "StringLike", "StringNotLike", "StringEquals"};

const std::vector<Key> kKeys = {
    {"aws:SourceArn",
     kArnText,
     {"arn:aws:dms:*:111111111111:*", "arn:aws:dms:us-east-1:111111111111:rep:ABC", "arn:aws:*",
      "arn:aws:s3:::bucket*", "*:111111111111:*", "arn:aws:dms:*:*:rep:*", "arn:*:*:*:1?1*:*", "*",
      "arn:aws:dms:*:${aws:SourceAccount}:*", "arn:aws:s3:::bucket-a"},
     {}},
    {"aws:SourceAccount",
     kText,
     {"111111111111", "222222222222", "1*", "?11*", "000000000012", "*", "${aws:ResourceAccount}",
      "${aws:PrincipalAccount}"},
     {}},
    {"aws:SourceAccount", {"NumericEquals", "NumericLessThan"}, {"111111111111", "12"}, {}},
    {"aws:PrincipalArn",
     kArnText,
     {"arn:aws:iam::111111111111:*", "arn:aws:iam::*:role/app", "arn:aws:iam::222222222222:role/*",
      "*", "*user*"},
     {}},
    {"aws:PrincipalAccount", kText, {"111111111111", "222222222222", "2*"}, {}},
    {"aws:PrincipalType", kText, {"User", "AssumedRole", "Anonymous", "*o*"}, {}},
    {"aws:username", kText, {"bob", "b*", "${aws:username}"}, {}},
    {"aws:PrincipalServiceName", kText, {"dms.amazonaws.com", "*.amazonaws.com"}, {}},
    {"sts:ExternalId",
     kText,
     {"a", "A", "a*", "?", "*b*", "${sts:RoleSessionName}", "é?", ""},
     {"", "a", "A", "ab", "b", "éa", "x"}},
    {"sts:RoleSessionName", kText, {"a", "ab*", "${sts:ExternalId}"}, {"a", "ab", "x"}},
    {"aws:TagKeys", kText, {"a", "b", "a*", "?b"}, {"a", "b", "ab", "x"}, true},
    {"custom:number",
     {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals",
      "StringEquals"},
     {"5", "-5", "5.5", "0"},
     {"5", "-5", "5.2", "5.5", "0", "7", "-7", "1", "x"},
     true},
    {"aws:CurrentTime",
     {"DateLessThan", "DateGreaterThanEquals", "DateEquals", "DateNotEquals"},
     {"2024-01-01T00:00:00Z", "2025"},
     {"2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "2026"}},
    {"aws:SourceIp",
     {"IpAddress", "NotIpAddress"},
     {"10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "0.0.0.0/0"},
     {"10.1.2.3", "10.2.0.1", "192.0.2.1", "2001:db8::1", "::1"}},
    {"aws:SecureTransport", {"Bool"}, {"true", "false"}, {"true", "false"}}};

std::string Quoted(const std::string& text) { return nlohmann::json(text).dump(); }

std::string RandomCondition(Random& random, std::map<std::string, std::string>& by_operator) {
  const Key& key = kKeys[random.Below(kKeys.size())];
  std::string op = random.Pick(key.operators);
  Strings values = {random.Pick(key.operands)};
  if (random.Chance(25)) values.push_back(random.Pick(key.operands));
  if (random.Chance(12)) {
    op = "Null";
    values = {random.Chance(50) ? "true" : "false"};
  } else {
    if (random.Chance(20)) op += "IfExists";
    if (random.Chance(20)) op = (random.Chance(50) ? "ForAllValues:" : "ForAnyValue:") + op;
  }
  for (std::string& value : values) {
    // 5.3: only text takes variables.
    value = Quoted(value);
  }
  if (!by_operator[op].empty()) return "";
  by_operator[op] = absl::StrCat("{", Quoted(key.name), ":[", absl::StrJoin(values, ","), "]}");
  return op;
}

std::string RandomStatement(Random& random, bool deny) {
  static const Strings kPrincipals = {
      R"("*")",
      R"({"Service":"dms.amazonaws.com"})",
      R"({"Service":["dms.amazonaws.com","s3.amazonaws.com"]})",
      R"({"AWS":"111111111111"})",
      R"({"AWS":"222222222222"})",
      R"({"AWS":"arn:aws:iam::222222222222:role/app"})",
      R"({"AWS":"arn:aws:iam::222222222222:user/bob"})",
      R"({"AWS":["111111111111","arn:aws:iam::000000000012:role/app"]})"};
  std::map<std::string, std::string> by_operator;
  const size_t count = random.Below(deny ? 3 : 4);
  for (size_t i = 0; i < count; ++i) RandomCondition(random, by_operator);
  Strings conditions;
  for (const auto& [op, of_key] : by_operator)
    conditions.push_back(absl::StrCat(Quoted(op), ":", of_key));
  return absl::StrCat(R"({"Effect":")", deny ? "Deny" : "Allow", R"(","Principal":)",
                      deny && random.Chance(60) ? kPrincipals[0] : random.Pick(kPrincipals),
                      R"(,"Action":")", random.Chance(90) ? "sts:AssumeRole" : "sts:*",
                      R"(","Condition":{)", absl::StrJoin(conditions, ","), "}}");
}

std::string RandomPolicy(Random& random) {
  Strings statements;
  const size_t count = 1 + random.Below(3);
  for (size_t i = 0; i < count; ++i)
    statements.push_back(RandomStatement(random, i > 0 && random.Chance(60)));
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", absl::StrJoin(statements, ","),
                      "]}");
}

struct Made {
  Request request;
  bool service = false;
  bool foreign = false;
};

// A request of somebody, with keys that such a caller can have.
Made RandomRequest(Random& random) {
  Made made;
  Request& request = made.request;
  request.action = "sts:AssumeRole";
  request.resource = absl::StrCat("arn:aws:iam::", kOwn, ":role/Target");
  const size_t kind = random.Below(10);
  const std::string& account = random.Pick(kAccounts);
  made.foreign = account != kOwn;
  if (kind < 5) {
    made.service = true;
    request.principal = *ParseServicePrincipal(random.Pick(kServices));
    std::string arn = random.Pick(kArns);
    if (const size_t at = arn.find(":A:"); at != std::string::npos) arn.replace(at + 1, 1, account);
    if (random.Chance(75)) request.Set("aws:SourceArn", arn);
    if (random.Chance(75)) request.Set("aws:SourceAccount", account);
  } else if (kind < 9) {
    static const Strings kNames = {":role/app", ":user/bob", ":user/x/alice", ":root", ":role/p/b"};
    request.principal =
        *ParseIamPrincipal(absl::StrCat("arn:aws:iam::", account, random.Pick(kNames)));
  } else {
    made.foreign = true;
  }
  for (const Key& key : kKeys) {
    const bool always = key.name == "aws:CurrentTime" || key.name == "aws:SecureTransport";
    if (key.values.empty() || (!always && random.Chance(40))) continue;
    if (made.service && key.name == "aws:SourceIp") continue;
    Strings values = {random.Pick(key.values)};
    while (key.many && random.Chance(40)) values.push_back(random.Pick(key.values));
    request.Set(key.name, values);
  }
  EXPECT_FALSE(FillInContext(request).has_value());
  return made;
}

size_t Runs(size_t usual) {
  const char* asked = std::getenv("DEPUTY_RANDOM_PROOFS");
  return asked == nullptr ? usual : static_cast<size_t>(std::strtoull(asked, nullptr, 10));
}

uint64_t Seed() {
  const char* asked = std::getenv("DEPUTY_RANDOM_SEED");
  return asked == nullptr ? 1 : std::strtoull(asked, nullptr, 10);
}

constexpr size_t kRequests = 200;

TEST(RandomProofs, NeverContradictEnumeration) {
  const uint64_t seed = Seed();
  const size_t runs = Runs(2000);
  std::map<std::string, size_t> verdicts;
  size_t allowed = 0;
  for (size_t i = 0; i < runs; ++i) {
    Random random(seed * 1'000'003 + i);
    const std::string text = RandomPolicy(random);
    const std::optional<Policy> policy = TryPolicy(text);
    if (!policy) {
      ++verdicts["rejected"];
      continue;
    }
    RoleQuestion question;
    question.policy = &*policy;
    question.resource = absl::StrCat("arn:aws:iam::", kOwn, ":role/Target");
    question.trusted.accounts = {kOwn};
    const std::vector<Answer> answers = Prove(question);
    const Judge judge(*policy, {});
    for (const Answer& answer : answers) {
      ++verdicts[absl::StrCat(static_cast<int>(answer.property), Show(answer).substr(0, 7))];
      EXPECT_EQ(answer.reason.find("a bug"), std::string::npos) << i << " " << text << Show(answer);
      if (answer.verdict == Verdict::kProved && answer.property != Property::kSomeoneHonest &&
          i % 16 == 0) {
        const std::optional<std::string> certificate = Certify(question, answer.property);
        ASSERT_TRUE(certificate) << text;
        EXPECT_EQ(CheckCertificate(question, answer.property, *certificate), "") << text;
      }
      if (answer.witness) {
        EXPECT_TRUE(judge.Allows(*answer.witness)) << text << Show(answer);
      }
    }
    for (size_t r = 0; r < kRequests; ++r) {
      const Made made = RandomRequest(random);
      if (!judge.Allows(made.request)) continue;
      ++allowed;
      const Answer& foreign = answers[made.service ? 0 : 1];
      const bool refutes = made.foreign && foreign.verdict == Verdict::kProved;
      const bool is_honest = !made.foreign && answers[2].verdict == Verdict::kRefuted;
      Answer shown;
      shown.witness = made.request;
      ASSERT_FALSE(refutes || is_honest)
          << "seed " << seed << ", run " << i << ": " << text << "\nallowed: " << Show(shown);
    }
  }
  std::cout << "seed " << seed << ", " << runs << " policies, " << allowed << " requests allowed;";
  for (const auto& [verdict, count] : verdicts) std::cout << " " << verdict << ": " << count;
  std::cout << "\n";
}

// The same policy, a near relative of it, or another.
std::string Relative(Random& random, const std::string& text) {
  nlohmann::json policy = nlohmann::json::parse(text);
  nlohmann::json& statements = policy["Statement"];
  switch (random.Below(5)) {
    case 0:
      statements.push_back(nlohmann::json::parse(RandomStatement(random, random.Chance(50))));
      break;
    case 1:
      statements[random.Below(statements.size())]["Condition"] = nlohmann::json::object();
      break;
    case 2:
      statements[random.Below(statements.size())]["Principal"] = "*";
      break;
    case 3:
      return RandomPolicy(random);
    default:
      break;
  }
  return policy.dump();
}

TEST(RandomComparisons, NeverContradictEnumeration) {
  const uint64_t seed = Seed();
  const size_t runs = Runs(2000);
  std::map<std::string, size_t> relations;
  for (size_t i = 0; i < runs; ++i) {
    Random random(seed * 1'000'003 + i);
    const std::string before_text = RandomPolicy(random);
    const std::string after_text = Relative(random, before_text);
    const std::optional<Policy> before = TryPolicy(before_text);
    const std::optional<Policy> after = TryPolicy(after_text);
    ASSERT_TRUE(before && after) << before_text << after_text;
    const PolicyComparison found =
        Compare(*before, *after, absl::StrCat("arn:aws:iam::", kOwn, ":role/Target"));
    ++relations[std::string(RelationName(found.relation))];
    const std::string all =
        absl::StrCat("seed ", seed, ", run ", i, ": ", before_text, "\n", after_text, "\n",
                     RelationName(found.relation), " ", found.reason);
    EXPECT_EQ(found.reason.find("a bug"), std::string::npos) << all;
    const Judge judge_before(*before, {});
    const Judge judge_after(*after, {});
    if (found.only_before) {
      EXPECT_TRUE(judge_before.Allows(*found.only_before)) << all;
      EXPECT_FALSE(judge_after.Allows(*found.only_before)) << all;
    }
    if (found.only_after) {
      EXPECT_FALSE(judge_before.Allows(*found.only_after)) << all;
      EXPECT_TRUE(judge_after.Allows(*found.only_after)) << all;
    }
    const bool equal = found.relation == Relation::kEquivalent;
    for (size_t r = 0; r < kRequests; ++r) {
      const Made made = RandomRequest(random);
      const bool old = judge_before.Allows(made.request);
      const bool now = judge_after.Allows(made.request);
      Answer shown;
      shown.witness = made.request;
      ASSERT_FALSE(old && !now && (equal || found.relation == Relation::kWider))
          << all << Show(shown);
      ASSERT_FALSE(now && !old && (equal || found.relation == Relation::kNarrower))
          << all << Show(shown);
    }
  }
  std::cout << "seed " << seed << ", " << runs << " pairs:";
  for (const auto& [relation, count] : relations) std::cout << " " << relation << ": " << count;
  std::cout << "\n";
}

}  // namespace
}  // namespace deputy
