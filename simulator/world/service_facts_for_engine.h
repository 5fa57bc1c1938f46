// The catalogue's facts in the engine's own words: what the prover and the linter are given to know
// about services.
#ifndef DEPUTY_SIMULATOR_WORLD_SERVICE_FACTS_FOR_ENGINE_H_
#define DEPUTY_SIMULATOR_WORLD_SERVICE_FACTS_FOR_ENGINE_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/service_fact.h"
#include "simulator/world/service_catalogue.h"

namespace deputy {

// Every service of the catalogue in its newest version; `sends_since` is the version from which it
// does what is said. `to` is what the policies hang on: a service may send other keys to a role
// than to a bucket.
std::vector<ServiceFact> EngineFacts(const ServiceCatalogue& catalogue,
                                     TargetKind to = TargetKind::kRole);

// One service in one version: `dms.amazonaws.com@3.4.6`, or `dms@3.4.6` for short. Nothing when the
// catalogue has no such service, or no version stands behind the `@`.
std::optional<ServiceFact> EngineFact(const ServiceCatalogue& catalogue,
                                      absl::string_view name_at_version,
                                      TargetKind to = TargetKind::kRole);

// Puts a fact in the place of those of the same service.
void ReplaceFact(ServiceFact fact, std::vector<ServiceFact>& facts);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_SERVICE_FACTS_FOR_ENGINE_H_
