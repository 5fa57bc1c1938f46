// Plays a scenario: derives the calls that follow from what people do, has the engine decide them,
// and compares the outcomes with what the author expects. A pure function of the scenario.
#ifndef DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RUNNER_H_
#define DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RUNNER_H_

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// Total. The result refers to `scenario`.
ScenarioResult RunScenario(const Scenario& scenario);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RUNNER_H_
