#include "simulator/lab/shelf.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/scenario/scenario_runner.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {

bool Shelf::Add(Source source, Diagnostics& diagnostics) {
  ShelvedScenario added;
  added.scenario = ParseScenario(source.text, ShippedCatalogue(), diagnostics);
  if (added.scenario == nullptr) return false;
  if (const ShelvedScenario* other = Find(added.scenario->id); other != nullptr) {
    diagnostics.Error("duplicate-id", {0, 1},
                      absl::StrCat("the scenario ", Quote(added.scenario->id), " stands in ",
                                   Quote(other->source.name), " too"));
    return false;
  }
  added.result = RunScenario(*added.scenario);
  added.source = std::move(source);
  scenarios_.push_back(std::move(added));
  return true;
}

const ShelvedScenario* Shelf::Find(absl::string_view id) const {
  const auto found = absl::c_find_if(
      scenarios_, [&](const ShelvedScenario& shelved) { return shelved.scenario->id == id; });
  return found == scenarios_.end() ? nullptr : &*found;
}

}  // namespace deputy
