// The export: its form is held here; its meaning by a solver, where one is installed.
#include "engine/prove/smt.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

SmtScript ExportOf(const std::string& policy_text, Verdict* verdict) {
  const std::optional<Policy> policy = TryPolicy(policy_text);
  RoleQuestion question;
  question.policy = &*policy;
  question.trusted.accounts = {"111122223333"};
  *verdict = ProveProperty(question, Property::kNoForeignSource).verdict;
  return ExportSmt(question, Property::kNoForeignSource);
}

TEST(SmtTest, IsWellFormed) {
  Verdict verdict;
  const SmtScript script =
      ExportOf(DmsTrust(R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*\"é?"}})"), &verdict);
  int depth = 0;
  bool quoted = false;
  for (const char c : script.text) {
    if (c == '"') quoted = !quoted;
    if (!quoted) depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    ASSERT_GE(depth, 0);
    ASSERT_LT(static_cast<unsigned char>(c), 0x80) << "the standard is ASCII";
  }
  EXPECT_EQ(depth, 0);
  EXPECT_TRUE(script.exact);
  size_t checks = 0;
  for (size_t at = script.text.find("(check-sat)"); at != std::string::npos;
       at = script.text.find("(check-sat)", at + 1))
    ++checks;
  EXPECT_EQ(checks, script.cases);
}

TEST(SmtTest, NumbersAreNoText) {
  Verdict verdict;
  EXPECT_FALSE(ExportOf(DmsTrust(R"({"NumericEquals":{"custom:n":"5"}})"), &verdict).exact);
}

// Where the key is missing a clause holds or does not, by its operator.
TEST(SmtTest, SaysWhatHoldsOfAMissingKey) {
  Verdict verdict;
  const auto script = [&](const char* op) {
    return ExportOf(DmsTrust(absl::StrCat("{\"", op, R"(":{"custom:k":"v"}})")), &verdict).text;
  };
  EXPECT_THAT(script("StringEquals"),
              HasSubstr(R"((ite p1_0 (and p1_0 (str.in_re v1_0 (str.to_re "\u{76}"))) false))"));
  EXPECT_THAT(script("StringEqualsIfExists"),
              HasSubstr(R"((ite p1_0 (and p1_0 (str.in_re v1_0 (str.to_re "\u{76}"))) true))"));
  EXPECT_THAT(script("StringNotEquals"), HasSubstr(" true)"));
}

// Of a set one value has to pass, or all that are there.
TEST(SmtTest, SaysWhatASetHasToBe) {
  const std::optional<Policy> policy =
      TryPolicy(DmsTrust(R"({"ForAllValues:StringEquals":{"aws:TagKeys":["v","w"]},)"
                         R"("ForAnyValue:StringEquals":{"aws:TagKeys":"v"},)"
                         R"("ForAnyValue:StringLike":{"aws:TagKeys":"w"}})"));
  const std::string text = ExportSmt(AboutRole(*policy), Property::kNoForeignSource).text;
  EXPECT_THAT(text, HasSubstr("(ite p1_0 (and (or (not p1_0) "));
  EXPECT_THAT(text, HasSubstr("(ite p1_0 (or (and p1_0 "));
}

// The caller, the action and, where the question names none, the resource.
TEST(SmtTest, SaysWhatEveryRequestHas) {
  const std::optional<Policy> policy = TryPolicy(
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},)"
      R"("Action":"s3:*","Resource":"arn:aws:s3:::b/*"}})",
      PolicyType::kResource);
  RoleQuestion question = AboutRole(*policy);
  question.resource.clear();
  const std::string text = ExportSmt(question, Property::kNoForeignPrincipal).text;
  for (const char* variable : {"p0_0", "p1_0", "p2_0"})
    EXPECT_THAT(text, HasSubstr(absl::StrCat("(assert ", variable, ")\n")));
}

// cvc5 says the same as the prover.
TEST(SmtTest, SolverAgrees) {
  if (std::system("command -v cvc5 >/dev/null 2>&1") != 0) GTEST_SKIP() << "cvc5 is not installed";
  const char* conditions[] = {
      "{}",
      R"({"StringEquals":{"aws:SourceAccount":"111122223333"}})",
      R"({"StringLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})",
      R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})",
      R"({"StringNotEquals":{"aws:SourceAccount":["999999999999","111122223333"]}})",
      R"({"ForAllValues:StringEquals":{"aws:SourceOrgPaths":"o-a/x"}})",
      R"({"ForAnyValue:StringNotLike":{"custom:k":"a*"},"ForAllValues:StringLike":{"custom:k":"a*"}})",
  };
  size_t answered = 0;
  for (const char* condition : conditions) {
    Verdict verdict;
    const SmtScript script = ExportOf(DmsTrust(condition), &verdict);
    ASSERT_TRUE(script.exact);
    const std::string path = testing::TempDir() + "deputy_question.smt2";
    std::ofstream(path) << script.text;
    const std::string command =
        absl::StrCat("cvc5 --incremental --tlimit-per=1500 ", path, " >", path, ".out 2>&1");
    ASSERT_EQ(std::system(command.c_str()), 0) << condition;
    std::ifstream out(path + ".out");
    size_t answers = 0;
    bool reached = false;
    bool unknown = false;
    for (std::string line; std::getline(out, line); ++answers) {
      reached = reached || line == "sat";
      unknown = unknown || (line != "sat" && line != "unsat");
    }
    EXPECT_EQ(answers, script.cases) << condition;
    if (unknown && !reached) continue;  // it gave up, which is no word against the prover
    EXPECT_EQ(reached, verdict == Verdict::kRefuted) << condition;
    ++answered;
  }
  EXPECT_GE(answered, 4u);
}

}  // namespace
}  // namespace deputy
