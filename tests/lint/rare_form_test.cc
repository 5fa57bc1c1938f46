// Findings about forms that are rare: which rule speaks, and its words; or that none does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/lint_fixture.h"

namespace deputy {
namespace {

std::string Allow(const std::string& principal, const std::string& condition,
                  const std::string& action = "sts:AssumeRole") {
  return absl::StrCat(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)",
                      principal, R"(,"Action":")", action, R"(","Condition":)", condition, "}]}");
}
std::string Source(const std::string& condition) {
  return Allow(R"({"Service":"dms.amazonaws.com"})", condition);
}
std::string Vendor(const std::string& condition) {
  return Allow(R"({"AWS":"999900001111"})", condition);
}
// The policy with one statement more: a Deny.
std::string WithDeny(const std::string& policy, const std::string& principal,
                     const std::string& action, const std::string& condition) {
  return absl::StrCat(policy.substr(0, policy.rfind(']')), R"(,{"Effect":"Deny","Principal":)",
                      principal, R"(,"Action":")", action, R"(","Condition":)", condition, "}]}");
}
std::string GitHub(const std::string& condition) {
  return Allow(
      R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"})",
      condition, "sts:AssumeRoleWithWebIdentity");
}

struct FormCase {
  std::string text;
  std::string rules;  // of the findings, in order
  std::string words;  // that stand in one of them
};

void ExpectFindings(const FormCase& form) {
  const std::vector<Finding> findings = Check(form.text);
  std::string rules;
  for (const Finding& finding : findings)
    absl::StrAppend(&rules, rules.empty() ? "" : " ", finding.rule);
  EXPECT_EQ(rules, form.rules) << form.text;
  EXPECT_THAT(Show(findings), testing::HasSubstr(form.words)) << form.text;
}

// A region of the right form may be new; of another form there is none.
TEST(RareForm, OfRegionsAndPartitions) {
  const FormCase cases[] = {
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:eu-north-9:111122223333:*"}})"),
       "DEP605", "suggestion"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:eu-wset-1:111122223333:*"}})"),
       "DEP605", "did you mean `eu-west-1`?"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:frankfurt:111122223333:*"}})"),
       "DEP605", "warning"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:-1:111122223333:*"}})"),
       "DEP605", "there is no region `-1`"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:eu-west-:111122223333:*"}})"),
       "DEP605", "there is no region `eu-west-`"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:new-1:111122223333:*"}})"),
       "DEP605", "there is no region `new-1`"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:qq-qqqqqqqq-7:111122223333:*"}})"),
       "", ""},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:EU-west-1:111122223333:*"}})"),
       "DEP605", "warning"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:aws:dms:eu-west-1a:111122223333:*"}})"),
       "DEP605", "warning"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"arn:amazon:dms:eu-west-1:111122223333:*"}})"),
       "DEP605", "there is no partition `amazon`"},
      {Source(
           R"({"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLike":{"aws:SourceArn":"*:aws:dms:eu-wset-1:111122223333:*"}})"),
       "", ""},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

TEST(RareForm, OfServicesWithARegion) {
  const FormCase cases[] = {
      {Allow(R"({"Service":"dms.eu-west-1.amazonaws.com"})",
             R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       "", ""},
      {Allow(R"({"Service":"cloudtrial.eu-west-1.amazonaws.com"})",
             R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       "DEP604", "did you mean `cloudtrail.amazonaws.com`?"},
      {Allow(R"({"Service":"lamda.amazonaws.com"})",  // of five letters, and not too short to tell
             R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       "DEP604", "did you mean `lambda.amazonaws.com`?"},
      {Allow(R"({"Service":"qqqqqqqqqq.amazonaws.com"})",
             R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})"),
       "", ""},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// IAM takes a document of U+0009, U+000A, U+000D and U+0020 to U+00FF.
TEST(RareForm, OfCharacters) {
  const auto tagged = [](const char* key, const char* value) {
    return Source(absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":"111122223333",")", key,
                               R"(":")", value, R"("}})"));
  };
  const FormCase cases[] = {
      {tagged("aws:RequestTag/team", "Zürich ÿ"), "", ""},
      {tagged("aws:RequestTag/team", "Āland"), "DEP608", "IAM does not take `Ā`"},
      {tagged("aws:RequestTag/team", "blue–green"), "DEP608", "IAM does not take `–`"},
      {tagged("aws:RequestTag/tæm–", "blue"), "DEP608", "Condition/StringEquals"},
      {tagged("aws:RequestTag/team", "\\u8d26"), "",
       ""},  // as it is written, and not as it is read
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

TEST(RareForm, OfSourceKeys) {
  const FormCase cases[] = {
      {Source(R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*"}})"), "DEP103",
       "`arn:aws:dms:*` on `aws:SourceArn` leaves the account open"},
      {Source(R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:*:rep:*"}})"), "DEP103",
       "leaves the account open"},
      {Source(R"({"StringLike":{"aws:SourceAccount":"1*"}})"), "DEP103",
       "`1*` on `aws:SourceAccount` leaves the account open"},
      {Source(R"({"ArnNotLike":{"aws:SourceArn":"arn:aws:s3:::bucket"}})"), "DEP403 DEP504",
       "aws:SourceArn"},
      {Source(R"({"Null":{"aws:SourceArn":"false"}})"), "DEP109",
       "asks only that the key is there"},
      {Source(R"({"Null":{"aws:SourceAccount":"false"}})"), "DEP109",
       "asks only that the key is there"},
      {Source(R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})"), "DEP401",
       "holds when the key is absent"},
      {Source(R"({"ForAllValues:StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})"),
       "DEP402", "whoever sends no value gets into"},
      {Source(R"({"StringLikeIfExists":{"aws:SourceArn":"arn:aws:dms:*"}})"), "DEP103",
       "leaves the account open"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// `Null` that holds without the key is not told for asking only that it is there.
TEST(RareForm, OfNullThatAsksForNoPresence) {
  const FormCase cases[] = {
      {Source(R"({"Null":{"aws:SourceArn":"true"}})"), "DEP107",
       "the source conditions do not close the role"},
      {Source(R"({"Null":{"aws:SourceArn":["false","true"]}})"), "DEP107",
       "the source conditions do not close the role"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// The second of them is what is pointed at, whoever else is named.
TEST(RareForm, OfTwoServicesBesideAnAccount) {
  const std::vector<Finding> findings =
      Check(Allow(R"({"AWS":"111122223333","Service":["batch.amazonaws.com","dms.amazonaws.com"]})",
                  R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})"));
  const Finding* shared = FindRuleIn(findings, "DEP110");
  ASSERT_NE(shared, nullptr) << Show(findings);
  EXPECT_EQ(shared->path.substr(shared->path.find("/Principal")), "/Principal/Service/1");
}

// A number fits the one date that is a number too.
TEST(RareForm, OfTypes) {
  const auto mismatch = [](const char* condition) {
    const std::vector<Finding> findings = Check(Source(
        absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":"111122223333"},)", condition, "}")));
    return FindRuleIn(findings, "DEP407") != nullptr;
  };
  EXPECT_FALSE(mismatch(R"("NumericLessThan":{"aws:EpochTime":"2000000000"})"));
  EXPECT_TRUE(mismatch(R"("NumericLessThan":{"aws:CurrentTime":"2000000000"})"));
  EXPECT_FALSE(mismatch(R"("DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"})"));
  EXPECT_FALSE(mismatch(R"("StringEquals":{"aws:SecureTransport":"true"})"));
  EXPECT_TRUE(mismatch(R"("Bool":{"aws:SourceArn":"true"})"));
}

// That a resource is of two accounts is said of the two keys of the source, and of no other.
TEST(RareForm, OfContradictions) {
  const auto rules = [](const char* other) {
    std::string all;
    for (const Finding& finding : Check(Source(
             absl::StrCat(R"({"StringEquals":{"aws:SourceAccount":"111122223333"},)", other, "}"))))
      absl::StrAppend(&all, finding.rule, " ");
    return all;
  };
  EXPECT_THAT(rules(R"("ArnLike":{"aws:SourceArn":"arn:aws:dms:*:444455556666:rep:*"})"),
              testing::HasSubstr("DEP502"));
  for (const char* other :
       {R"("StringLike":{"aws:PrincipalAccount":"444455556666"})",
        R"("StringLike":{"aws:SourceVpc":"444455556666"})",
        R"("ArnLike":{"aws:PrincipalArn":"arn:aws:iam::444455556666:role/r"})"}) {
    EXPECT_THAT(rules(other), testing::Not(testing::HasSubstr("DEP502"))) << other;
  }
  const std::vector<Finding> of_a_caller =
      Check(Source(R"({"StringEquals":{"aws:PrincipalAccount":"111122223333"},)"
                   R"("ArnLike":{"aws:SourceArn":"arn:aws:dms:*:444455556666:rep:*"}})"));
  EXPECT_EQ(FindRuleIn(of_a_caller, "DEP502"), nullptr) << Show(of_a_caller);
}

TEST(RareForm, OfExternalIds) {
  const FormCase cases[] = {
      {Vendor(R"({"StringNotEquals":{"sts:ExternalId":"x"}})"), "DEP403", "lists who may not come"},
      {Vendor(R"({"StringLike":{"sts:ExternalId":"*"}})"), "DEP204",
       "takes more external ids than one"},
      {Vendor(R"({"Null":{"sts:ExternalId":"false"}})"), "DEP109",
       "asks only that the key is there"},
      {Vendor(R"({"StringEqualsIfExists":{"sts:ExternalId":"Zk39dkq02jd"}})"), "DEP401",
       "holds when the key is absent"},
      {Vendor(R"({"StringEquals":{"sts:ExternalId":"999900001111"}})"), "DEP203",
       "it is an account id"},
      {Vendor(R"({"StringEquals":{"sts:ExternalId":"1234567890123456"}})"), "DEP203",
       "a number that can be counted up"},
      {Vendor(R"({"StringEquals":{"sts:ExternalId":"external-id-one"}})"), "DEP203",
       "a word of the manuals"},
      {Vendor(R"({"StringEquals":{"sts:ExternalId":"short"}})"), "DEP203", "it has 5 characters"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// A Deny that asks whether there is a source key at all lets in who sends none.
TEST(RareForm, OfADenyThatNeedsASourceKey) {
  const auto denied = [](const std::string& condition) {
    return WithDeny(Allow(R"({"Service":"cloudtrail.amazonaws.com"})", "{}"), R"("*")", "*",
                    condition);
  };
  const FormCase cases[] = {
      {denied(R"({"StringNotEquals":{"aws:SourceAccount":"111122223333"}})"), "", ""},
      {denied(
           R"({"StringNotEquals":{"aws:SourceAccount":"111122223333"},"Null":{"aws:SourceAccount":"false"}})"),
       "DEP108", "DEP108 warning"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// A Deny of all other external ids asks for one as well.
TEST(RareForm, OfExternalIdsThatADenyAsksFor) {
  const auto denied = [](const std::string& condition, const std::string& who = R"("*")") {
    return WithDeny(Vendor("{}"), who, "sts:AssumeRole", condition);
  };
  const FormCase cases[] = {
      {denied(R"({"StringNotEquals":{"sts:ExternalId":"Zk39dkq02jd"}})"), "", ""},
      {denied(R"({"StringNotEquals":{"sts:ExternalId":"short"}})"), "DEP203",
       "it has 5 characters"},
      {denied(R"({"StringNotLike":{"sts:ExternalId":"cust-*"}})"), "DEP202",
       "without an external id of yours"},
      {denied(R"({"Null":{"sts:ExternalId":"true"}})"), "DEP202",
       "without an external id of yours"},
      {denied(R"({"StringEquals":{"sts:ExternalId":"Zk39dkq02jd"}})"), "DEP202",
       "without an external id of yours"},
      {denied(R"({"StringNotEquals":{"sts:ExternalId":"Zk39dkq02jd"}})",
              R"({"AWS":"arn:aws:iam::777788889999:root"})"),
       "DEP202", "without an external id of yours"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// A key that names the tenant in another way makes it a suggestion, unless it may be absent.
TEST(RareForm, OfOtherWaysToSayForWhom) {
  const FormCase cases[] = {
      {Vendor(R"({"StringEquals":{"sts:SourceIdentity":"me"}})"), "DEP202", "suggestion"},
      {Vendor(R"({"StringEquals":{"aws:RequestTag/tenant":"me"}})"), "DEP202", "suggestion"},
      {Vendor(R"({"StringEquals":{"aws:PrincipalTag/tenant":"me"}})"), "DEP202", "suggestion"},
      {Vendor(R"({"StringEqualsIfExists":{"sts:RoleSessionName":"me"}})"), "DEP202", "warning"},
      {Vendor(R"({"ForAllValues:StringEquals":{"sts:RoleSessionName":"me"}})"), "DEP202 DEP409",
       "warning"},
      {Allow(R"("*")", R"({"StringEquals":{"sts:ExternalId":"Zk39dkq02jd"}})"), "DEP201",
       "everybody is named"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// Keys of a resource's service that say whose the caller is. Where nobody says whose the resource
// is, it is theirs whom its policy asks for; a role is not.
TEST(RareForm, OfKeysThatTellTheAccount) {
  const auto check = [](const char* action, const char* key, PolicyType type) {
    std::string ids;
    for (const Finding& finding :
         Check(Allow(R"("*")", absl::StrCat(R"({"StringEquals":{")", key, R"(":"111122223333"}})"),
                     absl::StrCat(action, type == PolicyType::kTrust ? "" : R"(","Resource":"*)")),
               {}, type)
             .findings)
      absl::StrAppend(&ids, finding.rule, " ");
    return ids;
  };
  EXPECT_EQ(check("kms:Decrypt", "kms:CallerAccount", PolicyType::kResource), "");
  EXPECT_EQ(check("sns:Publish", "aws:SourceOwner", PolicyType::kResource), "");
  EXPECT_EQ(check("sns:Publish", "aws:PrincipalAccount", PolicyType::kResource), "");
  EXPECT_EQ(check("sqs:SendMessage", "aws:SourceOwner", PolicyType::kResource), "DEP201 ");
  EXPECT_EQ(check("sts:AssumeRole", "aws:SourceOwner", PolicyType::kTrust), "DEP201 DEP603 ");
  EXPECT_EQ(check("sts:AssumeRole", "aws:PrincipalAccount", PolicyType::kTrust), "DEP201 ");
}

// The organization of the role is its own, whatever its id.
TEST(RareForm, OfTheRolesOwnOrganization) {
  const std::string same = Source(R"({"StringEquals":{"aws:SourceOrgID":"${aws:resourceorgid}"}})");
  EXPECT_TRUE(Check(same).empty());
  const std::vector<Finding> open =
      Check(Source(R"({"StringEqualsIfExists":{"aws:SourceOrgID":"${aws:ResourceOrgID}"}})"));
  ASSERT_FALSE(open.empty());
  EXPECT_THAT(open[0].notes, testing::Contains("the organization `${aws:ResourceOrgID}`, which the "
                                               "conditions name, is taken for your own"));
  // Before variables it was a text.
  EXPECT_EQ(Check(absl::StrReplaceAll(same, {{"2012-10-17", "2008-10-17"}}))[0].rule, "DEP107");
  // Where somebody says whose, the role is in theirs.
  LintContext context = RoleContext(same);
  context.trusted.organizations = {"o-abcdefghij"};
  EXPECT_TRUE(Check(same, context).findings.empty());
}

// A provider is looked for among no services.
TEST(RareForm, OfAProviderWithTheNameOfAService) {
  const std::vector<Finding> findings =
      Check(Allow(R"({"Federated":"lambdas.amazonaws.com"})",
                  R"({"Bool":{"aws:SecureTransport":"true"}})", "sts:AssumeRoleWithWebIdentity"));
  EXPECT_EQ(FindRuleIn(findings, "DEP604"), nullptr) << Show(findings);
  EXPECT_NE(FindRuleIn(Check(Allow(R"({"Service":"lambdas.amazonaws.com"})",
                                   R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})")),
                       "DEP604"),
            nullptr);
}

TEST(RareForm, OfClaims) {
  const FormCase cases[] = {
      {GitHub(
           R"({"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com","token.actions.githubusercontent.com:job_workflow_ref":"acme/shared/.github/workflows/deploy.yml@refs/heads/main"}})"),
       "DEP301", "no condition asks whose token"},
      {Allow(R"({"Federated":"accounts.google.com"})",
             R"({"StringEquals":{"accounts.google.com:sub":"110169484474386276334"}})",
             "sts:AssumeRoleWithWebIdentity"),
       "DEP301", "no condition asks whose token"},
      {GitHub(R"({"StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}})"),
       "DEP301 DEP302", "no condition asks whose token"},
      {GitHub(R"({"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme*"}})"),
       "DEP302 DEP303", "a wildcard where the tenant's name goes on"},
      {GitHub(R"({"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app:*"}})"),
       "DEP302", "for whom the token was made"},
      {GitHub(R"({"StringEquals":{"token.actions.githubusercontent.com:sub":"anything"}})"),
       "DEP302", "for whom the token was made"},
      {GitHub(R"({"StringLike":{"token.actions.githubusercontent.com:sub":"*"}})"), "DEP301 DEP302",
       "no condition asks whose token"},
      {GitHub(R"({"StringNotLike":{"token.actions.githubusercontent.com:sub":"repo:acme/*"}})"),
       "DEP301 DEP302", "no condition asks whose token"},
      {GitHub(R"({"Null":{"token.actions.githubusercontent.com:sub":"false"}})"), "DEP301 DEP302",
       "no condition asks whose token"},
      {GitHub(R"({"StringLike":{"token.actions.githubusercontent.com:repository_owner_id":"1*"}})"),
       "DEP301 DEP302", "no condition asks whose token"},
      {GitHub(
           R"({"StringEquals":{"token.actions.githubusercontent.com:repository_owner_id":"123"}})"),
       "DEP302", "for whom the token was made"},
      // beside it, what is kept out or only has to be there names no tenant
      {GitHub(
           R"({"StringEquals":{"token.actions.githubusercontent.com:repository_owner_id":"123"},)"
           R"("StringNotLike":{"token.actions.githubusercontent.com:sub":"repo:acme/app:*"}})"),
       "DEP302", "for whom the token was made"},
      {GitHub(
           R"({"StringEquals":{"token.actions.githubusercontent.com:repository_owner_id":"123"},)"
           R"("Null":{"token.actions.githubusercontent.com:sub":"false"}})"),
       "DEP302", "for whom the token was made"},
      {GitHub(
           R"({"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}})"),
       "DEP301", "no condition asks whose token"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// The fix keeps a part of what was let in, and that a tenant can have; else the author is to say
// it.
TEST(RareForm, OfWildcardsInTheTenantsName) {
  const struct {
    std::string loose;
    std::string tight;  // empty: no fix
  } cases[] = {
      {"repo:acme*", "repo:acme/*"}, {"repo:acme*/app:*", "repo:acme/app:*"},
      {"repo:acme-*/app:*", ""},     {"repo:acme-*", ""},
      {"repo:ac?e/app:*", ""},       {"repo:ac*e/app:*", ""},
      {"repo:acme*:ref:*", ""},
  };
  for (const auto& [loose, tight] : cases) {
    const std::vector<Finding> findings = Check(GitHub(absl::StrCat(
        R"({"StringLike":{"token.actions.githubusercontent.com:sub":")", loose, R"("}})")));
    const Finding* found = FindRuleIn(findings, "DEP303");
    ASSERT_NE(found, nullptr) << loose;
    const std::string title =
        tight.empty() ? "" : absl::StrCat("replace `", loose, "` by `", tight, "`");
    EXPECT_EQ(found->fix ? found->fix->title : "", title);
    if (!tight.empty()) continue;
    EXPECT_THAT(found->notes, testing::Contains(testing::HasSubstr("in full"))) << loose;
  }
}

// Subjects that are customised: those that begin with a claim that tells whose the token is.
TEST(RareForm, OfCustomisedSubjects) {
  const struct {
    std::string sub;
    std::string rules;
  } cases[] = {
      {"repository_owner_id:1234567:repository_id:98765:*", "DEP302"},
      {"repository_id:98765:*", "DEP302"},
      {"repository_id:98765", "DEP302"},
      {"repository_owner:acme:repository:acme/app:*", "DEP302"},
      {"repository_owner:acme", "DEP302"},
      {"repository:acme/app:*", "DEP302"},
      {"enterprise:acme:repo:acme/app:*", "DEP302"},
      {"enterprise_id:42:*", "DEP302"},
      {"repository_owner_id:1234567*", "DEP302 DEP303"},
      {"repository_owner:acme-*:repository:acme-prod/app:*", "DEP302 DEP303"},
      {"repository_owner_id:*:repository_id:98765:*", "DEP301 DEP302"},
      {"*:repository_id:98765:*", "DEP301 DEP302"},
      {"repository*:acme/app:*", "DEP301 DEP302"},
      {"environment:prod:repository_id:98765:*", "DEP301 DEP302"},
      {"job_workflow_ref:acme/shared/*:repository_id:98765", "DEP301 DEP302"},
      {"actor:octocat:repo:acme/app:*", "DEP301 DEP302"},
      {"context:repository_id:98765:*", "DEP301 DEP302"},
  };
  for (const auto& [sub, rules] : cases) {
    ExpectFindings(
        {GitHub(absl::StrCat(R"({"StringLike":{"token.actions.githubusercontent.com:sub":")", sub,
                             R"("}})")),
         rules, ""});
  }
}

// A Deny of all other tokens asks for them, as far as it goes.
TEST(RareForm, OfClaimsThatADenyAsksFor) {
  const std::string host = "token.actions.githubusercontent.com";
  const auto sub = [&](const std::string& op, const std::string& value) {
    return absl::StrCat(R"({")", op, R"(":{")", host, R"(:sub":")", value, R"("}})");
  };
  const auto denied = [&](const std::string& condition, const std::string& provider) {
    return WithDeny(
        GitHub(absl::StrCat(R"({"StringEquals":{")", host, R"(:aud":"sts.amazonaws.com"}})")),
        absl::StrCat(R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/)", provider,
                     R"("})"),
        "sts:AssumeRoleWithWebIdentity", condition);
  };
  const std::string open = "no condition asks whose token";
  const FormCase cases[] = {
      {denied(sub("StringNotLike", "repo:acme/*"), host), "", ""},
      {denied(sub("StringNotEquals", "repo:acme/app:ref:refs/heads/main"), host), "", ""},
      {denied(sub("StringNotLike", "*"), host), "DEP301", open},
      {denied(sub("StringNotLike", "repo:acme*"), host), "DEP301", open},
      {denied(sub("StringLike", "repo:evil/*"), host), "DEP301", open},
      {denied(sub("StringNotLike", "repo:acme/*"), "gitlab.com"), "DEP301 DEP406", open},
      {R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)"
       R"("Principal":{"Federated":"cognito-identity.amazonaws.com"},)"
       R"("Action":"sts:AssumeRoleWithWebIdentity"},{"Effect":"Deny","Principal":"*",)"
       R"("Action":"sts:*","Condition":{"StringNotEquals":)"
       R"({"cognito-identity.amazonaws.com:aud":"us-east-1:4b2d7c1e"}}}]})",
       "DEP304", "guests of the identity pool get in"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// Each provider that many share: without a tenant it is open, and by the claim its tenant closes
// it.
TEST(RareForm, OfSharedProviders) {
  const struct {
    std::string host;
    std::string claim;
    std::string good;   // names a tenant
    std::string loose;  // lets the name go on; empty where there is no such form
  } providers[] = {
      {"oidc-configuration.audit-log.githubusercontent.com", "sub", "https://github.com/acme", ""},
      {"vstoken.actions.githubusercontent.com", "sub", "repo:acme/*", "repo:acme*"},
      {"agent.buildkite.com", "sub", "organization:acme:*", "organization:acme*"},
      {"oidc.codefresh.io", "sub", "account:64f884faac2751b77ca7ab24:*", "account:64f8*"},
      {"studio.datachain.ai/api", "sub", "credentials:acme/*", "credentials:acme*"},
      {"api.pulumi.com/oidc", "aud", "acme", ""},
      {"api.pulumi.com/oidc", "sub", "pulumi:deploy:org:acme:*", "pulumi:deploy:org:acme*"},
      {"api.pulumi.com/oidc", "sub", "pulumi:environments:org:acme:env:*",
       "pulumi:environments:org:acme*"},
      {"api.pulumi.com/oidc", "sub", "pulumi:*:org:acme:*", "pulumi:*:org:acme*"},
      {"sandboxes.cloud", "aud", "acme", ""},
      {"scalr.io", "sub", "account:acme:*", "account:acme*"},
      {"tokens.cloud.shisho.dev", "sub", "job:acme:*", "job:acme*"},
      {"proidc.upbound.io", "sub", "mcp:acme/prod:*", "mcp:acme*"},
      {"oidc.vercel.com", "sub", "owner:acme:project:web:*", "owner:acme*"},
      {"oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D", "sub", "system:serviceaccount:billing:*",
       "system:serviceaccount:billing*"},
  };
  for (const auto& provider : providers) {
    const auto policy = [&](const std::string& condition) {
      return Allow(absl::StrCat(R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/)",
                                provider.host, "\"}"),
                   condition, "sts:AssumeRoleWithWebIdentity");
    };
    const auto like = [&](const std::string& claim, const std::string& value) {
      return absl::StrCat(R"("StringLike":{")", provider.host, ":", claim, R"(":")", value, "\"}");
    };
    const std::string aud = provider.claim == "aud" ? ""
                                                    : absl::StrCat(R"("StringEquals":{")",
                                                                   provider.host, R"(:aud":"x"})");
    const auto with = [&](const std::string& clause) {
      return policy(absl::StrCat("{", aud, aud.empty() ? "" : ",", clause, "}"));
    };
    ExpectFindings({policy("{}"), "DEP301 DEP302", "no condition asks whose token"});
    ExpectFindings({with(like(provider.claim, provider.good)), "", ""});
    if (provider.loose.empty()) continue;
    ExpectFindings({with(like(provider.claim, provider.loose)), "DEP303",
                    "a wildcard where the tenant's name goes on"});
  }
}

// A claim is of its own provider's tokens.
TEST(RareForm, OfClaimsOfOtherProviders) {
  const std::string host = "oidc.eks.us-east-1.amazonaws.com/id/";
  const auto provider = [&](const std::string& name) {
    return absl::StrCat(R"("arn:aws:iam::111122223333:oidc-provider/)", host, name, R"(")");
  };
  const auto with = [&](const std::string& providers, const std::string& key) {
    const std::vector<Finding> findings = Check(
        Allow(absl::StrCat(R"({"Federated":)", providers, "}"),
              absl::StrCat(R"({"StringEquals":{")", key, R"(":"system:serviceaccount:a:b"}})"),
              "sts:AssumeRoleWithWebIdentity"));
    const Finding* found = FindRuleIn(findings, "DEP406");
    return found == nullptr
               ? ""
               : absl::StrCat(found->message, "; ", found->notes.empty() ? "" : found->notes[0]);
  };
  EXPECT_EQ(with(provider("EX"), host + "EX:sub"), "");
  EXPECT_EQ(with(provider("EX"), "OIDC.eks.us-east-1.amazonaws.com/id/ex:sub"), "");
  EXPECT_EQ(
      with(provider("EX"), host + "OTHER:sub"),
      absl::StrCat("a token of `arn:aws:iam::111122223333:oidc-provider/", host,
                   "EX` never carries `", host,
                   "OTHER:sub`: the statement applies to nobody; its own is `", host, "EX:sub`"));
  EXPECT_THAT(with(provider("EX"), "saml:sub"), testing::EndsWith("applies to nobody; "));
  EXPECT_EQ(with(absl::StrCat("[", provider("EX"), ",", provider("OTHER"), "]"), host + "EX:sub"),
            "");
  EXPECT_EQ(with(provider("EX"), "aws:FederatedProvider"), "");
  EXPECT_EQ(with(R"("arn:aws:iam::111122223333:saml-provider/Corp")", "saml:sub"), "");
}

// What is not known yet may be the provider of the claim.
TEST(RareForm, OfClaimsOfAProviderThatIsNotKnownYet) {
  const std::string text =
      Allow(R"({"Federated":"unknown-until-deployed.invalid"})",
            R"({"StringEquals":{"login.example.com:sub":"x"}})", "sts:AssumeRoleWithWebIdentity");
  LintContext context = RoleContext(text);
  EXPECT_NE(FindRuleIn(Check(text, context).findings, "DEP406"), nullptr);
  const auto at = static_cast<uint32_t>(text.find("\"unknown"));
  context.unknown = {{at, at + 5}};
  EXPECT_EQ(FindRuleIn(Check(text, context).findings, "DEP406"), nullptr);
}

// By its action the statement is dead, not by its conditions.
TEST(RareForm, OfActionsOfOtherPrincipals) {
  const std::string saml = R"({"Federated":"arn:aws:iam::111122223333:saml-provider/Corp"})";
  const std::string oidc =
      R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/login.example.com"})";
  const std::string saml_aud =
      R"({"StringEquals":{"saml:aud":"https://signin.aws.amazon.com/saml"}})";
  const std::string aud = R"({"StringEquals":{"login.example.com:aud":"app"}})";
  const std::string own = R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})";
  const FormCase cases[] = {
      {Allow(saml, saml_aud), "DEP501", "by `sts:AssumeRoleWithSAML`, which is not"},
      {Allow(saml, saml_aud, "sts:AssumeRoleWithWebIdentity"), "DEP501",
       "by `sts:AssumeRoleWithSAML`, which is not"},
      {Allow(saml, saml_aud, "sts:AssumeRoleWithSAML"), "", ""},
      {Allow(oidc, aud), "DEP501", "by `sts:AssumeRoleWithWebIdentity`, which is not"},
      {Allow(oidc, aud, "sts:AssumeRole*"), "DEP607", ""},
      {Allow(oidc, aud, "sts:TagSession"), "", ""},
      {Source(own), "", ""},
      {Allow(R"({"Service":"dms.amazonaws.com"})", own, "sts:AssumeRoleWithSAML"), "DEP501",
       "`dms.amazonaws.com` comes to a role by `sts:AssumeRole`"},
      {Source(own).replace(Source(own).find("sts:AssumeRole"), 14, "sts:GetCallerIdentity"),
       "DEP501", "not among its actions"},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

// All namespaces of a cluster are of its owner, and one can make a service account in some.
TEST(RareForm, OfTheNamespacesOfACluster) {
  const std::string host = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D";
  const auto check = [&](const std::string& sub) {
    return Check(Allow(
        absl::StrCat(R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/)", host, R"("})"),
        absl::StrCat(R"({"StringEquals":{")", host, R"(:aud":"sts.amazonaws.com"},)",
                     R"("StringLike":{")", host, R"(:sub":")", sub, R"("}})"),
        "sts:AssumeRoleWithWebIdentity"));
  };
  for (const char* sub : {"system:serviceaccount:*:reader", "system:serviceaccount:*", "*"}) {
    const std::vector<Finding> findings = check(sub);
    ASSERT_EQ(findings.size(), 1u) << sub << "\n" << Show(findings);
    EXPECT_EQ(findings[0].rule, "DEP301");
    EXPECT_EQ(findings[0].severity, Severity::kWarning);
    EXPECT_THAT(findings[0].message,
                testing::HasSubstr("a service account of any namespace of the EKS cluster"));
  }
  const std::vector<Finding> loose = check("system:serviceaccount:team-*:reader");
  ASSERT_EQ(loose.size(), 1u) << Show(loose);
  EXPECT_EQ(loose[0].rule, "DEP303");
  EXPECT_EQ(loose[0].severity, Severity::kWarning);
  EXPECT_TRUE(check("system:serviceaccount:billing:*").empty());
}

std::string Pool(const std::string& amr, const std::string& more = "") {
  return absl::StrCat(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",)",
      R"("Principal":{"Federated":"cognito-identity.amazonaws.com"},)",
      R"("Action":"sts:AssumeRoleWithWebIdentity","Condition":{)",
      R"("StringEquals":{"cognito-identity.amazonaws.com:aud":"us-east-1:4b2d7c1e"})", amr, "}}",
      more, "]}");
}

std::string Amr(const std::string& op, const std::string& value) {
  return absl::StrCat(R"(,")", op, R"(":{"cognito-identity.amazonaws.com:amr":")", value, R"("})");
}

// Guests are kept out when their token is, whatever looks like asking for amr.
TEST(RareForm, OfGuestsOfAnIdentityPool) {
  const auto denied = [](const std::string& condition) {
    return absl::StrCat(R"(,{"Effect":"Deny","Principal":"*","Action":"sts:*","Condition":{)",
                        condition.substr(1), "}}");
  };
  const std::string no = "no condition on `cognito-identity.amazonaws.com:amr` keeps them out";
  const FormCase cases[] = {
      {Pool(""), "DEP304", no},
      {Pool(Amr("ForAnyValue:StringLike", "*")), "DEP304", no},
      {Pool(Amr("ForAnyValue:StringLike", "*authenticated")), "DEP304", no},
      {Pool(Amr("ForAnyValue:StringNotEquals", "x")), "DEP304", no},
      {Pool(Amr("Null", "false")), "DEP304", no},
      {Pool(Amr("ForAnyValue:StringLike", "authenticated")), "", ""},
      {Pool(Amr("ForAnyValue:StringNotEquals", "unauthenticated")), "", ""},
      {Pool(Amr("ForAnyValue:StringEquals", "unauthenticated")), "", ""},  // meant
      {Pool("", denied(Amr("ForAllValues:StringNotEquals", "authenticated"))), "", ""},
      {Pool("", denied(Amr("ForAnyValue:StringEquals", "unauthenticated"))), "", ""},
      {Pool("", denied(Amr("ForAnyValue:StringEquals", "authenticated"))), "DEP304", no},
  };
  for (const FormCase& form : cases) ExpectFindings(form);
}

}  // namespace
}  // namespace deputy
