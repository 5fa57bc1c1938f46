// The scenarios of the lab, each read and played once when it starts. Immutable afterwards.
#ifndef DEPUTY_SIMULATOR_LAB_SHELF_H_
#define DEPUTY_SIMULATOR_LAB_SHELF_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/source.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

struct ShelvedScenario {
  Source source;
  std::unique_ptr<const Scenario> scenario;
  ScenarioResult result;
};

class Shelf {
 public:
  // What is wrong with the file goes to `diagnostics`; with an error it is not put there. Its id
  // must be new.
  bool Add(Source source, Diagnostics& diagnostics);

  const std::vector<ShelvedScenario>& scenarios() const { return scenarios_; }
  const ShelvedScenario* Find(absl::string_view id) const;

 private:
  std::vector<ShelvedScenario> scenarios_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_SHELF_H_
