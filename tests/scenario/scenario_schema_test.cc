// The JSON Schema and the loader accept and refuse the same files, as far as a schema can see:
// systematic damage to a file that uses every member.
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "simulator/scenario/course.h"
#include "tests/scenario/scenario_fixture.h"
#include "tests/support/json_schema.h"

namespace deputy {
namespace {

using Json = nlohmann::json;

Json ReadFile(const std::string& path) {
  std::ifstream file(path);
  return Json::parse(file);
}

class SchemaTest : public testing::Test {
 protected:
  bool SchemaAccepts(const Json& file) const { return schema_.Fits(file); }

  const JsonSchema schema_{ReadFile(DEPUTY_SOURCE_DIR "/scenarios/schema/scenario-v1.json")};
};

// What only the loader can see: names that lead nowhere, ARNs, policies, facts.
bool OnlyTheLoaderSees(const Diagnostic& diagnostic) {
  static const std::set<std::string>* const kRules = new std::set<std::string>{
      "unresolved-reference", "duplicate-id",   "invalid-arn",          "invalid-context-key",
      "contradicts-world",    "cycle",          "missing-policy",       "unknown-service-fact",
      "not-compromised",      "duplicate-key",  "multivalue-on-single", "invalid-account-id",
      "missing-element",      "unknown-element"};
  if (kRules->contains(diagnostic.rule)) return true;
  // Conditions on the values of other members.
  for (const char* said :
       {"the path must begin with", "nothing is expected of variant", "is no action",
        "the source needs `region`", "of such a resource has no region", "the resource needs",
        "is no identity provider", "the ARN is of account", "is no matter of a", "the deputy is a",
        "gives nobody a session"}) {
    if (absl::StrContains(diagnostic.message, said)) return true;
  }
  return false;
}

void Compare(bool schema_accepts, const Json& file, const std::string& what) {
  Diagnostics diagnostics;
  const bool loaded = Parse(file.dump(), diagnostics) != nullptr;
  if (schema_accepts == loaded) return;
  std::string said;
  bool only_loader = loaded ? false : true;
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (diagnostic.severity != Severity::kError) continue;
    absl::StrAppend(&said, "\n  ", diagnostic.rule, ": ", diagnostic.message);
    only_loader = only_loader && OnlyTheLoaderSees(diagnostic);
  }
  if (only_loader) return;
  ADD_FAILURE() << what << ": the schema " << (schema_accepts ? "accepts" : "refuses")
                << ", the loader " << (loaded ? "accepts" : "refuses") << said;
}

// Uses every member of the format.
Json EveryMember() {
  const Json trust = Json::parse(TrustsService("dms.amazonaws.com"));
  const Json can = Json::parse(Allow(R"("Action": "*", "Resource": "*")"));
  const Json policy = Json::parse(Allow(R"("Principal": "*", "Action": "*", "Resource": "*")"));
  const Json rcp = Json::parse(Deny(R"("Principal": "*", "Action": "x:Y", "Resource": "*")"));
  Json file = Json::parse(ReadFile(DEPUTY_SOURCE_DIR "/scenarios/dms/bare-role.json").dump());
  file["claims"] = {"a"};
  file["notes"] = {"a"};
  file["world"] = Json::parse(R"({
   "organizations": [{"id": "o-mine", "root": "r-main", "managementAccount": "root"}],
   "accounts": [
    {"id": "111122223333", "name": "victim", "organization": "o-mine",
     "organizationPath": "o-mine/r-main/ou-a/"},
    {"id": "999988887777", "name": "attacker"}, {"id": "000000000001", "name": "root"}],
   "deputies": [
    {"id": "dms", "service": "dms.amazonaws.com", "version": "3.4.7", "passRoleCheck": "absent",
     "sends": ["aws:SourceArn"], "compromised": true},
    {"id": "mon", "vendorRole": "b", "externalId": {"rule": "per-customer",
     "ids": {"victim": "1"}}}],
   "roles": [{"id": "a", "account": "victim", "name": "A", "path": "/p/", "tags": {"t": "1"}},
    {"id": "b", "account": "victim"}, {"id": "c", "account": "victim"}],
   "users": [{"id": "u", "account": "victim", "name": "U", "path": "/", "tags": {"t": "1"}}],
   "resources": [{"id": "r", "arn": "arn:aws:s3:::r", "account": "victim", "holds": "h"}]})");
  Json& world = file["world"];
  for (const char* list : {"roles", "users"}) {
    for (Json& item : world[list]) {
      if (std::string(list) == "roles") item["trustPolicy"] = trust;
      item["identityPolicies"] = Json::array({can});
      item["permissionsBoundary"] = can;
    }
  }
  world["resources"][0]["resourcePolicy"] = policy;
  world["organizations"][0]["serviceControlPolicies"] = Json::array({can});
  world["organizations"][0]["resourceControlPolicies"] = Json::array({rcp});
  file["variants"] = Json::parse(R"([{"id": "v", "title": "t",
   "roles": {"a": {"permissionsBoundary": null}}, "users": {"u": {"permissionsBoundary": null}},
   "resources": {"r": {"resourcePolicy": null}},
   "deputies": {"dms": {"version": "3.4.6", "passRoleCheck": "bypassed", "sends": []},
    "mon": {"externalId": {"rule": "constant", "value": "k"}}},
   "organizations": {"o-mine": {}}}])");
  Json& variant = file["variants"][0];
  variant["roles"]["a"]["trustPolicy"] = trust;
  variant["roles"]["a"]["identityPolicies"] = Json::array({can});
  variant["users"]["u"]["identityPolicies"] = Json::array({can});
  variant["organizations"]["o-mine"]["serviceControlPolicies"] = Json::array({can});
  variant["organizations"]["o-mine"]["resourceControlPolicies"] = Json::array({rcp});
  file["steps"] = Json::parse(R"([
   {"id": "1", "actor": "attacker", "says": "s", "usesService": {"deputy": "dms",
     "account": "attacker", "source": {"resource": "task", "region": "us-east-1", "name": "n",
     "version": "3.4.7"}, "role": "a", "forges": {"aws:SourceOrgPaths": ["o-a/r-b/"]},
     "alsoSends": {"aws:SourceIp": "1.2.3.4", "x:y": ["a", true, 1]}},
    "chain": [{"role": "b", "sessionName": "ss", "externalId": "e", "sourceIdentity": "si",
     "tags": {"t": "1"}, "alsoSends": {"x:y": 1}}],
    "then": [{"action": "s3:GetObject", "resource": "r", "path": "p", "loss": "l",
     "alsoSends": {"x:y": 1}}],
    "expect": {"v": {"outcome": "blocked", "by": "rcp", "at": "r",
     "why": {"reason": "explicitDeny", "key": "aws:SourceArn", "sid": ""}, "loses": []}}},
   {"id": "2", "actor": "insider", "says": "s", "usesService": {"deputy": "dms",
     "account": "victim", "source": {"arn": "arn:aws:dms:us-east-1:111122223333:task:x"},
     "target": {"action": "s3:GetObject", "resource": "r"}},
    "expect": {"v": {"outcome": "rejected", "rule": "unknown-operator"}}},
   {"id": "3", "actor": "legacy", "says": "s", "usesVendor": {"deputy": "mon",
     "account": "victim", "role": "a", "typesExternalId": "", "sessionName": "sn",
     "alsoSends": {}}, "expect": {"v": {"outcome": "succeeds", "loses": ["r"]}}},
   {"id": "4", "actor": "vendor", "says": "s", "calls": {"as": {"administratorOf": "victim"},
     "alsoSends": {}}, "chain": [{"role": "a"}], "expect": {"v": {"outcome": "succeeds"}}},
   {"id": "5", "actor": "operator", "says": "s", "calls": {"as": "anonymous"},
    "then": [{"action": "s3:GetObject", "resource": "arn:aws:s3:::q"}],
    "expect": {"v": {"outcome": "succeeds"}}},
   {"id": "6", "actor": "customer", "says": "s", "runsWorkflow": {"repository": "a/b",
     "ref": "refs/heads/x", "audience": "x", "role": "a"}, 
    "expect": {"v": {"outcome": "succeeds"}}},
   {"id": "7", "actor": "customer", "says": "s", "runsWorkflow": {"repository": "a/b",
     "pullRequest": true, "role": "a"}, "expect": {"v": {"outcome": "succeeds"}}},
   {"id": "8", "actor": "customer", "says": "s", "usesIdentityPool": {"pool": "p",
     "authenticated": false, "role": "a"}, "expect": {"v": {"outcome": "succeeds"}}},
   {"id": "9", "actor": "customer", "says": "s", 
    "presentsToken": {"provider": "accounts.google.com",
     "claims": {"aud": "x", "sub": ["y"]}, "role": "a"},
    "expect": {"v": {"outcome": "succeeds"}}}])");
  file["steps"][0]["chain"][0]["sessionPolicies"] = Json::array({can});
  return file;
}

// Calls `damage` with every place of the tree but those inside policies.
void ForEachPlace(const Json& node, const Json::json_pointer& at,
                  const std::function<void(const Json::json_pointer&)>& damage) {
  if (!at.empty()) damage(at);
  if (node.is_object() && node.contains("Statement")) return;
  if (node.is_object()) {
    for (const auto& [name, child] : node.items()) ForEachPlace(child, at / name, damage);
  } else if (node.is_array()) {
    for (size_t i = 0; i < node.size(); ++i) ForEachPlace(node[i], at / i, damage);
  }
}

TEST_F(SchemaTest, BothAcceptTheFileWithEveryMember) {
  EXPECT_TRUE(SchemaAccepts(EveryMember()));
  // Its one expectation of a rejection is met by no document; the loader does not mind that.
  Diagnostics diagnostics;
  EXPECT_NE(Parse(EveryMember().dump(), diagnostics), nullptr);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << diagnostic.message;
}

TEST_F(SchemaTest, BothJudgeAlikeWhenAPartIsMissing) {
  const Json good = EveryMember();
  ForEachPlace(good, Json::json_pointer(), [&](const Json::json_pointer& at) {
    const Json bad = good.patch({{{"op", "remove"}, {"path", at.to_string()}}});
    Compare(SchemaAccepts(bad), bad, "without " + at.to_string());
  });
}

TEST_F(SchemaTest, BothJudgeAlikeWhenAPartIsSomethingElse) {
  const Json good = EveryMember();
  const std::vector<Json> others = {nullptr, 7, "", "no such !", Json::array({1}), Json::object()};
  ForEachPlace(good, Json::json_pointer(), [&](const Json::json_pointer& at) {
    for (const Json& other : others) {
      // A policy's inside is the engine's; an object there is none of the schema's business.
      if (good[at].is_object() && good[at].contains("Statement") && other.is_object()) continue;
      const Json bad =
          good.patch({{{"op", "replace"}, {"path", at.to_string()}, {"value", other}}});
      Compare(SchemaAccepts(bad), bad, at.to_string() + " = " + other.dump());
    }
  });
}

TEST_F(SchemaTest, BothRefuseMembersThatNobodyKnows) {
  const Json good = EveryMember();
  ForEachPlace(good, Json::json_pointer(), [&](const Json::json_pointer& at) {
    if (!good[at].is_object() || good[at].contains("Statement")) return;
    const Json bad =
        good.patch({{{"op", "add"}, {"path", (at / "unknown").to_string()}, {"value", "x"}}});
    Compare(SchemaAccepts(bad), bad, "unknown member in " + at.to_string());
  });
}

TEST(CourseSchemaTest, AcceptsTheShippedCourseAndNoOther) {
  const JsonSchema schema(ReadFile(DEPUTY_SOURCE_DIR "/scenarios/schema/course-v1.json"));
  const Json course = ReadFile(DEPUTY_SOURCE_DIR "/scenarios/course.json");
  EXPECT_EQ(schema.Problems(course), "");
  ForEachPlace(course["lessons"][0], Json::json_pointer(), [&](const Json::json_pointer& at) {
    // That the letter of the answer has a choice, only the loader sees.
    if (absl::StrContains(at.to_string(), "/choices/")) return;
    Json bad = course;
    bad["lessons"][0] = course["lessons"][0].patch({{{"op", "remove"}, {"path", at.to_string()}}});
    Diagnostics diagnostics;
    EXPECT_EQ(schema.Fits(bad), LoadCourse(bad.dump(), diagnostics) != nullptr) << at.to_string();
  });
}

TEST_F(SchemaTest, TheExampleOfTheDocumentIsGood) {
  std::ifstream file(DEPUTY_SOURCE_DIR "/docs/scenario-format.md");
  std::stringstream text;
  text << file.rdbuf();
  const std::string page = text.str();
  const size_t begin = page.find("```json\n") + 8;
  ASSERT_GT(begin, 8u);
  const std::string example = page.substr(begin, page.find("```\n", begin) - begin);
  EXPECT_TRUE(SchemaAccepts(Json::parse(example)));
  Diagnostics diagnostics;
  EXPECT_NE(Parse(example, diagnostics), nullptr);
}

}  // namespace
}  // namespace deputy
