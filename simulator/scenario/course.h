// The course: an order in which to take the scenarios, what to look at in each, and questions to
// answer before the engine does. Data (scenarios/course.json); the tour in the terminal, the lab
// and the page scenarios/README.md follow from it.
//
//   {"version": 1, "title": "…", "lessons": [
//     {"id": "two-keys", "part": "The basics", "title": "…", "scenario": "seed/03-two-keys",
//      "lookAt": "…", "questions": [
//        {"asks": "Does Mallory get in?", "shows": {"variant": "both", "step": "attack"},
//         "explains": "…"},
//        {"asks": "Which key …?", "choices": ["…", "…"], "answer": "b", "explains": "…"}]}]}
//
// A question without choices is a prediction: yes or no, and what the engine finds is right.
#ifndef DEPUTY_SIMULATOR_SCENARIO_COURSE_H_
#define DEPUTY_SIMULATOR_SCENARIO_COURSE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/text/diagnostic.h"
#include "simulator/embedded/embedded_file.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// A step of a variant of the lesson's scenario, by their ids.
struct ShownStep {
  std::string variant;
  std::string step;
};

struct Question {
  std::string asks;
  std::vector<std::string> choices;  // of a prediction `yes` and `no`
  int answer = -1;                   // index into `choices`; -1 of a prediction
  std::optional<ShownStep> shows;    // to be played after the answer; always there in a prediction
  std::string explains;

  bool is_prediction() const { return answer < 0; }
};

struct Lesson {
  std::string id;
  std::string part;  // the chapter; lessons of one part stand together
  std::string title;
  std::string scenario;  // the name of its file below scenarios/, without `.json`
  std::string look_at;
  std::vector<Question> questions;  // at least one
};

struct Course {
  std::string title;
  std::vector<Lesson> lessons;

  // The index of a lesson by its id or its number (from 1); -1 when there is none.
  int Find(absl::string_view id_or_number) const;
};

// Reads a course; null when `diagnostics` has an error. Whether scenarios, variants and steps are
// there is for FindStep to say.
std::unique_ptr<const Course> LoadCourse(absl::string_view text, Diagnostics& diagnostics);

absl::Span<const EmbeddedFile> ShippedCourses();

// The course that stands inside the binary. Read once; a test keeps the file free of errors.
const Course& ShippedCourse();

// Indices into the variants and steps of a scenario.
struct StepPlace {
  int variant = 0;
  int step = 0;
};
std::optional<StepPlace> FindStep(const Scenario& scenario, const ShownStep& shown);

// The index of the right choice: of a prediction `yes` when the step succeeded. -1 when the
// scenario has no such step.
int RightChoice(const Question& question, const ScenarioResult& result);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_COURSE_H_
