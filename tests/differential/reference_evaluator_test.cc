// Pins the oracle itself to docs/semantics.md, with examples that a person can check by reading.
#include "tests/support/reference_evaluator.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/support/random_case.h"

namespace deputy::reference {
namespace {

using nlohmann::json;

constexpr char kRole[] = "arn:aws:iam::111111111111:role/target";
constexpr char kAlice[] = "arn:aws:iam::111111111111:user/team/alice";
constexpr char kSession[] = "arn:aws:sts::111111111111:assumed-role/app/s1";
constexpr char kForeignSession[] = "arn:aws:sts::222222222222:assumed-role/app/s1";
constexpr char kQueue[] = "arn:aws:sqs:us-east-1:111111111111:queue-1";
constexpr char kKmsKey[] = "arn:aws:kms:us-east-1:111111111111:key/k1";

json Aws(const std::string& text) { return {{"AWS", text}}; }
json Service(const std::string& text) { return {{"Service", text}}; }

json Document(const json& statements) {
  return {{"Version", "2012-10-17"}, {"Statement", statements}};
}

// A trust policy of one statement.
json Trust(const json& principal, const json& condition = json::object()) {
  return Document({{"Effect", "Allow"},
                   {"Principal", principal},
                   {"Action", "sts:*"},
                   {"Condition", condition}});
}

json OnResources(const std::string& effect, const std::string& action = "*",
                 const json& resource = "*") {
  return Document({{"Effect", effect}, {"Action", action}, {"Resource", resource}});
}

json Line(const json& principal, const json& trust_policy, const json& context = json::object()) {
  return {{"principal", principal},
          {"action", "sts:AssumeRole"},
          {"resource", kRole},
          {"context", context},
          {"trustPolicy", trust_policy}};
}

json ResourceLine(const json& principal, const std::string& resource, const json& named) {
  json line = {{"principal", principal}, {"action", "sqs:Send"}, {"resource", resource}};
  if (!named.is_null()) {
    line["resourcePolicy"] =
        Document({{"Effect", "Allow"}, {"Principal", named}, {"Action", "*"}, {"Resource", "*"}});
  }
  return line;
}

json With(json line, const std::string& name, const json& value) {
  line[name] = value;
  return line;
}

// The decision or the error's code.
std::string Outcome(const json& line) {
  const Decision decision = Evaluate(line);
  return decision.error.empty() ? decision.decision : decision.error;
}

bool IsAllowed(const json& line) {
  const std::string outcome = Outcome(line);
  EXPECT_TRUE(outcome == "allowed" || outcome == "implicitDeny") << outcome << "\n" << line;
  return outcome == "allowed";
}

// Does a service with this context meet the condition?
bool Holds(const json& condition, const json& context) {
  return IsAllowed(Line(Service("dms.amazonaws.com"), Trust("*", condition), context));
}

bool Holds(const std::string& op, const json& policy_values, const json& request_values) {
  return Holds({{op, {{"custom:k", policy_values}}}}, {{"custom:k", request_values}});
}

bool HoldsAbsent(const std::string& op, const json& policy_values) {
  return Holds({{op, {{"custom:k", policy_values}}}}, json::object());
}

bool Stores(const json& document, PolicyType type = PolicyType::kTrustPolicy) {
  return ValidatePolicy(document, type).valid;
}

bool StoresPrincipal(const json& principal) { return Stores(Trust(principal)); }

bool StoresValue(const std::string& op, const json& value) {
  return Stores(Trust("*", {{op, {{"custom:k", value}}}}));
}

bool Matches(const json& policy_principal, const json& caller) {
  // Identity policies allow all, so that an account's name suffices.
  return IsAllowed(
      With(Line(caller, Trust(policy_principal)), "identityPolicies", OnResources("Allow")));
}

// ---- 1 Documents ------------------------------------------------------------------------------

TEST(ReferenceDocuments, Rule1_1_TopLevel) {
  const json statement = Trust("*")["Statement"];
  EXPECT_TRUE(Stores({{"Statement", statement}}));
  EXPECT_TRUE(Stores({{"Id", "any"}, {"Statement", json::array({statement, statement})}}));
  EXPECT_FALSE(Stores(json::object()));
  EXPECT_FALSE(Stores(json::array({statement})));
  EXPECT_FALSE(Stores({{"Statement", json::array()}}));
  EXPECT_FALSE(Stores({{"Statement", json::array({nullptr})}}));
  EXPECT_FALSE(Stores({{"Statement", statement}, {"statement", statement}}));
  EXPECT_TRUE(Stores({{"Statement", std::vector<json>(1000, statement)}}));
  EXPECT_FALSE(Stores({{"Statement", std::vector<json>(1001, statement)}}));
}

TEST(ReferenceDocuments, Rule1_2_Version) {
  EXPECT_TRUE(Stores(With(Trust("*"), "Version", "2008-10-17")));
  EXPECT_FALSE(Stores(With(Trust("*"), "Version", "2012-10-18")));
  EXPECT_FALSE(Stores(With(Trust("*"), "Version", 2012)));
  EXPECT_FALSE(Stores(With(Trust("*"), "Id", nullptr)));

  json trust = Trust("*", {{"StringEquals", {{"custom:k", "${custom:v}"}}}});
  const json context = {{"custom:k", "x"}, {"custom:v", "x"}};
  EXPECT_TRUE(IsAllowed(Line(Service("a"), trust, context)));
  trust.erase("Version");
  EXPECT_FALSE(IsAllowed(Line(Service("a"), trust, context)));
  EXPECT_TRUE(IsAllowed(Line(Service("a"), trust, {{"custom:k", "${custom:v}"}})));
}

TEST(ReferenceDocuments, Rule1_3_Elements) {
  const auto stores = [](const std::function<void(json&)>& change) {
    json document = Trust("*");
    change(document["Statement"]);
    return Stores(document);
  };
  EXPECT_FALSE(stores([](json& s) { s.erase("Effect"); }));
  EXPECT_FALSE(stores([](json& s) { s["Effect"] = "allow"; }));
  EXPECT_FALSE(stores([](json& s) { s["Effect"] = json::array({"Allow"}); }));
  EXPECT_FALSE(stores([](json& s) { s.erase("Action"); }));
  EXPECT_FALSE(stores([](json& s) { s["NotAction"] = "sts:TagSession"; }));
  EXPECT_FALSE(stores([](json& s) { s["Conditions"] = json::object(); }));
}

TEST(ReferenceDocuments, Rule1_4_Sid) {
  const auto sid = [](json document, const json& value) {
    document["Statement"]["Sid"] = value;
    return document;
  };
  EXPECT_TRUE(Stores(sid(Trust("*"), "Any text, \xC3\xA9")));
  EXPECT_TRUE(Stores(sid(OnResources("Allow"), "Abc123"), PolicyType::kIdentityPolicy));
  EXPECT_TRUE(Stores(sid(OnResources("Allow"), ""), PolicyType::kIdentityPolicy));
  EXPECT_FALSE(Stores(sid(OnResources("Allow"), "a b"), PolicyType::kIdentityPolicy));
  const json named = sid(Trust("*"), "Same")["Statement"];
  const json unnamed = sid(Trust("*"), "")["Statement"];
  EXPECT_FALSE(Stores(Document({named, named})));
  EXPECT_TRUE(Stores(Document({unnamed, unnamed, named})));
}

TEST(ReferenceDocuments, Rule1_5_PolicyTypes) {
  const json base = {{"Effect", "Deny"}, {"Action", "sts:AssumeRole"}};
  const auto stores = [&base](PolicyType type, const json& members) {
    json statement = base;
    statement.update(members);
    return Stores(Document(statement), type);
  };
  const json anyone = {{"Principal", "*"}};
  const json resource = {{"Resource", "*"}};
  const json both = {{"Principal", "*"}, {"Resource", "*"}};
  const json not_principal = {{"NotPrincipal", {{"AWS", "111111111111"}}}, {"Resource", "*"}};

  EXPECT_TRUE(stores(PolicyType::kTrustPolicy, anyone));
  EXPECT_FALSE(stores(PolicyType::kTrustPolicy, json::object()));
  EXPECT_FALSE(stores(PolicyType::kTrustPolicy, both));
  EXPECT_FALSE(stores(PolicyType::kTrustPolicy, {{"NotPrincipal", {{"AWS", "111111111111"}}}}));
  for (const char* action : {"*", "STS:AssumeRole", "s*:x", "?ts:x", "*:x"}) {
    EXPECT_TRUE(stores(PolicyType::kTrustPolicy, {{"Principal", "*"}, {"Action", action}}));
  }
  for (const char* action : {"s3:GetObject", "?t:x", "st*q:x"}) {
    EXPECT_FALSE(stores(PolicyType::kTrustPolicy, {{"Principal", "*"}, {"Action", action}}));
  }
  EXPECT_TRUE(stores(PolicyType::kResourcePolicy, both));
  EXPECT_TRUE(stores(PolicyType::kResourcePolicy, not_principal));
  EXPECT_FALSE(stores(PolicyType::kResourcePolicy, anyone));
  EXPECT_FALSE(stores(PolicyType::kResourcePolicy, resource));
  for (const PolicyType type : {PolicyType::kIdentityPolicy, PolicyType::kPermissionsBoundary,
                                PolicyType::kSessionPolicy, PolicyType::kServiceControlPolicy}) {
    EXPECT_TRUE(stores(type, resource));
    EXPECT_TRUE(stores(type, {{"NotResource", kRole}}));
    EXPECT_FALSE(stores(type, both));
    EXPECT_FALSE(stores(type, not_principal));
    EXPECT_FALSE(stores(type, json::object()));
  }
  EXPECT_TRUE(stores(PolicyType::kResourceControlPolicy, both));
  EXPECT_FALSE(stores(PolicyType::kResourceControlPolicy, resource));
  EXPECT_FALSE(stores(PolicyType::kResourceControlPolicy, not_principal));
  EXPECT_FALSE(stores(PolicyType::kResourceControlPolicy,
                      {{"Principal", {{"AWS", "*"}}}, {"Resource", "*"}}));
  EXPECT_FALSE(stores(PolicyType::kResourceControlPolicy,
                      {{"Effect", "Allow"}, {"Principal", "*"}, {"Resource", "*"}}));
}

TEST(ReferenceDocuments, Rule1_6_Values) {
  EXPECT_TRUE(Holds("StringEquals", 3600, "3600"));
  EXPECT_TRUE(Holds("StringEquals", 1.0, "1.0"));
  EXPECT_TRUE(Holds("StringEquals", "true", true));
  EXPECT_FALSE(StoresValue("StringEquals", nullptr));
  EXPECT_FALSE(StoresValue("StringEquals", json::object()));
  EXPECT_FALSE(StoresValue("StringEquals", {"a", json::array({"b"})}));
  EXPECT_FALSE(StoresValue("StringEquals", json::array()));
  json document = Trust("*");
  document["Statement"]["Action"] = json::array();
  EXPECT_FALSE(Stores(document));
  document["Statement"]["Action"] = 5;
  EXPECT_FALSE(Stores(document));
}

TEST(ReferenceDocuments, Rule1_7_Refused) {
  EXPECT_FALSE(StoresValue("ArnEqual", "x"));
  EXPECT_FALSE(
      Stores(Trust("*", {{"StringEquals", {{"aws:SourceArn", "a"}, {"AWS:sourcearn", "a"}}}})));
  EXPECT_FALSE(Stores(Trust("*", {{"Bool", {{"a:a", "true"}}}, {"BOOL", {{"a:b", "true"}}}})));
  EXPECT_FALSE(Stores(Trust("*", json::array())));
  EXPECT_FALSE(Stores(Trust("*", {{"Bool", "true"}})));
}

TEST(ReferenceDocuments, Rule1_8_RefusedIsNeverEvaluated) {
  json trust = Document({Trust("*")["Statement"], Trust("*")["Statement"]});
  trust["Statement"][1]["Effect"] = "Deny";
  trust["Statement"][1]["Condition"] = {{"ArnEqual", {{"aws:SourceArn", "x"}}}};
  EXPECT_EQ(Outcome(Line(Service("a"), trust)), "invalid-policy");
  // Though it would not apply to a service.
  EXPECT_EQ(Outcome(With(Line(Service("a"), Trust("*")), "sessionPolicies", json::object())),
            "invalid-policy");
}

// ---- 2 Principals -----------------------------------------------------------------------------

TEST(ReferencePrincipals, Rule2_1_Everyone) {
  const std::vector<json> callers = {
      Service("dms.amazonaws.com"), Aws(kAlice), "*", {{"Federated", "accounts.google.com"}}};
  for (const json& caller : callers) {
    EXPECT_TRUE(Matches("*", caller)) << caller;
    EXPECT_TRUE(Matches(Aws("*"), caller)) << caller;
  }
}

TEST(ReferencePrincipals, Rule2_2_Account) {
  for (const char* name : {"111111111111", "arn:aws:iam::111111111111:root"}) {
    for (const char* caller :
         {"111111111111", "arn:aws:iam::111111111111:root", kAlice, kSession,
          "arn:aws:iam::111111111111:role/app", "arn:aws:sts::111111111111:federated-user/fred"}) {
      EXPECT_TRUE(Matches(Aws(name), Aws(caller))) << caller;
    }
    EXPECT_FALSE(Matches(Aws(name), Aws(kForeignSession)));
    EXPECT_FALSE(Matches(Aws(name), Service("dms.amazonaws.com")));
    EXPECT_FALSE(Matches(Aws(name), "*"));
  }
}

TEST(ReferencePrincipals, Rule2_3_UsersRolesAndSessions) {
  const json role = Aws("arn:aws:iam::111111111111:role/app");
  const json role_with_path = Aws("arn:aws:iam::111111111111:role/ops/app");
  EXPECT_TRUE(Matches(Aws(kAlice), Aws(kAlice)));
  EXPECT_FALSE(Matches(Aws("arn:aws:iam::111111111111:user/alice"), Aws(kAlice)));
  EXPECT_FALSE(Matches(Aws("arn:aws:iam::111111111111:user/team/Alice"), Aws(kAlice)));
  EXPECT_TRUE(Matches(role, role));
  EXPECT_TRUE(Matches(role, Aws(kSession)));
  EXPECT_TRUE(Matches(role_with_path, Aws(kSession)));
  EXPECT_FALSE(Matches(role_with_path, role));
  EXPECT_FALSE(Matches(role, Aws(kForeignSession)));
  EXPECT_TRUE(Matches(Aws(kSession), Aws(kSession)));
  EXPECT_FALSE(Matches(Aws("arn:aws:sts::111111111111:assumed-role/app/s2"), Aws(kSession)));
  EXPECT_FALSE(Matches(Aws(kSession), role));
  const json fred = Aws("arn:aws:sts::111111111111:federated-user/fred");
  EXPECT_TRUE(Matches(fred, fred));
  EXPECT_FALSE(Matches(fred, Aws("arn:aws:sts::111111111111:federated-user/Fred")));

  EXPECT_TRUE(StoresPrincipal(Aws("AROACKCEVSQ6C2EXAMPLE")));
  EXPECT_FALSE(Matches(Aws("AROACKCEVSQ6C2EXAMPLE"), Aws(kSession)));
  for (const char* name :
       {"1234", "1111111111111", "arn:aws:iam::111111111111:user/*", "arn:aws:iam::*:root",
        "arn:aws:iam::111111111111:group/g", "arn:aws:sts::111111111111:assumed-role/app",
        "arn:aws:s3:::bucket", "arn:aws:iam::111111111111:role/", "alice"}) {
    EXPECT_FALSE(StoresPrincipal(Aws(name))) << name;
  }
}

TEST(ReferencePrincipals, Rule2_4_Services) {
  const json dms = Service("dms.amazonaws.com");
  EXPECT_TRUE(Matches(dms, dms));
  EXPECT_FALSE(Matches(Service("DMS.amazonaws.com"), dms));
  EXPECT_TRUE(StoresPrincipal(Service("*.amazonaws.com")));
  EXPECT_FALSE(Matches(Service("*.amazonaws.com"), dms));
  EXPECT_FALSE(StoresPrincipal(Service("*")));
  EXPECT_FALSE(StoresPrincipal(Aws("dms.amazonaws.com")));
}

TEST(ReferencePrincipals, Rule2_5_Federated) {
  const auto federated = [](const std::string& text) { return json({{"Federated", text}}); };
  const std::string host = "token.actions.githubusercontent.com";
  const json here = federated("arn:aws:iam::111111111111:oidc-provider/" + host);
  const json there = federated("arn:aws:iam::222222222222:oidc-provider/" + host);
  EXPECT_TRUE(Matches(here, here));
  EXPECT_FALSE(Matches(here, there));
  EXPECT_TRUE(Matches(here, federated(host)));
  EXPECT_FALSE(Matches(there, federated(host)));
  EXPECT_TRUE(Matches(federated("www.amazon.com"), federated("www.amazon.com")));
  EXPECT_FALSE(Matches(federated("www.amazon.com"), federated("accounts.google.com")));
  EXPECT_TRUE(StoresPrincipal(federated("arn:aws:iam::111111111111:saml-provider/Corp")));
  EXPECT_FALSE(StoresPrincipal(federated("*")));
  EXPECT_FALSE(StoresPrincipal(federated("arn:aws:iam::111111111111:role/app")));
}

TEST(ReferencePrincipals, Rule2_6_AlternativesAndNotPrincipal) {
  const json several = {{"AWS", {"222222222222", kAlice}}, {"Service", "dms.amazonaws.com"}};
  EXPECT_TRUE(Matches(several, Aws(kAlice)));
  EXPECT_TRUE(Matches(several, Service("dms.amazonaws.com")));
  EXPECT_FALSE(Matches(several, Service("s3.amazonaws.com")));

  const auto outcome = [](const json& not_principal, const json& caller) {
    json line = ResourceLine(caller, kQueue, "*");
    const json allow = line["resourcePolicy"]["Statement"];
    const json deny = {
        {"Effect", "Deny"}, {"NotPrincipal", not_principal}, {"Action", "*"}, {"Resource", "*"}};
    line["resourcePolicy"] = Document({allow, deny});
    return Outcome(line);
  };
  EXPECT_EQ(outcome(Aws(kAlice), Aws(kAlice)), "allowed");
  EXPECT_EQ(outcome(Aws(kAlice), Aws(kSession)), "explicitDeny");
  EXPECT_EQ(outcome(Aws("111111111111"), Aws(kSession)), "allowed");
  EXPECT_EQ(outcome(Aws("111111111111"), "*"), "explicitDeny");

  const json allow = {
      {"Effect", "Allow"}, {"NotPrincipal", Aws(kAlice)}, {"Action", "*"}, {"Resource", "*"}};
  EXPECT_FALSE(Stores(Document(allow), PolicyType::kResourcePolicy));
}

TEST(ReferencePrincipals, Rule2_7_Refused) {
  EXPECT_FALSE(StoresPrincipal({{"Aws", "111111111111"}}));
  EXPECT_FALSE(StoresPrincipal(json::object()));
  EXPECT_FALSE(StoresPrincipal({{"AWS", json::array()}}));
  EXPECT_FALSE(StoresPrincipal({{"AWS", ""}}));
  EXPECT_FALSE(StoresPrincipal("arn:aws:iam::111111111111:root"));
  const json canonical = {{"CanonicalUser", "79a59df900b949e5"}};
  EXPECT_FALSE(StoresPrincipal(canonical));
  EXPECT_FALSE(IsAllowed(ResourceLine("*", kQueue, canonical)));
}

// ---- 3 Actions and resources ------------------------------------------------------------------

TEST(ReferenceActions, Rule3_1_Actions) {
  const auto matches = [](const json& pattern) {
    json trust = Trust("*");
    trust["Statement"]["Action"] = pattern;
    return IsAllowed(Line(Service("a"), trust));
  };
  for (const char* pattern : {"*", "sts:AssumeRole", "STS:assumerole", "sts:Assume*", "s*:*Role",
                              "sts:AssumeRol?", "sts:*AssumeRole*"}) {
    EXPECT_TRUE(matches(pattern)) << pattern;
  }
  for (const char* pattern : {"sts:AssumeRol", "sts:AssumeRole?", "sts:AssumeRoleWith*"}) {
    EXPECT_FALSE(matches(pattern)) << pattern;
  }
  json document = OnResources("Allow");
  for (const char* action : {"", "AssumeRole", ":AssumeRole", "sts:", "**"}) {
    document["Statement"]["Action"] = action;
    EXPECT_FALSE(Stores(document, PolicyType::kIdentityPolicy)) << action;
  }
  EXPECT_EQ(Outcome(With(Line("*", Trust("*")), "action", "sts:*")), "invalid-request");
}

TEST(ReferenceActions, Rule3_2_Resources) {
  const auto matches = [](const std::string& pattern, const std::string& resource) {
    json line = ResourceLine("*", resource, "*");
    line["resourcePolicy"]["Statement"]["Resource"] = pattern;
    return IsAllowed(line);
  };
  EXPECT_TRUE(matches("*", kQueue));
  EXPECT_TRUE(matches("arn:aws:sqs:*:*:queue-?", kQueue));
  EXPECT_TRUE(matches("*:*:*:*:*:*", kQueue));
  EXPECT_TRUE(matches("arn:aws:lambda:*:*:function*", "arn:aws:lambda:r:111111111111:function:f"));
  EXPECT_FALSE(matches("arn:aws:sqs:*:*:Queue-1", kQueue));
  EXPECT_FALSE(matches("arn:*:queue-1:*:*:*", kQueue));
  for (const char* resource : {"", "queue", "arn:aws:sqs:us-east-1:111111111111", "**"}) {
    EXPECT_FALSE(Stores(OnResources("Allow", "*", resource), PolicyType::kIdentityPolicy));
  }
}

TEST(ReferenceActions, Rule3_3_NotActionAndNotResource) {
  json document = Trust("*");
  document["Statement"].erase("Action");
  document["Statement"]["NotAction"] = "sts:TagSession";
  EXPECT_TRUE(IsAllowed(Line("*", document)));
  EXPECT_FALSE(IsAllowed(With(Line("*", document), "action", "sts:tagsession")));

  json line = ResourceLine("*", kQueue, "*");
  line["resourcePolicy"]["Statement"].erase("Resource");
  line["resourcePolicy"]["Statement"]["NotResource"] = {"arn:aws:s3:::b", kQueue};
  EXPECT_FALSE(IsAllowed(line));
  line["resourcePolicy"]["Statement"]["NotResource"] = "arn:aws:sqs:::${aws:nothing}";
  EXPECT_TRUE(IsAllowed(line));
}

// ---- 4 Conditions -----------------------------------------------------------------------------

TEST(ReferenceConditions, Rule4_1_AndOrNot) {
  const json both = {{"StringEquals", {{"k:a", {"1", "2"}}, {"k:b", "3"}}},
                     {"StringNotEquals", {{"k:c", {"4", "5"}}}}};
  EXPECT_TRUE(Holds(both, {{"k:a", "2"}, {"k:b", "3"}, {"k:c", "6"}}));
  EXPECT_FALSE(Holds(both, {{"k:a", "2"}, {"k:b", "4"}, {"k:c", "6"}}));
  EXPECT_FALSE(Holds(both, {{"k:a", "2"}, {"k:b", "3"}, {"k:c", "5"}}));
}

TEST(ReferenceConditions, Rule4_2_NamesWithoutCase) {
  EXPECT_TRUE(Holds({{"stringequals", {{"AWS:SourceARN", "x"}}}}, {{"aws:sourceArn", "x"}}));
  EXPECT_TRUE(Holds({{"FORANYVALUE:StringEqualsIFEXISTS", {{"k:a", "x"}}}}, {{"k:a", "x"}}));
  EXPECT_FALSE(StoresValue(" ArnEquals", "x"));
  EXPECT_FALSE(StoresValue("ArnEquals ", "x"));
  EXPECT_FALSE(Stores(Trust("*", {{"StringEquals", {{" k:a", "x"}}}})));
}

TEST(ReferenceConditions, Rule4_3_AbsentKeys) {
  EXPECT_FALSE(HoldsAbsent("StringEquals", "x"));
  EXPECT_TRUE(HoldsAbsent("StringNotEquals", "x"));
  EXPECT_TRUE(HoldsAbsent("NotIpAddress", "10.0.0.0/8"));
  EXPECT_TRUE(HoldsAbsent("StringEqualsIfExists", "x"));
  EXPECT_TRUE(HoldsAbsent("StringNotEqualsIfExists", "x"));
  EXPECT_TRUE(HoldsAbsent("ForAnyValue:StringEqualsIfExists", "x"));
  EXPECT_FALSE(Holds("StringEqualsIfExists", "x", "y"));
  EXPECT_TRUE(HoldsAbsent("Null", "TRUE"));
  EXPECT_FALSE(HoldsAbsent("Null", false));
  EXPECT_FALSE(Holds("Null", "true", ""));
  EXPECT_TRUE(Holds("Null", "false", ""));
  EXPECT_TRUE(Holds("Null", {"false", "true"}, ""));
}

TEST(ReferenceConditions, Rule4_4_Strings) {
  EXPECT_TRUE(Holds("StringEquals", "a*", "a*"));
  EXPECT_FALSE(Holds("StringEquals", "a*", "ab"));
  EXPECT_FALSE(Holds("StringEquals", "a", "A"));
  EXPECT_TRUE(Holds("StringEqualsIgnoreCase", "aB", "Ab"));
  EXPECT_FALSE(Holds("StringEqualsIgnoreCase", "\xC3\xA9", "\xC3\x89"));
  EXPECT_FALSE(Holds("StringNotEqualsIgnoreCase", "aB", "Ab"));
  EXPECT_TRUE(Holds("StringLike", "arn:*:x", "arn:a:b:x"));
  EXPECT_TRUE(Holds("StringLike", "?", "\xC3\xA9"));
  EXPECT_TRUE(Holds("StringLike", "?", "\xF0\x9F\x98\x80"));
  EXPECT_FALSE(Holds("StringLike", "??", "\xC3\xA9"));
  EXPECT_TRUE(Holds("StringLike", "*", ""));
  EXPECT_FALSE(Holds("StringLike", "a\\*", "a*"));
  EXPECT_TRUE(Holds("StringLike", "a\\*", "a\\b"));
  EXPECT_FALSE(Holds("StringLike", "A*", "ab"));
  EXPECT_TRUE(Holds("StringNotLike", "b*", "ab"));
}

TEST(ReferenceConditions, Rule4_5_Numbers) {
  EXPECT_TRUE(Holds("NumericEquals", "5", "+05.00"));
  EXPECT_TRUE(Holds("NumericEquals", "-0", "0"));
  EXPECT_TRUE(Holds("NumericLessThan", "5", "4.99999999999999999999999999999999"));
  EXPECT_TRUE(
      Holds("NumericLessThan", "123456789012345678901234567891", "123456789012345678901234567890"));
  EXPECT_TRUE(Holds("NumericLessThan", "-1", "-1.5"));
  EXPECT_TRUE(Holds("NumericGreaterThanEquals", "-1", "-1.0"));
  EXPECT_TRUE(Holds("NumericGreaterThan", {"7", "3"}, 5));
  EXPECT_FALSE(Holds("NumericLessThanEquals", "10", "9e0"));
  EXPECT_FALSE(Holds("NumericGreaterThan", "10", "9e9"));
  EXPECT_TRUE(Holds("NumericNotEquals", "10", "ten"));
  for (const char* text : {"", "1e3", " 5", "5.", ".5", "+", "0x10", "--5", "1.2.3"}) {
    EXPECT_FALSE(StoresValue("NumericEquals", text)) << text;
  }
}

TEST(ReferenceConditions, Rule4_5_Dates) {
  EXPECT_TRUE(Holds("DateEquals", "2024", "2024-01-01T00:00:00Z"));
  EXPECT_TRUE(Holds("DateEquals", "2024-01", 1704067200));
  EXPECT_TRUE(Holds("DateEquals", "2024-01-01T05:45+05:45", "2023-12-31T23:00:00.000-01:00"));
  EXPECT_TRUE(Holds("DateLessThan", "1704067200.51", "2024-01-01T00:00:00.5Z"));
  EXPECT_TRUE(Holds("DateGreaterThan", "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.5Z"));
  EXPECT_TRUE(Holds("DateGreaterThan", "1969-12-31T23:59:59.5Z", "0"));
  EXPECT_TRUE(Holds("DateLessThan", "999999999999999999", "9999-12-31"));
  EXPECT_TRUE(Holds("DateEquals", "2024-02-29", "1709164800"));
  EXPECT_TRUE(Holds("DateEquals", "20240101", "1970-08-23T06:15:01Z"));
  EXPECT_TRUE(Holds("DateNotEquals", "2024", "yesterday"));
  EXPECT_FALSE(Holds("DateGreaterThanEquals", "2024", "2024-02-30"));
  for (const char* text :
       {"", "2025-02-29", "1900-02-29", "2025-13", "2025-01-01T00:00", "2025-01-01T24:00Z",
        "2025-01-01T00:00:60Z", "2025-01-01t00:00z", "2025-01T00:00Z", "2025-01-01T00:00.5Z",
        "10000-01-01", "-5", "1.", "2025-01-01T00:00+24:00"}) {
    EXPECT_FALSE(StoresValue("DateEquals", text)) << text;
  }
}

TEST(ReferenceConditions, Rule4_5_BoolAndBinary) {
  EXPECT_TRUE(Holds("Bool", "TRUE", true));
  EXPECT_FALSE(Holds("Bool", "true", "false"));
  EXPECT_FALSE(Holds("Bool", "false", "no"));
  EXPECT_FALSE(StoresValue("Bool", "1"));
  EXPECT_TRUE(Holds("BinaryEquals", "QUJDRA==", "QUJDRA=="));
  EXPECT_TRUE(Holds("BinaryEquals", "", ""));
  EXPECT_FALSE(Holds("BinaryEquals", "AA==", "AAA="));
  EXPECT_FALSE(Holds("BinaryEquals", "QUJD", "QUJ"));
  for (const char* text : {"Q", "QUJ", "QU D", "====", "QUJ_", "QUJD="}) {
    EXPECT_FALSE(StoresValue("BinaryEquals", text)) << text;
  }
}

TEST(ReferenceConditions, Rule4_5_Addresses) {
  EXPECT_TRUE(Holds("IpAddress", "10.0.0.0/8", "10.255.1.2"));
  EXPECT_TRUE(Holds("IpAddress", "10.1.2.3/8", "10.255.1.2"));
  EXPECT_TRUE(Holds("IpAddress", "10.1.2.2/31", "10.1.2.3"));
  EXPECT_FALSE(Holds("IpAddress", "10.1.2.3", "10.1.2.4"));
  EXPECT_TRUE(Holds("IpAddress", "2001:DB8::/32", "2001:db8:0:0::1"));
  EXPECT_FALSE(Holds("IpAddress", "::/0", "10.1.2.3"));
  EXPECT_FALSE(Holds("IpAddress", "0.0.0.0/0", "::1"));
  EXPECT_FALSE(Holds("IpAddress", "10.1.2.3", "::ffff:10.1.2.3"));
  EXPECT_TRUE(Holds("IpAddress", "::ffff:0:0/96", "::ffff:10.1.2.3"));
  EXPECT_TRUE(Holds("NotIpAddress", "10.0.0.0/8", "ten"));
  for (const char* text : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "010.0.0.1", "256.1.1.1",
                           "::1/129", "1::2::3", "::1%eth0", "10.0.0.0/08"}) {
    EXPECT_FALSE(StoresValue("IpAddress", text)) << text;
  }
}

TEST(ReferenceConditions, Rule4_6_Arns) {
  const std::string arn = "arn:aws:dms:us-east-1:111111111111:rep:ABC";
  for (const char* op : {"ArnEquals", "ArnLike"}) {
    EXPECT_TRUE(Holds(op, arn, arn));
    EXPECT_TRUE(Holds(op, "arn:aws:dms:*:111111111111:*", arn));
    EXPECT_TRUE(Holds(op, "arn:aws:d?s:us-*:*:rep:ABC", arn));
    EXPECT_TRUE(Holds(op, "*:*:*:*:*:*", arn));
    EXPECT_FALSE(Holds(op, "arn:aws:dms:*:rep:ABC", arn));
    EXPECT_FALSE(Holds(op, "arn:*:111111111111:*", arn));
    EXPECT_FALSE(Holds(op, "*", arn));
    EXPECT_FALSE(Holds(op, "arn:aws:dms:us-east-1:111111111111:rep:abc", arn));
    EXPECT_FALSE(Holds(op, "*:*:*:*:*:*", "ARN" + arn.substr(3)));
    EXPECT_FALSE(Holds(op, "*:*:*:*:*:*", "arn:aws:dms:us-east-1:111111111111"));
  }
  EXPECT_TRUE(Holds("ArnNotEquals", "*", arn));
  EXPECT_TRUE(Holds("ArnNotLike", "arn:aws:*:*:*:*", "no arn"));
  EXPECT_FALSE(Holds("ArnNotLike", "arn:aws:*:*:*:*", arn));
}

TEST(ReferenceConditions, Rule4_7_IfExists) {
  EXPECT_FALSE(StoresValue("NullIfExists", "true"));
  EXPECT_FALSE(StoresValue("ForAllValues:NullIfExists", "true"));
  EXPECT_FALSE(StoresValue("IfExistsBool", "true"));
  EXPECT_TRUE(HoldsAbsent("BinaryEqualsIfExists", "QUJD"));
  EXPECT_TRUE(HoldsAbsent("NotIpAddressIfExists", "::1"));
}

TEST(ReferenceConditions, Rule4_8_SetOperators) {
  const json ab = {"a", "b"};
  EXPECT_TRUE(Holds("ForAllValues:StringEquals", {"a", "b", "c"}, ab));
  EXPECT_FALSE(Holds("ForAllValues:StringEquals", "a", ab));
  EXPECT_TRUE(HoldsAbsent("ForAllValues:StringEquals", "a"));
  EXPECT_TRUE(HoldsAbsent("ForAllValues:StringNotEquals", "a"));
  EXPECT_TRUE(Holds("ForAnyValue:StringEquals", "a", ab));
  EXPECT_FALSE(Holds("ForAnyValue:StringEquals", "c", ab));
  EXPECT_FALSE(HoldsAbsent("ForAnyValue:StringEquals", "a"));
  EXPECT_FALSE(HoldsAbsent("ForAnyValue:StringNotEquals", "a"));
  EXPECT_FALSE(Holds("ForAllValues:StringNotEquals", "a", ab));
  EXPECT_TRUE(Holds("ForAllValues:StringNotEquals", {"c", "d"}, ab));
  EXPECT_TRUE(Holds("ForAnyValue:StringNotEquals", "a", ab));
  EXPECT_FALSE(Holds("ForAnyValue:StringNotEquals", {"a", "b"}, ab));
  // Without a set operator as ForAnyValue.
  EXPECT_TRUE(Holds("StringEquals", "a", ab));
  EXPECT_TRUE(Holds("StringNotEquals", "a", ab));
  EXPECT_TRUE(HoldsAbsent("StringNotEquals", "a"));
  EXPECT_TRUE(HoldsAbsent("ForAnyValue:Null", "true"));
  EXPECT_FALSE(HoldsAbsent("ForAllValues:Null", "false"));
}

TEST(ReferenceConditions, Rule4_9_EmptyThings) {
  EXPECT_TRUE(Holds(json::object(), json::object()));
  EXPECT_TRUE(Holds({{"StringEquals", json::object()}}, json::object()));
  EXPECT_TRUE(Holds("StringEquals", "", ""));
  EXPECT_FALSE(Holds("StringEquals", "", json::array()));
  EXPECT_TRUE(Holds("Null", "true", json::array()));
}

// ---- 5 Variables ------------------------------------------------------------------------------

bool LikeWithVariables(const std::string& op, const std::string& value, const std::string& request,
                       json context = json::object()) {
  context["custom:k"] = request;
  return Holds({{op, {{"custom:k", value}}}}, context);
}

TEST(ReferenceVariables, Rule5_1_Expansion) {
  const json context = {{"k:a", "x"}};
  EXPECT_TRUE(LikeWithVariables("StringEquals", "p-${k:A}-s", "p-x-s", context));
  EXPECT_TRUE(LikeWithVariables("StringLike", "${k:a}*", "xyz", context));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "${k:b,'d'}", "d"));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "${k:b , ''}", ""));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "${k:a, 'd'}", "x", context));
  EXPECT_TRUE(LikeWithVariables("StringLike", "${*}${?}${$}*", "*?$..."));
  EXPECT_FALSE(LikeWithVariables("StringLike", "${*}", "a"));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "$${k:a}$", "$x$", context));

  json line = ResourceLine("*", kQueue, "*");
  line["resourcePolicy"]["Statement"]["Resource"] = "arn:aws:sqs:*:*:${k:q}";
  EXPECT_TRUE(IsAllowed(With(line, "context", {{"k:q", "queue-1"}})));
  EXPECT_FALSE(IsAllowed(With(line, "context", {{"k:q", "queue-*"}})));
}

TEST(ReferenceVariables, Rule5_2_AbsentMultivaluedAndLiteral) {
  EXPECT_FALSE(LikeWithVariables("StringLike", "${k:b}*", "anything"));
  EXPECT_TRUE(LikeWithVariables("StringNotLike", "${k:b}*", "anything"));
  EXPECT_FALSE(LikeWithVariables("StringEquals", "${k:a}", "x", {{"k:a", {"x", "y"}}}));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "${k:a}", "x", {{"k:a", json::array({"x"})}}));
  EXPECT_TRUE(LikeWithVariables("StringEquals", "${aws:TagKeys,'d'}", "d", {{"aws:TagKeys", "x"}}));
  EXPECT_FALSE(LikeWithVariables("StringLike", "${k:a}", "xyz", {{"k:a", "x*"}}));
  EXPECT_FALSE(LikeWithVariables("StringLike", "${k:b,'*'}", "xyz"));
  EXPECT_TRUE(
      LikeWithVariables("ArnLike", "arn:${k:a}:b", "arn:aws:s3:r:1:b", {{"k:a", "aws:s3:r:1"}}));
  EXPECT_FALSE(
      LikeWithVariables("ArnLike", "arn:aws:s3:${k:a}:b", "arn:aws:s3:r:1:b", {{"k:a", "r"}}));
}

TEST(ReferenceVariables, Rule5_3_Malformed) {
  for (const char* op :
       {"NumericEquals", "DateEquals", "Bool", "BinaryEquals", "IpAddress", "Null"}) {
    EXPECT_FALSE(StoresValue(op, "${aws:username}")) << op;
  }
  for (const char* text : {"${", "${}", "${aws:username", "${${a}}", "${a${b}}", "${a,b}", "${a,}",
                           "${a,\"b\"}", "${a,'b}", "${,'b'}", "${a,'${b}'}"}) {
    EXPECT_FALSE(StoresValue("StringEquals", text)) << text;
    EXPECT_FALSE(StoresValue("ArnNotLike", text)) << text;
    EXPECT_FALSE(Stores(OnResources("Allow", "*", std::string("arn:aws:s3:::") + text),
                        PolicyType::kIdentityPolicy))
        << text;
    json old = Trust("*", {{"StringEquals", {{"custom:k", text}}}});
    old["Version"] = "2008-10-17";
    EXPECT_TRUE(Stores(old)) << text;
  }
}

// ---- 6 Together -------------------------------------------------------------------------------

std::vector<std::string> DeterminingOf(const json& line) {
  std::vector<std::string> names;
  for (const DeterminingStatement& statement : Evaluate(line).determining) {
    names.push_back(statement.policy + "#" + std::to_string(statement.statement));
  }
  return names;
}

using Names = std::vector<std::string>;

TEST(ReferenceTogether, Rule6_1_DenyWins) {
  const json allow = Trust("*")["Statement"];
  json deny = allow;
  deny["Effect"] = "Deny";
  deny["Sid"] = "No";
  const json line = Line("*", Document({allow, deny}));
  const Decision decision = Evaluate(line);
  EXPECT_EQ(decision.decision, "explicitDeny");
  ASSERT_EQ(decision.determining.size(), 1u);
  EXPECT_EQ(decision.determining[0], (DeterminingStatement{"trustPolicy", 1, "No"}));
  EXPECT_EQ(Outcome(Line("*", Trust(Service("a")))), "implicitDeny");
  EXPECT_EQ(Outcome(With(Line(Aws(kAlice), Trust(Aws(kAlice))), "permissionsBoundary",
                         OnResources("Deny"))),
            "explicitDeny");
}

TEST(ReferenceTogether, Rule6_2_RoleNeedsTrustPolicy) {
  const json identity = OnResources("Allow");
  for (const char* action : {"sts:AssumeRole", "STS:assumerole", "sts:AssumeRoleWithWebIdentity",
                             "sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"}) {
    json line = With(Line(Aws(kAlice), Trust(Service("a"))), "identityPolicies", identity);
    line["action"] = action;
    EXPECT_FALSE(IsAllowed(line)) << action;
    line.erase("trustPolicy");
    EXPECT_EQ(Outcome(line), "unknown-role") << action;
  }
  // Another action on the role is none of its trust policy's.
  EXPECT_TRUE(IsAllowed(With(With(Line(Aws(kAlice), Trust(Service("a"))), "action", "iam:GetRole"),
                             "identityPolicies", identity)));
}

TEST(ReferenceTogether, Rule6_3_CallersWithoutPoliciesOfTheirOwn) {
  const std::vector<json> callers = {
      Service("dms.amazonaws.com"), "*", {{"Federated", "accounts.google.com"}}};
  for (const json& caller : callers) {
    json line = Line(caller, Trust("*"));
    for (const char* member : {"identityPolicies", "permissionsBoundary", "sessionPolicies"}) {
      line[member] = OnResources("Deny");
    }
    line["serviceControlPolicies"] =
        json::array({json::array({OnResources("Deny")}), json::array()});
    EXPECT_EQ(Outcome(line), "allowed") << caller;
    json rcp = OnResources("Deny");
    rcp["Statement"]["Principal"] = "*";
    line["resourceControlPolicies"] = json::array({json::array({rcp})});
    EXPECT_EQ(Outcome(line), "explicitDeny") << caller;
  }
}

TEST(ReferenceTogether, Rule6_4_OtherAccount) {
  const json allow = OnResources("Allow");
  const json nothing = OnResources("Allow", "s3:GetObject");
  json line = Line(Aws(kForeignSession), Trust(Aws(kForeignSession)));
  EXPECT_FALSE(IsAllowed(line));
  EXPECT_FALSE(IsAllowed(With(line, "identityPolicies", json::array())));
  line["identityPolicies"] = json::array({nothing, allow});
  EXPECT_TRUE(IsAllowed(line));
  EXPECT_FALSE(IsAllowed(With(line, "permissionsBoundary", nothing)));
  EXPECT_FALSE(IsAllowed(With(line, "sessionPolicies", nothing)));
  EXPECT_FALSE(
      IsAllowed(With(line, "serviceControlPolicies", json::array({json::array({nothing})}))));
  EXPECT_FALSE(IsAllowed(With(line, "trustPolicy", Trust(Aws(kAlice)))));
}

TEST(ReferenceTogether, Rule6_5_SameAccountRole) {
  const json allow = OnResources("Allow");
  const json nothing = OnResources("Allow", "s3:GetObject");
  const json role = Aws("arn:aws:iam::111111111111:role/app");
  const auto allowed = [](const json& caller, const json& named, const char* member,
                          const json& policy) {
    return IsAllowed(With(Line(caller, Trust(named)), member, policy));
  };
  EXPECT_TRUE(IsAllowed(Line(Aws(kAlice), Trust(Aws(kAlice)))));
  EXPECT_TRUE(IsAllowed(Line(Aws(kSession), Trust(role))));
  EXPECT_TRUE(IsAllowed(Line(Aws(kSession), Trust(Aws(kSession)))));
  for (const json& named : {json("*"), Aws("*"), Aws("111111111111")}) {
    EXPECT_FALSE(IsAllowed(Line(Aws(kAlice), Trust(named))));
    json line = With(Line(Aws(kAlice), Trust(named)), "identityPolicies", allow);
    EXPECT_TRUE(IsAllowed(line));
    EXPECT_FALSE(IsAllowed(With(line, "permissionsBoundary", nothing)));
    EXPECT_FALSE(IsAllowed(With(line, "sessionPolicies", nothing)));
  }
  // Limited: a grant to a role ARN. Not: to a user's or to a session's.
  for (const char* member : {"permissionsBoundary", "sessionPolicies"}) {
    EXPECT_FALSE(allowed(Aws(kSession), role, member, nothing));
    EXPECT_TRUE(allowed(Aws(kSession), role, member, allow));
    EXPECT_TRUE(allowed(Aws(kSession), Aws(kSession), member, nothing));
    EXPECT_TRUE(allowed(Aws(kAlice), Aws(kAlice), member, nothing));
  }
  const json fred = Aws("arn:aws:sts::111111111111:federated-user/fred");
  EXPECT_TRUE(allowed(fred, fred, "sessionPolicies", nothing));
  EXPECT_EQ(Outcome(With(Line(fred, Trust(fred)), "sessionPolicies", OnResources("Deny"))),
            "explicitDeny");
}

TEST(ReferenceTogether, Rule6_5_SameAccountOtherResources) {
  const json allow = OnResources("Allow");
  const json nothing = OnResources("Allow", "s3:GetObject");
  EXPECT_FALSE(IsAllowed(ResourceLine(Aws(kAlice), kQueue, nullptr)));
  json by_identity = With(ResourceLine(Aws(kAlice), kQueue, nullptr), "identityPolicies", allow);
  EXPECT_TRUE(IsAllowed(by_identity));
  EXPECT_FALSE(IsAllowed(With(by_identity, "permissionsBoundary", nothing)));
  EXPECT_TRUE(IsAllowed(ResourceLine(Aws(kAlice), kQueue, Aws(kAlice))));
  const json by_account = ResourceLine(Aws(kAlice), kQueue, Aws("111111111111"));
  EXPECT_FALSE(IsAllowed(by_account));  // It leaves the word to the account (2.2).
  EXPECT_TRUE(IsAllowed(With(by_account, "identityPolicies", allow)));
  const json by_everyone = ResourceLine(Aws(kAlice), kQueue, "*");
  EXPECT_TRUE(IsAllowed(by_everyone));
  EXPECT_TRUE(IsAllowed(With(by_everyone, "permissionsBoundary", nothing)));
  EXPECT_TRUE(IsAllowed(
      With(ResourceLine(Aws(kAlice), kQueue, Aws(kAlice)), "permissionsBoundary", nothing)));

  // A KMS key is like a role.
  EXPECT_FALSE(
      IsAllowed(With(ResourceLine(Aws(kAlice), kKmsKey, nullptr), "identityPolicies", allow)));
  const json key_by_account = ResourceLine(Aws(kAlice), kKmsKey, Aws("111111111111"));
  EXPECT_FALSE(IsAllowed(key_by_account));
  EXPECT_TRUE(IsAllowed(With(key_by_account, "identityPolicies", allow)));
  EXPECT_TRUE(IsAllowed(ResourceLine(Aws(kAlice), kKmsKey, Aws(kAlice))));
}

TEST(ReferenceTogether, Rule6_6_ServiceControlPolicies) {
  const json allow = OnResources("Allow");
  const json nothing = OnResources("Allow", "s3:GetObject");
  const json line = Line(Aws(kSession), Trust(Aws(kSession)));
  const auto allowed = [&line](const json& levels) {
    return IsAllowed(With(line, "serviceControlPolicies", levels));
  };
  const json wide = json::array({nothing, allow});
  EXPECT_TRUE(allowed(json::array({wide, wide})));
  EXPECT_FALSE(allowed(json::array({wide, json::array({nothing})})));
  EXPECT_FALSE(allowed(json::array({wide, json::array()})));
  EXPECT_TRUE(allowed(json::array()));
  EXPECT_EQ(Outcome(With(line, "serviceControlPolicies", json::array({allow}))), "invalid-request");

  const json none = json::array({json::array()});
  for (const char* arn :
       {"arn:aws:iam::111111111111:role/aws-service-role/dms.amazonaws.com/AWSServiceRoleForDms",
        "arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForDms/s1"}) {
    EXPECT_TRUE(IsAllowed(With(Line(Aws(arn), Trust(Aws(arn))), "serviceControlPolicies", none)));
  }
  const json lookalike = Aws("arn:aws:iam::111111111111:role/AWSServiceRoleForDms");
  EXPECT_FALSE(IsAllowed(With(Line(lookalike, Trust(lookalike)), "serviceControlPolicies", none)));
}

TEST(ReferenceTogether, Rule6_7_ResourceControlPolicies) {
  json rcp = OnResources("Deny");
  rcp["Statement"]["Principal"] = "*";
  const json levels = json::array({json::array(), json::array({rcp})});
  const auto outcome = [&levels](const std::string& arn) {
    return Outcome(With(Line(Aws(arn), Trust(Aws(arn))), "resourceControlPolicies", levels));
  };
  EXPECT_EQ(outcome(kSession), "explicitDeny");
  EXPECT_EQ(outcome("arn:aws:sts::111111111111:assumed-role/AWSServiceRoleForDms/s1"), "allowed");
  rcp["Statement"]["Action"] = "s3:*";
  EXPECT_EQ(Outcome(With(Line("*", Trust("*")), "resourceControlPolicies",
                         json::array({json::array({rcp})}))),
            "allowed");
}

TEST(ReferenceTogether, Rule6_8_SessionPolicies) {
  const json allow = OnResources("Allow");
  const json nothing = OnResources("Allow", "s3:GetObject");
  const json line =
      With(Line(Aws(kSession), Trust(Aws("111111111111"))), "identityPolicies", allow);
  EXPECT_TRUE(IsAllowed(With(line, "sessionPolicies", json::array({allow, allow}))));
  EXPECT_FALSE(IsAllowed(With(line, "sessionPolicies", json::array({allow, nothing}))));
  EXPECT_TRUE(IsAllowed(With(line, "sessionPolicies", json::array())));
}

TEST(ReferenceTogether, Rule6_9_Owner) {
  const json line = ResourceLine(Aws(kAlice), "arn:aws:s3:::bucket", Aws(kAlice));
  EXPECT_FALSE(IsAllowed(line));
  EXPECT_TRUE(IsAllowed(With(line, "context", {{"aws:ResourceAccount", "111111111111"}})));
  EXPECT_FALSE(IsAllowed(With(line, "context", {{"aws:ResourceAccount", "222222222222"}})));
}

TEST(ReferenceTogether, Rule6_10_Determining) {
  const json allow = OnResources("Allow");
  json two = Document({allow["Statement"], allow["Statement"]});
  json line = Line(Aws(kForeignSession), Trust("*"));
  line["identityPolicies"] = two;
  line["permissionsBoundary"] = allow;
  line["sessionPolicies"] = json::array({allow, allow});
  line["serviceControlPolicies"] = json::array({json::array({allow}), json::array({allow, two})});
  EXPECT_EQ(DeterminingOf(line),
            (Names{"trustPolicy#0", "identityPolicies[0]#0", "identityPolicies[0]#1",
                   "permissionsBoundary#0", "sessionPolicies[0]#0", "sessionPolicies[1]#0",
                   "serviceControlPolicies[0][0]#0", "serviceControlPolicies[1][0]#0",
                   "serviceControlPolicies[1][1]#0", "serviceControlPolicies[1][1]#1"}));

  line["identityPolicies"] = json::array({allow, OnResources("Deny")});
  json rcp = OnResources("Deny");
  rcp["Statement"]["Principal"] = "*";
  line["resourceControlPolicies"] = json::array({json::array({rcp})});
  EXPECT_EQ(DeterminingOf(line),
            (Names{"identityPolicies[1]#0", "resourceControlPolicies[0][0]#0"}));

  // What was not needed is not named.
  EXPECT_EQ(DeterminingOf(With(Line(Aws(kAlice), Trust(Aws(kAlice))), "identityPolicies", allow)),
            (Names{"trustPolicy#0"}));
  EXPECT_EQ(DeterminingOf(
                With(ResourceLine(Aws(kAlice), kQueue, Aws(kAlice)), "identityPolicies", allow)),
            (Names{"resourcePolicy#0"}));
  EXPECT_EQ(
      DeterminingOf(With(ResourceLine(Aws(kAlice), kQueue, nullptr), "identityPolicies", allow)),
      (Names{"identityPolicies[0]#0"}));
  EXPECT_EQ(DeterminingOf(Line(Aws(kAlice), Trust("*"))), Names());
}

// ---- 7 Requests -------------------------------------------------------------------------------

// Does a caller come with exactly this text for the key? Nothing given stands for an absent key.
bool HasKey(const json& caller, const std::string& key, const json& value,
            const json& context = json::object()) {
  const json condition = value.is_null() ? json({{"Null", {{key, "true"}}}})
                                         : json({{"ForAnyValue:StringEquals", {{key, value}}}});
  return IsAllowed(
      With(Line(caller, Trust("*", condition), context), "identityPolicies", OnResources("Allow")));
}

std::string WithContext(const json& caller, const std::string& key, const json& value) {
  return Outcome(
      With(Line(caller, Trust("*"), {{key, value}}), "identityPolicies", OnResources("Allow")));
}

TEST(ReferenceRequests, Rule7_1_ServiceCallers) {
  const json dms = Service("dms.amazonaws.com");
  EXPECT_TRUE(HasKey(dms, "aws:PrincipalIsAWSService", "true"));
  EXPECT_TRUE(HasKey(dms, "aws:PrincipalServiceName", "dms.amazonaws.com"));
  EXPECT_TRUE(HasKey(dms, "aws:PrincipalServiceNamesList", "dms.amazonaws.com"));
  EXPECT_TRUE(HasKey(dms, "aws:PrincipalArn", nullptr));
  EXPECT_EQ(WithContext(dms, "aws:PrincipalArn", kAlice), "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalAccount", "111111111111"), "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalOrgID", "o-1"), "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalIsAWSService", false), "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalServiceName", "s3.amazonaws.com"), "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalServiceNamesList", {"s3.amazonaws.com"}),
            "invalid-request");
  EXPECT_EQ(WithContext(dms, "aws:PrincipalServiceNamesList", {"b.c", "dms.amazonaws.com"}),
            "allowed");
}

TEST(ReferenceRequests, Rule7_2_SourceKeysAreNeverFilledIn) {
  for (const char* key :
       {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"}) {
    EXPECT_TRUE(HasKey(Service("dms.amazonaws.com"), key, nullptr));
  }
}

TEST(ReferenceRequests, Rule7_3_OtherCallers) {
  const std::string role = "arn:aws:iam::111111111111:role/app";
  EXPECT_TRUE(HasKey(Aws(kSession), "aws:PrincipalArn", role));
  EXPECT_TRUE(HasKey(Aws(kSession), "aws:PrincipalType", "AssumedRole"));
  EXPECT_TRUE(HasKey(Aws(role), "aws:PrincipalType", "AssumedRole"));
  EXPECT_TRUE(HasKey(Aws(kSession), "aws:userid", nullptr));
  EXPECT_TRUE(HasKey(Aws(kSession), "aws:username", nullptr));
  EXPECT_TRUE(HasKey(Aws(kAlice), "aws:username", "alice"));
  EXPECT_TRUE(HasKey(Aws(kAlice), "aws:PrincipalType", "User"));
  EXPECT_TRUE(HasKey(Aws(kAlice), "aws:PrincipalAccount", "111111111111"));
  EXPECT_TRUE(HasKey(Aws(kAlice), "aws:PrincipalIsAWSService", "false"));
  EXPECT_TRUE(HasKey(Aws("111111111111"), "aws:PrincipalArn", "arn:aws:iam::111111111111:root"));
  EXPECT_TRUE(HasKey(Aws("111111111111"), "aws:PrincipalType", "Account"));
  EXPECT_TRUE(HasKey(Aws("111111111111"), "aws:userid", "111111111111"));
  EXPECT_TRUE(HasKey(Aws("arn:aws:sts::111111111111:federated-user/f"), "aws:PrincipalType",
                     "FederatedUser"));
  EXPECT_TRUE(HasKey("*", "aws:PrincipalType", "Anonymous"));
  EXPECT_TRUE(HasKey("*", "aws:userid", "anonymous"));
  EXPECT_TRUE(HasKey({{"Federated", "accounts.google.com"}}, "aws:PrincipalIsAWSService", "false"));

  EXPECT_EQ(
      WithContext(Aws(kSession), "aws:PrincipalArn", "arn:aws:iam::111111111111:role/ops/app"),
      "allowed");
  EXPECT_EQ(WithContext(Aws(kSession), "aws:PrincipalArn", kSession), "invalid-request");
  EXPECT_EQ(WithContext(Aws(kSession), "aws:PrincipalAccount", "222222222222"), "invalid-request");
  EXPECT_EQ(WithContext(Aws(kAlice), "aws:PrincipalServiceName", "a"), "invalid-request");
  EXPECT_EQ(WithContext("*", "aws:PrincipalServiceName", "a"), "invalid-request");
  EXPECT_EQ(WithContext(Aws(kSession), "aws:userid", "AROAX:s1"), "allowed");
  EXPECT_EQ(WithContext(Aws(kSession), "aws:PrincipalOrgID", "o-1"), "allowed");

  // A complete context is still checked, and never filled in.
  json line = With(Line("*", Trust("*", {{"Null", {{"aws:PrincipalType", "true"}}}})),
                   "contextIsComplete", true);
  EXPECT_TRUE(IsAllowed(line));
  line["context"] = {{"aws:PrincipalType", "User"}};
  EXPECT_EQ(Outcome(line), "invalid-request");
}

TEST(ReferenceRequests, Rule7_4_And_7_5_AreAsGiven) {
  const json context = {{"sts:ExternalId", "x"}, {"aws:TagKeys", {"a", "b"}}};
  EXPECT_TRUE(HasKey(Aws(kSession), "sts:ExternalId", "x", context));
  EXPECT_TRUE(HasKey(Aws(kSession), "aws:TagKeys", "b", context));
  for (const char* key : {"sts:RoleSessionName", "aws:MultiFactorAuthPresent", "aws:CurrentTime",
                          "aws:EpochTime", "aws:SecureTransport", "aws:SourceIp"}) {
    EXPECT_TRUE(HasKey(Aws(kSession), key, nullptr)) << key;
  }
}

TEST(ReferenceRequests, Rule7_6_ResourceAccount) {
  EXPECT_TRUE(HasKey("*", "aws:ResourceAccount", "111111111111"));
}

TEST(ReferenceRequests, Rule7_7_Values) {
  EXPECT_EQ(WithContext("*", "sts:ExternalId", {"a", "b"}), "invalid-request");
  EXPECT_EQ(WithContext("*", "aws:RequestTag/x", {"a", "b"}), "invalid-request");
  EXPECT_TRUE(HasKey("*", "sts:ExternalId", "a", {{"sts:ExternalId", json::array({"a"})}}));
  EXPECT_TRUE(HasKey("*", "custom:k", "b", {{"custom:k", {"a", "b"}}}));
  EXPECT_EQ(Outcome(Line("*", Trust("*"), {{"sts:ExternalId", "a"}, {"STS:externalid", "a"}})),
            "invalid-request");
  EXPECT_EQ(WithContext("*", "custom:k", nullptr), "invalid-request");
  EXPECT_EQ(WithContext("*", "custom:k", {json::array({"a"}), "b"}), "invalid-request");
}

TEST(ReferenceRequests, MalformedLines) {
  const json line = Line("*", Trust("*"));
  for (const char* member : {"principal", "action", "resource"}) {
    json without = line;
    without.erase(member);
    EXPECT_EQ(Outcome(without), "invalid-request") << member;
  }
  EXPECT_EQ(Outcome(With(line, "trustpolicy", Trust("*"))), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "context", json::array())), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "contextIsComplete", "true")), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "resource", "bucket")), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "action", "AssumeRole")), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "principal", {{"AWS", "*"}})), "invalid-request");
  EXPECT_EQ(Outcome(With(line, "principal", {{"AWS", kAlice}, {"Service", "a"}})),
            "invalid-request");
  EXPECT_EQ(Outcome(With(line, "principal", {{"AWS", 111111111111}})), "invalid-request");
}

// ---- 8 Traps ----------------------------------------------------------------------------------

TEST(ReferenceTraps, Rule8_1_Wildcards) {
  const std::string arn = "arn:aws:dms:us-east-1:111111111111:rep:ABC";
  EXPECT_TRUE(Holds("ArnEquals", "arn:aws:dms:*:111111111111:*", arn));
  EXPECT_FALSE(Holds("StringEquals", "arn:aws:dms:*", arn));
  EXPECT_TRUE(Holds("StringLike", "arn:aws:dms:*:111111111111:*", "arn:aws:dms::0:111111111111:"));
  EXPECT_FALSE(Holds("ArnLike", "arn:aws:dms:*:111111111111:*", "arn:aws:dms::0:111111111111:"));
}

TEST(ReferenceTraps, Rule8_2_MissingKeysInADeny) {
  const auto outcome = [](const json& condition) {
    json trust = Document({Trust("*")["Statement"], Trust("*", condition)["Statement"]});
    trust["Statement"][1]["Effect"] = "Deny";
    return Outcome(Line(Service("a"), trust));
  };
  EXPECT_EQ(outcome({{"StringNotEquals", {{"aws:SourceAccount", "1"}}}}), "explicitDeny");
  EXPECT_EQ(outcome({{"ForAllValues:StringEquals", {{"aws:TagKeys", "1"}}}}), "explicitDeny");
  EXPECT_EQ(outcome({{"StringEquals", {{"aws:SourceAccount", "1"}}}}), "allowed");
  EXPECT_EQ(outcome({{"ForAnyValue:StringNotEquals", {{"aws:TagKeys", "1"}}}}), "allowed");
}

TEST(ReferenceTraps, Rule8_3_UnknownOperators) {
  for (const char* op : {"ArnEqual", "StringLikeIfExist", "ForAnyValues:Bool", "NotBool", ""}) {
    EXPECT_EQ(Outcome(Line("*", Trust("*", {{op, {{"a:b", "true"}}}}))), "invalid-policy") << op;
  }
}

TEST(ReferenceTraps, Rule8_4_ValuesAreNoPatterns) {
  EXPECT_FALSE(LikeWithVariables("StringLike", "${k:a}", "anything", {{"k:a", "*"}}));
  EXPECT_TRUE(LikeWithVariables("StringLike", "${k:a}", "*", {{"k:a", "*"}}));
}

TEST(ReferenceTraps, Rule8_5_Names) {
  EXPECT_TRUE(Matches(Aws("arn:aws:iam::111111111111:role/app"), Aws(kSession)));
  EXPECT_FALSE(Matches(Aws(kSession), Aws("arn:aws:sts::111111111111:assumed-role/app/s2")));
  EXPECT_FALSE(StoresPrincipal(Aws("dms.amazonaws.com")));
}

TEST(ReferenceTraps, Rule8_6_Layers) {
  EXPECT_FALSE(IsAllowed(
      With(Line(Aws(kAlice), Trust(Service("a"))), "identityPolicies", OnResources("Allow"))));
  EXPECT_TRUE(IsAllowed(With(Line(Service("a"), Trust("*")), "serviceControlPolicies",
                             json::array({json::array()}))));
}

TEST(ReferenceTraps, Rule8_7_Accounts) {
  EXPECT_FALSE(StoresPrincipal({{"AWS", 111111111111}}));
  EXPECT_FALSE(StoresPrincipal(Aws("your_account_id")));
  EXPECT_TRUE(Holds("StringEquals", "000000000012", "000000000012"));
  EXPECT_FALSE(Holds("StringEquals", "000000000012", 12));
}

// ---- The generators ---------------------------------------------------------------------------

// The operators that a document asks for, without set operator and IfExists, and those apart.
void CollectOperators(const json& node, std::set<std::string>* seen) {
  if (!node.is_structured()) return;
  for (const auto& [name, value] : node.items()) {
    if (name == "Condition" && node.is_object()) {
      for (const auto& [op, keys] : value.items()) seen->insert(op);
    } else {
      CollectOperators(value, seen);
    }
  }
}

TEST(RandomCases, MixDecisionsAndUseEveryOperator) {
  std::map<std::string, double> share;
  std::set<std::string> operators;
  double total = 0;
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    const RandomCase random_case = MakeRandomCase(seed);
    CollectOperators(random_case.policies, &operators);
    const PreparedPolicies prepared = Prepare(random_case.policies);
    for (const json& request : random_case.requests) {
      const Decision decision = Decide(prepared, request);
      ASSERT_EQ(decision.error, "") << seed << ": " << decision.reason;
      share[decision.decision] += 1;
      total += 1;
    }
  }
  EXPECT_GT(share["allowed"] / total, 0.15);
  EXPECT_LT(share["allowed"] / total, 0.70);
  EXPECT_GT(share["explicitDeny"] / total, 0.03);

  for (const std::string base : {"StringEquals",
                                 "StringNotEquals",
                                 "StringEqualsIgnoreCase",
                                 "StringNotEqualsIgnoreCase",
                                 "StringLike",
                                 "StringNotLike",
                                 "NumericEquals",
                                 "NumericNotEquals",
                                 "NumericLessThan",
                                 "NumericLessThanEquals",
                                 "NumericGreaterThan",
                                 "NumericGreaterThanEquals",
                                 "DateEquals",
                                 "DateNotEquals",
                                 "DateLessThan",
                                 "DateLessThanEquals",
                                 "DateGreaterThan",
                                 "DateGreaterThanEquals",
                                 "Bool",
                                 "BinaryEquals",
                                 "IpAddress",
                                 "NotIpAddress",
                                 "ArnEquals",
                                 "ArnNotEquals",
                                 "ArnLike",
                                 "ArnNotLike",
                                 "Null"}) {
    for (const std::string set : {"", "ForAllValues:", "ForAnyValue:"}) {
      EXPECT_EQ(operators.count(set + base), 1u) << set + base;
      if (base == "Null") continue;
      EXPECT_EQ(operators.count(set + base + "IfExists"), 1u) << set + base + "IfExists";
    }
  }
}

TEST(RandomCases, AreTheSameForASeed) {
  const RandomCase first = MakeRandomCase(42);
  EXPECT_EQ(RequestLine(first, 5), RequestLine(MakeRandomCase(42), 5));
  EXPECT_NE(first.policies, MakeRandomCase(43).policies);
  EXPECT_EQ(RequestLine(first, 5)["id"], "42/5");
  // A line says what the case and the request apart say.
  for (std::size_t i = 0; i < first.requests.size(); ++i) {
    EXPECT_EQ(ResultLine(i, Evaluate(RequestLine(first, i))),
              ResultLine(i, Decide(Prepare(first.policies), first.requests[i])));
  }
}

// That exactly the named defect is found shows that the rest of the document has none.
TEST(RandomCases, InvalidPoliciesHaveTheirDefect) {
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 4000; ++seed) {
    const InvalidPolicy invalid = RandomInvalidPolicy(seed);
    seen.insert(invalid.defect);
    const Validity validity = ValidatePolicy(invalid.document, invalid.type);
    EXPECT_FALSE(validity.valid) << invalid.defect << "\n" << invalid.document;
    EXPECT_EQ(validity.reason.substr(0, 3), invalid.defect.substr(0, 3))
        << invalid.defect << " but " << validity.reason << "\n"
        << invalid.document;
  }
  EXPECT_EQ(seen.size(), InvalidPolicyDefects().size());
}

}  // namespace
}  // namespace deputy::reference
