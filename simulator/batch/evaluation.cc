#include "simulator/batch/evaluation.h"

#include <cassert>
#include <memory>
#include <utility>

#include "engine/decide/compiler.h"
#include "engine/decide/decompiler.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"

namespace deputy {

PreparedEvaluation::PreparedEvaluation(const EvaluationRequest& request, const RoleStore* store)
    : vocabulary_(store == nullptr ? nullptr : &store->vocabulary()) {
  const RequestPolicies& policies = request.policies;
  const auto add_list = [&](Layer layer, size_t level, const std::vector<Policy>& list) {
    std::vector<const Program*> programs;
    for (size_t i = 0; i < list.size(); ++i) {
      programs.push_back(
          Add({layer, static_cast<uint16_t>(level), static_cast<uint16_t>(i)}, list[i]));
    }
    return programs;
  };
  const auto add_levels = [&](Layer layer, const std::vector<std::vector<Policy>>& levels) {
    std::vector<std::vector<const Program*>> programs;
    for (size_t level = 0; level < levels.size(); ++level)
      programs.push_back(add_list(layer, level, levels[level]));
    return programs;
  };
  if (IsRoleTrustAction(request.request.action) && IsRoleArn(request.request.resource)) {  // 6.2
    AddTrustPolicy(request, store);
  } else {
    trust_policy_unasked_ = policies.trust.has_value();
    applicable_.resource_layer = Layer::kResourcePolicy;
    if (policies.resource) applicable_.resource = Add({Layer::kResourcePolicy}, *policies.resource);
  }
  applicable_.identity = add_list(Layer::kIdentity, 0, policies.identity);
  if (policies.boundary) applicable_.boundary = Add({Layer::kBoundary}, *policies.boundary);
  applicable_.session = add_list(Layer::kSession, 0, policies.session);
  applicable_.scp = add_levels(Layer::kScp, policies.scp);
  applicable_.rcp = add_levels(Layer::kRcp, policies.rcp);
  bound_.emplace(request.request, vocabulary_);
}

void PreparedEvaluation::AddTrustPolicy(const EvaluationRequest& request, const RoleStore* store) {
  if (request.policies.trust) {
    applicable_.resource = Add({Layer::kTrustPolicy}, *request.policies.trust);
    return;
  }
  const StoredRole role = store == nullptr ? StoredRole{} : store->Find(request.request.resource);
  if (role.program == nullptr) {
    role_state_ = role.known ? RoleState::kRefused : RoleState::kUnknown;
    return;
  }
  compiled_.push_back({{Layer::kTrustPolicy}, nullptr, role.program});
  applicable_.resource = role.program;
}

const Policy& PreparedEvaluation::PolicyOf(const PolicyRef& ref) const {
  const Compiled& entry = Entry(ref);
  if (entry.policy != nullptr) return *entry.policy;
  if (!stored_policy_) stored_policy_ = Decompile(*entry.program, PolicyType::kTrust, vocabulary_);
  return *stored_policy_;
}

const Program* PreparedEvaluation::Add(PolicyRef ref, const Policy& policy) {
  programs_.push_back(std::make_unique<Program>(Compile(policy, vocabulary_)));
  compiled_.push_back({ref, &policy, programs_.back().get()});
  return programs_.back().get();
}

const PreparedEvaluation::Compiled& PreparedEvaluation::Entry(const PolicyRef& ref) const {
  for (const Compiled& compiled : compiled_) {
    if (compiled.ref == ref) return compiled;
  }
  assert(false && "a reference that no decision of this request holds");
  return compiled_.front();
}

}  // namespace deputy
