// What came of scenarios, as JSON: the result format of `deputy run --format json`.
#ifndef DEPUTY_SIMULATOR_REPORT_SCENARIO_JSON_H_
#define DEPUTY_SIMULATOR_REPORT_SCENARIO_JSON_H_

#include "engine/text/json_writer.h"
#include "simulator/report/scenario_text.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// One object. kAll adds to every call that was decided its "trace".
void WriteScenario(const ScenarioResult& result, ExplainDetail detail, JsonWriter& writer);

void WriteTotals(const RunTotals& totals, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_SCENARIO_JSON_H_
