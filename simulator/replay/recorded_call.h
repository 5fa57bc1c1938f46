// A recorded event as a request: who called, for which role, with which context keys; what the
// record says of them, and what it cannot say.
#ifndef DEPUTY_SIMULATOR_REPLAY_RECORDED_CALL_H_
#define DEPUTY_SIMULATOR_REPLAY_RECORDED_CALL_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/prove/open_request.h"
#include "simulator/replay/trail_event.h"

namespace deputy {

// What became of the call.
enum class Recorded : uint8_t {
  kSucceeded,
  kDenied,  // AccessDenied
  kFailed,  // for another reason; such a call says nothing about policies
};

Recorded RecordedOf(const TrailEvent& event);

// Of a call that was denied: the kind of policy to which the message puts it, other than the role's
// own ("an identity-based policy"), or empty.
absl::string_view DeniedElsewhere(absl::string_view error_message);

// The role that was to be assumed: from the parameters, the resources, or of a denied call from the
// message. Empty when nothing says it.
absl::string_view RoleOf(const TrailEvent& event);

// Who called, as far as summaries tell callers apart: a session is its role.
struct RecordedCaller {
  std::string type;  // userIdentity's
  std::string name;  // service, ARN, account or provider
  std::string via;   // the service through which a caller that is none called, or empty

  friend bool operator==(const RecordedCaller&, const RecordedCaller&) = default;
};

RecordedCaller CallerOf(const TrailEvent& event);

// Of a call from another account: whether the record is the role owner's copy, in which the caller
// is no more than an account, or the caller's own, of which there may be such a copy.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
enum class PairSide : uint8_t { kNone, kCaller, kRole };

PairSide SideOf(const TrailEvent& event, absl::string_view role);

// What the policies of a role ask of a request.
struct AskedFor {
  std::map<std::string, std::string> keys;  // folded, spelled
  bool sessions = false;                    // some statement names a role session
};

// The request, each key that is asked for known, absent or open; those of a service's source are
// open. Nothing when the record does not say who called in words that IAM has; `why` says so.
std::optional<OpenRequest> RequestOf(const TrailEvent& event, absl::string_view role,
                                     const AskedFor& asked, std::string& why);

// All that the request hangs on beside the role: equal for two events whose requests are equal.
void AppendRequestText(const TrailEvent& event, const AskedFor& asked, std::string& text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_RECORDED_CALL_H_
