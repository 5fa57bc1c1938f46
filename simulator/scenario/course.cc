#include "simulator/scenario/course.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/value_reader.h"

namespace deputy {
namespace {

// Choices are lettered, and a person types the letter.
constexpr absl::string_view kLetters[] = {"a", "b", "c", "d", "e"};

ShownStep ReadShown(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "what a question shows", diagnostics);
  ShownStep shown;
  shown.variant = ReadName(reader, "variant", NameForm::kId);
  shown.step = ReadName(reader, "step", NameForm::kId);
  reader.Finish();
  return shown;
}

Question ReadQuestion(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a question", diagnostics);
  Question question;
  question.asks = reader.Text("asks");
  question.choices = reader.Texts("choices");
  const absl::Span<const absl::string_view> letters =
      absl::MakeSpan(kLetters).first(std::min(question.choices.size(), std::size(kLetters)));
  const TextRange begin = {value.range.begin, value.range.begin + 1};
  if (question.choices.size() == 1 || question.choices.size() > std::size(kLetters)) {
    diagnostics.Error(
        "invalid-value", begin,
        absl::StrCat("a question has two to ", std::size(kLetters), " choices, or none"));
  }
  if (!question.choices.empty()) {
    question.answer = std::max(0, reader.Word("answer", letters, 0, true));
  }
  const JsonValue* shows =
      question.choices.empty() ? reader.Required("shows") : reader.Optional("shows");
  if (shows != nullptr) question.shows = ReadShown(*shows, diagnostics);
  if (question.choices.empty()) question.choices = {"yes", "no"};
  question.explains = reader.Text("explains");
  reader.Finish();
  return question;
}

Lesson ReadLesson(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a lesson", diagnostics);
  Lesson lesson;
  lesson.id = ReadName(reader, "id", NameForm::kId);
  lesson.part = reader.Text("part");
  lesson.title = reader.Text("title");
  lesson.scenario = reader.Text("scenario");
  lesson.look_at = reader.Text("lookAt");
  for (const JsonValue& question : reader.List("questions", true)) {
    lesson.questions.push_back(ReadQuestion(question, diagnostics));
  }
  if (lesson.questions.empty()) {
    diagnostics.Error("missing-member", {value.range.begin, value.range.begin + 1},
                      "a lesson asks at least one question");
  }
  reader.Finish();
  return lesson;
}

Course ReadCourse(const JsonValue& root, Diagnostics& diagnostics) {
  ObjectReader reader(root, "a course", diagnostics);
  reader.Optional("$schema");
  const JsonValue* version = reader.Required("version");
  if (version != nullptr && !(version->is_number() && version->text == "1")) {
    diagnostics.Error("unsupported-version", version->range, "the version of a course is 1");
  }
  Course course;
  course.title = reader.Text("title");
  std::set<std::string> ids;
  std::set<std::string> parts;
  for (const JsonValue& value : reader.List("lessons", true)) {
    Lesson lesson = ReadLesson(value, diagnostics);
    const TextRange begin = {value.range.begin, value.range.begin + 1};
    if (!ids.insert(lesson.id).second) {
      diagnostics.Error("duplicate-id", begin,
                        absl::StrCat("there are two of lesson ", Quote(lesson.id)));
    }
    const bool goes_on = !course.lessons.empty() && course.lessons.back().part == lesson.part;
    if (!goes_on && !parts.insert(lesson.part).second) {
      diagnostics.Error("invalid-value", begin,
                        absl::StrCat("the lessons of ", Quote(lesson.part), " stand apart"));
    }
    course.lessons.push_back(std::move(lesson));
  }
  reader.Finish();
  return course;
}

}  // namespace

int Course::Find(absl::string_view id_or_number) const {
  for (size_t i = 0; i < lessons.size(); ++i) {
    if (lessons[i].id == id_or_number) return static_cast<int>(i);
  }
  int number = 0;
  const bool counts = absl::SimpleAtoi(id_or_number, &number) && number >= 1 &&
                      static_cast<size_t>(number) <= lessons.size();
  return counts ? number - 1 : -1;
}

std::unique_ptr<const Course> LoadCourse(absl::string_view text, Diagnostics& diagnostics) {
  const std::optional<JsonValue> root = ReadJson(text, JsonLimits(), diagnostics);
  if (!root) return nullptr;
  auto course = std::make_unique<Course>(ReadCourse(*root, diagnostics));
  if (diagnostics.has_errors()) return nullptr;
  return course;
}

const Course& ShippedCourse() {
  static const Course* const course = [] {
    Diagnostics diagnostics;
    auto loaded = LoadCourse(ShippedCourses().front().contents, diagnostics);
    return loaded == nullptr ? new Course() : loaded.release();
  }();
  return *course;
}

std::optional<StepPlace> FindStep(const Scenario& scenario, const ShownStep& shown) {
  for (size_t variant = 0; variant < scenario.variants.size(); ++variant) {
    for (size_t step = 0; step < scenario.steps.size(); ++step) {
      if (scenario.variants[variant].id == shown.variant && scenario.steps[step].id == shown.step) {
        return StepPlace{static_cast<int>(variant), static_cast<int>(step)};
      }
    }
  }
  return std::nullopt;
}

int RightChoice(const Question& question, const ScenarioResult& result) {
  if (!question.is_prediction()) return question.answer;
  const auto place = question.shows ? FindStep(*result.scenario, *question.shows) : std::nullopt;
  if (!place) return -1;
  const auto at = [](int index) { return static_cast<size_t>(index); };
  const StepResult& step = result.variants[at(place->variant)].steps[at(place->step)];
  return step.outcome == Outcome::kSucceeds ? 0 : 1;
}

}  // namespace deputy
