// The `world` of a scenario file, and the worlds of its variants. Private to the parsers of this
// room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_

#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/value_reader.h"
#include "simulator/world/service_catalogue.h"
#include "simulator/world/world.h"

namespace deputy {

// The world as it is before any variant. Best effort when something was reported.
World ParseWorld(const JsonValue& value, const ServiceCatalogue& catalogue,
                 DocumentReader& documents, Diagnostics& diagnostics);

// `base` with what the variant replaces.
ScenarioVariant ParseVariant(const JsonValue& value, const World& base, DocumentReader& documents,
                             Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_
