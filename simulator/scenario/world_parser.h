// The `world` of a scenario file, and the worlds of its variants. Private to the parsers of this
// room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_

#include <string>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/value_reader.h"
#include "simulator/world/service_catalogue.h"
#include "simulator/world/world.h"

namespace deputy {

// The names of a world's things, for references: `accounts` has two for each account, its id and
// its name, in turn.
struct WorldNames {
  std::vector<std::string> accounts;
  std::vector<std::string> organizations;
  std::vector<std::string> deputies;
  std::vector<std::string> roles;
  std::vector<std::string> users;
  std::vector<std::string> resources;
};

WorldNames NamesOf(const World& world);

// The account that the member names; kNoIndex when absent or unknown (reported).
Index ReadAccountRef(ObjectReader& reader, absl::string_view name, const WorldNames& names,
                     bool required = true);
// Likewise of another kind; `what` is for messages.
Index ReadRef(ObjectReader& reader, absl::string_view name, absl::string_view what,
              const std::vector<std::string>& known, bool required = true);

// The world as it is before any variant. Best effort when something was reported.
World ParseWorld(const JsonValue& value, const ServiceCatalogue& catalogue,
                 DocumentReader& documents, Diagnostics& diagnostics);

// `base` with what the variant replaces.
ScenarioVariant ParseVariant(const JsonValue& value, const World& base, DocumentReader& documents,
                             Diagnostics& diagnostics);

// The rule by which a vendor chooses the ExternalId.
ExternalIdRule ReadExternalIdRule(const JsonValue& value, const WorldNames& names,
                                  Diagnostics& diagnostics);
std::vector<std::string> ReadSourceKeys(ObjectReader& reader, absl::string_view name);
PassRoleCheck ReadPassRoleCheck(ObjectReader& reader, PassRoleCheck absent);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_WORLD_PARSER_H_
