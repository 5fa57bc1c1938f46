// The loader of scenarios takes or refuses any text, with places inside of it; what it takes can be
// played, twice the same.
#include "simulator/report/scenario_json.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/scenario/scenario_runner.h"
#include "simulator/world/shipped_catalogue.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(scenario) {
  Diagnostics diagnostics;
  const auto scenario = ParseScenario(input, ShippedCatalogue(), diagnostics);
  Require((scenario == nullptr) == diagnostics.has_errors(), "refused without an error", input);
  for (const Diagnostic& item : diagnostics.items())
    Require(item.range.begin <= item.range.end && item.range.end <= input.size() + 1,
            "a range outside of the text", item.message);
  if (scenario == nullptr) return;
  const ScenarioResult once = RunScenario(*scenario);
  const ScenarioResult again = RunScenario(*scenario);
  Require(once.variants.size() == again.variants.size(), "played twice, and not the same", input);
}

}  // namespace
}  // namespace deputy::fuzz
