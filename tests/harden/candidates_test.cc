// Which change closes a statement when the nearest one does not fit: beside a clause that stands
// there already, of several third parties, and for services that send half of what is needed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/harden/hardener.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

HardenResult HardenRole(const std::string& statement, TrustedParties trusted,
                        absl::Span<const ServiceFact> services = {}) {
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(
      absl::StrCat(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)", statement, "}}"),
      PolicyType::kTrust, diagnostics);
  EXPECT_TRUE(policy) << statement;
  if (!policy) return {};
  HardenQuestion question;
  question.role.policy = &*policy;
  question.role.resource = "arn:aws:iam::111122223333:role/Target";
  question.role.trusted = std::move(trusted);
  question.role.services = services;
  return Harden(question);
}

std::vector<std::string> TitlesOf(const HardenResult& result) {
  std::vector<std::string> titles;
  for (const Change& change : result.changes) titles.push_back(ChangeTitle(change));
  return titles;
}

// Two clauses of one operator and one key cannot stand together; ForAnyValue asks the same of a key
// with one value.
TEST(Candidates, AClauseBesideOneOfTheSameOperatorAndKey) {
  const HardenResult result = HardenRole(
      R"("Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"},)"
      R"("Action":"sts:AssumeRoleWithWebIdentity",)"
      R"("Condition":{"StringLike":{"token.example.com:sub":"*:prod"}})",
      {{"111122223333"}, {}, {}, {{"token.example.com:sub", "repo:acme/*"}}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result),
              ElementsAre("add ForAnyValue:StringLike token.example.com:sub `repo:acme/*`"));
}

// Of the values of a token those stay that are mine as they are.
TEST(Candidates, TheValuesThatAreMineStay) {
  const auto titles = [](const char* values) {
    return TitlesOf(HardenRole(
        absl::StrCat(R"("Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/)",
                     R"(token.example.com"},"Action":"sts:AssumeRoleWithWebIdentity",)",
                     R"("Condition":{"StringLike":{"token.example.com:sub":)", values, "}}"),
        {{"111122223333"}, {}, {}, {{"token.example.com:sub", "repo:acme/*"}}}));
  };
  EXPECT_THAT(titles(R"(["repo:acme/web","repo:evil/*"])"),
              ElementsAre("put StringLike token.example.com:sub `repo:acme/web` in the place of "
                          "StringLike token.example.com:sub"));
  EXPECT_THAT(titles(R"(["repo:*","repo:evil/x"])"),
              ElementsAre("put StringLike token.example.com:sub `repo:acme/*` in the place of "
                          "StringLike token.example.com:sub"));
}

// Whoever says it twice, as --trust and --account may, reads it once.
TEST(Candidates, WhatIsTrustedTwiceIsWrittenOnce) {
  const auto titles = [](const char* principal, TrustedParties trusted) {
    return TitlesOf(
        HardenRole(absl::StrCat(R"("Principal":)", principal, R"(,"Action":"sts:AssumeRole")"),
                   std::move(trusted)));
  };
  constexpr char kService[] = R"({"Service":"dms.amazonaws.com"})";
  EXPECT_THAT(titles(kService, {{"111122223333", "111122223333"}, {}, {}, {}}),
              ElementsAre("add StringEquals aws:SourceAccount `111122223333`"));
  EXPECT_THAT(titles(kService, {{}, {"o-acme123456", "o-acme123456"}, {}, {}}),
              ElementsAre("add StringEquals aws:SourceOrgID `o-acme123456`"));
  EXPECT_THAT(titles(R"({"AWS":["555566667777","777788889999"]})",
                     {{}, {}, {{"555566667777", "x-1"}, {"777788889999", "x-1"}}, {}}),
              ElementsAre("add StringEquals sts:ExternalId `x-1`"));
}

// The note names the key that the policy needs; the organization is sent where the account is.
TEST(Candidates, ANoteOfWhatNoSourceSays) {
  const auto notes = [](TrustedParties trusted, absl::Span<const ServiceFact> facts) {
    return HardenRole(R"("Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole")",
                      std::move(trusted), facts)
        .notes;
  };
  const std::string locked_out = "; where it does not, the policy locks it out";
  const TrustedParties organization{{}, {"o-acme123456"}, {}, {}};
  EXPECT_THAT(notes({{"111122223333"}, {}, {}, {}}, {}),
              ElementsAre("no source says whether `dms.amazonaws.com` sends aws:SourceAccount" +
                          locked_out));
  EXPECT_THAT(
      notes(organization, {}),
      ElementsAre("no source says whether `dms.amazonaws.com` sends aws:SourceOrgID" + locked_out));
  ServiceFact fact;
  fact.principal = "dms.amazonaws.com";
  fact.sends_source_account = Known::kYes;
  EXPECT_THAT(notes(organization, {&fact, 1}), ElementsAre());
}

// What is no ARN is of no account, so that nothing of it can stay.
TEST(Candidates, AValueThatIsNoArn) {
  const HardenResult result =
      HardenRole(R"("Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole",)"
                 R"("Condition":{"StringLike":{"aws:SourceArn":"*:111122223333:rep:?"}})",
                 {{"111122223333"}, {}, {}, {}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result), ElementsAre("add StringEquals aws:SourceAccount `111122223333`"));
}

// The external id is that of the party that a statement names, and not of another.
TEST(Candidates, TheExternalIdOfWhoIsNamed) {
  const HardenResult result = HardenRole(
      R"("Principal":{"AWS":"666677778888"},"Action":"sts:AssumeRole",)"
      R"("Condition":{"StringLike":{"sts:ExternalId":"*"}})",
      {{"111122223333"}, {}, {{"555566667777", "first"}, {"666677778888", "second"}}, {}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result),
              ElementsAre("put StringLike sts:ExternalId `second` in the place of StringLike "
                          "sts:ExternalId"));
}

// A request that has to be kept stays allowed by another statement, so that its own may go.
TEST(Candidates, AStatementGoesWhoseRequestAnotherAllows) {
  const std::string stranger =
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/r"},)"
      R"("Action":"sts:AssumeRole"})";
  const std::string mine =
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/r"},)"
      R"("Action":"sts:AssumeRole"})";
  Diagnostics diagnostics;
  const std::optional<Policy> policy = ParsePolicyText(
      absl::StrCat(R"({"Version":"2012-10-17","Statement":[)", stranger, ",", mine, "]}"),
      PolicyType::kTrust, diagnostics);
  ASSERT_TRUE(policy);
  HardenQuestion question;
  question.role.policy = &*policy;
  question.role.resource = "arn:aws:iam::111122223333:role/Target";
  question.role.trusted.accounts = {"111122223333"};
  question.kept = {"mine", "the stranger's"};
  size_t lost = 1;
  question.allows = [&](const Policy& changed, size_t request) {
    return request == lost ? changed.statements.size() > 1 : true;
  };
  EXPECT_EQ(Harden(question).outcome, HardenOutcome::kImpossible);
  lost = 2;
  const HardenResult result = Harden(question);
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result), ElementsAre("remove the statement"));
}

// The account is put into an ARN that leaves it open, and the rest stays as it was written.
TEST(Candidates, AnAccountIsPutIntoAnArn) {
  const auto titles = [](const char* arn) {
    return TitlesOf(HardenRole(
        absl::StrCat(R"("Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole",)",
                     R"("Condition":{"ArnLike":{"aws:SourceArn":")", arn, R"("}})"),
        {{"111122223333"}, {}, {}, {}}));
  };
  EXPECT_THAT(titles("arn:aws:dms:*:*:rep:A*"),
              ElementsAre("put ArnLike aws:SourceArn `arn:aws:dms:*:111122223333:rep:A*` in the "
                          "place of ArnLike aws:SourceArn"));
  EXPECT_THAT(titles("arn:aws:dms:*:*:*"),
              ElementsAre("put ArnLike aws:SourceArn `arn:aws:dms:*:111122223333:*` in the place "
                          "of ArnLike aws:SourceArn"));
}

// The ARN of a bucket shows no account: with one it would match nothing.
TEST(Candidates, NoAccountIsPutIntoTheArnOfABucket) {
  ServiceFact fact;
  fact.principal = "s3.amazonaws.com";
  fact.sends_source_arn = fact.sends_source_account = Known::kYes;
  fact.source_arns = {"arn:${Partition}:s3:::${Name}",
                      "arn:${Partition}:s3:${Region}:${Account}:storage-lens/${Name}"};
  const auto titles = [&](const char* arn) {
    return TitlesOf(HardenRole(
        absl::StrCat(R"("Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole",)",
                     R"("Condition":{"ArnLike":{"aws:SourceArn":")", arn, R"("}})"),
        {{"111122223333"}, {}, {}, {}}, absl::MakeConstSpan(&fact, 1)));
  };
  for (const char* bucket : {"arn:aws:s3:*:*:acme-data", "arn:aws:s3:*:*:*"}) {
    EXPECT_THAT(titles(bucket), ElementsAre("add StringEquals aws:SourceAccount `111122223333`"));
  }
  EXPECT_THAT(titles("arn:aws:s3:*:*:storage-lens/*"),
              ElementsAre("put ArnLike aws:SourceArn "
                          "`arn:aws:s3:*:111122223333:storage-lens/*` in the place of ArnLike "
                          "aws:SourceArn"));
}

// A token is mine by three claims, and none of them is asked for.
TEST(Candidates, ThreeClausesTogether) {
  const HardenResult result = HardenRole(
      R"("Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.example.com"},)"
      R"("Action":"sts:AssumeRoleWithWebIdentity")",
      {{"111122223333"},
       {},
       {},
       {{"token.example.com:sub", "me"},
        {"token.example.com:aud", "role"},
        {"token.example.com:org", "acme"}}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result), ElementsAre("add StringEquals token.example.com:sub `me`",
                                            "add StringEquals token.example.com:aud `role`",
                                            "add StringEquals token.example.com:org `acme`"));
}

// A stranger goes from the list, with no statement taken apart for it.
TEST(Candidates, AStrangerBesideMine) {
  const HardenResult result =
      HardenRole(R"("Principal":{"AWS":["111122223333","999988887777"]},"Action":"sts:AssumeRole")",
                 {{"111122223333"}, {}, {}, {}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result), ElementsAre("name only `111122223333`"));
}

// An account that stands beside `*` already, by its ARN or its id, is named once.
TEST(Candidates, EverybodyBesideTheOwnAccount) {
  const auto titles = [](const char* principals) {
    return TitlesOf(HardenRole(
        absl::StrCat(R"("Principal":{"AWS":)", principals, R"(},"Action":"sts:AssumeRole")"),
        {{"111122223333"}, {}, {}, {}}));
  };
  EXPECT_THAT(titles(R"(["arn:aws:iam::111122223333:root","*"])"),
              ElementsAre("name only `arn:aws:iam::111122223333:root`"));
  EXPECT_THAT(titles(R"(["*","111122223333"])"), ElementsAre("name only `111122223333`"));
}

// Without an external id nobody comes for a third party whose id is known: it goes from the list.
TEST(Candidates, AThirdPartyWhomTheConditionKeepsOut) {
  const HardenResult result =
      HardenRole(R"("Principal":{"AWS":["111122223333","555566667777"]},"Action":"sts:AssumeRole",)"
                 R"("Condition":{"Null":{"sts:ExternalId":"true"}})",
                 {{"111122223333"}, {}, {{"555566667777", "mine"}}, {}});
  EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << result.reason;
  EXPECT_THAT(TitlesOf(result), ElementsAre("name only `111122223333`"));
}

// Who names everybody and asks for an MFA device or an external id means people, and
// `aws:SourceAccount` would lock them all out. Who asks for what only services send means those.
// Who is kept out beside people is told.
TEST(Candidates, EverybodyIsPeopleUnlessOnlyServicesGetIn) {
  const auto told = [](const std::string& condition, std::vector<std::string> organizations = {}) {
    const HardenResult result =
        HardenRole(absl::StrCat(R"("Principal":{"AWS":"*"},"Action":"sts:AssumeRole","Condition":)",
                                condition),
                   {{"111122223333"}, std::move(organizations), {}, {}});
    EXPECT_EQ(result.outcome, HardenOutcome::kHardened) << condition << result.reason;
    std::vector<std::string> lines = TitlesOf(result);
    lines.insert(lines.end(), result.notes.begin(), result.notes.end());
    return lines;
  };
  const std::string by_account = "name only `arn:aws:iam::111122223333:root`";
  const std::string no_services =
      "statement 1 named everybody: services that call for themselves are kept out now; where one "
      "is to get in, give it a statement of its own";
  for (const char* for_people :
       {R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})",
        R"({"Bool":{"aws:ViaAWSService":"true"}})", R"({"StringEquals":{"sts:ExternalId":"7f3c"}})",
        R"({"StringLike":{"sts:RoleSessionName":"a*"}})",
        R"({"StringEquals":{"aws:RequestTag/team":"blue"}})"}) {
    EXPECT_THAT(told(for_people), ElementsAre(by_account, no_services)) << for_people;
  }
  EXPECT_THAT(told(R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})", {"o-acme123456"}),
              ElementsAre("add StringEquals aws:PrincipalOrgID `o-acme123456`", no_services));
  EXPECT_THAT(told(R"({"Bool":{"aws:PrincipalIsAWSService":"true"}})"),
              ElementsAre("add StringEquals aws:SourceAccount `111122223333`"));
  EXPECT_THAT(told(R"({"StringLike":{"aws:SourceAccount":"*"}})"),
              ElementsAre("put StringLike aws:SourceAccount `111122223333` in the place of "
                          "StringLike aws:SourceAccount"));
  EXPECT_THAT(told(R"({"StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}})"),
              ElementsAre(by_account, no_services));
  EXPECT_THAT(told("{}", {"o-acme123456"}),
              ElementsAre(by_account,
                          "statement 1 named everybody: services that call for themselves, and "
                          "those of your organizations in accounts that are not named are kept out "
                          "now; where one is to get in, give it a statement of its own"));
}

// Beside a service that is named, everybody becomes the own account, with a statement for each.
TEST(Candidates, EverybodyBesideAService) {
  const HardenResult result = HardenRole(
      R"("Principal":{"AWS":"*","Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole")",
      {{"111122223333"}, {}, {}, {}});
  EXPECT_THAT(TitlesOf(result),
              ElementsAre("give `dms.amazonaws.com` a statement of its own, beside "
                          "`arn:aws:iam::111122223333:root`",
                          "add StringEquals aws:SourceAccount `111122223333`"));
  ASSERT_FALSE(result.notes.empty());
  EXPECT_THAT(result.notes[0], HasSubstr("services that call for themselves are kept out now"));
}

// A service that sends its ARN does not send nothing, though the ARN tells no account.
TEST(Candidates, OneOfTheSourceKeysIsNotNone) {
  ServiceFact fact;
  fact.principal = "mute.amazonaws.com";
  const auto reason = [&](Known arn, Known account) {
    fact.sends_source_arn = arn;
    fact.sends_source_account = account;
    fact.source_arns = {"arn:aws:mute:::thing"};
    const HardenResult result =
        HardenRole(R"("Principal":{"Service":"mute.amazonaws.com"},"Action":"sts:AssumeRole")",
                   {{"111122223333"}, {}, {}, {}}, absl::MakeConstSpan(&fact, 1));
    EXPECT_EQ(result.outcome, HardenOutcome::kImpossible);
    return result.reason;
  };
  EXPECT_THAT(reason(Known::kNo, Known::kNo),
              HasSubstr("`mute.amazonaws.com` sends neither aws:SourceArn nor aws:SourceAccount"));
  EXPECT_THAT(reason(Known::kYes, Known::kNo),
              HasSubstr("no change that was tried keeps everybody"));
}

}  // namespace
}  // namespace deputy
