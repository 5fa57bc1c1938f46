#include "simulator/lab/setting_answer.h"

#include <memory>
#include <optional>

#include "absl/algorithm/container.h"
#include "simulator/lab/exercise.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

template <class Items>
std::optional<size_t> IndexOf(const Items& items, absl::string_view id) {
  const auto found = absl::c_find_if(items, [&](const auto& item) { return item.id == id; });
  if (found == items.end()) return std::nullopt;
  return static_cast<size_t>(found - items.begin());
}

}  // namespace

void WriteSetting(const LabQuestion& question, const Policy& policy,
                  const EvaluationRequest* request, const Shelf& shelf, JsonWriter& writer) {
  (void)request;
  const Setting& setting = *question.setting;
  const ShelvedScenario* shelved = shelf.Find(setting.scenario);
  if (shelved == nullptr) return;
  const auto variant = IndexOf(shelved->scenario->variants, setting.variant);
  const auto step = IndexOf(shelved->scenario->steps, setting.step);
  if (!variant || !step) return;
  const std::vector<Exercise> exercises = ExercisesOf(*shelved, *variant, *step);
  const auto exercise = absl::c_find_if(
      exercises, [&](const Exercise& candidate) { return candidate.call == setting.call; });
  if (exercise == exercises.end()) return;

  auto document = std::make_shared<PolicyDocument>(*exercise->policy);
  document->policy = policy;
  document->refused = false;
  const std::unique_ptr<PlayedAgain> played = PlayWith(*shelved, *variant, *exercise, document);
  const VariantResult& result = played->result.variants[0];
  if (result.refused != nullptr) return;
  writer.Key("steps").BeginArray();
  for (size_t i = 0; i < result.steps.size(); ++i) {
    const Step& played_step = played->scenario.steps[i];
    writer.BeginObject()
        .Member("id", played_step.id)
        .Member("outcome", OutcomeName(result.steps[i].outcome))
        .Member("told", Narrate(played->scenario, played->result, 0, static_cast<int>(i)))
        .EndObject();
  }
  writer.EndArray();
}

}  // namespace deputy
