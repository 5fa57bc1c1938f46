// Changes one by one: what becomes of the policy, and that the edits of its text, in every style in
// which people write one, come to the same policy.
#include "engine/harden/change.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "engine/harden/change_text.h"
#include "engine/lint/policy_text.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"

namespace deputy {
namespace {

std::optional<Policy> TryPolicy(absl::string_view text) {
  Diagnostics diagnostics;
  return ParsePolicyText(text, PolicyType::kTrust, diagnostics);
}

// Two statements: one with two operators, of which the first has two keys; one without conditions.
constexpr char kPretty[] = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "A",
      "Effect": "Allow",
      "Principal": {"Service": "dms.amazonaws.com", "AWS": ["111122223333", "555566667777"]},
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringLike": {"aws:SourceAccount": "1*", "aws:SourceArn": "arn:aws:dms:*:1:*"},
        "Null": {"aws:PrincipalTag/t": "false"}
      }
    },
    {
      "Sid": "A2",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "sts:AssumeRole"
    }
  ]
})";

std::vector<std::string> Styles() {
  const std::string printed = PrintPolicy(*TryPolicy(kPretty), JsonStyle::kCompact);
  return {
      kPretty, printed,
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*", )"
      R"("Action": "sts:AssumeRole", "Condition": {"StringLike": {"aws:SourceAccount": "1*"}}}})"};
}

ConditionOperator Op(absl::string_view name) {
  return std::get<ConditionOperator>(ParseConditionOperator(name));
}

Change Clause(ChangeKind kind, absl::string_view op, absl::string_view key,
              std::vector<std::string> values, absl::string_view new_op = "StringEquals") {
  Change change;
  change.kind = kind;
  change.op = Op(op);
  change.key = std::string(key);
  change.values = std::move(values);
  change.new_op = Op(new_op);
  return change;
}

Change Entries(ChangeKind kind, std::vector<PrincipalEntry> principals,
               std::vector<PrincipalEntry> moved = {}) {
  Change change;
  change.kind = kind;
  change.principals = std::move(principals);
  change.moved = std::move(moved);
  return change;
}

std::vector<PrincipalEntry> Own() { return {AccountEntry("111122223333", "aws")}; }
std::vector<PrincipalEntry> Vendor() { return {AccountEntry("555566667777", "aws-cn")}; }

std::vector<Change> EveryKind() {
  using enum ChangeKind;
  std::vector<Change> changes = {
      Clause(kAddClause, "StringEquals", "sts:ExternalId", {"x"}),
      Clause(kAddClause, "StringLike", "sts:ExternalId", {"x", "y"}),
      Clause(kSetClause, "StringLike", "AWS:sourceaccount", {"2", "3"}, "StringLike"),
      Clause(kSetClause, "StringLike", "aws:SourceAccount", {"1*"}, "StringEquals"),
      Clause(kSetClause, "StringLike", "aws:SourceAccount", {"2"}, "StringEqualsIgnoreCase"),
      Clause(kSetClause, "StringLike", "aws:SourceArn", {"arn:aws:dms:*:2:*"}, "ArnLike"),
      Clause(kSetClause, "Null", "aws:PrincipalTag/t", {"true"}, "Null"),
      Clause(kSetClause, "Null", "aws:PrincipalTag/t", {"v"}, "StringLike"),
      Entries(kSetPrincipal, Own()),
      Entries(kSplit, Own(), Vendor()),
      Entries(kRemoveStatement, {}),
  };
  return changes;
}

std::string Edited(absl::string_view text, const std::vector<TextEdit>& edits) {
  return ApplyFix(text, {"", edits});
}

TEST(Change, EditsOfTheTextComeToTheChangedPolicy) {
  int made = 0;
  for (const std::string& text : Styles()) {
    const Policy policy = *TryPolicy(text);
    for (size_t statement = 0; statement < policy.statements.size(); ++statement) {
      for (Change change : EveryKind()) {
        change.statement = statement;
        const std::string story = absl::StrCat(statement, " ", ChangeTitle(change), "\n", text);
        const auto changed = ApplyChange(policy, change);
        if (!changed) continue;
        const auto edits = EditsOf(policy, text, change);
        if (!edits) continue;
        const std::string edited = Edited(text, *edits);
        const auto read = TryPolicy(edited);
        ASSERT_TRUE(read.has_value()) << story << edited;
        EXPECT_TRUE(SamePolicy(*read, *changed)) << story << edited << PrintPolicy(*changed);
        EXPECT_FALSE(SamePolicy(*read, policy)) << story << edited;
        ++made;
        const auto whole = WholeStatementEdit(policy, text, change);
        EXPECT_EQ(whole.has_value(),
                  change.kind != ChangeKind::kSplit && change.kind != ChangeKind::kRemoveStatement)
            << story;
        if (!whole) continue;
        const auto again = TryPolicy(Edited(text, *whole));
        ASSERT_TRUE(again.has_value()) << story << Edited(text, *whole);
        EXPECT_TRUE(SamePolicy(*again, *changed)) << story << Edited(text, *whole);
      }
    }
  }
  EXPECT_EQ(made, 39);  // all that fit
}

TEST(Change, TextKeepsItsManner) {
  const auto edited = [](const std::string& text, const Change& change) {
    return Edited(text, EditsOf(*TryPolicy(text), text, change).value());
  };
  const std::string single = Styles()[2];
  EXPECT_EQ(edited(single, Entries(ChangeKind::kSplit, Own(), Vendor())),
            R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": )"
            R"({"AWS": "arn:aws:iam::111122223333:root"}, "Action": "sts:AssumeRole", )"
            R"("Condition": {"StringLike": {"aws:SourceAccount": "1*"}}}, {"Effect": "Allow", )"
            R"("Principal": {"AWS": "arn:aws-cn:iam::555566667777:root"}, )"
            R"("Action": "sts:AssumeRole", )"
            R"("Condition": {"StringLike": {"aws:SourceAccount": "1*"}}}]})");
  const std::string dense = Styles()[1];
  EXPECT_EQ(edited(dense, Entries(ChangeKind::kRemoveStatement, {})),
            R"({"Version":"2012-10-17","Statement":[{"Sid":"A2","Effect":"Allow","Principal":"*",)"
            R"("Action":"sts:AssumeRole"}]})");
}

TEST(Change, WhatDoesNotFitIsNothing) {
  using enum ChangeKind;
  const Policy policy = *TryPolicy(kPretty);
  std::vector<Change> changes = {
      Clause(kAddClause, "StringLike", "AWS:SourceAccount", {"2"}),
      Clause(kSetClause, "StringLike", "sts:ExternalId", {"2"}),
      Clause(kSetClause, "StringLike", "aws:SourceAccount", {}),
      Entries(kSetPrincipal, {}),
      Entries(kSplit, {}, Own()),
      Entries(kSplit, Own(), {}),
      Entries(kRemoveStatement, {}),
  };
  changes.back().statement = 2;
  for (const Change& change : changes)
    EXPECT_FALSE(ApplyChange(policy, change).has_value()) << ChangeTitle(change);
  // The operator that a clause is to have has that key already.
  Policy both = *ApplyChange(policy, Clause(kAddClause, "ArnLike", "aws:SourceArn", {"*"}));
  EXPECT_FALSE(
      ApplyChange(both, Clause(kSetClause, "StringLike", "aws:SourceArn", {"*"}, "ArnLike")));
  both.statements.resize(1);
  EXPECT_FALSE(ApplyChange(both, Entries(kRemoveStatement, {}))) << "the last statement";
}

std::string OperatorsOf(const Policy& policy) {
  std::string text;
  for (const ConditionClause& clause : policy.statements[0].conditions)
    absl::StrAppend(&text, clause.op.Name(), " ", clause.key, ";");
  return text;
}

TEST(Change, ClausesOfAnOperatorStandTogether) {
  using enum ChangeKind;
  const Policy policy = *TryPolicy(kPretty);
  EXPECT_EQ(OperatorsOf(*ApplyChange(policy, Clause(kAddClause, "StringLike", "a:b", {"x"}))),
            "StringLike aws:SourceAccount;StringLike aws:SourceArn;StringLike a:b;"
            "Null aws:PrincipalTag/t;");
  EXPECT_EQ(OperatorsOf(*ApplyChange(policy, Clause(kAddClause, "Bool", "a:b", {"true"}))),
            "StringLike aws:SourceAccount;StringLike aws:SourceArn;Null aws:PrincipalTag/t;"
            "Bool a:b;");
  EXPECT_EQ(OperatorsOf(*ApplyChange(
                policy, Clause(kSetClause, "Null", "aws:PrincipalTag/t", {"x"}, "StringLike"))),
            "StringLike aws:SourceAccount;StringLike aws:SourceArn;StringLike aws:PrincipalTag/t;");
}

TEST(Change, TheCopyGetsASidOfItsOwn) {
  const Policy policy = *TryPolicy(kPretty);
  const Policy split = *ApplyChange(policy, Entries(ChangeKind::kSplit, Own(), Vendor()));
  ASSERT_EQ(split.statements.size(), 3u);
  EXPECT_EQ(split.statements[0].sid, "A");
  EXPECT_EQ(split.statements[1].sid, "A3") << "A2 is taken";
  EXPECT_EQ(split.statements[1].principal->entries[0].written.text,
            "arn:aws-cn:iam::555566667777:root");
  EXPECT_EQ(split.statements[2].sid, "A2");
  EXPECT_EQ(SplitSid(policy, ""), "");
}

TEST(Change, SaysWhatItDoes) {
  using enum ChangeKind;
  EXPECT_EQ(ChangeTitle(Clause(kAddClause, "StringEquals", "a:b", {"x", "y"})),
            "add StringEquals a:b `x`, `y`");
  EXPECT_EQ(ChangeTitle(Clause(kSetClause, "StringLike", "a:b", {"x"}, "ArnLike")),
            "put ArnLike a:b `x` in the place of StringLike a:b");
  EXPECT_EQ(ChangeTitle(Entries(kSetPrincipal, Own())),
            "name only `arn:aws:iam::111122223333:root`");
  EXPECT_EQ(ChangeTitle(Entries(kSplit, Own(), Vendor())),
            "give `arn:aws-cn:iam::555566667777:root` a statement of its own, beside "
            "`arn:aws:iam::111122223333:root`");
  EXPECT_EQ(ChangeTitle(Entries(kRemoveStatement, {})), "remove the statement");
}

TEST(Change, PrincipalsAsJson) {
  const Policy policy = *TryPolicy(kPretty);
  EXPECT_EQ(PrincipalJson(policy.statements[0].principal->entries),
            R"({"Service": "dms.amazonaws.com", "AWS": ["111122223333", "555566667777"]})");
  EXPECT_EQ(PrincipalJson(policy.statements[1].principal->entries), R"("*")");
  EXPECT_EQ(PrincipalJson(TryPolicy(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow",)"
                                    R"("Principal":{"Federated":"a.example"},)"
                                    R"("Action":"sts:AssumeRoleWithWebIdentity"}})")
                              .value()
                              .statements[0]
                              .principal->entries),
            R"({"Federated": "a.example"})");
}

}  // namespace
}  // namespace deputy
