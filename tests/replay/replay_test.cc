// `deputy replay` through the binary: every shape of file, every kind of caller, what is told and
// how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/replay/trail_samples.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using namespace trail;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Json kAny = Json::object();
const Json kRds = {{"Service", "rds.amazonaws.com"}};

std::string Roles(const Json& roles) {
  Json document = Json::object();
  for (const auto& [name, policy] : roles.items()) document[Role(name)] = policy;
  static int number = 0;
  return WriteTemporary("roles" + std::to_string(number++) + ".json", document.dump());
}

ProcessResult Replay(const std::string& trail, const std::string& roles,
                     std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"replay", "-", "--roles", roles};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return RunDeputy(arguments, trail);
}

// The only class of calls, as JSON.
Json One(const Json& event, const Json& policy, std::vector<std::string> more = {}) {
  more.insert(more.end(), {"--format", "json"});
  const ProcessResult result = Replay(event.dump(), Roles({{"r", policy}}), more);
  const Json report = Json::parse(result.out, nullptr, false);
  if (report.is_discarded() || report["calls"].size() != 1) {
    ADD_FAILURE() << result.out << result.err;
    return Json{{"today", {{"decision", ""}}}, {"verdict", ""}};
  }
  Json call = report["calls"][0];
  call["exit"] = result.exit_code;
  return call;
}

std::string Today(const Json& event, const Json& policy) {
  return One(event, policy)["today"]["decision"];
}

TEST(ReplayShapes, AllGiveTheSame) {
  Json events = {Service(1, "rds.amazonaws.com", "r"),
                 Event(2, UserIdentity("alice"), "r"),
                 {{"eventName", "DescribeInstances"}, {"eventTime", "2023-07-10T11:00:00Z"}},
                 Denied(3, UserIdentity("mallory"), "r")};
  const std::string roles =
      Roles({{"r", Trust({{"AWS", "arn:aws:iam::111122223333:user/alice"}})}});
  const std::string records = Json{{"Records", events}}.dump();
  const ProcessResult expected = Replay(records, roles, {"--partial"});
  ASSERT_EQ(expected.exit_code, 0) << expected.err;
  for (const std::string& text :
       {events.dump(), Lines(events), events.dump(2), Json{{"Records", events}}.dump(4)}) {
    for (const char* threads : {"1", "2", "7"})
      EXPECT_EQ(Replay(text, roles, {"--partial", "--threads", threads}).out, expected.out);
  }
  // As LookupEvents and EventBridge give them.
  Json looked_up = {{"Events", Json::array()}, {"NextToken", "more"}};
  Json bridged = Json::array();
  for (const Json& event : events) {
    looked_up["Events"].push_back({{"EventName", event["eventName"]},
                                   {"Resources", {{{"ResourceType", "AWS::IAM::Role"}}}},
                                   {"CloudTrailEvent", event.dump()}});
    bridged.push_back({{"version", "0"},
                       {"detail-type", "AWS API Call via CloudTrail"},
                       {"resources", {"arn:aws:iam::111122223333:role/other"}},
                       {"detail", event}});
  }
  for (const std::string& text : {looked_up.dump(), looked_up.dump(2), bridged.dump(),
                                  Lines(bridged), Lines(looked_up["Events"])})
    EXPECT_EQ(Replay(text, roles, {"--partial"}).out, expected.out) << text;
  // A folder, with files compressed, of several members, and of other kinds beside them.
  const std::string script =
      "d=$(mktemp -d) && mkdir -p $d/a/CloudTrail-Digest && cat > $d/x && cd $d && "
      "sed -n 1p x | gzip > a/1.json.GZ && sed -n 2p x > a/2.JsonL && "
      "(sed -n 3p x | gzip; sed -n 4p x | gzip) > a/3.json.gz && rm x && echo hello > a/notes.txt "
      "&& "
      "echo nonsense > a/CloudTrail-Digest/4.json && cd - >/dev/null && "
      "\"$DEPUTY\" replay $d --partial --roles " +
      roles + "; rm -r $d";
  EXPECT_EQ(RunShell(script, Lines(events)).out, expected.out);
}

TEST(ReplayCallers, AServiceDependsOnWhatTheTrailDoesNotCarry) {
  const Json event = Service(1, "rds.amazonaws.com", "r");
  EXPECT_EQ(Today(event, Trust(kRds)), "allowed");
  EXPECT_EQ(Today(event, Trust({{"Service", "dms.amazonaws.com"}})), "denied");
  const Json call = One(event, Trust(kRds, {{"StringEquals", {{"aws:SourceAccount", kMine}}}}));
  EXPECT_EQ(call["verdict"], "depends");
  EXPECT_EQ(call["needs"], Json({"aws:SourceAccount is 111122223333"}));
  EXPECT_EQ(call["today"]["dependsOn"][0]["clauses"][0]["operator"], "StringEquals");
  EXPECT_EQ(call["today"]["ifSent"]["decision"], "allowed");
  EXPECT_EQ(call["today"]["ifSent"]["source"]["value"], kMine);
  EXPECT_EQ(call["exit"], 0);
  const Json foreign =
      One(event, Trust(kRds, {{"StringEquals", {{"aws:SourceAccount", kVendor}}}}));
  EXPECT_EQ(foreign["today"]["ifSent"]["decision"], "denied");
}

TEST(ReplayCallers, UsersRootSessionsAndThoseOnBehalfOfThem) {
  const std::string alice = "arn:aws:iam::111122223333:user/alice";
  const Json event = Event(1, UserIdentity("alice"), "r");
  EXPECT_EQ(Today(event, Trust({{"AWS", alice}})), "allowed");
  EXPECT_EQ(Today(event, Trust({{"AWS", "arn:aws:iam::111122223333:user/bob"}})), "denied");
  const Json by_account = One(event, Trust({{"AWS", kMine}}));
  EXPECT_EQ(by_account["today"]["decision"], "depends");
  EXPECT_EQ(by_account["today"]["identityPolicies"], true);

  Json root = Event(1,
                    {{"type", "Root"},
                     {"principalId", kMine},
                     {"arn", "arn:aws:iam::111122223333:root"},
                     {"accountId", kMine}},
                    "r");
  EXPECT_EQ(Today(root, Trust({{"AWS", kMine}})), "depends");

  const Json session = Event(1, SessionIdentity("app", "i-1"), "r");
  const Json by_session = One(session, Trust({{"AWS", "arn:aws:iam::111122223333:role/path/app"}}));
  EXPECT_EQ(by_session["today"]["decision"], "allowed");
  EXPECT_EQ(by_session["caller"]["name"], "arn:aws:iam::111122223333:role/path/app");
  EXPECT_EQ(Today(session, Trust({{"AWS", "arn:aws:sts::111122223333:assumed-role/app/i-1"}})),
            "allowed");
  EXPECT_EQ(Today(session, Trust({{"AWS", "arn:aws:sts::111122223333:assumed-role/app/i-2"}})),
            "denied");
  EXPECT_EQ(Today(session,
                  Trust("*", {{"ArnLike",
                               {{"aws:PrincipalArn", "arn:aws:iam::111122223333:role/path/*"}}}})),
            "depends");
  EXPECT_EQ(Today(session, Trust("*", {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}})),
            "denied");

  Json forwarded = session;
  forwarded["userIdentity"]["invokedBy"] = "cloudformation.amazonaws.com";
  forwarded["sourceIPAddress"] = "cloudformation.amazonaws.com";
  const Json via = One(forwarded, Trust({{"AWS", "arn:aws:iam::111122223333:role/path/app"}},
                                        {{"Bool", {{"aws:ViaAWSService", "true"}}}}));
  EXPECT_EQ(via["today"]["decision"], "allowed");
  EXPECT_EQ(via["caller"]["via"], "cloudformation.amazonaws.com");
}

TEST(ReplayCallers, WhatTheCallPassed) {
  const std::string alice = "arn:aws:iam::111122223333:user/alice";
  const auto decision = [&](const Json& parameters, const Json& condition) {
    return Today(Event(1, UserIdentity("alice"), "r", parameters),
                 Trust({{"AWS", alice}}, condition,
                       {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"}));
  };
  const Json id = {{"StringEquals", {{"sts:ExternalId", "x1"}}}};
  EXPECT_EQ(decision({{"externalId", "x1"}}, id), "allowed");
  EXPECT_EQ(decision({{"externalId", "x2"}}, id), "denied");
  EXPECT_EQ(decision(kAny, id), "denied");
  EXPECT_EQ(decision({{"roleSessionName", "alice-1"}},
                     {{"StringLike", {{"sts:RoleSessionName", "${aws:username}-*"}}}}),
            "allowed");
  EXPECT_EQ(decision({{"sourceIdentity", "alice"}},
                     {{"StringEquals", {{"sts:SourceIdentity", "alice"}}}}),
            "allowed");
  EXPECT_EQ(decision({{"tags", {{{"key", "Team"}, {"value", "red"}}}}},
                     {{"StringEquals", {{"aws:RequestTag/team", "red"}}}}),
            "allowed");
  EXPECT_EQ(
      decision({{"tags", {{{"key", "Team"}, {"value", "red"}}}}, {"transitiveTagKeys", {"Team"}}},
               {{"ForAllValues:StringEquals", {{"sts:TransitiveTagKeys", {"Team"}}}},
                {"ForAnyValue:StringEquals", {{"aws:TagKeys", {"Team"}}}}}),
      "allowed");
  EXPECT_EQ(decision({{"serialNumber", "arn:aws:iam::111122223333:mfa/alice"}},
                     {{"Bool", {{"aws:MultiFactorAuthPresent", "true"}}}}),
            "allowed");
  // A session policy in a string, with brackets and quotes of its own.
  EXPECT_EQ(
      decision({{"policy", R"({"Version":"2012-10-17","Statement":[{"Sid":"}\"{"}]})"}}, kAny),
      "allowed");
  // Of time and network.
  EXPECT_EQ(decision(kAny, {{"IpAddress", {{"aws:SourceIp", "198.51.100.0/24"}}},
                            {"DateLessThan", {{"aws:CurrentTime", "2024-01-01T00:00:00Z"}}}}),
            "allowed");
  EXPECT_EQ(decision(kAny, {{"DateGreaterThan", {{"aws:CurrentTime", "2024-01-01T00:00:00Z"}}}}),
            "denied");
  // What no trail carries of a user.
  const Json org =
      One(Event(1, UserIdentity("alice"), "r"),
          Trust({{"AWS", alice}}, {{"StringEquals", {{"aws:PrincipalOrgID", "o-1"}}}}));
  EXPECT_EQ(org["needs"], Json({"aws:PrincipalOrgID is o-1"}));
}

TEST(ReplayCallers, TokensOfOidcAndSaml) {
  const std::string provider =
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
  Json web = Event(1,
                   {{"type", "WebIdentityUser"},
                    {"principalId", provider + ":sts.amazonaws.com:repo:acme/app:ref:main"},
                    {"userName", "repo:acme/app:ref:main"},
                    {"identityProvider", provider}},
                   "r");
  web["eventName"] = "AssumeRoleWithWebIdentity";
  const auto by_claim = [&](const char* claim, const char* value) {
    return Trust(
        {{"Federated", provider}},
        {{"StringLike", {{std::string("token.actions.githubusercontent.com:") + claim, value}}}},
        "sts:AssumeRoleWithWebIdentity");
  };
  EXPECT_EQ(Today(web, by_claim("sub", "repo:acme/*")), "allowed");
  EXPECT_EQ(Today(web, by_claim("sub", "repo:other/*")), "denied");
  EXPECT_EQ(Today(web, by_claim("aud", "sts.amazonaws.com")), "allowed");
  EXPECT_EQ(Today(web, by_claim("amr", "x")), "depends");

  Json saml =
      Event(1, {{"type", "SAMLUser"}, {"principalId", "qualifier:alice"}, {"userName", "alice"}},
            "r", {{"principalArn", "arn:aws:iam::111122223333:saml-provider/idp"}});
  saml["eventName"] = "AssumeRoleWithSAML";
  saml["responseElements"] = {{"subject", "alice"},
                              {"audience", "https://signin.aws.amazon.com/saml"}};
  const auto by_saml = [&](const Json& condition) {
    return Trust({{"Federated", "arn:aws:iam::111122223333:saml-provider/idp"}}, condition,
                 "sts:AssumeRoleWithSAML");
  };
  EXPECT_EQ(
      Today(saml,
            by_saml({{"StringEquals", {{"SAML:aud", "https://signin.aws.amazon.com/saml"}}}})),
      "allowed");
  EXPECT_EQ(Today(saml, by_saml({{"StringEquals", {{"SAML:sub", "bob"}}}})), "denied");
}

TEST(ReplayCallers, OneThatIsNotKnownIsUnknown) {
  const Json call = One(Event(1, {{"type", "Directory"}, {"principalId", "x"}}, "r"), Trust("*"));
  EXPECT_EQ(call["today"]["decision"], "unknown");
  EXPECT_EQ(call["exit"], 5);
}

TEST(ReplayPairs, TheCallersRecordIsKept) {
  const Json policy = Trust({{"AWS", "arn:aws:iam::444455556666:role/path/ci"}});
  const std::string roles = Roles({{"r", policy}});
  const Json events = {RoleSide(1, "r", 7), CallerSide(1, "r", 7), RoleSide(2, "r", 8)};
  const ProcessResult result = Replay(Lines(events), roles, {"--format", "json"});
  const Json report = Json::parse(result.out);
  EXPECT_EQ(report["totals"]["copies"], 1);
  EXPECT_EQ(report["totals"]["calls"], 2);
  ASSERT_EQ(report["calls"].size(), 2u);
  // Of the other the caller is known by its account only, and that is what it depends on.
  EXPECT_EQ(report["calls"][0]["caller"]["type"], "AWSAccount");
  EXPECT_EQ(report["calls"][0]["needs"],
            Json({"the caller is arn:aws:iam::444455556666:role/path/ci"}));
  EXPECT_EQ(report["calls"][1]["caller"]["name"], "arn:aws:iam::444455556666:role/path/ci");
  EXPECT_EQ(report["calls"][1]["today"]["identityPolicies"], true);
}

TEST(ReplayLabels, WhatWasDeniedMustComeOutDenied) {
  const Json event = Denied(1, UserIdentity("mallory"), "r");
  const Json policy = Trust({{"AWS", "arn:aws:iam::111122223333:user/alice"}});
  const Json good = One(event, policy);
  EXPECT_EQ(good["verdict"], "asRecorded");
  EXPECT_EQ(good["exit"], 0);
  const Json bad = One(event, Trust({{"AWS", "arn:aws:iam::111122223333:user/mallory"}}));
  EXPECT_EQ(bad["verdict"], "contradicted");
  EXPECT_EQ(bad["exit"], 1);
  // Another policy denied it, as the message says.
  const Json elsewhere = One(
      Denied(1, UserIdentity("mallory"), "r", " with an explicit deny in a service control policy"),
      Trust({{"AWS", "arn:aws:iam::111122223333:user/mallory"}}));
  EXPECT_EQ(elsewhere["verdict"], "asRecorded");
  EXPECT_EQ(elsewhere["deniedBy"], "a service control policy");
  // What was passed is not recorded, so that it cannot be told.
  EXPECT_EQ(One(event, Trust({{"AWS", "arn:aws:iam::111122223333:user/mallory"}},
                             {{"StringEquals", {{"sts:ExternalId", "x"}}}}))["verdict"],
            "depends");
  // A call that failed for another reason is no label.
  Json expired = event;
  expired["errorCode"] = "ExpiredTokenException";
  const ProcessResult result = Replay(expired.dump(), Roles({{"r", policy}}));
  EXPECT_THAT(result.out, HasSubstr("1 call that failed for another reason than a policy"));
}

TEST(ReplayChanges, SaysWhatAConditionWouldDo) {
  Json events = Json::array();
  for (int i = 0; i < 26; ++i) events.push_back(Service(i, "rds.amazonaws.com", "r"));
  const std::string before = Roles({{"r", Trust(kRds)}});
  const std::string after =
      Roles({{"r", Trust(kRds, {{"StringEquals", {{"aws:SourceAccount", kMine}}}})}});
  const ProcessResult result =
      RunDeputy({"replay", "-", "--before", before, "--after", after}, Lines(events));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("26 calls by rds.amazonaws.com: all still allowed if\n"));
  EXPECT_THAT(result.out, HasSubstr("aws:SourceAccount is sent\n"));
  EXPECT_THAT(result.out, HasSubstr("needs     aws:SourceAccount is 111122223333\n"));
  for (size_t at = 0, end = 0; end != std::string::npos; at = end + 1) {
    end = result.out.find('\n', at);
    EXPECT_LE(std::min(end, result.out.size()) - at, 80u);
  }

  const std::string closed = Roles({{"r", Trust({{"Service", "dms.amazonaws.com"}})}});
  const ProcessResult broken =
      RunDeputy({"replay", "-", "--before", before, "--after", closed}, Lines(events));
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_THAT(broken.out, HasSubstr("DENIED         26 calls"));
  // Roles that are not proposed stay; a bare policy is for the only role, or for that of --role.
  const std::string bare =
      WriteTemporary("bare.json", Trust({{"Service", "dms.amazonaws.com"}}).dump());
  EXPECT_EQ(RunDeputy({"replay", "-", "--roles", before, "--after", bare}, Lines(events)).exit_code,
            1);
  const std::string two = Roles({{"r", Trust(kRds)}, {"other", Trust(kRds)}});
  const ProcessResult which =
      RunDeputy({"replay", "-", "--roles", two, "--after", bare}, Lines(events));
  EXPECT_EQ(which.exit_code, 2);
  EXPECT_THAT(which.err, HasSubstr("give --role ARN"));
  EXPECT_EQ(RunDeputy({"replay", "-", "--roles", two, "--after", bare, "--role", Role("other")},
                      Lines(events))
                .exit_code,
            0);
  EXPECT_EQ(RunDeputy({"replay", "-", "--roles", two, "--after", closed}, Lines(events)).exit_code,
            1);
}

TEST(ReplayChanges, ACallThatWasDeniedAndWouldBeLetInIsTold) {
  const Json event = Denied(1, UserIdentity("mallory"), "r");
  const std::string before =
      Roles({{"r", Trust({{"AWS", "arn:aws:iam::111122223333:user/alice"}})}});
  const std::string after =
      Roles({{"r", Trust({{"AWS", "arn:aws:iam::111122223333:user/mallory"}})}});
  const ProcessResult result =
      RunDeputy({"replay", "-", "--before", before, "--after", after}, event.dump());
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("NEWLY ALLOWED  1 call"));
}

TEST(ReplaySources, TheMapFillsInAndIsNamed) {
  const Json policy =
      Trust(kRds, {{"ArnLike", {{"aws:SourceArn", "arn:aws:rds:*:111122223333:db:orders"}}}});
  const Json event = Service(1, "rds.amazonaws.com", "r");
  EXPECT_EQ(One(event, policy)["today"]["decision"], "depends");
  const auto with = [&](const Json& source) {
    const std::string map =
        WriteTemporary("map.json", Json{{"version", 1}, {"sources", {source}}}.dump());
    return One(event, policy, {"--source-map", map})["today"];
  };
  const std::string arn = "arn:aws:rds:us-east-1:111122223333:db:";
  const Json orders = with({{"role", Role("*")}, {"aws:SourceArn", arn + "orders"}});
  EXPECT_EQ(orders["decision"], "allowed");
  EXPECT_EQ(orders["sources"][0],
            Json({{"key", "aws:SourceArn"}, {"value", arn + "orders"}, {"origin", "assumed"}}));
  EXPECT_EQ(with({{"session", "sess*"}, {"aws:SourceArn", arn + "users"}})["decision"], "denied");
  EXPECT_EQ(with({{"session", "other"}, {"aws:SourceArn", arn + "users"}})["decision"], "depends");
  const Json absent = with({{"service", "rds.*"}, {"aws:SourceArn", nullptr}});
  EXPECT_EQ(absent["decision"], "denied");
  EXPECT_EQ(absent["sources"][0]["origin"], "absent");

  const std::string wrong =
      WriteTemporary("wrong.json", R"({"version":1,"sources":[{"rôle":"x"}]})");
  const ProcessResult refused =
      Replay(event.dump(), Roles({{"r", policy}}), {"--source-map", wrong});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.err, HasSubstr("wrong.json:1:"));
}

TEST(ReplayProblems, ABadRecordIsSaidAndTheRestGoesOn) {
  const std::string roles = Roles({{"r", Trust(kRds)}});
  Json no_time = Service(1, "rds.amazonaws.com", "r");
  no_time.erase("eventTime");
  Json text = Service(1, "rds.amazonaws.com", "r");
  text["requestParameters"] = "x";
  const std::string trail = Service(1, "rds.amazonaws.com", "r").dump() + "\n" + no_time.dump() +
                            "\n" + text.dump() + "\n  {\"eventName\":\"AssumeRole\",}\nhello\n" +
                            Service(2, "rds.amazonaws.com", "r").dump() + "\n";
  const ProcessResult result = Replay(trail, roles);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, HasSubstr("2 calls by rds.amazonaws.com"));
  EXPECT_THAT(result.out, HasSubstr("4 records that could not be read"));
  EXPECT_THAT(result.err,
              HasSubstr("<stdin>:2:1: error: it has no `eventTime` [invalid-record]\n"));
  EXPECT_THAT(result.err, HasSubstr("<stdin>:3:1: error: `requestParameters` is no object"));
  EXPECT_THAT(result.err, HasSubstr("<stdin>:4:3: error: "));
  EXPECT_THAT(result.err, HasSubstr("<stdin>:5:1: error: this is no record"));
  // What only looks like one, and what is cut short in a text.
  for (const auto& [other, why] :
       {std::pair(R"({"NextToken":"x","Events":[{"EventName":"AssumeRole"}]})",
                  "this is no record of CloudTrail: it has no `eventName`"),
        {R"({"EventName":"AssumeRole","CloudTrailEvent":"{\"eventName\":"})",
         "`CloudTrailEvent`: "}}) {
    const ProcessResult wrapped = Replay(other, roles);
    EXPECT_EQ(wrapped.exit_code, 3) << other;
    EXPECT_THAT(wrapped.err, HasSubstr(std::string("<stdin>:1:1: error: ") + why));
  }
  // A byte order mark is read over, and is no column.
  const ProcessResult marked = Replay("\xEF\xBB\xBF" + no_time.dump() + "\n", roles);
  EXPECT_THAT(marked.err, HasSubstr("<stdin>:1:1: error: it has no `eventTime`"));
  // A file that is cut off, and one that is not there.
  const ProcessResult cut =
      RunShell("gzip -c | head -c 200 | \"$DEPUTY\" replay - --roles " + roles,
               Lines(Json::array({Service(1, "rds.amazonaws.com", "r")})));
  EXPECT_EQ(cut.exit_code, 3);
  EXPECT_THAT(cut.err, HasSubstr("the gzip stream ends early [invalid-gzip]"));
  const ProcessResult missing = RunDeputy({"replay", "no/such.json", "--roles", roles});
  EXPECT_EQ(missing.exit_code, 4);
}

TEST(ReplayProblems, RolesOfWhichNothingIsKnown) {
  const std::string roles = Roles({{"r", Trust(kRds)}});
  const ProcessResult result = Replay(Service(1, "rds.amazonaws.com", "elsewhere").dump(), roles);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("1 call of roles that no file has"),
                                HasSubstr(Role("elsewhere") + ": 1")));
  Json refused = Trust(kRds);
  refused["Statement"][0]["Effect"] = "Maybe";
  const ProcessResult unknown =
      Replay(Service(1, "rds.amazonaws.com", "r").dump(), Roles({{"r", refused}}));
  EXPECT_EQ(unknown.exit_code, 5);  // unknown outweighs the policy that was refused
  EXPECT_THAT(unknown.out, HasSubstr("IAM would refuse the role's policy"));
  EXPECT_EQ(RunDeputy({"replay", "-"}, "").exit_code, 2);
}

TEST(ReplayEvents, ALineForEachCallInTheirOrder) {
  Json events = Json::array();
  for (int i = 0; i < 3000; ++i)
    events.push_back(Service(i, i % 2 == 0 ? "rds.amazonaws.com" : "dms.amazonaws.com", "r"));
  const std::string roles = Roles({{"r", Trust(kRds)}});
  const ProcessResult result =
      Replay(Lines(events), roles, {"--format", "jsonl", "--threads", "4"});
  std::istringstream lines(result.out);
  std::string line;
  for (size_t i = 0; i < 3000; ++i) {
    ASSERT_TRUE(std::getline(lines, line)) << i;
    const Json call = Json::parse(line);
    ASSERT_EQ(call["eventID"], events[i]["eventID"]);
    EXPECT_EQ(call["today"]["decision"], i % 2 == 0 ? "allowed" : "denied");
  }
  EXPECT_FALSE(std::getline(lines, line));
  EXPECT_EQ(result.exit_code, 1);  // half of them succeeded and would be denied
  EXPECT_EQ(Replay(Lines(events), roles, {"--format", "jsonl", "--threads", "1"}).out, result.out);
}

TEST(ReplayInterrupt, WhatWasReadCountsAndSaysSo) {
  const std::string roles = Roles({{"r", Trust(kRds)}});
  const std::string script =
      "f=$(mktemp -u) && mkfifo $f && cat > $f.in; (cat $f.in; sleep 20) > $f & w=$!; "
      "\"$DEPUTY\" replay - --roles " +
      roles +
      " $ARGS < $f & p=$!; sleep 1; kill -TERM $p; "
      "wait $p; echo \"exit $?\"; kill $w; rm -f $f $f.in";
  const std::string trail = Lines(Json::array({Service(1, "rds.amazonaws.com", "r")}));
  const ProcessResult text = RunShell("ARGS=; " + script, trail);
  EXPECT_THAT(text.out, AllOf(HasSubstr("INCOMPLETE"), HasSubstr("1 call by rds.amazonaws.com"),
                              HasSubstr("exit 143")));
  const ProcessResult part = RunShell("ARGS=--partial; " + script, trail);
  EXPECT_THAT(part.out, AllOf(HasSubstr("\"complete\":false"), HasSubstr("\"records\":1")));
  // A sum with it is told to be less than all, by the exit code too.
  const std::string file = WriteTemporary("some.part", part.out.substr(0, part.out.find("exit")));
  for (const char* partial : {"", "--partial"}) {
    const ProcessResult sum = RunShell("\"$DEPUTY\" merge " + file + " " + partial);
    EXPECT_EQ(sum.exit_code, 3) << sum.err;
    EXPECT_THAT(sum.err, AllOf(HasSubstr("some.part"), HasSubstr("[incomplete-part]")));
    EXPECT_THAT(sum.out, AnyOf(HasSubstr("INCOMPLETE"), HasSubstr("\"complete\":false")));
  }
  const ProcessResult lines = RunShell("ARGS='--format jsonl'; " + script, trail);
  EXPECT_THAT(lines.out, HasSubstr("\n{\"complete\":false}\n"));
}

bool IsWhatItsSchemaSays(const std::string& name, const Json& document) {
  using Adapter = valijson::adapters::NlohmannJsonAdapter;
  const Json schema_text = Json::parse(RunDeputy({"schema", name}).out);
  valijson::Schema schema;
  valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
  parser.populateSchema(Adapter(schema_text), schema);
  valijson::Validator validator;
  return validator.validate(schema, Adapter(document), nullptr);
}

TEST(ReplayFormats, JsonIsWhatItsSchemaSays) {
  const Json policy = Trust({{"AWS", {"arn:aws:iam::444455556666:role/path/ci", kMine}},
                             {"Service", {"rds.amazonaws.com", "unheard.amazonaws.com"}}},
                            {{"StringEqualsIfExists", {{"aws:SourceAccount", kMine}}}});
  Json denied = policy;
  denied["Statement"].push_back({{"Effect", "Deny"},
                                 {"Principal", "*"},
                                 {"Action", "sts:AssumeRole"},
                                 {"Condition", {{"Null", {{"aws:SourceArn", "true"}}}}}});
  const Json events = {
      Service(1, "rds.amazonaws.com", "r"),
      Service(1, "unheard.amazonaws.com", "r"),
      Event(2, UserIdentity("alice"), "r"),
      CallerSide(3, "r", 1),
      RoleSide(3, "r", 1),
      RoleSide(4, "r", 2),
      Denied(5, UserIdentity("m"), "r", " with an explicit deny in a session policy"),
      Event(6, {{"type", "Directory"}}, "r"),
      Event(7, UserIdentity("alice"), "elsewhere"),
      Event(8, UserIdentity("alice"), "r", {{"sourceIdentity", "alice"}})};
  const std::string trail = Lines(events) + "hello\n";
  const std::string before = Roles({{"r", policy}});
  const std::string after = Roles({{"r", denied}});
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--format", "json"},
                                               {"--format", "json", "--suggest"},
                                               {"--format", "json", "--after", after},
                                               {"--partial"},
                                               {"--partial", "--after", after}}) {
    Json document = Json::parse(Replay(trail, before, more).out);
    const std::string name = more[0] == "--partial" ? "replay-part" : "replay";
    EXPECT_TRUE(IsWhatItsSchemaSays(name, document)) << document.dump(1);
    document["calls"][0]["today"]["decision"] = "perhaps";
    EXPECT_FALSE(IsWhatItsSchemaSays(name, document));
  }
  for (const char* command : {"replay", "merge"})
    EXPECT_THAT(RunShell(std::string("$DEPUTY ") + command + " --help | awk 'length > 80'").out,
                IsEmpty());
}

TEST(ReplaySuggest, WhoCalledAndNobodyElse) {
  const std::string roles = Roles(
      {{"r", Trust({{"Service", {"rds.amazonaws.com", "dms.amazonaws.com"}}, {"AWS", kMine}})},
       {"unused", Trust(kRds)}});
  const Json events = {Service(1, "rds.amazonaws.com", "r"),
                       Event(2, SessionIdentity("app", "s"), "r"),
                       Denied(3, UserIdentity("mallory"), "r")};
  const ProcessResult result = Replay(Lines(events), roles, {"--suggest", "--format", "json"});
  const Json suggestions = Json::parse(result.out)["suggestions"];
  ASSERT_EQ(suggestions.size(), 1u) << result.out;
  EXPECT_EQ(suggestions[0]["proved"], true);
  EXPECT_EQ(suggestions[0]["relation"], "narrower");
  // The callers that were seen are let in by it, and the others of today's policy are not.
  const std::string suggested = WriteTemporary("suggested.json", suggestions[0]["policy"].dump());
  const auto decision = [&](const Json& event) {
    const ProcessResult again = RunDeputy({"replay", "-", "--roles", roles, "--after", suggested,
                                           "--role", Role("r"), "--format", "json"},
                                          event.dump());
    return Json::parse(again.out)["calls"][0]["after"];
  };
  EXPECT_EQ(decision(Service(1, "rds.amazonaws.com", "r"))["ifSent"]["decision"], "allowed");
  EXPECT_EQ(decision(Event(2, SessionIdentity("app", "s"), "r"))["decision"], "allowed");
  EXPECT_EQ(decision(Service(1, "dms.amazonaws.com", "r"))["decision"], "denied");
  EXPECT_EQ(decision(Event(2, SessionIdentity("other", "s"), "r"))["decision"], "denied");
  const std::string path =
      WriteTemporary("proved.json", Json{{Role("r"), suggestions[0]["policy"]}}.dump());
  EXPECT_EQ(RunDeputy({"prove", path, "--trust", kMine}).exit_code, 0);
  const ProcessResult text = Replay(Lines(events), roles, {"--suggest"});
  EXPECT_THAT(text.out, AllOf(HasSubstr("suggested for " + Role("r") + "\n"),
                              HasSubstr("-          \"dms.amazonaws.com\"")));
}

TEST(Merge, AnyDivisionPrintsWhatOneRunPrints) {
  Json events = Json::array();
  for (int i = 0; i < 40; ++i) {
    events.push_back(Service(i, "rds.amazonaws.com", "r"));
    events.push_back(CallerSide(i, "r", i));
    if (i % 3 != 0) events.push_back(RoleSide(i, "r", i));
    events.push_back(Denied(i, UserIdentity("mallory"), "r"));
    events.push_back(Event(i, UserIdentity("alice"), "elsewhere"));
  }
  const std::string roles =
      Roles({{"r", Trust({{"AWS", kVendor}, {"Service", "rds.amazonaws.com"}})}});
  const std::string script = R"(
    set -e; d=$(mktemp -d); cat > $d/all; n=0
    shuf --random-source=/dev/zero $d/all | split -n r/5 - $d/x.
    for f in $d/x.??; do "$DEPUTY" replay $f --roles )" +
                             roles + R"( --partial -o $f.part; done
    "$DEPUTY" merge $d/x.ad.part $d/x.aa.part --partial -o $d/1
    "$DEPUTY" merge $d/x.ac.part $d/1 --partial -o $d/2
    "$DEPUTY" merge $d/x.ae.part $d/x.ab.part --partial -o $d/3
    for o in "--partial" "--format json" "--format text"; do
      "$DEPUTY" replay $d/all --roles )" +
                             roles + R"( $o > $d/one
      "$DEPUTY" merge $d/3 $d/2 $o > $d/two
      cmp $d/one $d/two && echo same
    done
    rm -r $d)";
  const ProcessResult result = RunShell(script, Lines(events));
  EXPECT_EQ(result.out, "same\nsame\nsame\n") << result.err;
}

TEST(Merge, RefusesWhatDoesNotBelongTogether) {
  const std::string trail = Service(1, "rds.amazonaws.com", "r").dump();
  const auto part = [&](const std::string& name, const Json& policy) {
    return WriteTemporary(name, Replay(trail, Roles({{"r", policy}}), {"--partial"}).out);
  };
  const std::string a = part("a.part", Trust(kRds));
  const std::string b = part("b.part", Trust({{"Service", "dms.amazonaws.com"}}));
  const ProcessResult other = RunDeputy({"merge", a, b});
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_THAT(other.out, IsEmpty());
  EXPECT_THAT(other.err, HasSubstr("[other-setup]"));
  const ProcessResult nonsense =
      RunDeputy({"merge", a, WriteTemporary("c.part", "{\"schema\":1}")});
  EXPECT_EQ(nonsense.exit_code, 3);
  EXPECT_THAT(nonsense.err, AllOf(HasSubstr("c.part:1:"), HasSubstr("[invalid-part]")));
  EXPECT_THAT(nonsense.out, IsEmpty());
  const ProcessResult good = RunDeputy({"merge", a});
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_THAT(good.out, Not(IsEmpty()));
}

}  // namespace
}  // namespace deputy
