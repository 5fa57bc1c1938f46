// One scenario on a page: its matrix of policies and steps, and behind it the diagrams, truth
// tables and changes of policies.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_SCENARIO_HTML_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_SCENARIO_HTML_H_

#include <string>

#include "absl/strings/string_view.h"
#include "simulator/report/html/view.h"
#include "simulator/report/verdict.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// How a verdict looks: a class of the stylesheet, which gives the mark and the colour.
absl::string_view LookOf(StepVerdict verdict);  // "gets-in", "stopped", …

// `file` is the scenario's text. `open`: shown unfolded.
Html ScenarioHtml(const ScenarioResult& result, absl::string_view file, bool open);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_SCENARIO_HTML_H_
