// What the checker says of each fault that a certificate can have: the reason, and not only that it
// is refused.
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/prove/certificate.h"
#include "engine/prove/certificate_checker.h"
#include "engine/prove/certificate_text.h"
#include "tests/prove/prove_test_support.h"

namespace deputy {
namespace {

constexpr char kArn[] = R"({"ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"}})";
constexpr char kNumbers[] =
    R"({"NumericLessThan":{"sts:DurationSeconds":"5"},"NumericGreaterThan":{"sts:DurationSeconds":"7"}})";
constexpr char kTimes[] = R"({"DateLessThan":{"aws:CurrentTime":"2024-01-01T00:00:00Z"},)"
                          R"("DateGreaterThan":{"aws:CurrentTime":"2024-06-01T00:00:00Z"}})";

constexpr char kNumberAndText[] =
    R"({"NumericLessThan":{"sts:RoleSessionName":"5"},"StringEquals":{"sts:RoleSessionName":"a"},)"
    R"("StringLike":{"sts:RoleSessionName":"b*"}})";

// The certificate of one Allow under a condition, with something changed in it.
class Certified {
 public:
  explicit Certified(const std::string& condition) : policy_(*TryPolicy(DmsTrust(condition))) {
    question_.policy = &policy_;
    question_.resource = "arn:aws:iam::111122223333:role/Target";
    const std::optional<std::string> text = Certify(question_, Property::kNoForeignSource);
    EXPECT_TRUE(text) << condition;
    if (text) certificate_ = std::get<Certificate>(ParseCertificate(*text));
  }
  Certified(const Certified&) = delete;
  Certified& operator=(const Certified&) = delete;

  std::string Said(const std::function<void(GoalProof&)>& change) const {
    return SaidOfAll([&](Certificate& all) { change(all.cases[0].goals[0]); });
  }
  std::string SaidOfAll(const std::function<void(Certificate&)>& change,
                        Property property = Property::kNoForeignSource) const {
    Certificate changed = certificate_;
    change(changed);
    return CheckCertificate(question_, property, PrintCertificate(changed));
  }

 private:
  Policy policy_;
  RoleQuestion question_;
  Certificate certificate_;
};

void Nothing(Certificate&) {}

TEST(CertificateFault, OfVariables) {
  const Certified arn(kArn);
  EXPECT_EQ(arn.SaidOfAll(Nothing), "");
  for (const int64_t number : {int64_t{-1}, int64_t{1000}}) {
    EXPECT_EQ(arn.Said([&](GoalProof& goal) { goal.variables[0].variable = number; }),
              "no such variable");
  }
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables.push_back(goal.variables[0]); }),
            "no such variable")
      << "the same one twice";
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables.clear(); }),
            "a combination of values is allowed");
}

// A certificate that was made for another policy, of which each row and variable stands as it does
// in this one.
std::string SaidOfOther(const std::string& certified, const std::string& other) {
  const Policy first = *TryPolicy(DmsTrust(certified));
  const Policy second = *TryPolicy(DmsTrust(other));
  const auto text = Certify(AboutRole(first), Property::kNoForeignSource);
  EXPECT_TRUE(text) << certified;
  if (!text) return "";
  EXPECT_EQ(CheckCertificate(AboutRole(first), Property::kNoForeignSource, *text), "");
  return CheckCertificate(AboutRole(second), Property::kNoForeignSource, *text);
}

// A word may end in a state from which others go on: here the empty one.
TEST(CertificateFault, OfAWordThatEndsWhereOthersGoOn) {
  EXPECT_EQ(SaidOfOther(
                R"({"StringEquals":{"sts:ExternalId":""},"StringNotEquals":{"sts:ExternalId":""}})",
                R"({"StringEquals":{"sts:ExternalId":""},"StringLike":{"sts:ExternalId":""}})"),
            "a combination of values is allowed");
}

// The classes of numbers say nothing of times.
TEST(CertificateFault, OfNumbersAndTimes) {
  EXPECT_EQ(
      SaidOfOther(kNumbers, R"({"NumericLessThan":{"sts:DurationSeconds":"5"},)"
                            R"("DateGreaterThan":{"sts:DurationSeconds":"1970-01-01T00:00:01Z"}})"),
      "the states are missing");
}

TEST(CertificateFault, OfStatements) {
  const Certified arn(kArn);
  for (const int64_t row : {int64_t{-1}, int64_t{1000}}) {
    EXPECT_EQ(arn.Said([&](GoalProof& goal) { goal.variables[0].rows.push_back(row); }),
              "no such statement");
  }
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables[0].rows.clear(); }),
            "a statement is left out");
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.row = 1; }), "a statement is missing");
  EXPECT_EQ(
      arn.SaidOfAll([](Certificate& all) { all.cases[0].goals.push_back(all.cases[0].goals[0]); }),
      "there is a statement too many");
}

TEST(CertificateFault, OfStates) {
  const Certified arn(kArn);
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables[0].letters.pop_back(); }),
            "a letter is missing");
  EXPECT_EQ(arn.Said([](GoalProof& goal) {
    goal.variables[0].states.push_back(goal.variables[0].states[0]);
  }),
            "a state stands there twice");
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables[0].states[0].steps.pop_back(); }),
            "a step is missing");
  EXPECT_EQ(arn.Said([](GoalProof& goal) {
    goal.variables[0].states.erase(goal.variables[0].states.begin());
  }),
            "the start is missing");
  EXPECT_EQ(arn.Said([](GoalProof& goal) { goal.variables[0].states.clear(); }),
            "the start is missing")
      << "without any state the words that are of use are not looked at";
}

VariableProof& Last(GoalProof& goal) { return goal.variables.back(); }

// Without letters the tests are taken to be of one kind, and none about text.
TEST(CertificateFault, OfClasses) {
  const auto forget_letters = [](GoalProof& goal) {
    Last(goal).letters.clear();
    Last(goal).states.clear();
  };
  const auto add_state = [](GoalProof& goal) { Last(goal).states.emplace_back(); };
  EXPECT_EQ(Certified(kArn).Said(forget_letters), "the states are missing");
  for (const char* condition : {kNumbers, kTimes}) {
    const Certified of_classes(condition);
    EXPECT_EQ(of_classes.Said([](GoalProof& goal) { EXPECT_TRUE(Last(goal).letters.empty()); }), "")
        << condition;
    EXPECT_EQ(of_classes.Said(add_state), "the states are missing") << condition;
  }
  // Of a number and of a text at once: the states are needed.
  const Certified both(kNumberAndText);
  EXPECT_EQ(both.SaidOfAll(Nothing), "");
  EXPECT_EQ(both.Said(forget_letters), "the states are missing");
}

// Of a key with several values, sets of them are put together.
TEST(CertificateFault, OfSetsOfValues) {
  for (const char* condition : {R"({"ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]},)"
                                R"("ForAnyValue:StringEquals":{"aws:TagKeys":["c","d"]}})",
                                R"({"ForAnyValue:StringLike":{"aws:TagKeys":"a*"},)"
                                R"("ForAllValues:StringNotLike":{"aws:TagKeys":"?*"}})",
                                R"({"ForAllValues:StringLike":{"aws:TagKeys":"a*"},)"
                                R"("ForAnyValue:StringEquals":{"aws:TagKeys":"ab"},)"
                                R"("ForAnyValue:StringLike":{"aws:TagKeys":"ac*"},)"
                                R"("ForAnyValue:StringEqualsIgnoreCase":{"aws:TagKeys":"c"}})"}) {
    const Certified sets(condition);
    EXPECT_EQ(sets.SaidOfAll(Nothing), "") << condition;
    EXPECT_NE(sets.Said([](GoalProof& goal) { Last(goal).states.pop_back(); }), "") << condition;
  }
}

TEST(CertificateFault, OfTheProperty) {
  const Certified arn(kArn);
  for (const Property property : {Property::kSomeoneHonest, Property::kNoForeignPrincipal})
    EXPECT_EQ(arn.SaidOfAll(Nothing, property), "it is about another property");
  const Policy policy = *TryPolicy(DmsTrust(kArn));
  RoleQuestion question;
  question.policy = &policy;
  EXPECT_FALSE(Certify(question, Property::kSomeoneHonest))
      << "only what nobody can do is certified";
}

// Lines of the right words without what should stand behind them.
TEST(CertificateFault, OfTheText) {
  const std::string head = "deputy-certificate 1\nproperty no-foreign-source\ncases 1\n";
  for (const std::string& body :
       {std::string("case\n"), std::string("case 0\n"), std::string("case 0 a\ngoal\n"),
        std::string("case 0 a\ngoal x\n"), std::string("case 0 a\ngoal 0\nvariable\n"),
        std::string("case 0 a\ngoal 0\nvariable 0 n\nrows\nletters 97 x\nstates 1\nstate\nstep\n"),
        std::string("case 0 a")}) {
    const auto parsed = ParseCertificate(absl::StrCat(head, body, "end 0000000000000000\n"));
    ASSERT_TRUE(std::holds_alternative<std::string>(parsed)) << body;
    EXPECT_EQ(std::get<std::string>(parsed), "it was changed or cut") << body;
  }
  EXPECT_EQ(std::get<std::string>(ParseCertificate(head)), "there is no end");
}

}  // namespace
}  // namespace deputy
