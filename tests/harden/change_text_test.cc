// Changes as edits of a text: each made, read again, and the same as the change of the parsed
// policy; and where there are no edits that small.
#include "engine/harden/change_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

std::string Document(const std::string& conditions, const std::string& more = "") {
  return absl::StrCat(R"({"Version": "2012-10-17", "Statement": [
  {
    "Effect": "Allow",
    "Principal": {"Service": "dms.amazonaws.com"},
    "Action": "sts:AssumeRole",
    "Condition": )",
                      conditions, "\n  }", more, "\n]}\n");
}

Policy Parse(const std::string& text) {
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(text, PolicyType::kTrust, diagnostics);
  EXPECT_TRUE(policy) << text;
  return policy.value_or(Policy());
}

ConditionOperator Operator(const std::string& name) {
  return std::get<ConditionOperator>(ParseConditionOperator(name));
}

Change Set(const std::string& op, const std::string& key, const std::string& new_op,
           std::vector<std::string> values) {
  Change change;
  change.kind = ChangeKind::kSetClause;
  change.op = Operator(op);
  change.key = key;
  change.new_op = Operator(new_op);
  change.values = std::move(values);
  return change;
}

// The text with the edits made; empty where there are none.
std::string Edited(const std::string& text, const std::optional<std::vector<TextEdit>>& edits) {
  if (!edits) return "";
  std::string edited = text;
  for (size_t i = edits->size(); i > 0; --i) {
    const TextEdit& edit = (*edits)[i - 1];
    edited.replace(edit.range.begin, edit.range.end - edit.range.begin, edit.replacement);
  }
  return edited;
}

// Makes the change, and checks that the text then says what the changed policy says.
std::string Made(const std::string& text, const Change& change) {
  const Policy policy = Parse(text);
  std::string edited = Edited(text, EditsOf(policy, text, change));
  const auto changed = ApplyChange(policy, change);
  EXPECT_TRUE(changed);
  if (!edited.empty() && changed) {
    EXPECT_TRUE(SamePolicy(Parse(edited), *changed)) << edited;
  }
  const std::string whole = Edited(text, WholeStatementEdit(policy, text, change));
  if (!whole.empty() && changed) {
    EXPECT_TRUE(SamePolicy(Parse(whole), *changed)) << whole;
  }
  return edited;
}

TEST(ChangeText, AnOperatorThatStandsAloneIsReplacedInPlace) {
  EXPECT_EQ(Made(Document(R"({"StringLike": {"aws:SourceAccount": "1*"}})"),
                 Set("StringLike", "aws:SourceAccount", "StringEquals", {"1"})),
            Document(R"({"StringEquals": {"aws:SourceAccount": "1"}})"));
  EXPECT_EQ(Made(Document(R"({"StringLike": {"aws:SourceAccount": "1"}})"),
                 Set("StringLike", "aws:SourceAccount", "StringEquals", {"1"})),
            Document(R"({"StringEquals": {"aws:SourceAccount": "1"}})"))
      << "values that are the same stay as they are written";
}

// Beside another key the clause moves to a block of its own.
TEST(ChangeText, AClauseMovesOutOfItsBlock) {
  const std::string conditions[] = {
      R"({"StringLike": {"aws:SourceAccount": "1*", "aws:SourceArn": "a"}})",
      R"({"StringLike": {"aws:SourceArn": "a", "aws:SourceAccount": "1*"}})",
      R"({"StringLike": {"aws:SourceArn": "a", "aws:SourceAccount": "1*", "a:b": "c"},
        "Bool": {"aws:SecureTransport": "true"}})",
  };
  for (const std::string& condition : conditions) {
    const std::string edited = Made(
        Document(condition), Set("StringLike", "aws:SourceAccount", "StringEquals", {"1", "2"}));
    EXPECT_NE(edited, "") << condition;
    EXPECT_EQ(edited.find("1*"), std::string::npos) << edited;
    EXPECT_NE(edited.find(R"(["1", "2"])"), std::string::npos) << edited;
  }
}

// Where the new operator has a block already, the old block goes, wherever it stands.
TEST(ChangeText, ABlockGoesWhenItsOnlyClauseMoves) {
  const std::string conditions[] = {
      R"({"StringLike": {"aws:SourceAccount": "1*"}, "StringEquals": {"a:b": "c"}})",
      R"({"StringEquals": {"a:b": "c"}, "StringLike": {"aws:SourceAccount": "1*"}})",
      R"({"Bool": {"aws:SecureTransport": "true", "x:y": "true"},
        "StringLike": {"aws:SourceAccount": "1*"} , "StringEquals": {"a:b": "c"}})",
  };
  for (const std::string& condition : conditions) {
    const std::string edited =
        Made(Document(condition), Set("StringLike", "aws:SourceAccount", "StringEquals", {"1"}));
    EXPECT_NE(edited, "") << condition;
    EXPECT_EQ(edited.find("StringLike"), std::string::npos) << edited;
  }
}

TEST(ChangeText, WhatDoesNotFitHasNoEdits) {
  const std::string text = Document(R"({"StringLike": {"aws:SourceAccount": "1*"}})");
  const Policy policy = Parse(text);
  const Change other = Set("StringEquals", "aws:SourceAccount", "StringEquals", {"1"});
  EXPECT_FALSE(EditsOf(policy, text, other)) << "there is no such clause";
  EXPECT_FALSE(WholeStatementEdit(policy, text, other));
  Change remove;
  remove.kind = ChangeKind::kRemoveStatement;
  EXPECT_FALSE(EditsOf(policy, text, remove)) << "the only statement";
  EXPECT_FALSE(WholeStatementEdit(policy, text, remove)) << "there is none to write";
}

TEST(ChangeText, StatementsGoWithTheirComma) {
  const std::string second =
      R"(,
  {"Effect": "Deny", "Principal": "*", "Action": "sts:TagSession"})";
  const std::string text = Document(R"({"Bool": {"aws:SecureTransport": "true"}})", second);
  Change remove;
  remove.kind = ChangeKind::kRemoveStatement;
  const std::string without_first = Made(text, remove);
  EXPECT_EQ(without_first.find("AssumeRole"), std::string::npos);
  remove.statement = 1;
  EXPECT_EQ(Made(text, remove), Document(R"({"Bool": {"aws:SecureTransport": "true"}})"));
}

// On one line without a blank, what is put in has none either; escapes in strings stay.
TEST(ChangeText, DenseTextStaysDense) {
  const std::string text =
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"a:b":"x"}}}]})";
  EXPECT_EQ(
      Made(text, Set("StringLike", "a:b", "StringLike", {"a \"two words\" b", "c"})),
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringLike":{"a:b":["a \"two words\" b","c"]}}}]})");
}

// A statement that stands without a list around it gets one when it is split.
TEST(ChangeText, ASplitOfTheOnlyStatementMakesAList) {
  const std::string text =
      R"({"Version":"2012-10-17","Statement":{"Sid":"A","Effect":"Allow","Principal":{"AWS":["111122223333","444455556666"]},"Action":"sts:AssumeRole"}})";
  Change split;
  split.kind = ChangeKind::kSplit;
  split.principals = {AccountEntry("111122223333", "aws")};
  split.moved = {AccountEntry("444455556666", "aws")};
  const std::string edited = Made(text, split);
  EXPECT_NE(edited.find(R"("Statement":[{"Sid":"A")"), std::string::npos) << edited;
  EXPECT_EQ(Parse(edited).statements.size(), 2u);
  EXPECT_NE(Parse(edited).statements[1].sid, "A") << "no Sid stands twice";
}

}  // namespace
}  // namespace deputy
