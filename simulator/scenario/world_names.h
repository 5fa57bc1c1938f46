// References to the things of a world, by name. Private to the parsers of this room.
#ifndef DEPUTY_SIMULATOR_SCENARIO_WORLD_NAMES_H_
#define DEPUTY_SIMULATOR_SCENARIO_WORLD_NAMES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/scenario/value_reader.h"
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

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_WORLD_NAMES_H_
