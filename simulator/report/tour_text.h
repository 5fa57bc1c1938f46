// The course told on a terminal, a lesson at a time: the scene, the question, and after the answer
// what the engine finds. Pure functions of what they are given; who reads the answers is the tour's
// business.
#ifndef DEPUTY_SIMULATOR_REPORT_TOUR_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_TOUR_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/report/style.h"
#include "simulator/scenario/course.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// The lessons with their numbers.
std::string CourseOutline(const Course& course, const Style& style);

// The same as a part of the Markdown page in scenarios/, with links to the scenarios, what to look
// at and what is asked.
std::string CourseMarkdown(const Course& course);

// How a person names the choices of a question: `y` and `n` of a prediction, else letters from `a`.
std::vector<std::string> ChoiceLetters(const Question& question);

// The choice that a line names, by its letter or (`yes`) in full; nothing when it names none.
std::optional<int> ReadChoice(const Question& question, absl::string_view line);

class LessonTeller {
 public:
  // `source` is the text of the scenario's file, from which policies are shown as they stand there.
  // Everything must outlive the teller.
  LessonTeller(const Lesson& lesson, const ScenarioResult& result, absl::string_view source,
               const Style& style);

  std::string Opening(int number, int lessons) const;  // the story and what to look at
  std::string Ask(const Question& question);           // the scene, the question, the choices
  // What is right, what came of it and why. `chosen` is nothing when nobody answered.
  std::string Answer(const Question& question, std::optional<int> chosen) const;
  std::string Closing() const;  // the lesson, and what the fix does not stop

 private:
  std::string Scene(StepPlace place);
  std::string Policies(StepPlace place);
  std::string Asked(StepPlace place) const;

  const Lesson& lesson_;
  const ScenarioResult& result_;
  const Scenario& scenario_;
  absl::string_view source_;
  const Style& style_;
  std::string shown_policies_;  // those of the question before
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_TOUR_TEXT_H_
