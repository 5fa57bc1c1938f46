#include "simulator/lab/setting_answer.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "simulator/lab/exercise.h"
#include "simulator/report/html/scenario_html.h"
#include "simulator/report/html/sequence.h"
#include "simulator/report/html/sequence_html.h"
#include "simulator/report/request_json.h"
#include "simulator/report/verdict.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

template <class Items>
std::optional<size_t> IndexOf(const Items& items, absl::string_view id) {
  const auto found = absl::c_find_if(items, [&](const auto& item) { return item.id == id; });
  if (found == items.end()) return std::nullopt;
  return static_cast<size_t>(found - items.begin());
}

struct Place {
  const ShelvedScenario* shelved = nullptr;
  size_t variant = 0;
  size_t step = 0;
  Exercise exercise;
};

absl::Status Unknown(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("`setting`: ", what));
}

absl::StatusOr<Place> Find(const Setting& setting, const Shelf& shelf) {
  Place place;
  place.shelved = shelf.Find(setting.scenario);
  if (place.shelved == nullptr)
    return Unknown(absl::StrCat("no scenario is called ", Quote(setting.scenario)));
  const auto variant = IndexOf(place.shelved->scenario->variants, setting.variant);
  if (!variant) return Unknown(absl::StrCat("no variant is called ", Quote(setting.variant)));
  const auto step = IndexOf(place.shelved->scenario->steps, setting.step);
  if (!step) return Unknown(absl::StrCat("no step is called ", Quote(setting.step)));
  place.variant = *variant;
  place.step = *step;
  for (Exercise& exercise : ExercisesOf(*place.shelved, *variant, *step)) {
    if (exercise.call != setting.call) continue;
    place.exercise = std::move(exercise);
    return place;
  }
  return Unknown(absl::StrCat("the step ", Quote(setting.step), " has no call ", setting.call,
                              " that asks a policy to be edited"));
}

std::string Written(const Request& request) {
  JsonWriter writer;
  WriteRequest(request, writer);
  return writer.Take();
}

// The step with the request of the page in the place of the one that the scenario makes there.
void ShowInstead(const DecidedHere& decided, size_t index, StepResult& step) {
  if (index >= step.calls.size() || !step.calls[index].decided) return;
  CallResult& call = step.calls[index];
  call.request = decided.request;
  call.decision = decided.decision;
  call.trace = decided.trace;
  call.allowed = decided.decision.kind == DecisionKind::kAllowed;
  const bool checked = !call.guards.empty() && call.guards[0].guard == Guard::kPassRoleCheck;
  call.guards.resize(checked ? 1 : 0);
  const std::vector<GuardResult> met = GuardsMet(call.policies, call.decision);
  call.guards.insert(call.guards.end(), met.begin(), met.end());
  std::vector<AbsentKey> absent;
  for (AbsentKey& key : call.absent) {
    if (call.request.Find(key.key) == nullptr) absent.push_back(std::move(key));
  }
  call.absent = std::move(absent);
  if (call.allowed) return;
  step.calls.resize(index + 1);
  step.losses.clear();
  step.outcome = Outcome::kBlocked;
}

void WriteSteps(const PlayedAgain& played, JsonWriter& writer) {
  writer.Key("steps").BeginArray();
  for (size_t i = 0; i < played.scenario.steps.size(); ++i) {
    const Step& step = played.scenario.steps[i];
    const Outcome outcome = played.result.variants[0].steps[i].outcome;
    const StepVerdict verdict = VerdictOf(step, outcome);
    writer.BeginObject()
        .Member("id", step.id)
        .Member("outcome", OutcomeName(outcome))
        .Member("verdict", VerdictWord(verdict))
        .Member("look", LookOf(verdict))
        .Member("why", WhyVerdict(played.result, 0, i))
        .Member("told", Narrate(played.scenario, played.result, 0, static_cast<int>(i)))
        .EndObject();
  }
  writer.EndArray();
}

}  // namespace

std::string StepDiagram(const Scenario& scenario, const ScenarioResult& result, size_t variant,
                        size_t step) {
  const Sequence sequence = SequenceOf(scenario, result, variant, step);
  const std::string title = absl::StrCat("Sequence diagram of step ", scenario.steps[step].id);
  return SequenceHtml(sequence, "diagram", title, DescribeSequence(sequence)).text();
}

absl::Status CheckSetting(const Setting& setting, const Shelf& shelf) {
  return Find(setting, shelf).status();
}

void WriteSetting(const LabQuestion& question, const Policy& policy, const DecidedHere* decided,
                  const Shelf& shelf, JsonWriter& writer) {
  const absl::StatusOr<Place> place = Find(*question.setting, shelf);
  if (!place.ok()) return;
  auto document = std::make_shared<PolicyDocument>(*place->exercise.policy);
  document->policy = policy;
  document->refused = false;
  const std::unique_ptr<PlayedAgain> played =
      PlayWith(*place->shelved, place->variant, place->exercise, std::move(document));
  VariantResult& result = played->result.variants[0];
  if (result.refused != nullptr) return;
  WriteSteps(*played, writer);

  const bool changed =
      decided != nullptr && Written(decided->request) != Written(place->exercise.made->request);
  if (changed) ShowInstead(*decided, place->exercise.call, result.steps[place->step]);
  writer.Key("changed").Bool(changed);
  writer.Member("diagram", StepDiagram(played->scenario, played->result, 0, place->step));
}

std::string WhyAbsentInSetting(const LabQuestion& question, const Shelf& shelf,
                               absl::string_view key) {
  if (!question.setting) return "";
  const absl::StatusOr<Place> place = Find(*question.setting, shelf);
  if (!place.ok()) return "";
  for (const AbsentKey& absent : place->exercise.made->absent) {
    if (FoldKey(absent.key) == FoldKey(key)) return NarrateAbsence(absent);
  }
  return "";
}

}  // namespace deputy
