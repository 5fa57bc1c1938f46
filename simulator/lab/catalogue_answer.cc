#include "simulator/lab/catalogue_answer.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/text/json_writer.h"
#include "simulator/lab/exercise.h"
#include "simulator/lab/setting_answer.h"
#include "simulator/report/html/scenario_html.h"
#include "simulator/report/verdict.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

void WriteExercise(const ShelvedScenario& shelved, const World& world, const Exercise& exercise,
                   JsonWriter& writer) {
  writer.BeginObject()
      .Member("call", static_cast<int64_t>(exercise.call))
      .Member("about", exercise.about)
      .Member("name", exercise.policy->name)
      .Member("policy", PolicyAsWritten(shelved, *exercise.policy));
  WriteExerciseRequest(exercise, writer.Key("request"));
  writer.Key("trusted").Strings(TrustedWords(*shelved.scenario, world, exercise));
  writer.EndObject();
}

void WritePlay(const ShelvedScenario& shelved, size_t variant, size_t step, JsonWriter& writer) {
  const VariantResult& result = shelved.result.variants[variant];
  const Outcome outcome =
      result.refused != nullptr ? Outcome::kRejected : result.steps[step].outcome;
  const StepVerdict verdict = VerdictOf(shelved.scenario->steps[step], outcome);
  writer.BeginObject()
      .Member("outcome", OutcomeName(outcome))
      .Member("verdict", VerdictWord(verdict))
      .Member("look", LookOf(verdict))
      .Member("why", result.refused != nullptr ? "" : WhyVerdict(shelved.result, variant, step))
      .Member("told", Narrate(*shelved.scenario, shelved.result, static_cast<int>(variant),
                              static_cast<int>(step)))
      .Key("exercises")
      .BeginArray();
  const World& world = shelved.scenario->variants[variant].world;
  const std::vector<Exercise> exercises = ExercisesOf(shelved, variant, step);
  for (const Exercise& exercise : exercises) WriteExercise(shelved, world, exercise, writer);
  writer.EndArray();
  // With an exercise the diagram comes with its decision.
  if (exercises.empty() && result.refused == nullptr)
    writer.Member("diagram", StepDiagram(*shelved.scenario, shelved.result, variant, step));
  writer.EndObject();
}

}  // namespace

std::string ScenarioListAnswer(const Shelf& shelf, const std::vector<LabPart>& course) {
  std::vector<LabPart> parts = course;
  std::set<absl::string_view> taught;
  for (const LabPart& part : course) {
    for (const LabPart::Entry& entry : part.entries) taught.insert(entry.scenario);
  }
  for (const ShelvedScenario& shelved : shelf.scenarios()) {
    const Scenario& scenario = *shelved.scenario;
    if (taught.contains(scenario.id)) continue;
    const std::string title =
        course.empty() ? scenario.topic : absl::StrCat("More: ", scenario.topic);
    const auto topic =
        std::find_if(parts.begin() + static_cast<ptrdiff_t>(course.size()), parts.end(),
                     [&](const LabPart& part) { return part.title == title; });
    LabPart& part = topic != parts.end() ? *topic : parts.emplace_back(LabPart{title, {}});
    part.entries.push_back({scenario.id, ""});
  }
  JsonWriter writer;
  writer.BeginObject().Key("parts").BeginArray();
  for (const LabPart& part : parts) {
    writer.BeginObject().Member("title", part.title).Key("scenarios").BeginArray();
    for (const LabPart::Entry& entry : part.entries) {
      const ShelvedScenario* shelved = shelf.Find(entry.scenario);
      if (shelved == nullptr) continue;
      writer.BeginObject()
          .Member("id", entry.scenario)
          .Member("title", shelved->scenario->title)
          .Member("lookAt", entry.look_at)
          .EndObject();
    }
    writer.EndArray().EndObject();
  }
  writer.EndArray().EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

std::string ScenarioAnswer(const ShelvedScenario& shelved) {
  const Scenario& scenario = *shelved.scenario;
  JsonWriter writer;
  writer.BeginObject()
      .Member("id", scenario.id)
      .Member("title", scenario.title)
      .Member("topic", scenario.topic)
      .Member("story", scenario.story)
      .Member("lesson", scenario.lesson);
  writer.Key("notes").Strings(scenario.notes);
  writer.Key("doesNotStop").Strings(scenario.does_not_stop);
  writer.Key("sources").Strings(scenario.sources);
  writer.Key("variants").BeginArray();
  for (const ScenarioVariant& variant : scenario.variants)
    writer.BeginObject().Member("id", variant.id).Member("title", variant.title).EndObject();
  writer.EndArray().Key("steps").BeginArray();
  for (const Step& step : scenario.steps) {
    writer.BeginObject()
        .Member("id", step.id)
        .Member("actor", ActorKindName(step.actor))
        .Key("hostile")
        .Bool(IsHostile(step))
        .Member("says", step.says)
        .EndObject();
  }
  writer.EndArray().Key("plays").BeginArray();
  for (size_t variant = 0; variant < scenario.variants.size(); ++variant) {
    writer.BeginArray();
    for (size_t step = 0; step < scenario.steps.size(); ++step)
      WritePlay(shelved, variant, step, writer);
    writer.EndArray();
  }
  writer.EndArray().EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

}  // namespace deputy
