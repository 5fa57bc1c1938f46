#include "simulator/scenario/call_decider.h"

#include <cassert>
#include <optional>

#include "absl/algorithm/container.h"
#include "engine/decide/bound_request.h"
#include "engine/decide/compiler.h"

namespace deputy {

CallDecider::CallDecider(const World& world)
    : world_(world), full_access_(AwsManagedPolicy(PolicyType::kScp)) {}

const Program* CallDecider::ProgramOf(const PolicyDocumentPtr& document) {
  std::unique_ptr<const Program>& program = programs_[document.get()];
  if (program == nullptr) {
    program = std::make_unique<const Program>(Compile(document->policy, keys_));
  }
  return program.get();
}

const Program* CallDecider::Apply(PolicyRef ref, const PolicyDocumentPtr& document,
                                  CallResult& call) {
  call.policies.push_back({ref, document});
  return ProgramOf(document);
}

ApplicablePolicies CallDecider::Gather(const Caller& caller, const CallTarget& target,
                                       CallResult& call) {
  ApplicablePolicies policies;
  policies.resource_layer = target.layer;
  if (target.policy != nullptr) {
    policies.resource = Apply({target.layer, 0, 0}, target.policy, call);
  }
  for (size_t i = 0; i < caller.identity.size(); ++i) {
    const PolicyRef ref{Layer::kIdentity, 0, static_cast<uint16_t>(i)};
    policies.identity.push_back(Apply(ref, caller.identity[i], call));
  }
  if (caller.boundary != nullptr) {
    policies.boundary = Apply({Layer::kBoundary, 0, 0}, caller.boundary, call);
  }
  for (size_t i = 0; i < caller.session.size(); ++i) {
    const PolicyRef ref{Layer::kSession, 0, static_cast<uint16_t>(i)};
    policies.session.push_back(Apply(ref, caller.session[i], call));
  }
  ApplyOrganizations(caller, target, call, policies);
  return policies;
}

// SCPs of the caller's organization and RCPs of the resource's; neither for a management account.
void CallDecider::ApplyOrganizations(const Caller& caller, const CallTarget& target,
                                     CallResult& call, ApplicablePolicies& policies) {
  const auto organization_of = [&](Index account) -> const Organization* {
    if (account == kNoIndex || world_.accounts[account].organization == kNoIndex) return nullptr;
    const Organization& found = world_.organizations[world_.accounts[account].organization];
    return found.management_account == account ? nullptr : &found;
  };
  const Organization* of_caller = organization_of(caller.account);
  const bool linked = caller.principal.IsServiceLinkedRole();
  if (of_caller != nullptr && !of_caller->scps.empty() && !linked) {
    policies.scp.push_back({Apply({Layer::kScp, 0, 0}, full_access_, call)});
    for (size_t i = 0; i < of_caller->scps.size(); ++i) {
      const PolicyRef ref{Layer::kScp, 0, static_cast<uint16_t>(i + 1)};
      policies.scp[0].push_back(Apply(ref, of_caller->scps[i], call));
    }
  }
  const Organization* of_resource = organization_of(target.account);
  if (of_resource != nullptr && !of_resource->rcps.empty() && !linked) {
    policies.rcp.emplace_back();
    for (size_t i = 0; i < of_resource->rcps.size(); ++i) {
      const PolicyRef ref{Layer::kRcp, 0, static_cast<uint16_t>(i)};
      policies.rcp[0].push_back(Apply(ref, of_resource->rcps[i], call));
    }
  }
}

void CallDecider::Decide(const Caller& caller, const CallTarget& target, CallResult& call) {
  // The loader refuses what could contradict the principal, so there is nothing to report here.
  [[maybe_unused]] const std::optional<ContextProblem> problem = FillInContext(call.request);
  assert(!problem);
  const ApplicablePolicies policies = Gather(caller, target, call);
  const BoundRequest bound(call.request, keys_);
  call.decision = Authorize(policies, bound, &call.trace);
  call.decided = true;
  call.allowed = call.decision.kind == DecisionKind::kAllowed;
  const std::vector<GuardResult> met = GuardsMet(call.policies, call.decision);
  call.guards.insert(call.guards.end(), met.begin(), met.end());
  call.causes = CausesOf(call);
}

}  // namespace deputy
