// What an outcome is to whoever it concerns: an attack that gets in and an honest customer who is
// locked out are both bad news. The words of every report.
#ifndef DEPUTY_SIMULATOR_REPORT_VERDICT_H_
#define DEPUTY_SIMULATOR_REPORT_VERDICT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

enum class StepVerdict { kGetsIn, kStopped, kWorks, kLockedOut, kRefused };

// Whether the step is an attack.
bool IsHostile(const Step& step);

StepVerdict VerdictOf(const Step& step, Outcome outcome);
absl::string_view VerdictWord(StepVerdict verdict);  // "GETS IN", "stopped", "works", …

// Behind the verdict: by which layer it was stopped, and what was lost. May be empty.
std::string WhyVerdict(const ScenarioResult& result, size_t variant, size_t step);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_VERDICT_H_
