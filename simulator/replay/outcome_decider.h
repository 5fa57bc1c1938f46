// Decides a recorded call by a role's policy: what the record leaves open is filled in from the
// source map and the service catalogue, and what is open then is the prover's (open_request.h).
// Thread-safe.
#ifndef DEPUTY_SIMULATOR_REPLAY_OUTCOME_DECIDER_H_
#define DEPUTY_SIMULATOR_REPLAY_OUTCOME_DECIDER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/iam/service_fact.h"
#include "simulator/replay/outcome.h"
#include "simulator/replay/role_policies.h"
#include "simulator/replay/source_map.h"

namespace deputy {

// What is borrowed must outlive it.
class OutcomeDecider {
 public:
  OutcomeDecider(const SourceMap& map, std::vector<ServiceFact> services)
      : map_(map), services_(std::move(services)) {}

  // `further`: what has to be allowed beside the action of the request (further_actions.h).
  // `source` is the entry of the map for the call, or -1.
  ReplayOutcome Decide(const OpenRequest& request, const std::vector<std::string>& further,
                       const RolePolicy& role, int source, OpenMemo& memo) const;

 private:
  void FillSources(int source, OpenRequest& request, ReplayOutcome& outcome) const;
  void AddIfSent(const OpenDecider& decider, OpenRequest request,
                 const std::vector<std::string>& further, OpenMemo& memo,
                 ReplayOutcome& outcome) const;
  const ServiceFact* FactOf(absl::string_view service) const;

  const SourceMap& map_;
  std::vector<ServiceFact> services_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_OUTCOME_DECIDER_H_
