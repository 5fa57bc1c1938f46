// What came of one step under one variant, as a view for templates/scenario: in words, as a diagram
// and as the truth tables of what decided.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_STEP_HTML_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_STEP_HTML_H_

#include <string>

#include "simulator/report/html/view.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// `id` is that of the element around it.
Html StepHtml(const ScenarioResult& result, size_t variant, size_t step, const std::string& id);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_STEP_HTML_H_
