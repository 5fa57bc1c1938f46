// `deputy tour` through the binary, with answers from a pipe; and the page that follows from the
// same course.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "simulator/scenario/course.h"
#include "tests/support/process.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// Lines of a terminal's width, but for a word that cannot be broken.
void ExpectNarrow(const std::string& out) {
  for (const absl::string_view line : absl::StrSplit(out, '\n')) {
    if (absl::StrContains(line, "arn:") || absl::StrContains(line, ":sub")) continue;
    EXPECT_LE(line.size(), 80u) << line;
  }
}

TEST(Tour, ListsTheLessons) {
  const ProcessResult list = RunDeputy({"tour"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_THAT(list.err, IsEmpty());
  for (const Lesson& lesson : ShippedCourse().lessons)
    EXPECT_THAT(list.out, HasSubstr(absl::StrCat(lesson.id, " ")));
  EXPECT_THAT(list.out, HasSubstr("`deputy tour 1` begins"));
  ExpectNarrow(list.out);
}

TEST(Tour, TheListOfLessonsIsNoLesson) {
  for (const char* more : {"1", "--no-questions"}) {
    const ProcessResult result = RunDeputy({"tour", more, "--format", "markdown"});
    EXPECT_EQ(result.exit_code, 2) << more;
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, HasSubstr("`--format markdown` prints the list of lessons; leave out"));
  }
}

// The three questions that somebody who is new to it must be able to answer.
TEST(Tour, TheFirstLessonAsksThreeQuestions) {
  const ProcessResult tour = RunDeputy({"tour", "1"}, "b\nc\nb\nq\n");
  EXPECT_EQ(tour.exit_code, 0);
  EXPECT_THAT(tour.err, IsEmpty());
  EXPECT_THAT(tour.out, StartsWith("Lesson 1 of "));
  for (const char* said : {
           "Acme (111122223333) and Mallory (999988887777) are both customers of DMS.",
           "Look at: ",
           "  trust policy of role `dms-dynamodb-role`:\n    {\n",
           "What is a confused deputy?\n  a) somebody who guessed a password\n",
           "Your answer (a, b, c): b\n",
           "Right: b) somebody with more rights, who uses them for somebody who does not",
           "GETS IN    lost: every order of Acme's customers",
           "aws:SourceAccount  999988887777\n",
           "Why is that sometimes\nenough?",
           "stopped    by the role's trust policy",
           "What stops Mallory if the policy cannot",
           "stopped    by the service's own PassRole check",
           "Lesson: What Mallory may not do, DMS may",
           "What this does not stop: ",
           "3 of 3 right.\n",
           "Enter for lesson 2 (The two keys), q to leave: q\n",
           "Until next time: `deputy tour 2` goes on from here.\n",
       }) {
    EXPECT_THAT(tour.out, HasSubstr(said));
  }
  ExpectNarrow(tour.out);
}

TEST(Tour, SaysWhatIsWrongAndWhy) {
  const ProcessResult tour = RunDeputy({"tour", "confused-deputy"}, "a\nB\n\nq\n");
  EXPECT_THAT(tour.out, HasSubstr("Not so. The answer: b) somebody with more rights"));
  EXPECT_THAT(tour.out, HasSubstr("Not so. The answer: c) because DMS itself says"));
  EXPECT_THAT(tour.out, HasSubstr("The answer: b) the service's own check"));  // enter alone
  EXPECT_THAT(tour.out, HasSubstr("0 of 3 right.\n"));
}

TEST(Tour, APredictionIsJudgedByTheEngine) {
  const ProcessResult tour = RunDeputy({"tour", "two-keys"}, "yes\ny\nq\n");
  EXPECT_THAT(tour.out, HasSubstr("Your answer (y, n): yes\n\nNot so. The answer: no\n"));
  EXPECT_THAT(tour.out, HasSubstr("Your answer (y, n): y\n\nRight: yes\n"));
  EXPECT_THAT(tour.out, HasSubstr("1 of 2 right.\n"));
}

TEST(Tour, ShowsAnAbsentKeyAsAbsent) {
  const ProcessResult tour = RunDeputy({"tour", "if-exists"}, "y\nq\n");
  EXPECT_THAT(tour.out, HasSubstr("aws:SourceAccount  absent\n"));
  EXPECT_THAT(tour.out, HasSubstr("Right: yes\n"));
}

TEST(Tour, APolicyThatIamRefusesIsShownAsItIsWritten) {
  const ProcessResult tour = RunDeputy({"tour", "as-printed"}, "c\nq\n");
  EXPECT_THAT(tour.out, HasSubstr("\"ArnEqual\""));
  EXPECT_THAT(tour.out, HasSubstr("unknown condition operator `ArnEqual`; did you mean "
                                  "`ArnEquals`?"));
  EXPECT_THAT(tour.out, HasSubstr("REFUSED"));
}

TEST(Tour, TheLastLessonSaysSo) {
  const std::string last = absl::StrCat(ShippedCourse().lessons.size());
  const ProcessResult tour = RunDeputy({"tour", last}, "y\n");
  EXPECT_EQ(tour.exit_code, 0);
  EXPECT_THAT(tour.out, HasSubstr("That was the last lesson."));
}

TEST(Tour, GoesOnToTheNextLesson) {
  const ProcessResult tour = RunDeputy({"tour", "1"}, "b\nc\nb\n\nn\n");
  EXPECT_THAT(tour.out, HasSubstr("\nLesson 2 of "));
  EXPECT_THAT(tour.out, HasSubstr("Until next time: `deputy tour 2` goes on from here.\n"));
}

TEST(Tour, EndsPolitelyWhenTheAnswersDo) {
  for (const char* input : {"", "b\n", "b\nc", "q", " Q \n", "quit\n"}) {
    SCOPED_TRACE(input);
    const ProcessResult tour = RunDeputy({"tour", "1"}, input);
    EXPECT_EQ(tour.exit_code, 0);
    EXPECT_THAT(tour.err, IsEmpty());
    EXPECT_THAT(tour.out, testing::EndsWith("`deputy tour 1` goes on from here.\n"));
  }
}

TEST(Tour, WhatIsNoAnswerIsAskedForThreeTimes) {
  const ProcessResult tour = RunDeputy({"tour", "1"}, "perhaps\n7\n\x1b[31m\n");
  EXPECT_THAT(tour.out, HasSubstr("Type one of a, b, c; enter alone shows the answer, q leaves."));
  EXPECT_THAT(tour.out, HasSubstr("\nThe answer: b)"));
  EXPECT_THAT(tour.out, Not(HasSubstr("\x1b")));
}

TEST(Tour, EndsWhateverComesIn) {
  EXPECT_EQ(RunShell("yes nonsense | $DEPUTY tour superglue > /dev/null").exit_code, 0);
  EXPECT_EQ(RunShell("$DEPUTY tour 1 < /dev/zero > /dev/null").exit_code, 0);
  EXPECT_EQ(RunShell("$DEPUTY tour 1 <&- > /dev/null").exit_code, 0);
  EXPECT_THAT(RunShell("$DEPUTY tour --no-questions | head -1").err, IsEmpty());
  EXPECT_EQ(RunShell("$DEPUTY tour --no-questions > /dev/full").exit_code, 4);
}

TEST(Tour, WithoutQuestionsTellsAllOfIt) {
  const ProcessResult all = RunDeputy({"tour", "--no-questions"});
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_THAT(all.err, IsEmpty());
  EXPECT_THAT(all.out, Not(HasSubstr("Your answer")));
  const size_t lessons = ShippedCourse().lessons.size();
  for (size_t i = 0; i < lessons; ++i) {
    EXPECT_THAT(all.out, HasSubstr(absl::StrCat("Lesson ", i + 1, " of ", lessons, ": ",
                                                ShippedCourse().lessons[i].title.substr(0, 40))));
  }
  ExpectNarrow(all.out);
  EXPECT_EQ(all.out, RunDeputy({"tour", "--no-questions"}).out);

  const ProcessResult one = RunDeputy({"tour", "--no-questions", "two-keys"});
  EXPECT_THAT(one.out, StartsWith("Lesson 2 of "));
  EXPECT_THAT(one.out, Not(HasSubstr("Lesson 3 of ")));
}

TEST(Tour, ALessonThatIsNotThereIsAWrongArgument) {
  const ProcessResult tour = RunDeputy({"tour", "two-kyes"});
  EXPECT_EQ(tour.exit_code, 2);
  EXPECT_THAT(tour.out, IsEmpty());
  EXPECT_THAT(tour.err, HasSubstr("there is no lesson `two-kyes`; did you mean `two-keys`?"));
  EXPECT_EQ(RunDeputy({"tour", "0"}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"tour", "999"}).exit_code, 2);
}

TEST(Tour, ColoursAreForTerminals) {
  EXPECT_THAT(RunDeputy({"tour", "1"}, "b\n").out, Not(HasSubstr("\x1b[")));
  EXPECT_THAT(RunDeputy({"tour", "1", "--color", "always"}, "b\n").out, HasSubstr("\x1b["));
}

TEST(Tour, ThePageOfTheScenariosHasTheSameCourse) {
  const ProcessResult markdown = RunDeputy({"tour", "--format", "markdown"});
  EXPECT_THAT(ReadProjectFile("scenarios/README.md"), HasSubstr(markdown.out));
}

}  // namespace
}  // namespace deputy
