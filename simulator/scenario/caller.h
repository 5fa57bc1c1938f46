// Who calls, at some point of a step: the principal, the keys that come with it, and the policies
// that are attached to it. Private to the runner.
#ifndef DEPUTY_SIMULATOR_SCENARIO_CALLER_H_
#define DEPUTY_SIMULATOR_SCENARIO_CALLER_H_

#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/iam/principal.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"
#include "simulator/world/world.h"

namespace deputy {

struct Caller {
  Principal principal;
  ExtraKeys keys;                 // carried by every call
  std::vector<AbsentKey> absent;  // keys that one would look for and that it does not carry
  Index account = kNoIndex;       // of an IAM caller
  std::vector<PolicyDocumentPtr> identity;
  PolicyDocumentPtr boundary;  // may be null
  std::vector<PolicyDocumentPtr> session;
  std::string source_identity;  // stays through every hop
};

// A service that acts for a resource of a customer, on its way to a role or a resource.
Caller ServiceCaller(const World& world, const UsesService& act);

// A session of a role; `tags` were passed for this session.
Caller SessionCaller(const World& world, Index role, absl::string_view session_name,
                     const Tags& tags = {});

Caller UserCaller(const World& world, Index user);
// A user who may do everything in the account.
Caller AdministratorCaller(const World& world, Index account);
Caller AnonymousCaller();
Caller TokenCaller(const PresentsToken& token);

// The caller of the first call of `calls`.
Caller DirectCaller(const World& world, const Calls& calls);

// The policies that AWS itself supplies: `AdministratorAccess`, `FullAWSAccess`.
PolicyDocumentPtr AwsManagedPolicy(PolicyType type);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_CALLER_H_
