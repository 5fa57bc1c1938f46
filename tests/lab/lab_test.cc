// What the lab answers is what the command line says, whatever is asked.
#include "simulator/lab/lab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "simulator/lab/http_server.h"
#include "tests/lab/lab_test_support.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

TEST(LabDecide, AnswersAsTheCommandLineDoes) {
  const Json answer = Ask(ShippedLab(), "/api/decide", Question(kBarePolicy));
  EXPECT_THAT(answer["diagnostics"], IsEmpty());
  EXPECT_THAT(answer["problems"], IsEmpty());
  const std::string line = answer["line"];
  const ProcessResult eval = RunDeputy({"eval", "--explain", "-"}, line);
  EXPECT_EQ(answer["decision"].dump(), Json::parse(eval.out).dump());
  EXPECT_EQ(answer["decision"]["decision"], "allowed");
  const ProcessResult explain = RunDeputy({"explain", "-"}, line);
  EXPECT_EQ(answer["explanation"], explain.out);
}

// Every call of every shipped scenario, as the lab offers it to be tried, is decided in the lab and
// by the command line as the scenario decides it.
TEST(LabDecide, EveryExerciseIsDecidedAsTheScenarioDecidesIt) {
  const Lab& lab = ShippedLab();
  std::string lines;
  std::vector<std::string> decided;
  const Json list = Look(lab, "/api/scenarios");
  for (const Json& part : list["parts"]) {
    for (const Json& listed : part["scenarios"]) {
      const Json scenario = Look(lab, absl::StrCat("/api/scenarios/", std::string(listed["id"])));
      for (size_t v = 0; v < scenario["variants"].size(); ++v) {
        for (size_t s = 0; s < scenario["steps"].size(); ++s) {
          const Json& play = scenario["plays"][v][s];
          for (const Json& exercise : play["exercises"]) {
            Json question = {{"policy", exercise["policy"]}, {"request", exercise["request"]}};
            question["setting"] = {{"scenario", scenario["id"]},
                                   {"variant", scenario["variants"][v]["id"]},
                                   {"step", scenario["steps"][s]["id"]},
                                   {"call", exercise["call"]}};
            const Json answer = Ask(lab, "/api/decide", question);
            const std::string about = absl::StrCat(std::string(scenario["id"]), " ", v, " ", s);
            EXPECT_THAT(answer["problems"], IsEmpty()) << about;
            if (play["outcome"] == "rejected") {
              EXPECT_THAT(answer["diagnostics"], Not(IsEmpty())) << about;
              continue;
            }
            ASSERT_TRUE(answer.contains("decision")) << about << answer;
            EXPECT_FALSE(answer["changed"]) << about;
            EXPECT_EQ(answer["steps"][s]["told"], play["told"]) << about;
            EXPECT_EQ(answer["steps"][s]["verdict"], play["verdict"]) << about;
            EXPECT_THAT(std::string(answer["diagram"]), StartsWith("<")) << about;
            lines += answer["line"];
            decided.push_back(answer["decision"].dump());
          }
        }
      }
    }
  }
  EXPECT_GT(decided.size(), 200u);
  const ProcessResult eval = RunDeputy({"eval", "--explain", "-"}, lines);
  std::vector<std::string> said;
  for (const absl::string_view line : absl::StrSplit(eval.out, '\n', absl::SkipEmpty()))
    said.push_back(Json::parse(std::string(line)).dump());
  EXPECT_EQ(decided, said);
}

TEST(LabDecide, ABrokenPolicyIsSaidWithItsPlaceAndItsFix) {
  const std::string broken = absl::StrReplaceAll(
      kBarePolicy, {{"\"sts:AssumeRole\"",
                     "\"sts:AssumeRole\",\n     \"Condition\": {\"ArnEqual\": {\"aws:SourceArn\": "
                     "\"arn:aws:dms:*:111122223333:*\"}}"}});
  const Json answer = Ask(ShippedLab(), "/api/decide", Question(broken));
  ASSERT_EQ(answer["diagnostics"].size(), 1u);
  const Json& said = answer["diagnostics"][0];
  EXPECT_EQ(said["severity"], "error");
  EXPECT_EQ(said["line"], 5);
  EXPECT_EQ(said["column"], 20);
  EXPECT_THAT(std::string(said["message"]), HasSubstr("did you mean `ArnEquals`?"));
  EXPECT_EQ(broken.substr(said["begin"], size_t{said["end"]} - size_t{said["begin"]}),
            "\"ArnEqual\"");
  EXPECT_EQ(said["fix"]["edits"][0]["text"], "\"ArnEquals\"");
  EXPECT_FALSE(answer.contains("decision"));
}

TEST(LabDecide, PlacesCountAsABrowserCounts) {
  const std::string policy = "{\"Id\": \"\xF0\x9F\xA7\xA8\xC3\xA4\", \"Statemnt\": []}";
  const Json answer = Ask(ShippedLab(), "/api/decide", Question(policy));
  bool found = false;
  for (const Json& said : answer["diagnostics"]) {
    if (!absl::StrContains(std::string(said["message"]), "`Statemnt`")) continue;
    found = true;
    EXPECT_EQ(said["column"], 14);  // code points
    EXPECT_EQ(said["begin"], 14);   // UTF-16: the firecracker takes two units
  }
  EXPECT_TRUE(found) << answer["diagnostics"];
}

TEST(LabDecide, AProblemOfTheRequestNamesItsField) {
  Json request = DmsRequest();
  request["context"]["aws:PrincipalServiceName"] = "ec2.amazonaws.com";
  Json answer = Ask(ShippedLab(), "/api/decide", Question(kBarePolicy, request));
  ASSERT_EQ(answer["problems"].size(), 1u);
  EXPECT_EQ(answer["problems"][0]["field"], "/context/aws:PrincipalServiceName");
  EXPECT_FALSE(answer.contains("decision"));
  request = DmsRequest();
  request["resource"] = "dms";
  answer = Ask(ShippedLab(), "/api/decide", Question(kBarePolicy, request));
  EXPECT_EQ(answer["problems"][0]["field"], "/resource");
  request["trustPolicy"] = Json::object();
  answer = Ask(ShippedLab(), "/api/decide", Question(kBarePolicy, request));
  EXPECT_THAT(std::string(answer["problems"][0]["message"]), HasSubstr("stands in the editor"));
}

TEST(LabDecide, AChangedRequestIsShownInTheDiagram) {
  const Lab& lab = ShippedLab();
  const Json scenario = Look(lab, "/api/scenarios/seed-01-confused-deputy");
  const Json exercise = scenario["plays"][2][1]["exercises"][0];
  Json question = {{"policy", exercise["policy"]}, {"request", exercise["request"]}};
  question["setting"] = {
      {"scenario", "seed-01-confused-deputy"}, {"variant", "fixed"}, {"step", "through-dms"}};
  EXPECT_THAT(std::string(Ask(lab, "/api/decide", question)["diagram"]), HasSubstr("#stop"));
  question["request"]["context"]["aws:SourceAccount"] = "111122223333";
  question["request"]["context"]["aws:SourceArn"] = "arn:aws:dms:us-east-1:111122223333:endpoint:A";
  const Json answer = Ask(lab, "/api/decide", question);
  EXPECT_TRUE(answer["changed"]);
  EXPECT_EQ(answer["decision"]["decision"], "allowed");
  EXPECT_THAT(std::string(answer["diagram"]), Not(HasSubstr("#stop")));
  EXPECT_EQ(answer["steps"][1]["verdict"], "stopped") << "the scenario is as it was";
}

TEST(LabDecide, TheFlipTurnsTheDecision) {
  const Json answer = Ask(ShippedLab(), "/api/decide", Question(kBarePolicy));
  EXPECT_TRUE(answer["flip"].is_null()) << "nothing in the context can";
  const std::string policy =
      absl::StrReplaceAll(kBarePolicy, {{"\"sts:AssumeRole\"",
                                         "\"sts:AssumeRole\", \"Condition\": {\"StringEquals\": "
                                         "{\"aws:SourceAccount\": \"111122223333\"}}"}});
  Json question = Question(policy);
  const Json denied = Ask(ShippedLab(), "/api/decide", question);
  EXPECT_EQ(denied["decision"]["decision"], "implicitDeny");
  for (const Json& edit : denied["flip"]["edits"]) {
    EXPECT_EQ(edit["key"], "aws:SourceAccount");
    question["request"]["context"][std::string(edit["key"])] = edit["value"];
  }
  EXPECT_EQ(Ask(ShippedLab(), "/api/decide", question)["decision"]["decision"], "allowed");
}

TEST(LabProve, AnswersAsTheCommandLineDoes) {
  const Json answer = Ask(ShippedLab(), "/api/prove", Question(kBarePolicy));
  EXPECT_THAT(answer["findings"], Not(IsEmpty()));
  const std::string path = WriteTemporary("policy.json", kBarePolicy);
  const ProcessResult prove =
      RunDeputy({"prove", path, "--trust", "111122223333", "--format", "json"});
  const Json said = Json::parse(prove.out)["policies"][0];
  const Json& proof = answer["proof"]["policies"][0];
  EXPECT_EQ(proof["verdict"], "refuted");
  ASSERT_EQ(proof["properties"].size(), said["properties"].size());
  for (size_t i = 0; i < proof["properties"].size(); ++i) {
    for (const char* member : {"property", "verdict", "assumptions", "whoGetsIn", "keptOut"})
      EXPECT_EQ(proof["properties"][i][member], said["properties"][i][member]) << member;
  }
  // Who gets in gets in, in the lab and on the command line.
  const Json& witness = proof["properties"][0]["request"];
  EXPECT_THAT(RunDeputy({"explain", "-"}, witness.dump()).out, StartsWith("ALLOWED\n"));
  const Json opened = Ask(ShippedLab(), "/api/open", witness);
  EXPECT_EQ(
      Ask(ShippedLab(), "/api/decide",
          {{"policy", opened["policy"]}, {"request", opened["request"]}})["decision"]["decision"],
      "allowed");
}

TEST(LabProve, AFixMendsWhatItIsFor) {
  const std::string policy = kBarePolicy;
  const Json answer = Ask(ShippedLab(), "/api/prove", Question(policy));
  int mended = 0;
  for (const Json& finding : answer["findings"]) {
    if (!finding.contains("fix")) continue;
    std::string text = policy;
    const Json& edits = finding["fix"]["edits"];
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit)
      text.replace((*edit)["begin"], size_t{(*edit)["end"]} - size_t{(*edit)["begin"]},
                   std::string((*edit)["text"]));
    const Json after = Ask(ShippedLab(), "/api/prove", Question(text));
    EXPECT_EQ(after["proof"]["policies"][0]["verdict"], "proved") << text;
    for (const Json& left : after["findings"]) EXPECT_NE(left["rule"], finding["rule"]) << text;
    ++mended;
  }
  EXPECT_EQ(mended, 1) << answer["findings"];
}

// An audience is one for all who ask for it; whose a token is says the claim of its tenant.
TEST(LabProve, MineIsTheTenantOfTheHonestToken) {
  const std::string eks =
      "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE:sub";
  const std::string cognito = "cognito-identity.amazonaws.com";
  for (const auto& [id, words] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"federation-terraform-any-organization", {"app.terraform.io:sub=organization:acme:*"}},
           {"federation-eks-any-namespace", {eks + "=system:serviceaccount:billing:*"}},
           {"federation-github-any-repository",
            {"token.actions.githubusercontent.com:sub=repo:acme/*"}},
           {"federation-cognito-any-pool",
            {cognito + ":aud=us-east-1:acme-pool", cognito + ":amr=authenticated"}}}) {
    const Json scenario = Look(ShippedLab(), "/api/scenarios/" + id);
    const Json& exercise = scenario["plays"][0][0]["exercises"][0];
    const std::vector<std::string> trusted = exercise["trusted"];
    EXPECT_EQ(std::vector(trusted.begin() + 1, trusted.end()), words) << id;
    const Json answer = Ask(ShippedLab(), "/api/prove",
                            {{"policy", exercise["policy"]},
                             {"request", exercise["request"]},
                             {"trusted", exercise["trusted"]}});
    const Json& foreign_caller = answer["proof"]["policies"][0]["properties"][1];
    EXPECT_EQ(foreign_caller["property"], "no-foreign-principal") << id;
    EXPECT_EQ(foreign_caller["verdict"], "refuted") << id;
  }
}

TEST(LabProve, WhatIsNotAskedIsSaid) {
  Json answer = Ask(ShippedLab(), "/api/prove", Question("{"));
  EXPECT_TRUE(answer["proof"].is_null());
  EXPECT_EQ(answer["unasked"], "IAM would refuse the policy");
  Json large = Json::parse(kBarePolicy);
  while (large["Statement"].size() <= kMostProvedParts)
    large["Statement"].push_back(large["Statement"][0]);
  answer = Ask(ShippedLab(), "/api/prove", Question(large.dump()));
  EXPECT_TRUE(answer["proof"].is_null());
  EXPECT_THAT(std::string(answer["unasked"]), HasSubstr("the command line searches it"));
  answer = Ask(ShippedLab(), "/api/decide", Question(large.dump()));
  EXPECT_EQ(answer["decision"]["decision"], "allowed");
  EXPECT_TRUE(answer["flip"].is_null());
  Json question = Question(kBarePolicy);
  question["trusted"] = {"111122223333", "o-abcdefghij", "444455556666=x", "a:b=c*", "nonsense"};
  answer = Ask(ShippedLab(), "/api/prove", question);
  EXPECT_THAT(answer["misread"], ElementsAre("nonsense"));
  EXPECT_EQ(
      answer["commands"][1],
      "deputy prove policy.json --account 111122223333 --trust-org o-abcdefghij --third-party "
      "444455556666=x --trust-claim 'a:b=c*'");
}

TEST(LabOpen, AFileIsTakenApartAndPutTogetherAgain) {
  Json request = DmsRequest();
  request["trustPolicy"] = Json::parse(kBarePolicy);
  request["context"]["aws:MultiFactorAuthAge"] = 3600;
  const Json opened = Ask(ShippedLab(), "/api/open", request);
  EXPECT_EQ(Json::parse(std::string(opened["policy"])), request["trustPolicy"]);
  EXPECT_EQ(opened["request"]["context"]["aws:MultiFactorAuthAge"], "3600");
  EXPECT_FALSE(opened["request"].contains("trustPolicy"));
  const Json alone = Ask(ShippedLab(), "/api/open", Json::parse(kBarePolicy));
  EXPECT_FALSE(alone.contains("request"));
  for (const char* wrong : {"", "{", "[]", "{}", "{\"a\": 1}", "\"x\""})
    EXPECT_EQ(ShippedLab().Answer({true, "/api/open", wrong}).status, 400) << wrong;
}

// A field would cut it, and what is cut would be decided as something else.
TEST(LabOpen, WhatTheFormCannotShowIsRefused) {
  for (const auto& [member, value] :
       std::vector<std::pair<std::string, Json>>{{"principal", "dms.amazonaws.com"},
                                                 {"principal", {{"Service", "a"}, {"AWS", "b"}}},
                                                 {"principal", {{"Service", {"a"}}}},
                                                 {"principal", {{"Service", "a\nb"}}},
                                                 {"principal", {{"*", "a"}}},
                                                 {"action", "sts:AssumeRole\r"},
                                                 {"action", 1},
                                                 {"resource", "*\n"},
                                                 {"context", nullptr}}) {
    Json request = DmsRequest();
    request[member] = value;
    const HttpAnswer answer = ShippedLab().Answer({true, "/api/open", request.dump()});
    EXPECT_EQ(answer.status, 400) << request;
    EXPECT_THAT(answer.body, HasSubstr("the form cannot show its `" + member + "`")) << request;
  }
  Json anyone = DmsRequest();
  anyone["principal"] = "*";
  EXPECT_EQ(Ask(ShippedLab(), "/api/open", anyone)["request"]["principal"], "*");
}

// Of 250,000 bytes the page opens what can be asked about, however much of it has to be escaped.
TEST(LabOpen, WhatIsOpenedFitsAQuestion) {
  Json policy = Json::parse(kBarePolicy);
  policy["Id"] = std::string((250'000 - policy.dump().size() - 10) / 2, '"');
  const Json opened = Ask(ShippedLab(), "/api/open", policy);
  EXPECT_GT(policy.dump().size(), 249'000u);
  EXPECT_LT(Question(opened["policy"]).dump().size(), HttpOptions().max_body);
  // A list whose items have a line each, deep in.
  policy["Id"] = "x";
  policy["Statement"] = Json::array();
  Json* at = &policy["Statement"];
  for (int depth = 0; depth < 50; ++depth) at = &at->emplace_back(Json::array());
  while (at->size() < 3'000) at->push_back(1);
  const Json wide = Ask(ShippedLab(), "/api/open", policy);
  EXPECT_GT(std::string(wide["policy"]).size(), 300'000u);
  EXPECT_THAT(Ask(ShippedLab(), "/api/decide", Question(wide["policy"]))["diagnostics"],
              Not(IsEmpty()));
  while (at->size() < 10'000) at->push_back(1);
  const HttpAnswer large = ShippedLab().Answer({true, "/api/open", policy.dump()});
  EXPECT_EQ(large.status, 400);
  EXPECT_THAT(large.body, HasSubstr("laid out for the editor it is too large for the lab"));
}

TEST(LabCatalogue, AStepWithNothingToTryHasItsDiagram) {
  const Json scenario = Look(ShippedLab(), "/api/scenarios/limits-stolen-session");
  const Json& play = scenario["plays"][0][0];
  EXPECT_THAT(play["exercises"], IsEmpty());
  EXPECT_THAT(std::string(play["diagram"]), HasSubstr("<svg"));
  const Json other = Look(ShippedLab(), "/api/scenarios/seed-01-confused-deputy");
  EXPECT_FALSE(other["plays"][0][0].contains("diagram"));
}

TEST(LabCatalogue, TheCourseComesFirstAndNothingIsLeftOut) {
  const Lab lab(ShippedShelf(), {{"Basics", {{"seed-03-two-keys", "both keys"}, {"none", ""}}}});
  const Json list = Look(lab, "/api/scenarios");
  EXPECT_EQ(list["parts"][0]["title"], "Basics");
  ASSERT_EQ(list["parts"][0]["scenarios"].size(), 1u);
  EXPECT_EQ(list["parts"][0]["scenarios"][0]["lookAt"], "both keys");
  std::set<std::string> listed;
  for (const Json& part : list["parts"]) {
    for (const Json& scenario : part["scenarios"])
      EXPECT_TRUE(listed.insert(std::string(scenario["id"])).second) << scenario;
  }
  EXPECT_EQ(listed.size(), ShippedShelf().scenarios().size());
}

TEST(Lab, GarbageIsRefusedWithAMessage) {
  for (const char* body :
       {"", "{", "[]", "null", "{}", R"({"policy": "{}"})", R"({"policy": 1, "request": {}})",
        R"({"policy": "", "request": []})", R"({"policy": "", "request": {}, "trusted": "x"})",
        R"({"policy": "", "request": {}, "trusted": [1]})",
        R"({"policy": "", "request": {}, "setting": {}})",
        R"({"policy": "", "request": {}, "setting": {"scenario": "a", "variant": "b", "step": "c",
            "call": -1}})",
        R"({"policy": "", "request": {}, "more": 1})", "\xff\xfe"}) {
    for (const char* path : {"/api/decide", "/api/prove"}) {
      const HttpAnswer answer = ShippedLab().Answer({true, path, body});
      EXPECT_EQ(answer.status, 400) << body;
      EXPECT_FALSE(Json::parse(answer.body)["error"].get<std::string>().empty()) << body;
    }
  }
}

TEST(Lab, ASettingThatIsNotThereIsRefusedByName) {
  Json question = Question(kBarePolicy);
  const Json there = {{"scenario", "seed-01-confused-deputy"},
                      {"variant", "vulnerable"},
                      {"step", "through-dms"},
                      {"call", 0}};
  for (const auto& [member, value, said] : std::vector<std::tuple<std::string, Json, std::string>>{
           {"scenario", "none", "no scenario is called `none`"},
           {"variant", "none", "no variant is called `none`"},
           {"step", "none", "no step is called `none`"},
           {"call", 9, "the step `through-dms` has no call 9 that asks a policy"}}) {
    question["setting"] = there;
    question["setting"][member] = value;
    for (const char* path : {"/api/decide", "/api/prove"}) {
      const HttpAnswer answer = ShippedLab().Answer({true, path, question.dump()});
      EXPECT_EQ(answer.status, 400) << path << member;
      EXPECT_THAT(answer.body, HasSubstr("`setting`: " + said)) << path << member;
    }
  }
}

TEST(Lab, AnythingAsAPolicyIsAnswered) {
  for (std::string policy : {"", " ", "null", "[]", "{}", "{\"Statement\": {}}", "\\u0000", "}{"}) {
    const Json answer = Ask(ShippedLab(), "/api/decide", Question(policy));
    EXPECT_THAT(answer["diagnostics"], Not(IsEmpty())) << policy;
    EXPECT_FALSE(answer.contains("decision")) << policy;
  }
  // Every beginning of a policy, as it is when it is typed.
  const std::string whole = kBarePolicy;
  for (size_t size = 0; size < whole.size(); ++size) {
    const Json answer = Ask(ShippedLab(), "/api/decide", Question(whole.substr(0, size)));
    EXPECT_THAT(answer["diagnostics"], Not(IsEmpty())) << size;
  }
}

TEST(Lab, WhatIsNotThereIsNotFound) {
  for (const char* path : {"/x", "/../main.cc", "/api", "/api/scenarios/none", "/index.html/",
                           "//etc/passwd", "/templates/step.mustache"})
    EXPECT_EQ(ShippedLab().Answer({false, path, ""}).status, 404) << path;
  EXPECT_EQ(ShippedLab().Answer({true, "/api/x", "{}"}).status, 404);
}

TEST(Lab, AWrongMethodIsSaidWithTheRightOne) {
  for (const char* path : {"/api/decide", "/api/prove", "/api/open"}) {
    const HttpAnswer answer = ShippedLab().Answer({false, path, ""});
    EXPECT_EQ(answer.status, 405) << path;
    EXPECT_EQ(answer.allow, "POST") << path;
  }
  for (const char* path : {"/", "/lab.js", "/api/scenarios"}) {
    const HttpAnswer answer = ShippedLab().Answer({true, path, "{}"});
    EXPECT_EQ(answer.status, 405) << path;
    EXPECT_EQ(answer.allow, "GET, HEAD") << path;
    EXPECT_THAT(answer.body, HasSubstr("takes a GET")) << path;
  }
}

// Every text that a page, an attribute or a drawing could take for more than text comes back
// escaped in all that is HTML.
TEST(Lab, WhatIsTypedStaysText) {
  const std::string evil = R"(<script>alert(1)</script>"'><img src=x onerror=alert(2)></svg>)";
  Json policy = Json::parse(kBarePolicy);
  policy["Statement"][0]["Sid"] = "Evil";
  policy["Statement"][0]["Condition"] = {
      {"StringLike", {{"aws:SourceAccount", evil}, {"aws:RequestTag/" + evil, evil}}},
      {"ArnLike", {{"aws:SourceArn", "arn:aws:dms:*:*:" + evil}}}};
  Json request = DmsRequest();
  request["context"]["aws:SourceArn"] = "arn:aws:dms:us-east-1:999988887777:" + evil;
  request["context"]["aws:SourceAccount"] = evil;
  Json question = Question(policy.dump(2), request);
  question["setting"] = {
      {"scenario", "seed-01-confused-deputy"}, {"variant", "vulnerable"}, {"step", "through-dms"}};
  const Json answer = Ask(ShippedLab(), "/api/decide", question);
  ASSERT_TRUE(answer.contains("decision")) << answer;
  for (const char* member : {"html", "diagram"}) {
    const std::string html = answer[member];
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;")) << member;
    EXPECT_THAT(html, Not(HasSubstr("<script"))) << member;
    EXPECT_THAT(html, Not(HasSubstr("<img"))) << member;
  }
}

}  // namespace
}  // namespace deputy
