// Edits of statements that are blocks of YAML: what is added stands in the column of what is there,
// and the whole means what the changed policy means.
#include "simulator/mend/yaml_block.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/harden/change_text.h"
#include "simulator/intake/policy_source.h"

namespace deputy {
namespace {

constexpr char kHead[] = R"(Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
)";
constexpr char kFirst[] = R"(          - Effect: Allow
            Principal:
              AWS: ['111122223333', '444455556666']
            Action: sts:AssumeRole
)";
constexpr char kSecond[] = R"(          - Effect: Allow
            Principal:
              Service: dms.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringLike:
                aws:SourceAccount: '1*'
)";

FoundPolicy Read(const std::string& text) {
  Diagnostics diagnostics;
  PolicyFile file = ReadPolicyFile("template.yaml", text, {}, diagnostics);
  EXPECT_EQ(file.policies.size(), 1u) << text;
  return file.policies.empty() ? FoundPolicy() : std::move(file.policies[0]);
}

// The text with the change made, after reading it again; empty where there are no such edits.
std::string MadeInYaml(const std::string& text, const Change& change) {
  const FoundPolicy found = Read(text);
  EXPECT_TRUE(found.policy) << text;
  if (!found.policy) return "";
  const auto edits = YamlBlockEdits(*found.policy, text, change);
  if (!edits) return "";
  std::string edited = text;
  for (size_t i = edits->size(); i > 0; --i) {
    const TextEdit& edit = (*edits)[i - 1];
    edited.replace(edit.range.begin, edit.range.end - edit.range.begin, edit.replacement);
  }
  const auto changed = ApplyChange(*found.policy, change);
  const FoundPolicy again = Read(edited);
  EXPECT_TRUE(changed && again.policy) << edited;
  if (changed && again.policy) {
    EXPECT_TRUE(SamePolicy(*again.policy, *changed)) << edited;
  }
  return edited;
}

Change Add(size_t statement, const std::string& op, const std::string& key) {
  Change change;
  change.statement = statement;
  change.op = std::get<ConditionOperator>(ParseConditionOperator(op));
  change.key = key;
  change.values = {"111122223333"};
  return change;
}

TEST(YamlBlock, AClauseGetsABlockOfItsOwn) {
  EXPECT_EQ(MadeInYaml(absl::StrCat(kHead, kFirst), Add(0, "StringEquals", "sts:ExternalId")),
            absl::StrCat(kHead, absl::StrReplaceAll(kFirst, {{"            Action",
                                                              R"(            Condition:
              StringEquals:
                sts:ExternalId: "111122223333"
            Action)"}})));
}

TEST(YamlBlock, AClauseStandsBesideOthers) {
  const std::string text = absl::StrCat(kHead, kSecond);
  EXPECT_EQ(
      MadeInYaml(text, Add(0, "StringLike", "a:b")),
      absl::StrReplaceAll(text, {{"aws:SourceAccount",
                                  "a:b: \"111122223333\"\n                aws:SourceAccount"}}))
      << "of the same operator";
  EXPECT_EQ(MadeInYaml(text, Add(0, "ForAnyValue:StringEquals", "aws:TagKeys")),
            absl::StrReplaceAll(text, {{"              StringLike",
                                        R"(              'ForAnyValue:StringEquals':
                aws:TagKeys: "111122223333"
              StringLike)"}}))
      << "of another, whose name has a colon";
}

TEST(YamlBlock, NamesMayBeQuotedOrNegated) {
  for (const char* name : {"'Action'", "\"Action\"", "NotAction"}) {
    const std::string text = absl::StrCat(
        kHead, absl::StrReplaceAll(
                   kFirst, {{"Action: sts:AssumeRole", absl::StrCat(name, ": sts:TagSession")}}));
    EXPECT_NE(MadeInYaml(text, Add(0, "StringEquals", "sts:ExternalId")), "") << name;
  }
}

TEST(YamlBlock, StatementsGo) {
  Change remove;
  remove.kind = ChangeKind::kRemoveStatement;
  const std::string text = absl::StrCat(kHead, kFirst, kSecond);
  EXPECT_EQ(MadeInYaml(text, remove), absl::StrCat(kHead, kSecond));
  remove.statement = 1;
  const std::string first = MadeInYaml(text, remove);
  EXPECT_EQ(first.find("dms"), std::string::npos) << first;
  EXPECT_NE(first, "");
  remove.statement = 0;
  EXPECT_EQ(MadeInYaml(absl::StrCat(kHead, kFirst), remove), "") << "the only one stays";
}

Change SplitOff(const char* account) {
  Change split;
  split.kind = ChangeKind::kSplit;
  split.principals = {AccountEntry("111122223333", "aws")};
  split.moved = {AccountEntry(account, "aws")};
  return split;
}

TEST(YamlBlock, AStatementIsSplit) {
  const std::string edited =
      MadeInYaml(absl::StrCat(kHead, kFirst, kSecond), SplitOff("444455556666"));
  EXPECT_NE(edited.find("          - {"), std::string::npos) << edited;
}

// Without a list around it there is no place for a second one.
TEST(YamlBlock, AStatementThatStandsAlone) {
  const std::string text =
      absl::StrCat(kHead, absl::StrReplaceAll(kFirst, {{"          - ", "            "}}));
  EXPECT_EQ(MadeInYaml(text, SplitOff("444455556666")), "");
  Change remove;
  remove.kind = ChangeKind::kRemoveStatement;
  EXPECT_EQ(MadeInYaml(text, remove), "");
  Change principal;
  principal.kind = ChangeKind::kSetPrincipal;
  principal.principals = {AccountEntry("111122223333", "aws")};
  EXPECT_EQ(MadeInYaml(text, principal), "") << "for that JSON in place will do";
}

}  // namespace
}  // namespace deputy
