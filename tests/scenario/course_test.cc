// The course: what is refused, and that the shipped one asks about what is there.
#include "simulator/scenario/course.h"

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "simulator/scenario/scenario_runner.h"
#include "tests/scenario/scenario_fixture.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;

constexpr char kCourse[] = R"({"version": 1, "title": "t", "lessons": [
 {"id": "one", "part": "p", "title": "t", "scenario": "seed/03-two-keys", "lookAt": "l",
  "questions": [
   {"asks": "in?", "shows": {"variant": "both", "step": "attack"}, "explains": "e"},
   {"asks": "which?", "choices": ["x", "y"], "answer": "b", "explains": "e"}]},
 {"id": "two", "part": "p", "title": "t", "scenario": "s", "lookAt": "l",
  "questions": [{"asks": "in?", "shows": {"variant": "v", "step": "s"}, "explains": "e"}]}]})";

std::unique_ptr<const Scenario> ScenarioOf(const Lesson& lesson) {
  Diagnostics diagnostics;
  return Parse(ReadProjectFile(absl::StrCat("scenarios/", lesson.scenario, ".json")), diagnostics);
}

TEST(CourseTest, ReadsLessonsAndTheirQuestions) {
  Diagnostics diagnostics;
  const auto course = LoadCourse(kCourse, diagnostics);
  ASSERT_NE(course, nullptr);
  ASSERT_EQ(course->lessons.size(), 2u);
  EXPECT_EQ(course->Find("two"), 1);
  EXPECT_EQ(course->Find("2"), 1);
  EXPECT_EQ(course->Find("3"), -1);
  EXPECT_EQ(course->Find("0"), -1);
  EXPECT_EQ(course->Find(""), -1);
  const Question& prediction = course->lessons[0].questions[0];
  EXPECT_TRUE(prediction.is_prediction());
  EXPECT_THAT(prediction.choices, testing::ElementsAre("yes", "no"));
  EXPECT_EQ(course->lessons[0].questions[1].answer, 1);
}

TEST(CourseTest, WhatIsRightInAPredictionIsWhatTheEngineFinds) {
  Diagnostics diagnostics;
  const auto course = LoadCourse(kCourse, diagnostics);
  const auto scenario = ScenarioOf(course->lessons[0]);
  ASSERT_NE(scenario, nullptr);
  const ScenarioResult result = RunScenario(*scenario);
  Question question = course->lessons[0].questions[0];
  EXPECT_EQ(RightChoice(question, result), 1);
  question.shows->variant = "neither";
  EXPECT_EQ(RightChoice(question, result), 0);
  question.shows->step = "no-such-step";
  EXPECT_EQ(RightChoice(question, result), -1);
}

struct BadCourse {
  const char* from;
  const char* to;
  const char* rule;
};

TEST(CourseTest, RefusesWhatIsNoCourse) {
  constexpr BadCourse kBad[] = {
      {R"("version": 1)", R"("version": 2)", "unsupported-version"},
      {R"("version": 1, )", "", "missing-member"},
      {R"("id": "two")", R"("id": "one")", "duplicate-id"},
      {R"("id": "two")", R"("id": "Two!")", "invalid-id"},
      {R"("answer": "b")", R"("answer": "c")", "invalid-value"},
      {R"("choices": ["x", "y"])", R"("choices": ["x"])", "invalid-value"},
      {R"("choices": ["x", "y"], "answer": "b")", R"("tip": "x")", "missing-member"},
      {R"("lookAt": "l")", R"("looksAt": "l")", "unknown-member"},
      {R"("lookAt": "l")", R"("lookAt": "")", "invalid-value"},
      {R"("questions": [{"asks": "in?", "shows": {"variant": "v", "step": "s"}, "explains": "e"}])",
       R"("questions": [])", "missing-member"},
  };
  for (const BadCourse& bad : kBad) {
    SCOPED_TRACE(bad.to);
    const std::string text = absl::StrReplaceAll(kCourse, {{bad.from, bad.to}});
    ASSERT_NE(text, kCourse);
    Diagnostics diagnostics;
    EXPECT_EQ(LoadCourse(text, diagnostics), nullptr);
    std::set<std::string> rules;
    for (const Diagnostic& diagnostic : diagnostics.items()) rules.insert(diagnostic.rule);
    EXPECT_THAT(rules, testing::Contains(bad.rule));
  }
}

TEST(CourseTest, APartStandsTogether) {
  const std::string text = absl::StrReplaceAll(
      kCourse, {{R"("id": "two", "part": "p")",
                 R"("id": "two", "part": "q", "title": "t", "scenario": "s", "lookAt": "l",
                     "questions": [{"asks": "a", "choices": ["x", "y"], "answer": "a",
                                    "explains": "e"}]}, {"id": "three", "part": "p")"}});
  Diagnostics diagnostics;
  EXPECT_EQ(LoadCourse(text, diagnostics), nullptr);
  EXPECT_THAT(diagnostics.FirstError()->message, HasSubstr("stand apart"));
}

TEST(ShippedCourseTest, HasNothingToComplainAbout) {
  Diagnostics diagnostics;
  ASSERT_EQ(ShippedCourses().size(), 1u);
  EXPECT_NE(LoadCourse(ShippedCourses().front().contents, diagnostics), nullptr);
  for (const Diagnostic& diagnostic : diagnostics.items()) ADD_FAILURE() << diagnostic.message;
}

// What a lesson shows is there, and a question never gives its own answer away: of each kind of
// answer there are some.
TEST(ShippedCourseTest, AsksAboutWhatIsThere) {
  std::set<int> right;
  for (const Lesson& lesson : ShippedCourse().lessons) {
    SCOPED_TRACE(lesson.id);
    const auto scenario = ScenarioOf(lesson);
    ASSERT_NE(scenario, nullptr);
    const ScenarioResult result = RunScenario(*scenario);
    for (const Question& question : lesson.questions) {
      SCOPED_TRACE(question.asks);
      if (question.shows) {
        EXPECT_TRUE(FindStep(*scenario, *question.shows).has_value());
      }
      EXPECT_GE(RightChoice(question, result), 0);
      if (question.is_prediction()) right.insert(RightChoice(question, result));
    }
  }
  EXPECT_THAT(right, testing::ElementsAre(0, 1));
}

}  // namespace
}  // namespace deputy
