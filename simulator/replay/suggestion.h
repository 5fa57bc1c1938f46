// From the calls that were seen to a trust policy that lets in those who made them and nobody else:
// today's policy with the principals that nobody used taken out, hardened. It only takes away.
#ifndef DEPUTY_SIMULATOR_REPLAY_SUGGESTION_H_
#define DEPUTY_SIMULATOR_REPLAY_SUGGESTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/harden/hardener.h"
#include "simulator/replay/role_policies.h"
#include "simulator/replay/tally.h"

namespace deputy {

struct Suggestion {
  std::string role;
  Policy today;
  Policy policy;                     // what is suggested
  std::vector<std::string> changes;  // to a person
  std::vector<std::string> notes;    // what to know before it is used
  bool proved = false;  // nobody foreign gets in; who calls from other accounts was seen to do so
  std::string reason;   // why it is not proved
  // Of `policy` beside `today`: equivalent or narrower, or unknown where that was not decided.
  Relation relation = Relation::kUnknown;
};

// One for each role of which a call succeeded and whose policy is known; `calls` by role, as
// ReplayTally::Resolve() has them. A role is left out when a call that was seen would be denied by
// all that can be suggested.
std::vector<Suggestion> Suggest(const RolePolicies& roles,
                                absl::Span<const std::pair<CallClass, Seen>> calls,
                                absl::Span<const ServiceFact> services);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_SUGGESTION_H_
