// What STS asks for beside the call's own action: session tags need sts:TagSession, a source
// identity sts:SetSourceIdentity, and all of them have to be allowed.
#include "simulator/replay/further_actions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/replay/trail_samples.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using namespace trail;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const Json kCi = {{"AWS", "arn:aws:iam::111122223333:role/path/ci"}};
const Json kAll = {"sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"};
const Json kTags = {{"tags", {{{"key", "team"}, {"value", "a"}}}}};
const Json kIdentity = {{"sourceIdentity", "alice"}};

std::string RoleFile(const std::string& name, const Json& policy) {
  return WriteTemporary(name, Json{{Role("r"), policy}}.dump());
}

ProcessResult Compare(const Json& event, const Json& before, const Json& after,
                      const std::string& format = "text") {
  return RunDeputy({"replay", "-", "--before", RoleFile("further-before.json", before), "--after",
                    RoleFile("further-after.json", after), "--format", format},
                   event.dump());
}

// The only class of calls, by today's policy.
Json Call(const Json& event, const Json& policy) {
  const ProcessResult result =
      RunDeputy({"replay", "-", "--roles", RoleFile("further.json", policy), "--format", "json"},
                event.dump());
  const Json report = Json::parse(result.out, nullptr, false);
  if (!report.is_discarded() && report["calls"].size() == 1) return report["calls"][0];
  ADD_FAILURE() << result.out << result.err;
  return Json{{"today", {{"decision", ""}}}, {"verdict", ""}};
}

Json Statements(const Json& list) { return {{"Version", "2012-10-17"}, {"Statement", list}}; }

Json Allow(const Json& action, const Json& condition = Json::object(),
           const Json& principal = kCi) {
  return {
      {"Effect", "Allow"}, {"Principal", principal}, {"Action", action}, {"Condition", condition}};
}

TEST(FurtherActions, ACallThatCarriesMoreIsDeniedWithoutThem) {
  const Json all = Trust(kCi, Json::object(), kAll);
  const Json one = Trust(kCi);
  for (const auto& [parameters, action] :
       {std::pair(kTags, "sts:TagSession"),
        {kIdentity, "sts:SetSourceIdentity"},
        {Json{{"transitiveTagKeys", {"team"}}}, "sts:TagSession"},
        {Json{{"incomingTransitiveTags", {{"team", "a"}}}}, "sts:TagSession"},
        {Json{{"providedContexts", Json::array({Json{{"contextAssertion", "x"}}})}},
         "sts:SetContext"}}) {
    const Json event = Event(1, SessionIdentity("ci", "build"), "r", parameters);
    const ProcessResult broken = Compare(event, all, one);
    EXPECT_EQ(broken.exit_code, 1) << action;
    EXPECT_THAT(
        broken.out,
        AllOf(HasSubstr("DENIED"), HasSubstr(std::string(action) + ": succeeded then, denied by"),
              HasSubstr(std::string("because   ") + action + " is not allowed, which")))
        << broken.out;
    const ProcessResult kept = Compare(event, all, all);
    EXPECT_EQ(kept.exit_code, 0);
    EXPECT_THAT(kept.out, HasSubstr("STILL ALLOWED"));
    const Json now = Call(event, one);
    EXPECT_EQ(now["verdict"], "broken");
    EXPECT_EQ(now["furtherActions"], Json({action}));
    EXPECT_EQ(now["today"], Json({{"decision", "denied"}, {"deniedAction", action}}));
  }
  // Without them nothing more is asked; and what the policy does not allow at all is no matter of
  // further actions.
  const Json plain = Event(1, SessionIdentity("ci", "build"), "r",
                           {{"tags", Json::array()}, {"incomingTransitiveTags", Json::object()}});
  EXPECT_EQ(Call(plain, one)["today"]["decision"], "allowed");
  EXPECT_FALSE(Call(plain, one).contains("furtherActions"));
  const Json tagged = Event(1, SessionIdentity("other", "build"), "r", kTags);
  EXPECT_EQ(Call(tagged, one)["today"], Json({{"decision", "denied"}}));
}

TEST(FurtherActions, ASourceIdentityGoesOnWithTheSession) {
  Json event = Event(1, SessionIdentity("ci", "build"), "r");
  event["userIdentity"]["sessionContext"]["sourceIdentity"] = "alice";
  const Json denied = Call(event, Trust(kCi))["today"];
  EXPECT_EQ(denied["deniedAction"], "sts:SetSourceIdentity");
  EXPECT_EQ(Call(event, Trust(kCi, Json::object(), kAll))["today"]["decision"], "allowed");
  // Whether sts:SourceIdentity has it then, no page says.
  const Json asks = Trust(kCi, {{"StringEquals", {{"sts:SourceIdentity", "alice"}}}}, kAll);
  EXPECT_EQ(Call(event, asks)["today"]["decision"], "depends");
}

TEST(FurtherActions, OfTokensWhatTheRecordShows) {
  const std::string provider = "arn:aws:iam::111122223333:saml-provider/idp";
  Json event = Event(1, {{"type", "SAMLUser"}, {"principalId", "q:alice"}, {"userName", "alice"}},
                     "r", {{"principalArn", provider}});
  event["eventName"] = "AssumeRoleWithSAML";
  const Json policy = Trust({{"Federated", provider}}, Json::object(), "sts:AssumeRoleWithSAML");
  EXPECT_EQ(Call(event, policy)["today"]["decision"], "allowed");
  for (const char* place : {"requestParameters", "responseElements"}) {
    Json tagged = event;
    tagged[place]["principalTags"] = {{"team", "a"}};
    EXPECT_EQ(Call(tagged, policy)["today"]["deniedAction"], "sts:TagSession") << place;
    const Json both = {"sts:AssumeRoleWithSAML", "sts:TagSession"};
    const auto by_team = [&](const char* team) {
      return Trust({{"Federated", provider}}, {{"StringEquals", {{"aws:RequestTag/team", team}}}},
                   both);
    };
    EXPECT_EQ(Call(tagged, by_team("a"))["today"]["decision"], "allowed") << place;
    EXPECT_EQ(Call(tagged, by_team("b"))["today"]["decision"], "denied") << place;
    Json named = event;
    named[place]["sourceIdentity"] = "alice";
    EXPECT_EQ(Call(named, policy)["today"]["deniedAction"], "sts:SetSourceIdentity") << place;
  }
}

TEST(FurtherActions, ADenialThatNamesOneIsExplainedByItsAbsence) {
  const Json event = DeniedBy(1, SessionIdentity("ci", "build"), "r", "sts:TagSession");
  const Json explained = Call(event, Trust(kCi));
  EXPECT_EQ(explained["verdict"], "asRecorded");
  EXPECT_EQ(explained["today"]["deniedAction"], "sts:TagSession");
  EXPECT_EQ(Call(event, Trust(kCi, Json::object(), kAll))["verdict"], "contradicted");
  const ProcessResult newly =
      Compare(event, Trust(kCi), Trust(kCi, Json::object(), {"sts:AssumeRole", "sts:TagSession"}));
  EXPECT_EQ(newly.exit_code, 1);
  EXPECT_THAT(newly.out, HasSubstr("NEWLY ALLOWED"));
  const Json own = Denied(1, SessionIdentity("ci", "build"), "r");
  EXPECT_FALSE(Call(own, Trust(kCi)).contains("furtherActions"));
}

// Each action is put to the policy, and what is open with one or the other is what it depends on.
TEST(FurtherActions, DependOnWhatAllOfThemDo) {
  const Json event = Event(1, SessionIdentity("ci", "build"), "r", kTags);
  const Json in_o1 = {{"StringEquals", {{"aws:PrincipalOrgID", "o-1"}}}};
  const Json by_id = {{"StringEquals", {{"aws:PrincipalTag/id", "x"}}}};
  const auto needs = [&](const Json& statements) {
    return Call(event, Statements(statements))["needs"];
  };
  const std::string org = "aws:PrincipalOrgID is o-1";
  const std::string tag = "aws:PrincipalTag/id is x";
  // The same, of one statement or of two; of one of the two actions only; of both, another each.
  EXPECT_EQ(needs({Allow({"sts:AssumeRole", "sts:TagSession"}, in_o1)}), Json({org}));
  EXPECT_EQ(needs({Allow("sts:AssumeRole", in_o1), Allow("sts:TagSession", in_o1)}), Json({org}));
  EXPECT_EQ(needs({Allow("sts:AssumeRole"), Allow("sts:TagSession", in_o1)}), Json({org}));
  EXPECT_EQ(needs({Allow("sts:AssumeRole", in_o1), Allow("sts:TagSession")}), Json({org}));
  EXPECT_EQ(needs({Allow("sts:AssumeRole", in_o1), Allow("sts:TagSession", by_id)}),
            Json({org + " and " + tag}));
  // A way of both actions is one; the others are put together with each other.
  EXPECT_EQ(needs({Allow("sts:*", in_o1), Allow("sts:AssumeRole", by_id)}), Json({org}));
  // Surely denied by one, whatever the other depends on.
  const Json denied = Call(event, Trust(kCi, in_o1));
  EXPECT_EQ(denied["today"], Json({{"decision", "denied"}, {"deniedAction", "sts:TagSession"}}));
  // Of an account's copy: who may do the one is not who may do the other.
  Json copy = RoleSide(1, "r", 1);
  copy["requestParameters"].update(kTags);
  const auto of = [](const char* name) {
    return Json{{"AWS", std::string("arn:aws:iam::444455556666:role/") + name}};
  };
  const Json kNone = Json::object();
  const Json one = Statements(
      {Allow("sts:AssumeRole", kNone, of("a")), Allow("sts:TagSession", kNone, of("b"))});
  EXPECT_EQ(Call(copy, one)["today"]["decision"], "denied");
  const Json same = Statements(
      {Allow("sts:AssumeRole", kNone, of("a")), Allow("sts:TagSession", kNone, of("a"))});
  EXPECT_EQ(Call(copy, same)["needs"], Json({"the caller is arn:aws:iam::444455556666:role/a"}));
  // Identity policies have to allow it as well where one of the actions asks for them.
  const Json account =
      Statements({Allow("sts:AssumeRole"), Allow("sts:TagSession", kNone, {{"AWS", kMine}})});
  const Json halves = Call(event, account)["today"];
  EXPECT_EQ(halves, Json({{"decision", "depends"}, {"identityPolicies", true}}));
}

TEST(FurtherActions, UnknownIsNeverAllowed) {
  ReplayOutcome outcome;
  outcome.decision = ReplayDecision::kAllowed;
  ReplayOutcome unknown;
  unknown.reason = "too much";
  AlsoNeeds("sts:TagSession", unknown, outcome);
  EXPECT_EQ(outcome.decision, ReplayDecision::kUnknown);
  EXPECT_EQ(outcome.reason, "too much");
  ReplayOutcome denied;
  denied.decision = ReplayDecision::kDenied;
  AlsoNeeds("sts:SetSourceIdentity", denied, outcome);
  EXPECT_EQ(outcome.decision, ReplayDecision::kDenied);
  EXPECT_EQ(outcome.denied_action, "sts:SetSourceIdentity");
  EXPECT_THAT(outcome.reason, IsEmpty());
}

TEST(FurtherActions, AreSuggestedForThoseWhoUsedThem) {
  const Json people = {{"AWS", kMine}};
  const Json today = Statements({Allow("sts:AssumeRole", Json::object(), people),
                                 Allow({"sts:TagSession"}, Json::object(), people),
                                 Allow({"sts:SetSourceIdentity"}, Json::object(), people)});
  const Json events = {Event(1, SessionIdentity("ci", "build"), "r", kTags),
                       Event(2, SessionIdentity("ci", "build"), "r"),
                       Event(3, UserIdentity("alice"), "r")};
  const std::string roles = RoleFile("further-today.json", today);
  const ProcessResult result =
      RunDeputy({"replay", "-", "--roles", roles, "--suggest", "--format", "json"}, Lines(events));
  const Json suggestions = Json::parse(result.out)["suggestions"];
  ASSERT_EQ(suggestions.size(), 1u) << result.out;
  const Json statements = suggestions[0]["policy"]["Statement"];
  ASSERT_EQ(statements.size(), 2u) << statements;
  EXPECT_THAT(statements[0]["Principal"].dump(), AllOf(HasSubstr("path/ci"), HasSubstr("alice")));
  EXPECT_EQ(statements[1]["Action"], "sts:TagSession");
  EXPECT_THAT(statements[1]["Principal"].dump(),
              AllOf(HasSubstr("path/ci"), Not(HasSubstr("alice"))));
  EXPECT_THAT(suggestions[0]["changes"].dump(),
              HasSubstr("statement 3: remove it; nobody that it names used it"));
  const std::string after =
      WriteTemporary("further-suggested.json", suggestions[0]["policy"].dump());
  const ProcessResult again = RunDeputy(
      {"replay", "-", "--roles", roles, "--after", after, "--format", "json"}, Lines(events));
  EXPECT_EQ(Json::parse(again.out)["totals"]["broken"], 0) << again.out;
  // A role of which a call would be denied by all that can be suggested is left out.
  const ProcessResult none =
      RunDeputy({"replay", "-", "--roles", RoleFile("further-none.json", Trust(people)),
                 "--suggest", "--format", "json"},
                events[0].dump());
  EXPECT_THAT(Json::parse(none.out)["suggestions"], IsEmpty());
}

}  // namespace
}  // namespace deputy
