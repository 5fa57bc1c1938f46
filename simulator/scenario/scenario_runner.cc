#include "simulator/scenario/scenario_runner.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "simulator/scenario/call_decider.h"
#include "simulator/scenario/caller.h"
#include "simulator/scenario/expectation_check.h"

namespace deputy {
namespace {

void SetAll(const ExtraKeys& keys, Request& request) {
  for (const ExtraKey& key : keys) request.Set(key.name, key.values);
}

// Plays one step in one world: call after call until one is stopped.
class StepRunner {
 public:
  StepRunner(const World& world, const Step& step, CallDecider& decider)
      : world_(world), step_(step), decider_(decider) {}

  StepResult Run() {
    const bool done = Act() && Chain() && Then();
    result_.outcome = done ? Outcome::kSucceeds : Outcome::kBlocked;
    if (!done) result_.stopped_by = result_.calls.back().guards.back().guard;
    return std::move(result_);
  }

 private:
  bool Act() {
    if (const auto* act = std::get_if<UsesService>(&step_.act)) return Service(*act);
    if (const auto* act = std::get_if<UsesVendor>(&step_.act)) return Vendor(*act);
    if (const auto* act = std::get_if<PresentsToken>(&step_.act)) return Token(*act);
    caller_ = DirectCaller(world_, std::get<Calls>(step_.act));
    direct_ = true;
    return true;
  }

  bool Service(const UsesService& act) {
    const Deputy& deputy = world_.deputies[act.deputy];
    caller_ = ServiceCaller(world_, act);
    if (act.target) {
      return Do(*act.target, CallKind::kServiceAction, -1, &step_.also_sends);
    }
    CallResult call = AssumeCall("sts:AssumeRole", act.role);
    SetAll(step_.also_sends, call.request);
    if (!PassRole(deputy, act, call)) return false;
    Decide(call);
    if (!Keep(std::move(call))) return false;
    caller_ = SessionCaller(world_, act.role, SessionNameOf(deputy.id));
    return true;
  }

  // The service's own check, before STS hears of it.
  bool PassRole(const Deputy& deputy, const UsesService& act, CallResult& call) {
    static constexpr GuardVerdict kVerdicts[] = {GuardVerdict::kPassed, GuardVerdict::kBypassed,
                                                 GuardVerdict::kAbsent};
    GuardVerdict verdict = kVerdicts[static_cast<int>(deputy.pass_role_check)];
    const bool own = world_.roles[act.role].account == act.account;
    if (deputy.pass_role_check == PassRoleCheck::kEnforced && !own) {
      verdict = GuardVerdict::kStopped;
    } else if (deputy.pass_role_check == PassRoleCheck::kBypassed && own) {
      verdict = GuardVerdict::kPassed;  // there was nothing to trick it about
    }
    call.guards.push_back({Guard::kPassRoleCheck, verdict});
    if (verdict != GuardVerdict::kStopped) return true;
    call.causes.push_back({CauseReason::kRoleInAnotherAccount, "", "", std::nullopt, -1});
    FillInContext(call.request);
    Keep(std::move(call));
    return false;
  }

  bool Vendor(const UsesVendor& act) {
    const Deputy& deputy = world_.deputies[act.deputy];
    caller_ = SessionCaller(world_, deputy.vendor_role, act.session_name);
    CallResult call = AssumeCall("sts:AssumeRole", act.role);
    const std::string id = ExternalId(deputy.external_id, act);
    if (!id.empty()) {
      call.request.Set("sts:ExternalId", id);
    } else {
      const bool typed = deputy.external_id.kind == ExternalIdRule::Kind::kAsTyped;
      call.absent.push_back(
          {"sts:ExternalId",
           typed ? AbsenceReason::kCustomerTypedNone : AbsenceReason::kVendorSendsNone, ""});
    }
    call.request.Set("sts:RoleSessionName", act.session_name);
    SetAll(step_.also_sends, call.request);
    Decide(call);
    if (!Keep(std::move(call))) return false;
    caller_ = SessionCaller(world_, act.role, act.session_name);
    return true;
  }

  static std::string ExternalId(const ExternalIdRule& rule, const UsesVendor& act) {
    switch (rule.kind) {
      case ExternalIdRule::Kind::kNothing:
        return "";
      case ExternalIdRule::Kind::kAsTyped:
        return act.typed_external_id;
      case ExternalIdRule::Kind::kConstant:
        return rule.constant;
      case ExternalIdRule::Kind::kPerCustomer:
        for (const auto& [account, id] : rule.per_customer) {
          if (account == act.account) return id;
        }
        return "";
    }
    return "";
  }

  bool Token(const PresentsToken& act) {
    caller_ = TokenCaller(act);
    CallResult call =
        AssumeCall(act.saml ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity", act.role);
    SetAll(step_.also_sends, call.request);
    Decide(call);
    if (!Keep(std::move(call))) return false;
    caller_ = SessionCaller(world_, act.role, "token");
    return true;
  }

  bool Chain() {
    for (const Hop& hop : step_.chain) {
      if (!Assume(hop)) return false;
    }
    return true;
  }

  // STS asks for a permission of its own for each thing that a session is given to carry.
  // See id_credentials_temp_control-access_monitor.html and id_session-tags.html of the IAM guide.
  bool Assume(const Hop& hop) {
    const std::string identity =
        hop.source_identity.empty() ? caller_.source_identity : hop.source_identity;
    if (!HopCall("sts:AssumeRole", CallKind::kAssumeRole, hop, identity)) return false;
    if (!hop.tags.empty() && !HopCall("sts:TagSession", CallKind::kTagSession, hop, identity)) {
      return false;
    }
    if (!identity.empty() &&
        !HopCall("sts:SetSourceIdentity", CallKind::kSetIdentity, hop, identity)) {
      return false;
    }
    caller_ = SessionCaller(world_, hop.role, hop.session_name, hop.tags);
    caller_.session = hop.session_policies;
    caller_.source_identity = identity;
    if (!identity.empty()) caller_.keys.push_back({"aws:SourceIdentity", {identity}});
    direct_ = false;
    return true;
  }

  bool HopCall(absl::string_view action, CallKind kind, const Hop& hop,
               const std::string& identity) {
    CallResult call = AssumeCall(action, hop.role);
    call.kind = kind;
    call.request.Set("sts:RoleSessionName", hop.session_name);
    if (!hop.external_id.empty()) call.request.Set("sts:ExternalId", hop.external_id);
    if (!identity.empty()) call.request.Set("sts:SourceIdentity", identity);
    std::vector<std::string> names;
    for (const auto& [name, value] : hop.tags) {
      call.request.Set(absl::StrCat("aws:RequestTag/", name), value);
      names.push_back(name);
    }
    if (!names.empty()) call.request.Set("aws:TagKeys", names);
    if (direct_) SetAll(step_.also_sends, call.request);
    SetAll(hop.also_sends, call.request);
    Decide(call);
    return Keep(std::move(call));
  }

  bool Then() {
    for (size_t i = 0; i < step_.then.size(); ++i) {
      const ExtraKeys* extra = direct_ ? &step_.also_sends : nullptr;
      if (!Do(step_.then[i], CallKind::kResourceAction, static_cast<int>(i), extra)) return false;
    }
    return true;
  }

  bool Do(const ResourceAction& action, CallKind kind, int index, const ExtraKeys* extra) {
    CallTarget target;
    if (action.resource != kNoIndex) {
      target.policy = world_.resources[action.resource].policy;
      target.account = world_.resources[action.resource].account;
    } else if (const auto arn = ParseArn(action.arn)) {
      target.account = world_.FindAccount(arn->account());
    }
    CallResult call = NewCall(action.action, action.arn, target.account);
    call.kind = kind;
    call.action = index;
    if (extra != nullptr) SetAll(*extra, call.request);
    SetAll(action.also_sends, call.request);
    decider_.Decide(caller_, target, call);
    if (!Keep(std::move(call))) return false;
    if (IsLost(action)) {
      result_.losses.push_back({action.resource, action.arn, action.action, action.loss});
    }
    return true;
  }

  // What an attacker reaches is lost, unless it was the attacker's own.
  bool IsLost(const ResourceAction& action) const {
    if (action.resource == kNoIndex) return false;
    if (step_.actor == ActorKind::kInsider) return true;
    return step_.actor == ActorKind::kAttacker &&
           world_.resources[action.resource].account != OwnAccount();
  }

  Index OwnAccount() const {
    if (const auto* act = std::get_if<UsesService>(&step_.act)) return act->account;
    if (const auto* act = std::get_if<UsesVendor>(&step_.act)) return act->account;
    const auto* calls = std::get_if<Calls>(&step_.act);
    const bool own = calls != nullptr && calls->as == Calls::As::kAdministrator;
    return own ? calls->who : kNoIndex;
  }

  CallResult NewCall(absl::string_view action, const std::string& resource, Index owner) {
    CallResult call;
    call.request.principal = caller_.principal;
    call.request.action = std::string(action);
    call.request.resource = resource;
    SetAll(caller_.keys, call.request);
    call.absent = caller_.absent;
    if (owner == kNoIndex) return call;
    const Account& account = world_.accounts[owner];
    call.request.Set("aws:ResourceAccount", account.id);
    if (account.organization != kNoIndex) {
      call.request.Set("aws:ResourceOrgID", world_.organizations[account.organization].id);
      call.request.Set("aws:ResourceOrgPaths", std::vector<std::string>{account.organization_path});
    }
    return call;
  }

  CallResult AssumeCall(absl::string_view action, Index index) {
    const Role& role = world_.roles[index];
    CallResult call = NewCall(action, role.arn, role.account);
    call.role = index;
    for (const auto& [name, value] : role.tags) {
      call.request.Set(absl::StrCat("aws:ResourceTag/", name), value);
    }
    return call;
  }

  void Decide(CallResult& call) {
    const Role& role = world_.roles[call.role];
    decider_.Decide(caller_, {role.trust_policy, Layer::kTrustPolicy, role.account}, call);
  }

  bool Keep(CallResult call) {
    result_.calls.push_back(std::move(call));
    return result_.calls.back().allowed;
  }

  // A session name has at least two characters.
  static std::string SessionNameOf(const std::string& id) {
    return id.size() < 2 ? id + "-session" : id;
  }

  const World& world_;
  const Step& step_;
  CallDecider& decider_;
  Caller caller_;
  bool direct_ = false;  // whoever `calls`, before any hop: the act's own keys go with the call
  StepResult result_;
};

}  // namespace

ScenarioResult RunScenario(const Scenario& scenario) {
  ScenarioResult result;
  result.scenario = &scenario;
  for (size_t v = 0; v < scenario.variants.size(); ++v) {
    const ScenarioVariant& variant = scenario.variants[v];
    VariantResult of_variant;
    of_variant.refused = variant.refused;
    CallDecider decider(variant.world);
    for (const Step& step : scenario.steps) {
      StepResult of_step;  // rejected
      if (variant.refused == nullptr) of_step = StepRunner(variant.world, step, decider).Run();
      CheckExpectation(step.expect[v], variant, of_step);
      ++result.steps;
      if (!of_step.as_expected) ++result.unmet;
      of_variant.steps.push_back(std::move(of_step));
    }
    result.variants.push_back(std::move(of_variant));
  }
  return result;
}

}  // namespace deputy
