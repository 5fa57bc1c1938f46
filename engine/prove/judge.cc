#include "engine/prove/judge.h"

#include "engine/policy/policy_parser.h"

namespace deputy {

const Policy& AllowsEverything() {
  static const Policy kPolicy = [] {
    Diagnostics diagnostics;
    return *ParsePolicyText(
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
        PolicyType::kIdentity, diagnostics);
  }();
  return kPolicy;
}

Judge::Judge(const Policy& policy, const std::vector<const Policy*>& rcps, bool alone)
    : resource_(Compile(policy, keys_)),
      identity_(Compile(AllowsEverything(), keys_)),
      layer_(policy.type == PolicyType::kResource && !alone ? Layer::kResourcePolicy
                                                            : Layer::kTrustPolicy) {
  for (const Policy* rcp : rcps) rcps_.push_back(Compile(*rcp, keys_));
}

bool Judge::Allows(const Request& request) const {
  ApplicablePolicies policies;
  policies.resource = &resource_;
  policies.resource_layer = layer_;
  policies.identity = {&identity_};
  policies.rcp.emplace_back();
  for (const Program& rcp : rcps_) policies.rcp.back().push_back(&rcp);
  const BoundRequest bound(request, keys_);
  return Authorize(policies, bound).kind == DecisionKind::kAllowed;
}

}  // namespace deputy
