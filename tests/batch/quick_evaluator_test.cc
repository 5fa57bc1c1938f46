// The short way through a stream says what the long way says, or says nothing: on hand-made lines,
// and on lines mutated at random from a fixed seed.
#include "simulator/batch/quick_evaluator.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

constexpr char kRole[] = "arn:aws:iam::111122223333:role/dms";

RoleStore Store() {
  RoleStore store;
  const std::pair<std::string, std::string> roles[] = {
      {kRole,
       R"({"Version":"2012-10-17","Statement":[{"Sid":"A \"quoted\" sid","Effect":"Allow","Principal":{"Service":["dms.amazonaws.com","é.amazonaws.com"],"AWS":"111122223333"},"Action":"sts:*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333","aws:ResourceAccount":"111122223333"},"ArnLikeIfExists":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}}},{"Sid":"D","Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"no"}}}]})"},
      {"arn:aws:iam::111122223333:role/who",
       R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringLike":{"aws:PrincipalServiceNamesList":"dms*"},"Bool":{"aws:PrincipalIsAWSService":"true"}}}})"}};
  for (const auto& [arn, document] : roles) {
    Diagnostics diagnostics;
    std::optional<Policy> policy = ParsePolicyText(document, PolicyType::kTrust, diagnostics);
    EXPECT_TRUE(policy.has_value());
    store.Add(arn, *std::move(policy));
  }
  store.Refuse("arn:aws:iam::111122223333:role/bad");
  return store;
}

// Whether the short way took the line. When it did, both ways must agree to the byte.
bool Agrees(QuickEvaluator& quick, const RoleStore& store, const std::string& line) {
  std::string padded = line + std::string(kLinePadding, '"');
  padded[line.size()] = '\0';
  std::string short_out;
  EvaluationCounts short_counts;
  const size_t taken =
      quick.Evaluate(absl::string_view(padded).substr(0, line.size()), short_out, short_counts);
  std::string long_out;
  EvaluationCounts long_counts;
  EvaluateLine(line, 1, {&store, false}, long_out, long_counts);
  if (taken == 0) {
    EXPECT_EQ(short_out, "");
    EXPECT_EQ(short_counts.lines, 0);
    return false;
  }
  EXPECT_EQ(taken, line.size());
  EXPECT_EQ(short_out, long_out) << line;
  EXPECT_EQ(short_counts.ToJson(), long_counts.ToJson()) << line;
  return true;
}

std::string Line(const std::string& context, const std::string& role = kRole,
                 const std::string& principal = R"({"Service":"dms.amazonaws.com"})") {
  return R"({"id":"r1","principal":)" + principal + R"(,"action":"sts:AssumeRole","resource":")" +
         role + R"(","context":)" + context + "}";
}

std::vector<std::string> Ordinary() {
  return {
      Line("{}"),
      Line(R"({"aws:SourceAccount":"111122223333"})"),
      Line(
          R"({"aws:sourceACCOUNT":"111122223333","aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:R"})"),
      Line(R"({"aws:SourceAccount":"111122223333","sts:ExternalId":"no"})"),
      Line(R"({"x:y":"é"})", "arn:aws:iam::111122223333:role/who"),
      Line(R"({"aws:SourceAccount":"111122223333"})", kRole,
           R"({"AWS":"arn:aws:iam::111122223333:user/u"})"),
      Line(R"({"aws:SourceAccount":"111122223333"})", kRole, R"({"Service":"é.amazonaws.com"})")};
}

std::vector<std::string> Others() {
  return {"",
          "{}",
          "[]",
          "x",
          Line("{}") + "x",
          "\xef\xbb\xbf" + Line("{}"),
          Line(R"({"aws:SourceAccount":"1","AWS:sourceaccount":"1"})"),
          Line(R"({"aws:SourceAccount":"1","aws:SourceAccount":"1"})"),
          Line(R"({"aws:PrincipalAccount":"1"})"),
          Line(R"({"nokey":"1"})"),
          Line(R"({"aws:TagKeys":["a"]})"),
          Line(R"({"aws:SourceAccount":5})"),
          Line(R"({"aws:SourceAccount":"\u0031"})"),
          Line(R"({"aws:ResourceAccount":"1"})"),
          Line("{}", "arn:aws:iam::111122223333:role/bad"),
          Line("{}", "arn:aws:iam::1:role/none"),
          Line("{}", kRole, R"({"Service":"dms.*.amazonaws.com"})"),
          Line("{}", kRole, R"({"Federated":"accounts.google.com"})"),
          Line("{}", kRole, R"("*")"),
          Line("{}", kRole, R"({"Service":"a","AWS":"111122223333"})")};
}

TEST(QuickEvaluator, TakesOrdinaryLinesAndAgrees) {
  const RoleStore store = Store();
  QuickEvaluator quick(store);
  for (const std::string& line : Ordinary()) EXPECT_TRUE(Agrees(quick, store, line)) << line;
}

TEST(QuickEvaluator, LeavesEveryOtherLine) {
  const RoleStore store = Store();
  QuickEvaluator quick(store);
  for (const std::string& line : Others()) EXPECT_FALSE(Agrees(quick, store, line)) << line;
}

// Lines one behind the other, as in a stream: it stops at each that it leaves, and at none before.
TEST(QuickEvaluator, TakesLinesUpToOneThatItLeaves) {
  const RoleStore store = Store();
  for (const std::string& left : Others()) {
    QuickEvaluator quick(store);
    std::string lines;
    std::string expected;
    EvaluationCounts expected_counts;
    for (int i = 0; i < 20; ++i) {  // more than are looked at together; all layouts are known soon
      for (const std::string& line : Ordinary()) {
        lines += line + "\n";
        EvaluateLine(line, 1, {&store, false}, expected, expected_counts);
      }
    }
    const size_t size = lines.size();
    lines = absl::StrCat(lines, left, "\n", lines, std::string(kLinePadding, '"'));
    std::string out;
    EvaluationCounts counts;
    EXPECT_EQ(quick.Evaluate(absl::string_view(lines).substr(0, lines.size() - kLinePadding), out,
                             counts),
              size)
        << left;
    EXPECT_EQ(out, expected);
    EXPECT_EQ(counts.ToJson(), expected_counts.ToJson());
  }
}

// What was learned of one line decides how the next is read: each line behind each other one, and
// with another text in each of its strings.
TEST(QuickEvaluator, AgreesOnLinesOfAKnownLayout) {
  const RoleStore store = Store();
  const std::string texts[] = {
      "",        "x",    "é",     "\x7f", "\xff",          "\t", "\\\"",
      "\\u0031", "\"\"", "\",\"", "arn:", "arn:a:b:c:d:e", "*",  std::string(300, 'y')};
  int taken = 0;
  for (const std::string& known : Ordinary()) {
    QuickEvaluator quick(store);
    EXPECT_TRUE(Agrees(quick, store, known));
    for (const std::string& line : Ordinary()) EXPECT_TRUE(Agrees(quick, store, line)) << line;
    for (const std::string& line : Others()) EXPECT_FALSE(Agrees(quick, store, line)) << line;
    for (size_t open = known.find('"'); open != std::string::npos;) {
      const size_t close = known.find('"', open + 1);
      for (const std::string& text : texts) {
        std::string line = known;
        line.replace(open + 1, close - open - 1, text);
        taken += Agrees(quick, store, line) ? 1 : 0;
      }
      open = known.find('"', close + 1);
    }
  }
  EXPECT_GT(taken, 100);
}

// Every line has another layout, then more values than a layout may have.
TEST(QuickEvaluator, AgreesWhereLayoutsAreMany) {
  const RoleStore store = Store();
  QuickEvaluator quick(store);
  for (int i = 0; i < 3000; ++i) {
    const std::string context = R"({"a:)" + std::to_string(i) + R"(":"x"})";
    EXPECT_TRUE(Agrees(quick, store, Line(context))) << context;
    EXPECT_TRUE(Agrees(quick, store, Line(R"({"aws:SourceAccount":"1"})")));
  }
  std::string context = "{";
  for (int i = 0; i < 60; ++i) {
    context += (i == 0 ? "\"a:" : ",\"a:") + std::to_string(i) + R"(":"x")";
    Agrees(quick, store, Line(context + "}"));
  }
}

TEST(QuickEvaluator, AgreesOnMutatedLines) {
  const RoleStore store = Store();
  QuickEvaluator quick(store);
  std::vector<std::string> seeds;
  for (int i = 0; i < 10; ++i) {
    for (const std::string& line : Ordinary()) seeds.push_back(line);
  }
  for (const std::string& line : Others()) seeds.push_back(line);
  uint64_t state = 20240917;
  const auto random = [&](size_t below) {  // splitmix64
    uint64_t z = state += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return static_cast<size_t>((z ^ (z >> 31)) % below);
  };
  int taken = 0;
  for (int i = 0; i < 100000; ++i) {
    std::string line = seeds[random(seeds.size())];
    for (size_t edits = 1 + random(2); edits > 0 && !line.empty(); --edits) {
      const size_t at = random(line.size());
      switch (random(5)) {
        case 0:
          line[at] = static_cast<char>(random(256));
          break;
        case 1:
          line.erase(at, 1 + random(4));
          break;
        case 2:
          line.insert(at, 1, "\"{}[]:,\\ 0a\t\n\0é"[random(15)]);
          break;
        case 3:
          line.insert(at, line.substr(random(line.size()), random(30)));
          break;
        default:
          line[at] = static_cast<char>(line[at] ^ 0x20);  // turns the case of a letter
      }
    }
    std::replace(line.begin(), line.end(), '\n', '\r');  // no line has one
    taken += Agrees(quick, store, line) ? 1 : 0;
    if (HasFailure()) break;
  }
  EXPECT_GT(taken, 5000);
}

}  // namespace
}  // namespace deputy
