#include "simulator/report/verdict.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/diagnostic.h"

namespace deputy {

bool IsHostile(const Step& step) {
  return step.actor == ActorKind::kAttacker || step.actor == ActorKind::kInsider;
}

StepVerdict VerdictOf(const Step& step, Outcome outcome) {
  if (outcome == Outcome::kRejected) return StepVerdict::kRefused;
  const bool succeeds = outcome == Outcome::kSucceeds;
  if (IsHostile(step)) return succeeds ? StepVerdict::kGetsIn : StepVerdict::kStopped;
  return succeeds ? StepVerdict::kWorks : StepVerdict::kLockedOut;
}

absl::string_view VerdictWord(StepVerdict verdict) {
  static constexpr absl::string_view kWords[] = {"GETS IN", "stopped", "works", "LOCKED OUT",
                                                 "REFUSED"};
  return kWords[static_cast<size_t>(verdict)];
}

std::string WhyVerdict(const ScenarioResult& result, size_t variant, size_t step) {
  const StepResult& found = result.variants[variant].steps[step];
  if (found.outcome == Outcome::kRejected) return "IAM refuses the policy";
  std::vector<std::string> parts;
  if (found.stopped_by) parts.push_back(absl::StrCat("by ", GuardTitle(*found.stopped_by)));
  const World& world = result.scenario->variants[variant].world;
  std::vector<std::string> lost;
  for (const Loss& loss : found.losses) {
    std::string what = loss.resource < 0
                           ? Escape(loss.arn)
                           : Escape(world.resources[static_cast<size_t>(loss.resource)].holds, 500);
    if (!loss.what.empty()) absl::StrAppend(&what, " (", Escape(loss.what, 500), ")");
    if (!absl::c_linear_search(lost, what)) lost.push_back(std::move(what));
  }
  if (!lost.empty()) parts.push_back(absl::StrCat("lost: ", absl::StrJoin(lost, ", ")));
  return absl::StrJoin(parts, "; ");
}

}  // namespace deputy
