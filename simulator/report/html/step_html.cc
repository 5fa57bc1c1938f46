#include "simulator/report/html/step_html.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/html/decision_html.h"
#include "simulator/report/html/prose.h"
#include "simulator/report/html/sequence.h"
#include "simulator/report/html/sequence_html.h"
#include "simulator/report/verdict.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

constexpr absl::string_view kMeanings[] = {"a statement allows it, and none denies it",
                                           "a statement denies it",
                                           "nothing allows it"};  // by DecisionKind

std::string WhyNotThere(const CallResult& call, absl::string_view key) {
  for (const AbsentKey& absent : call.absent) {
    if (FoldKey(absent.key) == FoldKey(key)) return NarrateAbsence(absent);
  }
  return "nobody sends it";
}

// The calls whose decisions tell the story: the one that was stopped, or else those by which
// somebody got in.
std::vector<const CallResult*> TellingCalls(const StepResult& result) {
  std::vector<const CallResult*> calls;
  if (result.outcome == Outcome::kBlocked) {
    if (result.calls.back().decided) calls.push_back(&result.calls.back());
    return calls;
  }
  for (const CallResult& call : result.calls) {
    if (call.kind != CallKind::kResourceAction) calls.push_back(&call);
  }
  if (calls.empty() && !result.calls.empty()) calls.push_back(&result.calls.front());
  return calls;
}

// `several`: which one it is has to be said.
View DecisionView(const World& world, const CallResult& call, bool several) {
  const auto policies = [&](const PolicyRef& ref) { return call.FindPolicy(ref); };
  const auto why = [&](absl::string_view key) { return WhyNotThere(call, key); };
  std::string told = NarrateCall(world, call);
  told[0] = absl::ascii_toupper(static_cast<unsigned char>(told[0]));
  const Html tables = DecisionHtml({call.request, call.decision, call.trace, policies},
                                   StatementsShown::kDeciding, why);
  View view;
  view.Flag("several", several)
      .Fragment("told_html", ProseHtml(told))
      .Text("decision", DecisionName(call.decision.kind))
      .Text("meaning", kMeanings[static_cast<size_t>(call.decision.kind)])
      .Flag("allowed", call.allowed)
      .Flag("no_statement", tables.empty())
      .Fragment("tables_html", tables);
  return view;
}

}  // namespace

Html StepHtml(const ScenarioResult& result, size_t variant, size_t index, const std::string& id) {
  const Scenario& scenario = *result.scenario;
  const Step& step = scenario.steps[index];
  const StepResult& found = result.variants[variant].steps[index];
  const World& world = scenario.variants[variant].world;
  View view;
  view.Fragment("told_html", ProseHtml(Narrate(scenario, result, static_cast<int>(variant),
                                               static_cast<int>(index))));
  if (IsHostile(step) && found.outcome != Outcome::kRejected) {
    const Sequence sequence = SequenceOf(scenario, result, variant, index);
    view.Fragment("diagram_html",
                  SequenceHtml(sequence, id, absl::StrCat("Sequence diagram of ", Escape(step.id)),
                               DescribeSequence(sequence)));
  } else {
    view.Fragment("diagram_html", Html());
  }
  std::vector<std::string> losses;
  for (const Loss& loss : found.losses) losses.push_back(NarrateLoss(world, loss));
  const std::vector<const CallResult*> calls = TellingCalls(found);
  std::vector<View> decisions;
  decisions.reserve(calls.size());
  for (const CallResult* call : calls)
    decisions.push_back(DecisionView(world, *call, calls.size() > 1));
  view.Flag("lost", !losses.empty())
      .List("losses", ProseViews(losses))
      .List("decisions", decisions);
  return RenderHtml("step", view);
}

}  // namespace deputy
