// What the table of rules does not show: policies closed in an unusual way, lists of principals,
// what is not known, and how edits look.
#include "engine/lint/linter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "engine/lint/policy_text.h"
#include "engine/lint/rule_catalog.h"
#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr char kDms[] =
    R"({"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole")";

std::string Statements(const std::string& statements) {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", statements, "]}");
}

std::string DenyWhen(const std::string& condition) {
  return absl::StrCat(kDms, R"(},{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":)",
                      condition, "}");
}

struct Closed {
  std::string how;
  std::string text;
};

// No false alarm: each is closed, though not by `StringEquals aws:SourceAccount` in the Allow.
TEST(Linter, IsSilentWhereThePolicyIsClosedInAnotherWay) {
  const Closed kCases[] = {
      {"a Deny of all that is not mine",
       Statements(DenyWhen(R"({"StringNotEquals":{"aws:SourceAccount":"111122223333"}})"))},
      {"a Deny by the ARN's account",
       Statements(DenyWhen(R"({"ArnNotLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"))},
      {"presence in the Allow, the value in a Deny",
       Statements(absl::StrCat(
           kDms, R"(,"Condition":{"Null":{"aws:SourceAccount":"false"}}},)",
           R"({"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{"StringNotEqualsIfExists":{"aws:SourceAccount":"111122223333"}}})"))},
      {"the organization of the source",
       Dms(R"({"StringEquals":{"aws:SourceOrgID":"o-acme123456"}})")},
      {"the account of the ARN",
       Dms(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})")},
      {"a variable of the same account",
       Dms(R"({"StringEquals":{"aws:SourceAccount":"${aws:ResourceAccount}"}})")},
      {"ForAnyValue needs the key",
       Dms(R"({"ForAnyValue:StringEquals":{"aws:SourceAccount":"111122223333"}})")},
      {"IfExists beside a key that is needed",
       Dms(R"({"StringEqualsIfExists":{"aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:A"},"StringEquals":{"aws:SourceAccount":"111122223333"}})")},
      {"everybody of the organization",
       ExamplePolicy(
           R"("Principal":{"AWS":"*"},"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-acme123456"}})")},
      {"the role's own account",
       ExamplePolicy(R"("Principal":{"AWS":"arn:aws:iam::111122223333:root"})")},
  };
  for (const Closed& closed : kCases) {
    const std::vector<Finding> findings = Check(closed.text);
    for (const Finding& finding : findings)
      EXPECT_FALSE(IsSerious(finding)) << closed.how << "\n" << Show(findings);
  }
}

// No silence: one open principal of a list is found, at its place in the list.
TEST(Linter, FindsTheOpenOneOfAListOfPrincipals) {
  const std::string text = ExamplePolicy(
      R"("Principal":{"Service":["mute.amazonaws.com","dms.amazonaws.com"],"AWS":["111122223333","555566667777"]})");
  const std::vector<Finding> findings = Check(text);
  std::vector<std::string> found;
  found.reserve(findings.size());
  for (const Finding& finding : findings) found.push_back(absl::StrCat(finding.rule, finding.path));
  EXPECT_THAT(found, Contains("DEP101/Statement/Principal/Service/0"));
  EXPECT_THAT(found, Contains("DEP101/Statement/Principal/Service/1"));
  EXPECT_THAT(found, Contains("DEP202/Statement/Principal/AWS/1"));
  EXPECT_THAT(found, testing::Not(Contains("DEP202/Statement/Principal/AWS/0")));
}

TEST(Linter, SaysWhatIsKnownOfTheService) {
  const std::vector<Finding> findings = Check(ExamplePolicy(R"("Action":"sts:AssumeRole")"));
  const Finding* found = FindRuleIn(findings, "DEP101");
  ASSERT_NE(found, nullptr);
  EXPECT_THAT(found->notes, Contains(HasSubstr("exploitable if its check of iam:PassRole")));
  EXPECT_THAT(found->notes, Contains(HasSubstr("from version 3.4.7 on")));
  ASSERT_TRUE(found->witness.has_value());
  EXPECT_EQ(found->witness->principal.text, "dms.amazonaws.com");
}

// No role is named to a service that comes to a key; and the call is one that somebody would make.
TEST(Linter, SaysOfAResourceWhatIsNoMatterOfRoles) {
  const auto check = [](const std::string& action) {
    const std::string text = Statements(absl::StrCat(
        R"({"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Resource":"*","Action":")",
        action, "\"}"));
    LintContext context = RoleContext(text);
    context.role_arn = "";
    return *FindRuleIn(Check(text, context, PolicyType::kResource).findings, "DEP101");
  };
  EXPECT_THAT(check("kms:Encrypt*").notes, testing::Each(testing::Not(HasSubstr("exploitable"))));
  EXPECT_EQ(check("kms:Encrypt*").witness->action, "kms:Encrypt");
  EXPECT_EQ(check("kms:*").witness->action, "kms:x");
}

TEST(Linter, OnlySuggestsWhereTheServiceSendsNoKeys) {
  const std::string text = ExamplePolicy(R"("Principal":{"Service":"mute.amazonaws.com"})");
  ServiceFact mute;
  mute.principal = "mute.amazonaws.com";
  mute.sends_source_arn = mute.sends_source_account = Known::kNo;
  const std::vector<ServiceFact> facts = {mute};
  LintContext context = RoleContext(text);
  context.services = facts;
  const std::vector<Finding> findings = Check(text, context).findings;
  const Finding* found = FindRuleIn(findings, "DEP101");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->severity, Severity::kSuggestion);
  EXPECT_FALSE(found->fix.has_value());
  EXPECT_THAT(found->notes, Contains(HasSubstr("would lock it out")));
}

// Of a service that sends both keys each time, a clause that holds without one is a warning. What
// it never sends it does not send then either.
TEST(Linter, WarnsWhereAKeyThatIsAlwaysSentMayBeAbsent) {
  const auto found = [](Known sends_arn, const char* condition) {
    ServiceFact fact;
    fact.principal = "mute.amazonaws.com";
    fact.sends_source_arn = sends_arn;
    fact.sends_source_account = Known::kYes;
    fact.source_arns = {"arn:aws:mute:${Region}:${Account}:thing/${Name}"};
    const std::vector<ServiceFact> facts = {fact};
    const std::string text = ExamplePolicy(
        absl::StrCat(R"("Principal":{"Service":"mute.amazonaws.com"},"Condition":)", condition));
    LintContext context = RoleContext(text);
    context.services = facts;
    return Check(text, context).findings;
  };
  const char* own = R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})";
  const char* own_of_a_thing = R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"},)"
                               R"("ArnLike":{"aws:SourceArn":"arn:aws:mute:*:*:thing/*"}})";
  for (const char* condition : {own, own_of_a_thing}) {
    const std::vector<Finding> findings = found(Known::kYes, condition);
    const Finding* absent = FindRuleIn(findings, "DEP401");
    ASSERT_NE(absent, nullptr) << Show(findings);
    EXPECT_EQ(absent->severity, Severity::kWarning);
    EXPECT_THAT(absent->notes,
                Contains(HasSubstr("the service is said to send the key each time")));
  }
  const std::vector<Finding> findings = found(Known::kNo, own_of_a_thing);
  EXPECT_EQ(FindRuleIn(findings, "DEP401"), nullptr) << Show(findings);
  EXPECT_NE(FindRuleIn(findings, "DEP503"), nullptr) << Show(findings);
}

// An ARN without an account could be of anybody's resource.
TEST(Linter, AsksForNoArnThatShowsNoAccount) {
  const std::string text = ExamplePolicy(R"("Principal":{"Service":"mute.amazonaws.com"})");
  const auto fix = [&](const char* source_arn) {
    ServiceFact fact;
    fact.principal = "mute.amazonaws.com";
    fact.sends_source_arn = Known::kYes;
    fact.source_arns = {source_arn};
    const std::vector<ServiceFact> facts = {fact};
    LintContext context = RoleContext(text);
    context.services = facts;
    const std::vector<Finding> findings = Check(text, context).findings;
    const Finding* found = FindRuleIn(findings, "DEP101");
    EXPECT_NE(found, nullptr) << Show(findings);
    return found == nullptr || !found->fix ? "" : found->fix->title;
  };
  EXPECT_EQ(fix("arn:aws:mute:us-east-1:${Account}:thing/${Name}"),
            "ask for `aws:SourceArn` arn:aws:mute:*:111122223333:*");
  EXPECT_EQ(fix("arn:aws:mute:::${Name}"), "");
}

TEST(Linter, OnlySuggestsWhereThePagesSpeakOfTheOtherKey) {
  const std::vector<Finding> findings = Check(ExamplePolicy(
      R"("Principal":{"Service":"sagemaker.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})"));
  const Finding* found = FindRuleIn(findings, "DEP503");
  ASSERT_NE(found, nullptr) << Show(findings);
  EXPECT_EQ(found->severity, Severity::kSuggestion);
}

// The operator for patterns is offered where it means the same for all other values: one that is no
// ARN matches nothing under ArnLike, and may be what a Deny is for.
TEST(Linter, OffersPatternsWhereTheOtherValuesStayWhatTheyAre) {
  const auto fix = [](const char* key, const char* values) {
    const std::vector<Finding> findings = Check(absl::StrCat(
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":)",
        R"("arn:aws:iam::111122223333:role/r"},"Action":"sts:AssumeRole"},{"Effect":"Deny",)",
        R"("Principal":"*","Action":"sts:*","Condition":{"StringEquals":{")", key, "\":", values,
        "}}}]}"));
    const Finding* found = FindRuleIn(findings, "DEP405");
    EXPECT_NE(found, nullptr) << Show(findings);
    return found != nullptr && found->fix ? found->fix->title : "";
  };
  EXPECT_EQ(fix("aws:PrincipalArn", R"(["arn:aws:iam::1:role/x*","arn:aws:iam::1:role/y"])"),
            "replace `StringEquals` by `ArnLike`");
  EXPECT_EQ(fix("aws:PrincipalArn", R"(["arn:aws:iam::1:role/x*","y"])"), "");
  EXPECT_EQ(fix("sts:RoleSessionName", R"(["x*","y"])"), "replace `StringEquals` by `StringLike`");
}

// What is asked for instead is an account, whatever key the exclusion was about.
TEST(Linter, AsksForAnAccountInPlaceOfAnArnThatIsExcluded) {
  const auto fix = [](const char* condition) {
    const std::vector<Finding> findings = Check(Dms(condition));
    const Finding* found = FindRuleIn(findings, "DEP403");
    EXPECT_NE(found, nullptr) << Show(findings);
    return found != nullptr && found->fix ? found->fix->title : "";
  };
  EXPECT_EQ(fix(R"({"StringNotEquals":{"aws:SourceArn":"arn:aws:dms:eu-west-1:444455556666:x"}})"),
            "ask for `aws:SourceAccount` 111122223333");
  EXPECT_EQ(fix(R"({"StringNotEquals":{"AWS:sourceaccount":"444455556666"}})"),
            "replace `StringNotEquals` by `StringEquals`, and replace `444455556666` by "
            "`111122223333`");
}

// A value that is excluded lets nobody in, whoever it is.
TEST(Linter, BlamesNoAccountThatIsExcluded) {
  const std::vector<Finding> findings =
      Check(Dms(R"({"StringEquals":{"aws:SourceAccount":["111122223333","444455556666"]},)"
                R"("StringNotEquals":{"aws:SourceAccount":"777788889999"}})"));
  std::vector<std::string> messages;
  for (const Finding& finding : findings) {
    if (finding.rule == "DEP104") messages.push_back(finding.message);
  }
  EXPECT_THAT(messages, testing::ElementsAre(HasSubstr("444455556666"))) << Show(findings);
}

TEST(Linter, SaysNothingOfServiceLinkedRoles) {
  const std::string text = ExamplePolicy(R"("Action":"sts:AssumeRole")");
  LintContext context = RoleContext(text);
  context.service_linked = true;
  EXPECT_EQ(Show(Check(text, context).findings), "");
}

TEST(Linter, TakesTheAccountsOfThePolicyForTheAuthorsWhereTheRoleIsNotKnown) {
  const std::string text = Dms(R"({"StringEquals":{"aws:SourceAccount":"444455556666"}})");
  LintContext context = RoleContext(text);
  context.role_arn = "";
  EXPECT_EQ(Show(Check(text, context).findings), "");
  const std::string open = Dms(R"({"StringEqualsIfExists":{"aws:SourceAccount":"444455556666"}})");
  context.text = open;
  const std::vector<Finding> findings = Check(open, context).findings;
  const Finding* found = FindRuleIn(findings, "DEP401");
  ASSERT_NE(found, nullptr) << Show(findings);
  EXPECT_THAT(
      found->notes,
      Contains(HasSubstr("444455556666, which the conditions name, is taken for your own")));
}

TEST(Linter, TrustsWhatItIsToldToTrust) {
  const std::string text = ExamplePolicy(R"("Principal":{"AWS":"555566667777"})");
  LintContext context = RoleContext(text);
  context.trusted.accounts = {"555566667777"};
  EXPECT_EQ(Show(Check(text, context).findings), "");
  context.trusted.accounts.clear();
  context.trusted.third_parties = {{"555566667777", "7f3c1a52-acme"}};
  EXPECT_NE(FindRuleIn(Check(text, context).findings, "DEP202"), nullptr);
}

TEST(Linter, DoesNotJudgeWhatIsNotKnownYet) {
  const std::string text = Dms(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:*:rep:*"}})");
  LintContext context = RoleContext(text);
  const auto at = static_cast<uint32_t>(text.find("\"arn:aws:dms"));
  context.unknown = {{at, at + 5}};
  const std::vector<Finding> findings = Check(text, context).findings;
  ASSERT_EQ(findings.size(), 1u) << Show(findings);
  EXPECT_EQ(findings[0].rule, "DEP111");
  EXPECT_EQ(findings[0].severity, Severity::kSuggestion);
  EXPECT_THAT(findings[0].message, HasSubstr("not known yet"));
}

// A Deny only takes away: its values matter where somebody gets in without it, and not past all
// that it may become.
TEST(Linter, JudgesADenyOfWhichAValueIsNotKnownYet) {
  const auto check = [](const std::string& allow, const std::string& deny,
                        const std::string& unknown) {
    const std::string text = Statements(absl::StrCat(
        kDms, allow, R"(},{"Effect":"Deny","Principal":"*","Action":"sts:*")", deny, "}"));
    LintContext context = RoleContext(text);
    const auto at = static_cast<uint32_t>(text.find(unknown));
    context.unknown = {{at, at + static_cast<uint32_t>(unknown.size())}};
    return Check(text, context).findings;
  };
  const std::string own = R"(,"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})";
  const std::string by_account =
      R"(,"Condition":{"StringNotEquals":{"aws:SourceAccount":"unknown-until-deployed"}})";
  EXPECT_EQ(Show(check(own, by_account, "\"unknown-until-deployed\"")), "") << "closed without it";
  std::vector<Finding> findings = check("", by_account, "\"unknown-until-deployed\"");
  EXPECT_NE(FindRuleIn(findings, "DEP111"), nullptr) << "it may close it: " << Show(findings);
  EXPECT_EQ(FindRuleIn(findings, "DEP101"), nullptr);
  const std::string not_by_tls =
      R"(,"Condition":{"Bool":{"aws:SecureTransport":"false"},"StringEquals":{"aws:SourceAccount":"unknown-until-deployed"}})";
  findings = check("", not_by_tls, "\"unknown-until-deployed\"");
  EXPECT_NE(FindRuleIn(findings, "DEP101"), nullptr) << "it cannot: " << Show(findings);
  EXPECT_EQ(FindRuleIn(findings, "DEP111"), nullptr) << Show(findings);
  findings = check(own, by_account, R"("Effect":"Deny")");
  EXPECT_NE(FindRuleIn(findings, "DEP111"), nullptr) << "it may be no Deny: " << Show(findings);
}

// What is not known yet may become an ARN of the service.
TEST(Linter, DoesNotJudgeTheShapeOfWhatIsNotKnownYet) {
  const std::string text = Dms(R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:?"}})");
  LintContext context = RoleContext(text);
  EXPECT_NE(FindRuleIn(Check(text, context).findings, "DEP504"), nullptr);
  const auto at = static_cast<uint32_t>(text.find("\"arn:aws:dms"));
  context.unknown = {{at, at + 5}};
  const std::vector<Finding> findings = Check(text, context).findings;
  EXPECT_EQ(FindRuleIn(findings, "DEP504"), nullptr) << Show(findings);
}

TEST(Linter, DoesNotJudgeANameThatIsNotKnownYet) {
  const std::string text = ExamplePolicy(
      R"("Principal":{"Service":"cloudtrial.amazonaws.com"},"Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}})");
  LintContext context = RoleContext(text);
  EXPECT_NE(FindRuleIn(Check(text, context).findings, "DEP604"), nullptr);
  const auto at = static_cast<uint32_t>(text.find("\"cloudtrial"));
  context.unknown = {{at, at + 5}};
  EXPECT_EQ(FindRuleIn(Check(text, context).findings, "DEP604"), nullptr);
}

// The path is that inside of the policy, wherever in its file the policy stands.
TEST(Linter, PointsIntoAPolicyInsideAFile) {
  const std::string policy =
      Dms(R"({"ArnEquals":{"aws:SourceArn":["arn:aws:dms:*:111122223333:a","here"]}})");
  const std::string file = absl::StrCat(R"({"role": )", policy, "}");
  const auto path_of = [&](const std::string& what, uint32_t size) {
    const auto at = static_cast<uint32_t>(file.find(what));
    Diagnostics diagnostics;
    diagnostics.Error("x", {at, at + size}, "it is wrong");
    const auto begin = static_cast<uint32_t>(file.find(policy));
    const TextRange where = {begin, begin + static_cast<uint32_t>(policy.size())};
    return FromDiagnostic(diagnostics.items()[0], file, where).path;
  };
  EXPECT_EQ(path_of(R"("here")", 6), "/Statement/Condition/ArnEquals/aws:SourceArn/1");
  EXPECT_EQ(path_of(R"("Effect")", 8), "/Statement/Effect");
  EXPECT_EQ(path_of(R"({"ArnEquals")", 1), "/Statement/Condition") << "where a member is missing";
  EXPECT_EQ(path_of(R"("role")", 6), "") << "before the policy";
}

TEST(Linter, WorksWithoutTheText) {
  const std::string text = ExamplePolicy(R"("Action":"sts:AssumeRole")");
  LintContext context = RoleContext("");
  const std::vector<Finding> findings = Check(text, context).findings;
  const Finding* found = FindRuleIn(findings, "DEP101");
  ASSERT_NE(found, nullptr);
  EXPECT_FALSE(found->fix.has_value());
}

TEST(Linter, TellsAListFromASingleValueWhereTheDocumentIsPercentEncoded) {
  const std::string text = "%7B%22Statement%22%3A%20%7B%22Principal%22%3A%22x%22";
  Policy policy;
  policy.statements.emplace_back();
  const auto at = static_cast<uint32_t>(text.find("%7B%22Principal"));
  policy.statements[0].range = {at, static_cast<uint32_t>(text.size())};
  EXPECT_EQ(PolicyText(policy, text).OfStatement(0).path, "/Statement");
  EXPECT_EQ(PolicyText(policy, "").OfStatement(0).path, "/Statement/0");
}

std::string FixOf(const std::string& text, absl::string_view rule) {
  const std::vector<Finding> findings = Check(text);
  const Finding* found = FindRuleIn(findings, rule);
  if (found == nullptr || !found->fix) return "no fix\n" + Show(findings);
  return ApplyFix(text, *found->fix);
}

TEST(Fixes, KeepTheStyleOfTheDocument) {
  EXPECT_EQ(FixOf(R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "dms.amazonaws.com"},
      "Action": "sts:AssumeRole"
    }
  ]
})",
                  "DEP101"),
            R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": "dms.amazonaws.com"},
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "111122223333"
        }
      }
    }
  ]
})");
  EXPECT_EQ(
      FixOf(Statements(std::string(kDms) + "}"), "DEP101"),
      Statements(std::string(kDms) +
                 R"(, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}})"));
}

TEST(Fixes, AddToABlockThatIsThere) {
  const std::string bucket =
      R"("Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"%": {"aws:SourceArn": "arn:aws:s3:::acme"}})";
  const auto with = [&](const std::string& op) {
    return ExamplePolicy(std::string(bucket).replace(bucket.find('%'), 1, op));
  };
  EXPECT_THAT(
      FixOf(with("StringEquals"), "DEP102"),
      HasSubstr(
          R"({"StringEquals": {"aws:SourceAccount": "111122223333", "aws:SourceArn": "arn:aws:s3:::acme"}})"));
  EXPECT_THAT(
      FixOf(with("ArnLike"), "DEP102"),
      HasSubstr(
          R"({"StringEquals": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn")"));
}

// No page says what EC2 sends when it assumes a role, and nothing is known of the other: one's own
// servers may be locked out, so that nothing is edited.
TEST(Fixes, AskNothingOfAServiceThatMayNotSendIt) {
  for (const char* service : {"ec2.amazonaws.com", "unheard-of.amazonaws.com"}) {
    const std::string principal = absl::StrCat(R"("Principal": {"Service": ")", service, R"("})");
    const std::string text = ExamplePolicy(principal);
    EXPECT_THAT(FixOf(text, "DEP101"), HasSubstr("no fix"));
    const std::vector<Finding> findings = Check(text);
    const Finding* found = FindRuleIn(findings, "DEP101");
    ASSERT_NE(found, nullptr);
    EXPECT_THAT(found->notes,
                Contains("no source says whether it sends aws:SourceArn and aws:SourceAccount: ask "
                         "for aws:SourceAccount if it does; if it does not, that locks it out"));
    // Of what no page was read, nobody knows how bad it is.
    EXPECT_EQ(found->severity, service[0] == 'e' ? Severity::kWarning : Severity::kSecurityWarning);
  }
}

// With an account in it the ARN would match no bucket.
TEST(Fixes, PutNoAccountIntoTheArnOfABucket) {
  for (const char* principal : {R"({"Service": "s3.amazonaws.com"})", R"({"AWS": "*"})"}) {
    EXPECT_THAT(
        FixOf(ExamplePolicy(absl::StrCat(
                  R"("Principal": )", principal,
                  R"(, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:acme"}})")),
              "DEP103"),
        HasSubstr(R"({"StringEquals": {"aws:SourceAccount": "111122223333"}, )"
                  R"("ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:acme"}})"))
        << principal;
  }
}

TEST(Fixes, AddNoConditionBesideAnEmptyOne) {
  const std::string text = ExamplePolicy(R"("Condition": {})");
  EXPECT_THAT(FixOf(text, "DEP101"), HasSubstr("no fix"));
}

TEST(Fixes, AskForWhatTheServiceSends) {
  EXPECT_THAT(
      FixOf(ExamplePolicy(R"("Principal": {"Service": "sagemaker.amazonaws.com"})"), "DEP101"),
      HasSubstr(R"("ArnLike": {"aws:SourceArn": "arn:aws:sagemaker:*:111122223333:*"})"));
}

// Of a role whose ARN nobody says: the partition that its policy speaks of.
TEST(Fixes, AskForAnArnOfTheSamePartition) {
  const std::string text = Statements(
      R"({"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"},)"
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws-cn:iam::111122223333:role/a"},"Action":"sts:AssumeRole"})");
  LintContext context = RoleContext(text);
  context.role_arn.clear();
  context.role_account = "111122223333";
  const std::vector<Finding> findings = Check(text, context).findings;
  const Finding* found = FindRuleIn(findings, "DEP101");
  ASSERT_TRUE(found != nullptr && found->fix) << Show(findings);
  EXPECT_THAT(found->fix->title, HasSubstr("arn:aws-cn:sagemaker:*:111122223333:*"));
}

// A condition on sources of another partition is not dead there.
TEST(Linter, LooksIntoThePartitionThatThePolicySpeaksOf) {
  const std::string text = Statements(absl::StrCat(
      kDms, R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws-cn:dms:*:111122223333:rep:*"}}},)",
      kDms, R"(,"Condition":{"ArnLike":{"aws:SourceArn":"arn:aws-cn:dms:*:*:rep:*"}}})"));
  LintContext context = RoleContext(text);
  EXPECT_NE(FindRuleIn(Check(text, context).findings, "DEP501"), nullptr) << "the role is in `aws`";
  context.role_arn.clear();
  context.role_account = "111122223333";
  const std::vector<Finding> findings = Check(text, context).findings;
  EXPECT_EQ(FindRuleIn(findings, "DEP501"), nullptr) << Show(findings);
  const Finding* found = FindRuleIn(findings, "DEP103");
  ASSERT_NE(found, nullptr) << Show(findings);
  EXPECT_EQ(found->path, "/Statement/1/Condition/ArnLike/aws:SourceArn");
}

TEST(Fixes, ReplaceAMistypedOperator) {
  EXPECT_EQ(
      FixOf(Dms(R"({"ArnEqual":{"aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:A"}})"),
            "DEP043"),
      Dms(R"({"ArnEquals":{"aws:SourceArn":"arn:aws:dms:us-east-1:111122223333:rep:A"}})"));
}

}  // namespace
}  // namespace deputy
