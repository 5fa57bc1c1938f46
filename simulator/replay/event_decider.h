// What one thread does with records: reads them, decides the calls, adds them up. Remembers the
// calls that it has met, so that of many equal ones one is decided.
#ifndef DEPUTY_SIMULATOR_REPLAY_EVENT_DECIDER_H_
#define DEPUTY_SIMULATOR_REPLAY_EVENT_DECIDER_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "simulator/replay/outcome_decider.h"
#include "simulator/replay/role_policies.h"
#include "simulator/replay/source_map.h"
#include "simulator/replay/tally.h"
#include "simulator/replay/trail_event.h"

namespace deputy {

class EventDecider {
 public:
  EventDecider(const RolePolicies& roles, const SourceMap& map, const OutcomeDecider& decider)
      : roles_(roles), map_(map), decider_(decider) {}

  // Counts the record. Of a call a line is appended to `line`, where given. Returns what is wrong
  // with the record, or an empty text; good until the next call.
  absl::string_view Decide(absl::string_view record, ReplayTally& tally, std::string* line);

 private:
  absl::string_view DecideCall(ReplayTally& tally, std::string* line);
  const ClassKey& ClassOf(absl::string_view role_arn, const ReplayRole& role);
  ReplayOutcome OutcomeBy(const RolePolicy& policy, const OpenRequest* request,
                          const CallClass& call, const std::string& why, int source);
  void WriteLine(absl::string_view call, PairSide side, std::string& line) const;

  const RolePolicies& roles_;
  const SourceMap& map_;
  const OutcomeDecider& decider_;
  TrailEventReader reader_;
  TrailEvent event_;
  std::string problem_;
  std::string text_;  // what distinguishes the call
  absl::flat_hash_map<std::string, ClassKey> known_;
  OpenMemo memo_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_EVENT_DECIDER_H_
