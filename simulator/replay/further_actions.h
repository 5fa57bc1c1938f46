// What STS asks for beside the action of the call itself, for what the session is given to carry:
// a trust policy that does not allow each of them fails the whole call.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
#ifndef DEPUTY_SIMULATOR_REPLAY_FURTHER_ACTIONS_H_
#define DEPUTY_SIMULATOR_REPLAY_FURTHER_ACTIONS_H_

#include <string>
#include <vector>

#include "simulator/replay/outcome.h"
#include "simulator/replay/trail_event.h"

namespace deputy {

// As far as the record shows it: in what the session carries, or in the message of a denial.
std::vector<std::string> FurtherActionsOf(const TrailEvent& event);

// What comes of a call that is allowed when this action is too, `other` being the policy's answer
// to it alone. `outcome` is that of the actions before it.
void AlsoNeeds(const std::string& action, ReplayOutcome other, ReplayOutcome& outcome);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_FURTHER_ACTIONS_H_
