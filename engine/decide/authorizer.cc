#include "engine/decide/authorizer.h"

#include "absl/strings/match.h"

namespace deputy {
namespace {

// Evaluates the policies of a request layer by layer and keeps what part 6 asks about.
class Authorizer {
 public:
  Authorizer(const ApplicablePolicies& policies, const BoundRequest& request, Trace* trace)
      : policies_(policies), request_(request), trace_(trace) {}

  Decision Run() {
    const Principal& caller = request_.principal();
    const bool service_linked = caller.IsServiceLinkedRole();
    if (policies_.resource != nullptr)
      Add(resource_, {policies_.resource_layer, 0, 0}, policies_.resource);
    if (caller.IsIam()) {  // 6.3: nothing of this applies to services, federated and anonymous
                           // callers
      AddAll(identity_, Layer::kIdentity, 0, policies_.identity);
      if (policies_.boundary != nullptr)
        Add(boundary_, {Layer::kBoundary, 0, 0}, policies_.boundary);
      AddAll(session_, Layer::kSession, 0, policies_.session);
      if (!service_linked) AddLevels(scp_, Layer::kScp, policies_.scp);  // 6.6
    }
    if (!service_linked) AddLevels(rcp_, Layer::kRcp, policies_.rcp);  // 6.7
    return Decide();
  }

 private:
  struct Evaluated {
    PolicyRef ref;
    PolicyOutcome outcome;
  };
  using Layers = absl::InlinedVector<Evaluated, 1>;

  void Add(Layers& layer, PolicyRef ref, const Program* program) {
    PolicyTrace* trace = nullptr;
    if (trace_ != nullptr) {
      trace_->policies.push_back({ref, {}});
      trace = &trace_->policies.back();
    }
    layer.push_back({ref, Evaluate(*program, request_, trace)});
    for (const uint32_t statement : layer.back().outcome.denies)
      denies_.push_back({ref, statement});
  }

  void AddAll(Layers& layer, Layer name, size_t level,
              const std::vector<const Program*>& programs) {
    for (size_t i = 0; i < programs.size(); ++i) {
      Add(layer, {name, static_cast<uint16_t>(level), static_cast<uint16_t>(i)}, programs[i]);
    }
  }

  void AddLevels(Layers& layer, Layer name,
                 const std::vector<std::vector<const Program*>>& levels) {
    for (size_t level = 0; level < levels.size(); ++level)
      AddAll(layer, name, level, levels[level]);
  }

  // 6.1, then the layers that must allow, in the order of 6.10.
  Decision Decide() {
    if (!denies_.empty()) return {DecisionKind::kExplicitDeny, std::move(denies_), {}};
    const bool allowed = Resource() && Scps();
    if (!allowed) return {DecisionKind::kImplicitDeny, {}, missing_};
    return {DecisionKind::kAllowed, std::move(allows_), {}};
  }

  // 6.2 to 6.5: the resource's policy and the caller's own, as the one needs the other.
  bool Resource() {
    if (!request_.principal().IsIam()) return RequireAny(resource_, ResourceRef());
    if (request_.principal().account == request_.resource_account()) return SameAccount();
    return RequireAny(resource_, ResourceRef()) && RequireAny(identity_, IdentityRef()) && Limits();
  }

  bool SameAccount() {
    const uint8_t grants = resource_.empty() ? uint8_t{kNoMatch} : resource_[0].outcome.grants;
    const bool needed = NeedsResourcePolicy();
    if (needed && grants == kNoMatch) return Missing(ResourceRef());
    // A grant that nothing of the caller's own limits: to itself, and for a bucket to everyone. For
    // a role a grant to everyone leaves the word to the account, like one to the account.
    const bool unlimited = (grants & (needed ? kByItself : kByItself | kByEveryone)) != 0;
    const bool by_resource = unlimited || (grants & kByName) != 0;
    if (needed || by_resource) Take(resource_);
    if (!by_resource && !RequireAny(identity_, IdentityRef())) return false;
    return unlimited || Limits();
  }

  PolicyRef ResourceRef() const { return {policies_.resource_layer, 0, 0}; }
  static PolicyRef IdentityRef() { return {Layer::kIdentity, 0, 0}; }

  // 6.2; a KMS key's policy is needed likewise (6.5).
  bool NeedsResourcePolicy() const {
    const BoundValue& resource = request_.resource();
    const bool is_key = resource.is_arn() && resource.Component(2) == "kms" &&
                        absl::StartsWith(resource.Component(5), "key/");
    return policies_.resource_layer == Layer::kTrustPolicy || is_key;
  }

  // 6.5, 6.8: the boundary and each session policy must allow.
  bool Limits() {
    for (const Layers* layer : {&boundary_, &session_}) {
      for (const Evaluated& policy : *layer) {
        if (policy.outcome.allows.empty()) return Missing(policy.ref);
      }
      Take(*layer);
    }
    return true;
  }

  // 6.6: every level has a policy that allows.
  bool Scps() {
    if (!request_.principal().IsIam() || request_.principal().IsServiceLinkedRole()) return true;
    for (size_t level = 0; level < policies_.scp.size(); ++level) {
      bool allowed = false;
      for (const Evaluated& policy : scp_) {
        allowed = allowed || (policy.ref.level == level && !policy.outcome.allows.empty());
      }
      if (!allowed) return Missing({Layer::kScp, static_cast<uint16_t>(level), 0});
    }
    Take(scp_);
    return true;
  }

  bool RequireAny(const Layers& layer, PolicyRef ref) {
    const size_t before = allows_.size();
    Take(layer);
    return allows_.size() > before ? true : Missing(ref);
  }

  void Take(const Layers& layer) {
    for (const Evaluated& policy : layer) {
      for (const uint32_t statement : policy.outcome.allows)
        allows_.push_back({policy.ref, statement});
    }
  }

  bool Missing(PolicyRef ref) {
    missing_ = ref;
    return false;
  }

  const ApplicablePolicies& policies_;
  const BoundRequest& request_;
  Trace* trace_;
  Layers resource_;
  Layers identity_;
  Layers boundary_;
  Layers session_;
  Layers scp_;
  Layers rcp_;
  absl::InlinedVector<StatementRef, 4> allows_;
  absl::InlinedVector<StatementRef, 4> denies_;
  PolicyRef missing_;
};

}  // namespace

Decision AuthorizeByLayers(const ApplicablePolicies& policies, const BoundRequest& request,
                           Trace* trace) {
  return Authorizer(policies, request, trace).Run();
}

}  // namespace deputy
