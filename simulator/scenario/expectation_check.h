// Compares what a step came to with what its author expected. Private to the runner.
#ifndef DEPUTY_SIMULATOR_SCENARIO_EXPECTATION_CHECK_H_
#define DEPUTY_SIMULATOR_SCENARIO_EXPECTATION_CHECK_H_

#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// Sets `as_expected` and `mismatches` of the result.
void CheckExpectation(const Expectation& expected, const ScenarioVariant& variant,
                      StepResult& result);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_EXPECTATION_CHECK_H_
