// The commands that the page prints, run: they answer as the page does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/lab/lab_test_support.h"

namespace deputy {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAreArray;

// Runs them in the folder where a browser saved the policy and the request; `deputy` as JSON.
ProcessResult RunCommands(const Json& question, const Json& commands) {
  const std::string policy = WriteTemporary(kPolicyFile, question["policy"]);
  WriteTemporary(kRequestFile, question["request"].dump());
  std::string script = absl::StrCat("cd \"$(dirname '", policy, "')\"\n",
                                    "deputy() { \"$DEPUTY\" \"$@\" --format json; }\n");
  for (const std::string line : commands) absl::StrAppend(&script, line, "\n");
  return RunShell(script);
}

// Of a finding or a property what does not name the file.
Json Said(const Json& items, const std::vector<std::string>& members) {
  Json said = Json::array();
  for (const Json& item : items) {
    Json& one = said.emplace_back();
    for (const std::string& member : members) one[member] = item.value(member, Json());
  }
  return said;
}

// What `deputy check` says, as the page does.
Json FindingsIn(const std::string& out) {
  Json findings = Json::array();
  const Json report = Json::parse(out);
  for (const Json& finding : report["findings"]) {
    const Json& start = finding["locations"][0]["span"]["start"];
    findings.push_back({{"rule", finding["rule"]},
                        {"line", start["line"]},
                        {"column", start["column"]},
                        {"message", finding["findingDetails"]}});
  }
  return findings;
}

void ExpectSameAnswers(const Json& question, const std::string& about) {
  const Json answer = Ask(ShippedLab(), "/api/prove", question);
  const Json& commands = answer["commands"];
  ASSERT_THAT(std::string(commands[0]), StartsWith("deputy check ")) << about;
  const ProcessResult check = RunCommands(question, {commands[0]});
  ASSERT_LE(check.exit_code, 1) << about << commands[0] << check.err;
  const std::vector<std::string> of_finding = {"rule", "line", "column", "message"};
  // The page shows them in one list.
  Json shown = answer["findings"];
  const Json decided = Ask(ShippedLab(), "/api/decide", question);
  for (const Json& one : decided["diagnostics"]) shown.push_back(one);
  EXPECT_THAT(Said(FindingsIn(check.out), of_finding),
              UnorderedElementsAreArray(Said(shown, of_finding)))
      << about << commands[0];

  if (answer["proof"].is_null()) {
    EXPECT_EQ(commands.size(), 1u) << about;
    return;
  }
  Json proving = commands;
  proving.erase(0);
  const ProcessResult prove = RunCommands(question, proving);
  ASSERT_THAT(prove.exit_code, AnyOf(0, 1, 5)) << about << proving << prove.err;
  const Json said = Json::parse(prove.out);
  const Json& proof = answer["proof"];
  EXPECT_EQ(said["trusted"], proof["trusted"]) << about;
  const std::vector<std::string> of_property = {"property", "verdict", "assumptions", "whoGetsIn",
                                                "keptOut"};
  Json found = Said(said["policies"][0]["properties"], of_property);
  const Json shown_proof = Said(proof["policies"][0]["properties"], of_property);
  ASSERT_EQ(found.size(), shown_proof.size()) << about;
  for (size_t i = 0; i < found.size(); ++i) {
    if (shown_proof[i]["verdict"] == "unknown") continue;  // the command searches for longer
    EXPECT_EQ(found[i], shown_proof[i]) << about << proving;
  }
}

// Of every policy that a shipped scenario has; where nobody is mine, of the first of each variant.
TEST(LabCommands, AnswerAsThePageDoes) {
  const Lab& lab = ShippedLab();
  std::set<std::string> asked;
  const auto ask = [&](const std::string& id, const Json& exercise, const Json& mine) {
    const Json& request = exercise["request"];
    const Json question = {{"policy", exercise["policy"]}, {"request", request}, {"trusted", mine}};
    const Json seen = {exercise["policy"], mine, std::string(request["resource"]).substr(0, 25),
                       request.value("resourceControlPolicies", Json())};
    if (asked.insert(seen.dump()).second) ExpectSameAnswers(question, id + ": ");
  };
  const Json list = Look(lab, "/api/scenarios");
  for (const Json& part : list["parts"]) {
    for (const Json& listed : part["scenarios"]) {
      const std::string id = listed["id"];
      const Json scenario = Look(lab, "/api/scenarios/" + id);
      for (const Json& variant : scenario["plays"]) {
        bool is_first = true;
        for (const Json& play : variant) {
          if (play["outcome"] == "rejected") continue;
          for (const Json& exercise : play["exercises"]) {
            ask(id, exercise, exercise["trusted"]);
            if (is_first) ask(id, exercise, Json::array());
            is_first = false;
          }
        }
      }
    }
  }
  EXPECT_GT(asked.size(), 250u);
}

TEST(LabCommands, TheOwnerIsMine) {
  Json question = Question(kBarePolicy);
  question["trusted"] = Json::array();
  const Json nobody = Ask(ShippedLab(), "/api/prove", question);
  EXPECT_THAT(nobody["commands"], ElementsAre("deputy check policy.json --account 111122223333",
                                              "deputy prove policy.json --account 111122223333"));
  EXPECT_EQ(nobody["proof"]["policies"][0]["verdict"], "refuted");
  ExpectSameAnswers(question, "with nobody: ");
  question["trusted"] = {"999988887777", "111122223333", "o-abcdefghij", "o-short"};
  const Json answer = Ask(ShippedLab(), "/api/prove", question);
  EXPECT_THAT(answer["misread"], ElementsAre("o-short"));
  EXPECT_EQ(answer["commands"][1],
            "deputy prove policy.json --account 111122223333 --trust 999988887777 --trust-org "
            "o-abcdefghij");
  ExpectSameAnswers(question, "with more: ");
}

TEST(LabCommands, OfAResourceWithoutAnAccountSomebodyMustBeMine) {
  Json request = DmsRequest();
  request["action"] = "s3:GetObject";
  request["resource"] = "arn:aws:s3:::acme/x";
  Json question = Question(R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
      "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/*"}]})",
                           request);
  ExpectSameAnswers(question, "a bucket: ");
  question["trusted"] = Json::array();
  const Json answer = Ask(ShippedLab(), "/api/prove", question);
  EXPECT_TRUE(answer["proof"].is_null());
  EXPECT_EQ(answer["unasked"], "nothing says who is mine, and the resource names no account");
  EXPECT_THAT(answer["findings"], Not(IsEmpty()));
  ExpectSameAnswers(question, "a bucket of nobody: ");
}

// They come out of the request by the first commands, level after level.
TEST(LabCommands, ResourceControlPoliciesAreAFileEach) {
  const auto deny = [](const char* key, const char* value) {
    return Json::parse(absl::StrCat(
        R"({"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*",
            "Action": "sts:AssumeRole", "Resource": "*", "Condition": {"StringNotEqualsIfExists": {")",
        key, R"(": ")", value, R"("}}}]})"));
  };
  const Json ours = deny("aws:SourceAccount", "111122223333");
  const Json region = deny("aws:RequestedRegion", "us-east-1");
  Json question = Question(kBarePolicy);
  question["request"]["resourceControlPolicies"] =
      Json::array({Json::array({region}), Json::array({region, ours})});
  const Json answer = Ask(ShippedLab(), "/api/prove", question);
  EXPECT_EQ(answer["commands"].size(), 5u);
  EXPECT_EQ(answer["commands"][3],
            "jq '[.resourceControlPolicies] | flatten | .[2]' request.json > rcp-3.json");
  EXPECT_THAT(std::string(answer["commands"][4]),
              HasSubstr("--rcp rcp-1.json --rcp rcp-2.json --rcp rcp-3.json"));
  ExpectSameAnswers(question, "with RCPs: ");
  question["request"]["resourceControlPolicies"] = ours;
  ExpectSameAnswers(question, "with one RCP: ");
}

}  // namespace
}  // namespace deputy
