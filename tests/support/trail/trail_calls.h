// The calls of a trail that assume a role: who calls, how it ended, and what the role's trust
// policy of today has to say to it. Shapes are those of recorded events; proportions follow 49 of
// them.
#ifndef DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_CALLS_H_
#define DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_CALLS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "tests/support/trail/trail_random.h"
#include "tests/support/trail/trail_record.h"
#include "tests/support/trail/trail_roles.h"

namespace deputy::trail {

enum class Caller {
  kService,
  kNamedUser,           // the one that the policy names
  kOtherUser,           // another of its account
  kUserThroughService,  // a service on the user's behalf: invokedBy
  kNamedSession,        // of the role that the policy names
  kOtherSession,
  kPartnerUser,  // of the other account: recorded in both, with one sharedEventID
  kWorkflow,
  kUserOfDeletedRole,  // a role that is no longer there
};

// What the trust policies of AuthorizationDetails() say as far as CloudTrail tells. It depends on
// more where a service has to send aws:SourceAccount or aws:SourceArn, and where an account is
// trusted and the caller's own policies have to allow the call: none of that is recorded.
enum class Answer { kAllowed, kDenied, kDependsOn, kUnknownRole };

struct CallShape {
  absl::string_view name;
  int64_t weight;
  Trust trust;
  Caller caller;
  bool denied;  // AccessDenied: requestParameters is null, the role stands in the message alone
  Answer answer;
};

// One of them is Caller::kPartnerUser.
absl::Span<const CallShape> CallShapes();

// One record. Where both accounts record a call, `call` must begin alike for both and `record` must
// not; the caller's account is the one that `place` says, or else its partner.
void AppendCall(const TrailRoles& roles, const CallShape& shape, const Place& place,
                TrailRandom& call, TrailRandom& record, std::string& out);
void AppendPartnerCallAtOwner(const TrailRoles& roles, const Place& place, TrailRandom& call,
                              TrailRandom& record, std::string& out);

}  // namespace deputy::trail

#endif  // DEPUTY_TESTS_SUPPORT_TRAIL_TRAIL_CALLS_H_
