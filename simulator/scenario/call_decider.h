// Decides one call: gathers the policies that apply to it, compiles them once for each variant,
// asks the engine, and reads the causes off the trace. Private to the runner.
#ifndef DEPUTY_SIMULATOR_SCENARIO_CALL_DECIDER_H_
#define DEPUTY_SIMULATOR_SCENARIO_CALL_DECIDER_H_

#include <map>
#include <memory>
#include <vector>

#include "engine/decide/authorizer.h"
#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "simulator/scenario/caller.h"
#include "simulator/scenario/scenario_result.h"
#include "simulator/world/world.h"

namespace deputy {

// What is called: its policy and its owner.
struct CallTarget {
  PolicyDocumentPtr policy;  // may be null
  Layer layer = Layer::kResourcePolicy;
  Index account = kNoIndex;
};

class CallDecider {
 public:
  explicit CallDecider(const World& world);

  // Decides `call.request` and fills in everything of `call` from `decided` on; guards are added to
  // those that are there.
  void Decide(const Caller& caller, const CallTarget& target, CallResult& call);

 private:
  const Program* ProgramOf(const PolicyDocumentPtr& document);
  const Program* Apply(PolicyRef ref, const PolicyDocumentPtr& document, CallResult& call);
  ApplicablePolicies Gather(const Caller& caller, const CallTarget& target, CallResult& call);
  void ApplyOrganizations(const Caller& caller, const CallTarget& target, CallResult& call,
                          ApplicablePolicies& policies);

  const World& world_;
  const PolicyDocumentPtr full_access_;
  Vocabulary keys_;
  std::map<const PolicyDocument*, std::unique_ptr<const Program>> programs_;
};

// Why the call was decided as it was.
std::vector<Cause> CausesOf(const CallResult& call);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_CALL_DECIDER_H_
