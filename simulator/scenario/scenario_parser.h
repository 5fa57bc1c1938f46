// Scenario file in, Scenario out: the one door for reading scenarios. Strict, says all that is
// wrong and not only the first thing; policies go through the engine's parser at their place in the
// file, so that carets point into it.
#ifndef DEPUTY_SIMULATOR_SCENARIO_SCENARIO_PARSER_H_
#define DEPUTY_SIMULATOR_SCENARIO_SCENARIO_PARSER_H_

#include <cstddef>
#include <memory>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "simulator/scenario/scenario.h"
#include "simulator/world/service_catalogue.h"

namespace deputy {

inline constexpr size_t kMaxScenarioBytes = size_t{64} << 20;
inline constexpr size_t kMaxSteps = 10000;

// Null when `diagnostics` has an error. A document that IAM refuses is an error, except in a
// variant of which all steps expect `rejected`. The Scenario refers to `catalogue`, which must
// outlive it.
std::unique_ptr<const Scenario> ParseScenario(absl::string_view text,
                                              const ServiceCatalogue& catalogue,
                                              Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_SCENARIO_PARSER_H_
