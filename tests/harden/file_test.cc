// Hardening in every kind of file: only the edits, everything else byte for byte; what cannot be
// hardened is left alone, and says why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "simulator/mend/hardened_file.h"
#include "simulator/mend/unified_diff.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

const char kDms[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole"}]})";
const char kDmsMended[] =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}]})";

HardenSettings Settings() {
  HardenSettings settings;
  settings.trusted.accounts = {"111122223333"};
  settings.trusted.third_parties = {{"555566667777", "7f3c"}};
  return settings;
}

HardenedFile Harden(const std::string& name, const std::string& text) {
  return HardenFile({name, text}, Settings());
}

HardenOutcome OutcomeOf(const HardenedFile& file, size_t policy = 0) {
  return file.policies.at(policy).result.outcome;
}

TEST(HardenFile, OneLineStaysOneLine) {
  const HardenedFile hardened = Harden("policy.json", kDms);
  EXPECT_EQ(hardened.text, kDmsMended);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kHardened);
}

TEST(HardenFile, JsonInAString) {
  const auto list = [](const std::string& policy) {
    return absl::StrCat(R"({"Roles": [ {"Arn": "arn:aws:iam::111122223333:role/a", )",
                        R"("AssumeRolePolicyDocument": ")",
                        absl::StrReplaceAll(policy, {{"\"", "\\\""}}), "\"}]}\n");
  };
  const HardenedFile hardened = Harden("roles.json", list(kDms));
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kHardened);
  EXPECT_EQ(
      absl::StrReplaceAll(hardened.text, {{": {", ":{"}, {", \\\"C", ",\\\"C"}, {": \\", ":\\"}}),
      absl::StrReplaceAll(list(kDmsMended), {{": {", ":{"}}));
}

TEST(HardenFile, YamlInBlocksKeepsItsComments) {
  const std::string text = R"(Resources:
  Role:   # mine
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: dms.amazonaws.com
            Action: sts:AssumeRole   # why
)";
  const HardenedFile hardened = Harden("template.yaml", text);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kHardened);
  EXPECT_EQ(absl::StrReplaceAll(hardened.text, {{R"(            Condition:
              StringEquals:
                aws:SourceAccount: "111122223333"
)",
                                                 ""}}),
            text);
}

// Lines that were added end as those do that stood there: in JSON, YAML and JSON in YAML.
TEST(HardenFile, KeepsTheLineEnds) {
  const std::string pretty = absl::StrReplaceAll(kDms, {{",\"", ",\n  \""}});
  const std::string block =
      "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n"
      "      AssumeRolePolicyDocument:\n        Version: \"2012-10-17\"\n        Statement:\n"
      "          - Effect: Allow\n            Principal: {Service: dms.amazonaws.com}\n"
      "            Action: sts:AssumeRole\n";
  for (const auto& [name, text] : {std::pair("policy.json", pretty), std::pair("t.yaml", block)}) {
    const std::string with_cr = absl::StrReplaceAll(text, {{"\n", "\r\n"}});
    const std::string as_it_is = Harden(name, text).text;
    EXPECT_NE(as_it_is, text);
    EXPECT_NE(as_it_is.find('\n'), std::string::npos);
    EXPECT_EQ(Harden(name, with_cr).text, absl::StrReplaceAll(as_it_is, {{"\n", "\r\n"}}));
  }
}

TEST(HardenFile, EveryPolicyOfAFileAndOnlyThose) {
  const std::string text = absl::StrCat("# Roles\n\n```json\n", kDms, "\n```\n\nand\n\n```json\n",
                                        kDmsMended, "\n```\n");
  const HardenedFile hardened = Harden("README.md", text);
  ASSERT_EQ(hardened.policies.size(), 2u);
  EXPECT_EQ(OutcomeOf(hardened, 0), HardenOutcome::kHardened);
  EXPECT_EQ(OutcomeOf(hardened, 1), HardenOutcome::kAlready);
  EXPECT_THAT(hardened.text, testing::StartsWith("# Roles\n\n```json\n{\"Version\""));
  EXPECT_THAT(hardened.text, testing::EndsWith(absl::StrCat(kDmsMended, "\n```\n")));
}

std::string RoleLine(const std::string& policy) {
  return absl::StrCat(R"({"Role":{"Arn":"arn:aws:iam::111122223333:role/r",)",
                      R"("AssumeRolePolicyDocument":)", policy, "}}\n");
}

// A word of it is wrong, and whoever puts that right finds that nobody of mine gets in.
std::string ForNobody() {
  return absl::StrReplaceAll(kDmsMended, {{"Equals", "Equal"}, {"111122223333", "999988887777"}});
}

TEST(HardenFile, PoliciesThatAreAlikeAreHardenedOnce) {
  const HardenedFile hardened =
      Harden("roles.jsonl", absl::StrCat(RoleLine(kDms), RoleLine(kDmsMended), RoleLine(kDms)));
  EXPECT_EQ(hardened.text,
            absl::StrCat(RoleLine(kDmsMended), RoleLine(kDmsMended), RoleLine(kDmsMended)));
  ASSERT_EQ(hardened.policies.size(), 3u);
  EXPECT_GT(hardened.policies[0].result.proofs, 0u);
  EXPECT_EQ(hardened.policies[2].result.proofs, 0u);
  EXPECT_EQ(OutcomeOf(hardened, 2), HardenOutcome::kHardened);
  EXPECT_EQ(hardened.policies[2].result.notes, hardened.policies[0].result.notes);
}

TEST(HardenFile, OfTwoThatAreAlikeEachHasAWitnessOfItsOwn) {
  const std::string open = absl::StrReplaceAll(
      kDms, {{R"({"Service":"dms.amazonaws.com"})",
              R"({"Federated":"arn:aws:iam::111122223333:oidc-provider/a.example"})"},
             {"AssumeRole", "AssumeRoleWithWebIdentity"}});
  const std::string other = absl::StrReplaceAll(RoleLine(open), {{"role/r", "role/other"}});
  const HardenedFile hardened = Harden("roles.jsonl", RoleLine(open) + other);
  ASSERT_EQ(hardened.policies.size(), 2u);
  EXPECT_EQ(hardened.policies[1].result.proofs, 0u);
  ASSERT_TRUE(hardened.policies[1].result.witness.has_value());
  EXPECT_EQ(hardened.policies[0].result.witness->resource, "arn:aws:iam::111122223333:role/r");
  EXPECT_EQ(hardened.policies[1].result.witness->resource, "arn:aws:iam::111122223333:role/other");
}

TEST(HardenFile, WhatFailsTakesItsEditsBackAndNoOthers) {
  const std::string typo = absl::StrReplaceAll(kDmsMended, {{"Equals", "Equal"}});
  const HardenedFile hardened =
      Harden("roles.jsonl", absl::StrCat(RoleLine(kDms), RoleLine(ForNobody()), RoleLine(typo)));
  EXPECT_EQ(hardened.text,
            absl::StrCat(RoleLine(kDmsMended), RoleLine(ForNobody()), RoleLine(kDmsMended)));
  EXPECT_EQ(OutcomeOf(hardened, 0), HardenOutcome::kHardened);
  EXPECT_EQ(OutcomeOf(hardened, 1), HardenOutcome::kImpossible);
  EXPECT_EQ(OutcomeOf(hardened, 2), HardenOutcome::kHardened);
  EXPECT_EQ(hardened.policies[2].mended.size(), 1u);
}

TEST(HardenFile, WhatIsRefusedIsToldWhereItStandsInTheFileThatWasGiven) {
  const std::string refused = absl::StrReplaceAll(kDms, {{"Action", "Auction"}, {"sts:", ""}});
  const std::string text = RoleLine(kDms) + RoleLine(refused);
  const HardenedFile hardened = Harden("roles.jsonl", text);
  EXPECT_EQ(OutcomeOf(hardened, 0), HardenOutcome::kHardened);
  ASSERT_TRUE(hardened.policies.at(1).refused.has_value());
  EXPECT_EQ(hardened.policies[1].refused->FirstError()->range.begin, text.find("\"Auction"));
}

// What two have together through an alias belongs to neither alone; a third is not in their way.
TEST(HardenFile, WhatStandsInTwoPoliciesIsNotChanged) {
  const auto role = [](const std::string& name, const std::string& policy) {
    return absl::StrCat("  ", name, ":\n    Type: AWS::IAM::Role\n    Properties:\n",
                        "      AssumeRolePolicyDocument: ", policy, "\n");
  };
  const auto file = [&](const std::string& third) {
    return absl::StrCat("Resources:\n", role("A", absl::StrCat("&it ", kDms)), role("B", "*it"),
                        role("C", third));
  };
  const HardenedFile hardened = Harden("template.yaml", file(kDms));
  EXPECT_EQ(absl::StrReplaceAll(hardened.text, {{": {", ":{"}}),
            absl::StrReplaceAll(file(kDmsMended), {{": {", ":{"}}));
  EXPECT_EQ(OutcomeOf(hardened, 0), HardenOutcome::kImpossible);
  EXPECT_THAT(hardened.policies[0].result.reason, HasSubstr("it cannot be changed there: add"));
  EXPECT_EQ(OutcomeOf(hardened, 1), HardenOutcome::kImpossible);
  EXPECT_EQ(OutcomeOf(hardened, 2), HardenOutcome::kHardened);
}

TEST(HardenFile, WhatNeedsConditionsOfItsOwnIsDivided) {
  const HardenedFile hardened =
      Harden("policy.json",
             absl::StrReplaceAll(
                 kDms, {{R"({"Service":"dms.amazonaws.com"})",
                         R"({"AWS":["arn:aws:iam::111122223333:role/Own","555566667777"]})"}}));
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kHardened);
  EXPECT_THAT(hardened.text,
              HasSubstr(R"("Principal":{"AWS":"arn:aws:iam::111122223333:role/Own"})"));
  EXPECT_THAT(hardened.text,
              HasSubstr(R"("Condition":{"StringEquals":{"sts:ExternalId":"7f3c"}})"));
  EXPECT_EQ(hardened.policies[0].result.comparison.relation, Relation::kNarrower);
}

TEST(HardenFile, AStatementOfAStrangerGoes) {
  const std::string stranger =
      R"({"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sts:AssumeRole"},)";
  const std::string text = absl::StrReplaceAll(kDmsMended, {{"[", "[" + stranger}});
  const HardenedFile hardened = Harden("policy.json", text);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kHardened);
  EXPECT_EQ(hardened.text, kDmsMended);
}

// Whether tokens are mine was not said, so that nobody may say of a statement that it is for none.
TEST(HardenFile, AStatementOfWhoMayBeMineStays) {
  const std::string tokens =
      R"({"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/)"
      R"(token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity"},)";
  const std::string text = absl::StrReplaceAll(kDmsMended, {{"[", "[" + tokens}});
  const HardenedFile hardened = Harden("policy.json", text);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kImpossible);
  EXPECT_THAT(hardened.policies[0].result.reason, HasSubstr("which tokens are yours was not said"));
  EXPECT_EQ(hardened.text, text);
}

TEST(HardenFile, AServiceThatSendsNothingIsNotLockedOut) {
  ServiceFact fact;
  fact.principal = "dms.amazonaws.com";
  fact.version = "3.4.6";
  fact.sends_source_arn = Known::kNo;
  fact.sends_source_account = Known::kNo;
  HardenSettings settings = Settings();
  settings.role_services = absl::MakeConstSpan(&fact, 1);
  const HardenedFile hardened = HardenFile({"policy.json", kDms}, settings);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kImpossible);
  EXPECT_THAT(hardened.policies[0].result.reason,
              HasSubstr("`dms.amazonaws.com` sends neither aws:SourceArn nor aws:SourceAccount in "
                        "version 3.4.6"));
  EXPECT_TRUE(hardened.policies[0].result.witness.has_value());
  EXPECT_EQ(hardened.text, kDms);
}

TEST(HardenFile, WhatIsNotKnownYetIsUnknown) {
  const std::string text = R"(Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - {Effect: Allow, Principal: {AWS: !ImportValue Vendor}, Action: 'sts:AssumeRole'}
)";
  const HardenedFile hardened = Harden("template.yaml", text);
  EXPECT_EQ(OutcomeOf(hardened), HardenOutcome::kUnknown);
  EXPECT_EQ(hardened.text, text);
}

// The policy of a permission stands nowhere; what it would need is said by the property's name.
TEST(HardenFile, OfAPermissionItSaysWhatToSet) {
  const auto reason = [](const char* more) {
    const HardenedFile hardened = Harden(
        "template.json",
        absl::StrCat(R"({"Resources":{"P":{"Type":"AWS::Lambda::Permission","Properties":{)",
                     R"("FunctionName":"f","Action":"lambda:InvokeFunction",)",
                     R"("Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::acme-data")", more,
                     "}}}}"));
    return std::pair(OutcomeOf(hardened), hardened.policies[0].result.reason);
  };
  EXPECT_EQ(reason(""),
            std::pair(HardenOutcome::kImpossible,
                      std::string("it is put together from other parts of the file, where it "
                                  "cannot be edited; by hand: add StringEquals aws:SourceAccount "
                                  "`111122223333` (of a Lambda permission the property "
                                  "SourceAccount)")));
  EXPECT_EQ(reason(R"(,"SourceAccount":"111122223333")").first, HardenOutcome::kAlready);
}

TEST(UnifiedDiff, HasHunksAndSaysWhereTheLastLineHasNoEnd) {
  EXPECT_EQ(UnifiedDiff("f", "a\nb\nc\n", "a\nB\nc\n"),
            "--- f\n+++ f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
  EXPECT_EQ(UnifiedDiff("f", "a", "a\n"),
            "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a\n");
  EXPECT_EQ(UnifiedDiff("f", "a\n", "a\n"), "");
}

}  // namespace
}  // namespace deputy
