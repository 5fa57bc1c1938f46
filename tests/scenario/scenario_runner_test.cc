#include "simulator/scenario/scenario_runner.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simulator/scenario/narrative.h"
#include "tests/scenario/scenario_fixture.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A scenario of one variant, run. `act` is a step's act and what follows, without its expectation.
struct Played {
  std::unique_ptr<const Scenario> scenario;
  ScenarioResult result;
  const StepResult& step() const { return result.variants[0].steps[0]; }
  const CallResult& last() const { return step().calls.back(); }
  // The value of a key of the last request; "-" when it is absent.
  std::string Key(absl::string_view key) const {
    const std::string* value = last().request.Find(key);
    return value == nullptr ? "-" : *value;
  }
};

Played Play(const std::string& world, const std::string& act,
            const std::string& expect = R"({"outcome": "succeeds"})") {
  const std::string step = absl::StrCat(R"([{"id": "x", "actor": "attacker", "says": "s", )", act,
                                        R"(, "expect": {"v": )", expect, "}}]");
  Diagnostics diagnostics;
  Played played;
  played.scenario = Parse(ScenarioText(world, R"([{"id": "v"}])", step), diagnostics);
  for (const Diagnostic& diagnostic : diagnostics.items()) {
    if (diagnostic.severity == Severity::kError) ADD_FAILURE() << diagnostic.message;
  }
  if (played.scenario != nullptr) played.result = RunScenario(*played.scenario);
  return played;
}

constexpr char kAccounts[] = R"([
 {"id": "111122223333", "name": "victim", "organization": "o-mine"},
 {"id": "999988887777", "name": "attacker"},
 {"id": "222233334444", "name": "other", "organization": "o-other"},
 {"id": "555566667777", "name": "vendor"}])";

// A world with one role `target` of the victim, and what else is given.
std::string WorldWith(const std::string& trust, const std::string& deputies = "[]",
                      const std::string& more_roles = "", const std::string& rest = "") {
  return absl::StrCat(R"({"organizations": [{"id": "o-mine"}, {"id": "o-other"}], "accounts": )",
                      kAccounts, R"(, "deputies": )", deputies,
                      R"(, "roles": [{"id": "target", "account": "victim", "trustPolicy": )", trust,
                      R"(, "identityPolicies": [)",
                      Allow(R"("Action": "s3:GetObject", "Resource": "*")"), "]}", more_roles,
                      R"(], "resources": [{"id": "bucket", "arn": "arn:aws:s3:::b",
                        "account": "victim", "holds": "secrets"}])",
                      rest, "}");
}

std::string Dms(const std::string& check, const std::string& version = "3.4.7") {
  return absl::StrCat(R"([{"id": "dms", "service": "dms.amazonaws.com", "version": ")", version,
                      R"(", "passRoleCheck": ")", check, "\"}]");
}

std::string UsesDms(const std::string& account) {
  return absl::StrCat(R"("usesService": {"deputy": "dms", "account": ")", account,
                      R"(", "source": {"resource": "endpoint", "region": "eu-west-1", "name": "E"},
                         "role": "target"})");
}

constexpr char kReads[] = R"(, "then": [{"action": "s3:GetObject", "resource": "bucket",
                              "path": "k"}])";

// (a) A service acts for a resource of a customer.

TEST(ServiceTest, KeysFollowFromTheCustomer) {
  const Played other =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")), UsesDms("other"));
  EXPECT_EQ(other.Key("aws:SourceArn"), "arn:aws:dms:eu-west-1:222233334444:endpoint:E");
  EXPECT_EQ(other.Key("aws:SourceAccount"), "222233334444");
  EXPECT_EQ(other.Key("aws:SourceOrgID"), "o-other");
  EXPECT_EQ(other.Key("aws:SourceOrgPaths"), "o-other/r-root/");
  EXPECT_EQ(other.Key("aws:ResourceOrgID"), "o-mine");
  EXPECT_EQ(other.Key("aws:PrincipalOrgID"), "-");
  EXPECT_EQ(other.Key("aws:PrincipalServiceName"), "dms.amazonaws.com");
  const Played alone =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")), UsesDms("attacker"));
  EXPECT_EQ(alone.Key("aws:SourceOrgID"), "-");
  ASSERT_EQ(alone.last().absent.size(), 2u);
  EXPECT_EQ(alone.last().absent[0].reason, AbsenceReason::kNoOrganization);
}

TEST(ServiceTest, AnOldVersionSendsNothing) {
  const Played played =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent", "3.4.6")), UsesDms("other"));
  EXPECT_EQ(played.Key("aws:SourceArn"), "-");
  EXPECT_EQ(played.Key("aws:SourceOrgID"), "-");
  ASSERT_EQ(played.last().absent.size(), 4u);
  EXPECT_EQ(played.last().absent[0].reason, AbsenceReason::kNotSentByVersion);
  EXPECT_EQ(played.last().absent[0].detail, "3.4.7");
}

TEST(ServiceTest, TheSourceMayHaveAVersionOfItsOwn) {
  const std::string act = absl::StrReplaceAll(
      UsesDms("other"), {{R"("name": "E")", R"("name": "E", "version": "3.4.6")"}});
  EXPECT_EQ(
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")), act).Key("aws:SourceArn"),
      "-");
}

TEST(ServiceTest, ThePassRoleCheckStopsItBeforeSts) {
  const Played played =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("enforced")), UsesDms("attacker"),
           R"({"outcome": "blocked", "by": "passrole-check",
               "why": {"reason": "roleInAnotherAccount"}})");
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_FALSE(played.last().decided);
  EXPECT_TRUE(
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("enforced")), UsesDms("victim"))
          .result.as_expected());
}

TEST(ServiceTest, WhatTheAttackerReachesIsLost) {
  const Played played =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("bypassed")),
           UsesDms("attacker") + kReads, R"({"outcome": "succeeds", "loses": ["bucket"]})");
  EXPECT_TRUE(played.result.as_expected());
  ASSERT_EQ(played.step().losses.size(), 1u);
  EXPECT_EQ(played.step().losses[0].arn, "arn:aws:s3:::b/k");
  EXPECT_EQ(played.last().request.principal.text,
            "arn:aws:sts::111122223333:assumed-role/target/dms");
  EXPECT_EQ(played.step().calls[0].guards[0].verdict, GuardVerdict::kBypassed);
}

TEST(ServiceTest, TheRolesPermissionsLimitTheDeputy) {
  const std::string act =
      absl::StrReplaceAll(UsesDms("attacker") + kReads, {{"s3:GetObject", "s3:DeleteObject"}});
  const Played played =
      Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")), act,
           R"({"outcome": "blocked", "by": "identity-policy", "at": "arn:aws:s3:::b/k",
               "why": {"reason": "actionNotMatched"}, "loses": []})");
  EXPECT_TRUE(played.result.as_expected());
}

// (b) A service acts on a resource itself.

TEST(ServiceTest, ActsOnAResourceWithAPolicy) {
  const std::string open =
      Allow(R"("Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:PutObject",
               "Resource": "arn:aws:s3:::logs/*")");
  const std::string world =
      absl::StrCat(R"({"accounts": )",
                   absl::StrReplaceAll(kAccounts, {{R"(, "organization": "o-mine")", ""},
                                                   {R"(, "organization": "o-other")", ""}}),
                   R"(, "deputies": [{"id": "trail", "service": "cloudtrail.amazonaws.com"}],
         "resources": [{"id": "logs", "arn": "arn:aws:s3:::logs", "account": "victim",
         "holds": "the audit log", "resourcePolicy": )",
                   open, "}]}");
  const std::string act = R"("usesService": {"deputy": "trail", "account": "attacker",
      "source": {"resource": "trail", "region": "us-east-1", "name": "evil"},
      "target": {"action": "s3:PutObject", "resource": "logs", "path": "AWSLogs/x",
                 "loss": "forged"}})";
  const Played played = Play(world, act, R"({"outcome": "succeeds", "loses": ["logs"]})");
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_EQ(played.Key("aws:SourceArn"), "arn:aws:cloudtrail:us-east-1:999988887777:trail/evil");
  const std::string closed = absl::StrReplaceAll(
      world, {{R"("Action": "s3:PutObject")",
               R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}},
                  "Action": "s3:PutObject")"}});
  EXPECT_TRUE(Play(closed, act,
                   R"({"outcome": "blocked", "by": "resource-policy",
                       "why": {"reason": "noValueMatched", "key": "aws:sourceaccount"}})")
                  .result.as_expected());
}

// (c) A vendor.

std::string VendorWorld(const std::string& rule, const std::string& id) {
  const std::string trust =
      Trusts(R"({"AWS": "555566667777"})",
             absl::StrCat(R"({"StringEquals": {"sts:ExternalId": ")", id, "\"}}"));
  const std::string role =
      absl::StrCat(R"(, {"id": "collector", "account": "vendor", "trustPolicy": )",
                   TrustsService("ec2.amazonaws.com"), R"(, "identityPolicies": [)",
                   Allow(R"("Action": "sts:AssumeRole", "Resource": "*")"), "]}");
  const std::string deputies =
      absl::StrCat(R"([{"id": "monitor", "vendorRole": "collector", "externalId": )", rule, "}]");
  return WorldWith(trust, deputies, role);
}

TEST(VendorTest, SendsTheExternalIdOfItsRule) {
  struct Case {
    const char* rule;
    const char* account;
    const char* sent;
  };
  const Case cases[] = {
      {R"({"rule": "none"})", "victim", "-"},
      {R"({"rule": "as-typed"})", "attacker", "typed"},
      {R"({"rule": "constant", "value": "const"})", "attacker", "const"},
      {R"({"rule": "per-customer", "ids": {"victim": "A", "attacker": "B"}})", "attacker", "B"},
      {R"({"rule": "per-customer", "ids": {"111122223333": "A"}})", "victim", "A"},
      {R"({"rule": "per-customer", "ids": {"victim": "A"}})", "attacker", "-"},
  };
  for (const Case& each : cases) {
    const Played played =
        Play(VendorWorld(each.rule, each.sent),
             absl::StrCat(R"("usesVendor": {"deputy": "monitor", "role": "target", "account": ")",
                          each.account, R"(", "typesExternalId": "typed"})"));
    EXPECT_EQ(played.Key("sts:ExternalId"), each.sent) << each.rule;
    EXPECT_EQ(played.step().outcome,
              std::string(each.sent) == "-" ? Outcome::kBlocked : Outcome::kSucceeds);
    EXPECT_EQ(played.Key("aws:PrincipalArn"), "arn:aws:iam::555566667777:role/collector");
  }
}

// (d) Direct calls and role chaining.

std::string ChainWorld(const std::string& trust_of_target) {
  const std::string broker = absl::StrCat(
      R"(, {"id": "broker", "account": "vendor", "path": "/team/", "tags": {"team": "blue"},
            "trustPolicy": )",
      Allow(R"("Principal": {"AWS": "555566667777"}, "Action": "sts:*")"),
      R"(, "identityPolicies": [)", Allow(R"("Action": "sts:*", "Resource": "*")"), "]}");
  return WorldWith(trust_of_target, "[]", broker);
}

TEST(ChainTest, TheNextHopIsMadeByTheSessionBeforeIt) {
  const Played played = Play(ChainWorld(Trusts(R"({"AWS":
      "arn:aws:iam::555566667777:role/team/broker"})")),
                             R"("calls": {"as": {"administratorOf": "vendor"}},
      "chain": [{"role": "broker"}, {"role": "target", "sessionName": "hop2"}])");
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_EQ(played.step().calls[0].request.principal.text,
            "arn:aws:iam::555566667777:user/Administrator");
  EXPECT_EQ(played.last().request.principal.text,
            "arn:aws:sts::555566667777:assumed-role/broker/session");
  EXPECT_EQ(played.Key("aws:PrincipalArn"), "arn:aws:iam::555566667777:role/team/broker");
  EXPECT_EQ(played.Key("aws:PrincipalTag/team"), "blue");
  EXPECT_EQ(played.Key("sts:RoleSessionName"), "hop2");
}

TEST(ChainTest, ASourceIdentitySurvivesTheHop) {
  const std::string trust = Allow(
      R"("Principal": {"AWS": "arn:aws:iam::555566667777:role/team/broker"},
         "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"],
         "Condition": {"StringEquals": {"sts:SourceIdentity": "tenant-A"}})");
  const auto act = [](const std::string& tenant) {
    return absl::StrCat(R"("calls": {"as": {"administratorOf": "vendor"}}, "chain": [
        {"role": "broker", "sourceIdentity": ")",
                        tenant, R"("}, {"role": "target"}])", kReads);
  };
  const Played good = Play(ChainWorld(trust), act("tenant-A"));
  EXPECT_TRUE(good.result.as_expected());
  EXPECT_EQ(good.Key("aws:SourceIdentity"), "tenant-A");
  ASSERT_EQ(good.step().calls.size(), 5u);
  EXPECT_EQ(good.step().calls[3].kind, CallKind::kSetIdentity);
  const Played bad = Play(ChainWorld(trust), act("tenant-Z"),
                          R"({"outcome": "blocked", "by": "trust-policy", "at": "target",
                              "why": {"key": "sts:SourceIdentity"}})");
  EXPECT_TRUE(bad.result.as_expected());
}

TEST(ChainTest, TagsOfTheSessionNeedTagSession) {
  const std::string act = R"("calls": {"as": {"administratorOf": "vendor"}},
      "chain": [{"role": "target", "tags": {"team": "red"}}])";
  const Played without = Play(WorldWith(Trusts(R"({"AWS": "555566667777"})")), act,
                              R"({"outcome": "blocked", "by": "trust-policy",
                                  "why": {"reason": "actionNotMatched"}})");
  EXPECT_TRUE(without.result.as_expected());
  // AWS fails the call as a whole: nobody ever had the role.
  const std::string story = Narrate(*without.scenario, without.result, 0, 0);
  EXPECT_THAT(story, HasSubstr("asks to assume role `target`. It is allowed. "));
  EXPECT_THAT(story, HasSubstr("asks for sts:TagSession on role `target`. But the trust policy"));
  EXPECT_THAT(story, Not(HasSubstr("hands out")));
  const Played with = Play(WorldWith(Allow(R"("Principal": {"AWS": "555566667777"},
                                              "Action": ["sts:AssumeRole", "sts:TagSession"])")),
                           act);
  EXPECT_THAT(Narrate(*with.scenario, with.result, 0, 0),
              HasSubstr("asks for sts:TagSession on role `target`. STS hands out the role."));
}

TEST(ChainTest, SourceKeysDoNotSurviveAHop) {
  const std::string role = absl::StrCat(R"(, {"id": "first", "account": "victim", "trustPolicy": )",
                                        TrustsService("dms.amazonaws.com"), "}");
  const std::string world =
      WorldWith(Trusts(R"({"AWS": "arn:aws:iam::111122223333:role/first"})"), Dms("absent"), role);
  const std::string act =
      absl::StrReplaceAll(UsesDms("attacker"), {{R"("role": "target")", R"("role": "first")"}});
  const Played played = Play(world, act + R"(, "chain": [{"role": "target"}])");
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_EQ(played.step().calls[0].request.Find("aws:SourceAccount") == nullptr, false);
  EXPECT_EQ(played.Key("aws:SourceAccount"), "-");
}

TEST(ChainTest, AnybodyIsAnyone) {
  EXPECT_TRUE(Play(WorldWith(Trusts(R"("*")")),
                   R"("calls": {"as": {"administratorOf": "attacker"}},
                      "chain": [{"role": "target", "externalId": "guess"}])")
                  .result.as_expected());
}

// (e) Federation.

TEST(TokenTest, AGitHubWorkflowBringsItsClaims) {
  const std::string trust = Allow(
      R"("Principal": {"Federated":
         "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
         "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals":
         {"token.actions.githubusercontent.com:sub": "repo:acme/app:environment:prod"}})");
  const Played good = Play(WorldWith(trust),
                           R"("runsWorkflow": {"repository": "acme/app", "environment": "prod",
                              "role": "target"})");
  EXPECT_TRUE(good.result.as_expected());
  EXPECT_EQ(good.Key("token.actions.githubusercontent.com:aud"), "sts.amazonaws.com");
  const Played bad =
      Play(WorldWith(trust), R"("runsWorkflow": {"repository": "evil/x", "role": "target"})",
           R"({"outcome": "blocked", "by": "trust-policy"})");
  EXPECT_TRUE(bad.result.as_expected());
  EXPECT_EQ(bad.Key("token.actions.githubusercontent.com:sub"), "repo:evil/x:ref:refs/heads/main");
}

TEST(TokenTest, AnIdentityPoolBringsItsClaims) {
  const std::string trust = Allow(
      R"("Principal": {"Federated": "cognito-identity.amazonaws.com"},
         "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals":
         {"cognito-identity.amazonaws.com:aud": "us-east-1:mine"}, "ForAnyValue:StringLike":
         {"cognito-identity.amazonaws.com:amr": "authenticated"}})");
  const auto act = [](const std::string& pool, const std::string& authenticated) {
    return absl::StrCat(R"("usesIdentityPool": {"pool": ")", pool, R"(", "authenticated": )",
                        authenticated, R"(, "role": "target"})");
  };
  EXPECT_TRUE(Play(WorldWith(trust), act("us-east-1:mine", "true")).result.as_expected());
  EXPECT_FALSE(Play(WorldWith(trust), act("us-east-1:mine", "false")).result.as_expected());
  EXPECT_FALSE(Play(WorldWith(trust), act("us-east-1:evil", "true")).result.as_expected());
}

TEST(TokenTest, AnyOtherProviderToo) {
  const std::string trust = Allow(
      R"("Principal": {"Federated": "arn:aws:iam::111122223333:saml-provider/Okta"},
         "Action": "sts:AssumeRoleWithSAML", "Condition": {"StringEquals": {"saml:aud": "x"}})");
  EXPECT_TRUE(Play(WorldWith(trust),
                   R"("presentsToken": {"provider":
                      "arn:aws:iam::111122223333:saml-provider/Okta", "claims": {"aud": "x"},
                      "role": "target"})")
                  .result.as_expected());
}

// (f) A compromised service.

TEST(ServiceTest, ACompromisedServiceLies) {
  const std::string trust = TrustsService(
      "dms.amazonaws.com", R"({"StringEquals": {"aws:SourceAccount": "111122223333"}})");
  const std::string deputies = absl::StrReplaceAll(
      Dms("bypassed"), {{R"("id": "dms")", R"("id": "dms", "compromised": true)"}});
  const std::string act = R"("usesService": {"deputy": "dms", "account": "attacker",
      "role": "target", "forges": {"aws:SourceAccount": "111122223333"}})";
  const Played played = Play(WorldWith(trust, deputies), act);
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_EQ(played.Key("aws:SourceArn"), "-");
  EXPECT_EQ(played.last().absent[0].reason, AbsenceReason::kNotForgedByAttacker);
}

// Organizations.

// AWS's sample RCP: what comes from outside the organization is denied, where the service says
// whom it acts for.
std::string WithRcp(const std::string& world) {
  const std::string rcp = Deny(
      R"("Principal": "*", "Action": "*", "Resource": "*", "Condition": {
         "StringNotEqualsIfExists": {"aws:SourceOrgID": "o-mine"},
         "Null": {"aws:SourceAccount": "false"}, "Bool": {"aws:PrincipalIsAWSService": "true"}})");
  return absl::StrReplaceAll(
      world, {{R"({"id": "o-mine"})",
               absl::StrCat(R"({"id": "o-mine", "resourceControlPolicies": [)", rcp, "]}")}});
}

TEST(OrganizationTest, AnRcpStopsTheConfusedDeputy) {
  const std::string world = WithRcp(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")));
  EXPECT_TRUE(Play(world, UsesDms("victim")).result.as_expected());
  for (const char* account : {"other", "attacker"}) {
    EXPECT_TRUE(Play(world, UsesDms(account),
                     R"({"outcome": "blocked", "by": "rcp", "why": {"reason": "explicitDeny"}})")
                    .result.as_expected())
        << account;
  }
  const std::string old =
      WithRcp(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent", "3.4.6")));
  EXPECT_TRUE(Play(old, UsesDms("attacker")).result.as_expected());  // the Null guard, by design
}

TEST(OrganizationTest, NoRcpForTheManagementAccount) {
  const std::string world = absl::StrReplaceAll(
      WithRcp(WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent"))),
      {{R"({"id": "o-mine", )", R"({"id": "o-mine", "managementAccount": "victim", )"}});
  EXPECT_TRUE(Play(world, UsesDms("attacker")).result.as_expected());
}

TEST(OrganizationTest, AnScpStopsTheSessionAndNotTheService) {
  const std::string scp = Deny(R"("Action": "*", "Resource": "*")");
  const std::string world = absl::StrReplaceAll(
      WorldWith(TrustsService("dms.amazonaws.com"), Dms("absent")),
      {{R"({"id": "o-mine"})",
        absl::StrCat(R"({"id": "o-mine", "serviceControlPolicies": [)", scp, "]}")}});
  EXPECT_TRUE(Play(world, UsesDms("victim") + kReads,
                   R"({"outcome": "blocked", "by": "scp", "at": "arn:aws:s3:::b/k"})")
                  .result.as_expected());
}

// Expectations.

TEST(ExpectationTest, AnUnmetOneSaysWhatWasFound) {
  const std::string world = WorldWith(TrustsService("dms.amazonaws.com"), Dms("enforced"));
  const Played outcome = Play(world, UsesDms("attacker"));
  EXPECT_EQ(outcome.result.unmet, 1);
  EXPECT_THAT(outcome.step().mismatches,
              ElementsAre("expected succeeds, found blocked by passrole-check"));
  const Played guard =
      Play(world, UsesDms("attacker"), R"({"outcome": "blocked", "by": "trust-policy"})");
  EXPECT_THAT(guard.step().mismatches,
              ElementsAre("expected blocked by trust-policy, found blocked by passrole-check"));
  const Played why =
      Play(world, UsesDms("victim"), R"({"outcome": "succeeds", "why": {"sid": "Other"}})");
  EXPECT_EQ(why.result.unmet, 1);
  const Played lost =
      Play(world, UsesDms("victim") + kReads, R"({"outcome": "succeeds", "loses": ["bucket"]})");
  EXPECT_THAT(lost.step().mismatches, ElementsAre("expected to lose bucket, lost nothing"));
}

TEST(ExpectationTest, SuccessCanHaveItsReasonToo) {
  const std::string trust =
      TrustsService("dms.amazonaws.com",
                    R"({"ForAllValues:StringEquals": {"aws:SourceAccount": "111122223333"}})");
  EXPECT_TRUE(Play(WorldWith(trust, Dms("absent", "3.4.6")), UsesDms("attacker"),
                   R"({"outcome": "succeeds", "why": {"reason": "absentForAllValues",
                       "key": "aws:SourceAccount"}})")
                  .result.as_expected());
}

TEST(ExpectationTest, ARefusedVariantDecidesNothing) {
  const std::string trust =
      TrustsService("dms.amazonaws.com", R"({"ArnEqual": {"aws:SourceArn": "arn"}})");
  const Played played = Play(WorldWith(trust, Dms("absent")), UsesDms("attacker"),
                             R"({"outcome": "rejected", "rule": "unknown-operator"})");
  EXPECT_TRUE(played.result.as_expected());
  EXPECT_THAT(played.step().calls, IsEmpty());
  EXPECT_THAT(Narrate(*played.scenario, played.result, 0, 0), HasSubstr("IAM refuses"));
  const Played wrong = Play(WorldWith(trust, Dms("absent")), UsesDms("attacker"),
                            R"({"outcome": "rejected", "rule": "invalid-date"})");
  EXPECT_EQ(wrong.result.unmet, 1);
}

TEST(NarrativeTest, TellsTheStory) {
  const Played played = Play(WorldWith(TrustsService("dms.amazonaws.com"), Dms("bypassed")),
                             UsesDms("attacker") + kReads);
  EXPECT_EQ(
      Narrate(*played.scenario, played.result, 0, 0),
      "AWS Database Migration Service (dms.amazonaws.com), acting for "
      "arn:aws:dms:eu-west-1:999988887777:endpoint:E of account 999988887777, asks to assume "
      "role `target`. The service's own PassRole check is bypassed. STS hands out the role. A "
      "session of role `target` (111122223333) asks for s3:GetObject on `arn:aws:s3:::b/k`. "
      "It is allowed.");
}

}  // namespace
}  // namespace deputy
