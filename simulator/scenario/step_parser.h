// The `steps` of a scenario file. Private to the parsers of this room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_STEP_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_STEP_PARSER_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/value_reader.h"
#include "simulator/scenario/world_names.h"

namespace deputy {

// What the parsers of a step's parts need. All of it outlives them. Who and what there is does not
// differ from variant to variant, so references are resolved once, against the world before any.
struct StepContext {
  const World& world;
  const WorldNames& names;
  absl::Span<const ScenarioVariant> variants;
  DocumentReader& documents;
  Diagnostics& diagnostics;
};

Step ParseStep(const JsonValue& value, const StepContext& context);

// `target`, and an item of `then`.
ResourceAction ParseResourceAction(const JsonValue& value, const StepContext& context);

// Reads the one act of the step; reports when there is none or more than one (`one-act`).
void ParseAct(ObjectReader& reader, const StepContext& context, Step& step);

// One expectation for each variant.
std::vector<Expectation> ParseExpectations(const JsonValue& value, const StepContext& context);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_STEP_PARSER_H_
