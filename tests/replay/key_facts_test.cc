// What a record says of each context key, by the kind of its caller: its value, that the request
// did not have it, or nothing.
#include "simulator/replay/key_facts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputy {
namespace {

// "absent", "open", or the values.
std::string Say(const TrailEvent& event, absl::string_view key) {
  const KeyFact fact = FactOf(event, key);
  if (fact.state == KeyFact::State::kAbsent) return "absent";
  if (fact.state == KeyFact::State::kOpen) return "open";
  return absl::StrJoin(fact.values, ",");
}

TrailEvent By(absl::string_view type) {
  TrailEvent event;
  event.time = "2026-01-02T03:04:05Z";
  event.identity.type = type;
  event.identity.account = "111122223333";
  event.parameters.known = true;
  return event;
}

TrailEvent ByUser() {
  TrailEvent event = By("IAMUser");
  event.identity.arn = "arn:aws:iam::111122223333:user/u";
  return event;
}

TEST(CallerKind, FollowsFromTypeArnAndAccount) {
  EXPECT_EQ(CallerKindOf(By("AWSService")), CallerKind::kService);
  EXPECT_EQ(CallerKindOf(ByUser()), CallerKind::kIam);
  EXPECT_EQ(CallerKindOf(By("Root")), CallerKind::kAccount) << "without its ARN";
  TrailEvent nobody = By("AssumedRole");
  nobody.identity.account = "";
  EXPECT_EQ(CallerKindOf(nobody), CallerKind::kUnknown);
  EXPECT_EQ(CallerKindOf(By("AWSAccount")), CallerKind::kAccount);
  EXPECT_EQ(CallerKindOf(By("WebIdentityUser")), CallerKind::kWeb);
  EXPECT_EQ(CallerKindOf(By("SAMLUser")), CallerKind::kSaml);
  EXPECT_EQ(CallerKindOf(By("Directory")), CallerKind::kUnknown);
}

TEST(KeyFact, OfTheRequestItself) {
  TrailEvent event = ByUser();
  EXPECT_EQ(Say(event, "aws:currenttime"), "2026-01-02T03:04:05Z");
  EXPECT_EQ(Say(event, "aws:epochtime"), "1767323045");
  EXPECT_EQ(Say(event, "aws:securetransport"), "true");
  EXPECT_EQ(Say(event, "aws:requestedregion"), "open");
  event.region = "eu-west-1";
  EXPECT_EQ(Say(event, "aws:requestedregion"), "eu-west-1");
  EXPECT_EQ(Say(event, "aws:userid"), "open");
  event.identity.principal_id = "AIDA";
  EXPECT_EQ(Say(event, "aws:userid"), "AIDA");
  EXPECT_EQ(Say(event, "aws:useragent"), "open");
  event.user_agent = "aws-cli";
  EXPECT_EQ(Say(event, "aws:useragent"), "aws-cli");
  event.identity.type = "AWSService";
  EXPECT_EQ(Say(event, "aws:useragent"), "open") << "of a service it is the service's name";
}

TEST(KeyFact, OfTheNetwork) {
  TrailEvent event = ByUser();
  event.source_ip = "198.51.100.7";
  EXPECT_EQ(Say(event, "aws:sourceip"), "198.51.100.7");
  for (const char* key : {"aws:vpcsourceip", "aws:sourcevpc", "aws:sourcevpcarn", "aws:sourcevpce"})
    EXPECT_EQ(Say(event, key), "absent") << key;
  event.vpc_endpoint = "vpce-1";
  EXPECT_EQ(Say(event, "aws:sourceip"), "absent") << "through an endpoint there is none";
  EXPECT_EQ(Say(event, "aws:vpcsourceip"), "198.51.100.7");
  EXPECT_EQ(Say(event, "aws:sourcevpc"), "open");
  EXPECT_EQ(Say(event, "aws:sourcevpce"), "vpce-1");
  event.source_ip = "AWS Internal";
  EXPECT_EQ(Say(event, "aws:vpcsourceip"), "open");
  event.vpc_endpoint = "";
  EXPECT_EQ(Say(event, "aws:sourceip"), "open");
  const TrailEvent service = By("AWSService");
  EXPECT_EQ(Say(service, "aws:sourceip"), "absent");
  EXPECT_EQ(Say(service, "aws:vpcsourceip"), "absent");
}

// A service that calls on behalf of a user shows its own address.
TEST(KeyFact, OfACallThatWasForwarded) {
  TrailEvent event = ByUser();
  event.source_ip = "198.51.100.7";
  EXPECT_EQ(Say(event, "aws:calledvia"), "absent");
  EXPECT_EQ(Say(event, "aws:viaawsservice"), "false");
  event.identity.invoked_by = "athena.amazonaws.com";
  EXPECT_EQ(Say(event, "aws:calledvia"), "open");
  EXPECT_EQ(Say(event, "aws:calledvialast"), "open");
  EXPECT_EQ(Say(event, "aws:viaawsservice"), "true");
  EXPECT_EQ(Say(event, "aws:sourceip"), "open");
  TrailEvent service = By("AWSService");
  service.identity.invoked_by = "dms.amazonaws.com";
  EXPECT_EQ(Say(service, "aws:calledvia"), "absent") << "it calls for itself";
}

TEST(KeyFact, OfMultiFactorAuthentication) {
  TrailEvent event = ByUser();
  EXPECT_EQ(Say(event, "aws:multifactorauthpresent"), "absent") << "long-term credentials";
  EXPECT_EQ(Say(event, "aws:multifactorauthage"), "absent");
  event.identity.has_session = true;
  EXPECT_EQ(Say(event, "aws:multifactorauthpresent"), "open");
  EXPECT_EQ(Say(event, "aws:multifactorauthage"), "open");
  event.identity.mfa = "false";
  EXPECT_EQ(Say(event, "aws:multifactorauthpresent"), "false");
  EXPECT_EQ(Say(event, "aws:multifactorauthage"), "absent");
  event.identity.mfa = "true";
  EXPECT_EQ(Say(event, "aws:multifactorauthpresent"), "true");
  EXPECT_EQ(Say(event, "aws:multifactorauthage"), "open");
  event.identity.mfa = "";
  event.parameters.serial_number = "arn:aws:iam::111122223333:mfa/u";
  EXPECT_EQ(Say(event, "aws:multifactorauthpresent"), "true");
  TrailEvent denied = ByUser();
  denied.parameters.known = false;
  EXPECT_EQ(Say(denied, "aws:multifactorauthpresent"), "open") << "a device may have been named";
  EXPECT_EQ(Say(By("AssumedRole"), "aws:multifactorauthpresent"), "open");
  EXPECT_EQ(Say(By("AWSService"), "aws:multifactorauthpresent"), "absent");
}

TEST(KeyFact, OfTheSession) {
  TrailEvent event = ByUser();
  EXPECT_EQ(Say(event, "aws:tokenissuetime"), "absent");
  EXPECT_EQ(Say(event, "aws:sourceidentity"), "absent");
  event.identity.has_session = true;
  EXPECT_EQ(Say(event, "aws:tokenissuetime"), "open");
  event.identity.created = "2026-01-01T00:00:00Z";
  event.identity.source_identity = "alice";
  EXPECT_EQ(Say(event, "sts:sourceidentity"), "open") << "it goes on, and is not passed";
  EXPECT_EQ(Say(event, "aws:tokenissuetime"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(Say(event, "aws:sourceidentity"), "alice");
  EXPECT_EQ(Say(By("AssumedRole"), "aws:tokenissuetime"), "open");
}

TEST(KeyFact, OfTheParameters) {
  TrailEvent event = ByUser();
  const char* keys[] = {"sts:externalid",        "sts:rolesessionname", "sts:sourceidentity",
                        "sts:transitivetagkeys", "aws:tagkeys",         "aws:requesttag/team"};
  for (const char* key : keys) EXPECT_EQ(Say(event, key), "absent") << key;
  event.parameters.external_id = "id";
  event.parameters.session_name = "s";
  event.parameters.source_identity = "alice";
  event.parameters.transitive_keys = {"Team", "Cost"};
  event.parameters.tags = {{"Team", "Blue"}, {"Cost", "7"}};
  const char* values[] = {"id", "s", "alice", "Team,Cost", "Team,Cost", "Blue"};
  for (size_t i = 0; i < std::size(keys); ++i) EXPECT_EQ(Say(event, keys[i]), values[i]) << keys[i];
  EXPECT_EQ(Say(event, "aws:requesttag/other"), "absent");
  event.parameters.known = false;  // of a call that was denied none is recorded
  for (const char* key : keys) EXPECT_EQ(Say(event, key), "open") << key;
}

TEST(KeyFact, OfATokenOfSaml) {
  TrailEvent event = By("SAMLUser");
  event.parameters.saml_provider = "arn:aws:iam::111122223333:saml-provider/p";
  EXPECT_EQ(ProviderOf(event), event.parameters.saml_provider);
  EXPECT_EQ(ClaimPrefixOf(event), "saml:");
  for (const char* claim : {"saml:sub", "saml:sub_type", "saml:aud", "saml:iss",
                            "saml:namequalifier", "saml:edupersonorgdn"})
    EXPECT_EQ(Say(event, claim), "open") << claim;
  event.response = {"sub",   "persistent",   "https://signin.aws.amazon.com/saml",
                    "iss",   "name",         "",
                    "alice", {{"team", "a"}}};
  EXPECT_EQ(Say(event, "sts:sourceidentity"), "alice");
  EXPECT_EQ(Say(event, "aws:requesttag/team"), "a");
  EXPECT_EQ(Say(event, "saml:sub"), "sub");
  EXPECT_EQ(Say(event, "saml:sub_type"), "persistent");
  EXPECT_EQ(Say(event, "saml:aud"), "https://signin.aws.amazon.com/saml");
  EXPECT_EQ(Say(event, "saml:iss"), "iss");
  EXPECT_EQ(Say(event, "saml:namequalifier"), "name");
  EXPECT_EQ(Say(event, "saml:edupersonorgdn"), "open");
  EXPECT_EQ(Say(event, "token.example.com:sub"), "absent") << "of another provider";
}

TEST(KeyFact, OfATokenOfOidc) {
  TrailEvent event = By("WebIdentityUser");
  EXPECT_EQ(ProviderOf(event), "");
  event.parameters.web_provider = "www.amazon.com";
  EXPECT_EQ(ClaimPrefixOf(event), "www.amazon.com:");
  event.response.provider = "graph.facebook.com";
  EXPECT_EQ(ProviderOf(event), "graph.facebook.com");
  event.identity.provider = "arn:aws:iam::111122223333:oidc-provider/Token.example.com";
  EXPECT_EQ(ClaimPrefixOf(event), "token.example.com:");
  EXPECT_EQ(Say(event, "token.example.com:sub"), "open");
  EXPECT_EQ(Say(event, "token.example.com:aud"), "open");
  EXPECT_EQ(Say(event, "other.example.com:sub"), "absent");
  EXPECT_EQ(Say(event, "saml:sub"), "absent");
  // The principal's id is provider, audience and subject.
  event.identity.user_name = "repo:acme/app";
  const std::string id =
      absl::StrCat(event.identity.provider, ":sts.amazonaws.com:", event.identity.user_name);
  event.identity.principal_id = id;
  EXPECT_EQ(Say(event, "token.example.com:sub"), "repo:acme/app");
  EXPECT_EQ(Say(event, "token.example.com:aud"), "sts.amazonaws.com");
  event.identity.principal_id = "another:sts.amazonaws.com:repo:acme/app";
  EXPECT_EQ(Say(event, "token.example.com:aud"), "open");
  event.response.audience = "mine";
  event.response.subject = "me";
  EXPECT_EQ(Say(event, "token.example.com:aud"), "mine");
  EXPECT_EQ(Say(event, "token.example.com:sub"), "me");
  EXPECT_EQ(Say(event, "token.example.com:amr"), "open");
  EXPECT_EQ(Say(ByUser(), "token.example.com:sub"), "open");
  EXPECT_EQ(Say(By("AWSService"), "token.example.com:sub"), "absent");
}

// Of what is not recorded only what follows from the kind of the caller is known.
TEST(KeyFact, OfKeysThatAreNotRecorded) {
  EXPECT_EQ(Say(By("AWSService"), "aws:sourcearn"), "open");
  EXPECT_EQ(Say(ByUser(), "aws:sourcearn"), "absent");
  EXPECT_EQ(Say(By("AWSService"), "aws:principalorgid"), "absent");
  EXPECT_EQ(Say(ByUser(), "aws:principalorgid"), "open");
  EXPECT_EQ(Say(ByUser(), "aws:referer"), "open");
  EXPECT_EQ(Say(ByUser(), "custom:key"), "open");
}

}  // namespace
}  // namespace deputy
