// A deputy of a world, and the parts of one that a variant replaces. Private to the parsers of this
// room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_DEPUTY_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_DEPUTY_PARSER_H_

#include <string>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "simulator/scenario/world_names.h"
#include "simulator/world/service_catalogue.h"
#include "simulator/world/world.h"

namespace deputy {

Deputy ParseDeputy(const JsonValue& value, const ServiceCatalogue& catalogue,
                   const WorldNames& names, Diagnostics& diagnostics);

// The rule by which a vendor chooses the ExternalId.
ExternalIdRule ReadExternalIdRule(const JsonValue& value, const WorldNames& names,
                                  Diagnostics& diagnostics);
std::vector<std::string> ReadSourceKeys(ObjectReader& reader, absl::string_view name);
PassRoleCheck ReadPassRoleCheck(ObjectReader& reader, PassRoleCheck absent);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_DEPUTY_PARSER_H_
