// What the edited policy does to the scenario around it: how each of its steps ends now, and a
// diagram of the chosen one.
#ifndef DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_
#define DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/decide/decision.h"
#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "engine/text/json_writer.h"
#include "simulator/lab/question.h"
#include "simulator/lab/shelf.h"

namespace deputy {

// The request as it stands in the page, decided.
struct DecidedHere {
  const Request& request;
  const Decision& decision;
  const Trace& trace;
};

// Of a step as it ended, as HTML.
std::string StepDiagram(const Scenario& scenario, const ScenarioResult& result, size_t variant,
                        size_t step);

// InvalidArgument, for a person, when there is no such setting.
absl::Status CheckSetting(const Setting& setting, const Shelf& shelf);

// Members of an open object; nothing when there is no such setting:
//   "steps": [{"id", "outcome", "verdict", "look", "why", "told"}],
//   "diagram": "<svg…", "changed": false
// Where the request in the page is not the one that the scenario makes (`changed`), the
// diagram shows it in the place of that one. `decided` is null where the request is broken.
void WriteSetting(const LabQuestion& question, const Policy& policy, const DecidedHere* decided,
                  const Shelf& shelf, JsonWriter& writer);

// Why the request does not have a key, as the scenario tells it; empty where it does not.
std::string WhyAbsentInSetting(const LabQuestion& question, const Shelf& shelf,
                               absl::string_view key);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_SETTING_ANSWER_H_
