// One line of `deputy eval`: a request in, its decision out. The library's door to deciding a
// request with all its policies.
#ifndef DEPUTY_SIMULATOR_BATCH_EVALUATION_H_
#define DEPUTY_SIMULATOR_BATCH_EVALUATION_H_

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/decision.h"
#include "engine/decide/trace.h"
#include "simulator/batch/request_reader.h"
#include "simulator/batch/role_store.h"

namespace deputy {

// A request with its policies compiled and everything bound: can be decided any number of times.
// The request and the store must outlive it.
class PreparedEvaluation {
 public:
  // Without a trust or resource policy on the line, a role is looked up in `store`, where given.
  PreparedEvaluation(const EvaluationRequest& request, const RoleStore* store);

  // Whether there is something to decide: the store may not have the role, or have it with a policy
  // that was refused.
  enum class RoleState { kKnown, kUnknown, kRefused };
  RoleState role_state() const { return role_state_; }
  // The request brings a trust policy, and its action is none that asks it (6.2).
  bool trust_policy_unasked() const { return trust_policy_unasked_; }

  Decision Decide(Trace* trace = nullptr) const { return Authorize(applicable_, *bound_, trace); }

  // The policy and the compiled program behind a reference of a decision or trace.
  const Policy& PolicyOf(const PolicyRef& ref) const;
  const Program& ProgramOf(const PolicyRef& ref) const { return *Entry(ref).program; }
  const Vocabulary& vocabulary() const { return vocabulary_; }
  const BoundRequest& bound() const { return *bound_; }
  const ApplicablePolicies& applicable() const { return applicable_; }

 private:
  struct Compiled {
    PolicyRef ref;
    const Policy* policy;  // null for one of the store, which keeps none
    const Program* program;
  };
  void AddTrustPolicy(const EvaluationRequest& request, const RoleStore* store);
  const Program* Add(PolicyRef ref, const Policy& policy);
  const Compiled& Entry(const PolicyRef& ref) const;

  Vocabulary vocabulary_;
  std::vector<Compiled> compiled_;
  std::vector<std::unique_ptr<Program>> programs_;
  ApplicablePolicies applicable_;
  mutable std::optional<Policy> stored_policy_;  // made when somebody asks for it
  std::optional<BoundRequest> bound_;
  RoleState role_state_ = RoleState::kKnown;
  bool trust_policy_unasked_ = false;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_EVALUATION_H_
