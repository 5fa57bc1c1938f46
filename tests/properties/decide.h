// What the properties share: a request line in, the engine's decision out, always by both ways.
#ifndef DEPUTY_TESTS_PROPERTIES_DECIDE_H_
#define DEPUTY_TESTS_PROPERTIES_DECIDE_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace deputy::properties {

using nlohmann::json;

// "allowed", "explicitDeny" or "implicitDeny"; nothing where the line or a policy of it is refused.
// That fast and explained agree is asserted here, so it holds in every property.
std::optional<std::string> Decide(const json& line);

json AsList(const json& value);

// rapidcheck with a seed of its own, so that each run is the same; RC_PARAMS says otherwise.
void FixSeed();

}  // namespace deputy::properties

#endif  // DEPUTY_TESTS_PROPERTIES_DECIDE_H_
