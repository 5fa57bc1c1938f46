#include "simulator/scenario/scenario_result.h"

namespace deputy {

std::vector<GuardResult> GuardsMet(const std::vector<AppliedPolicy>& policies,
                                   const Decision& decision) {
  std::vector<GuardResult> guards;
  std::optional<Layer> stopped;
  if (decision.kind == DecisionKind::kExplicitDeny) stopped = decision.determining[0].policy.layer;
  if (decision.kind == DecisionKind::kImplicitDeny) stopped = decision.missing.layer;
  std::optional<Layer> last;
  for (const AppliedPolicy& policy : policies) {
    if (last == policy.ref.layer) continue;
    last = policy.ref.layer;
    if (stopped && *last >= *stopped) break;
    guards.push_back({GuardOf(*last), GuardVerdict::kPassed});
  }
  if (stopped) guards.push_back({GuardOf(*stopped), GuardVerdict::kStopped});
  return guards;
}

absl::string_view CallKindName(CallKind kind) {
  static constexpr absl::string_view kNames[] = {"assumeRole", "setSourceIdentity", "tagSession",
                                                 "serviceAction", "resourceAction"};
  return kNames[static_cast<int>(kind)];
}

absl::string_view AbsenceReasonName(AbsenceReason reason) {
  static constexpr absl::string_view kNames[] = {
      "notSentByVersion", "notSentByService", "notDocumented",     "noSourceResource",
      "noOrganization",   "vendorSendsNone",  "customerTypedNone", "notForgedByAttacker"};
  return kNames[static_cast<int>(reason)];
}

absl::string_view GuardVerdictName(GuardVerdict verdict) {
  static constexpr absl::string_view kNames[] = {"passed", "stopped", "bypassed", "absent"};
  return kNames[static_cast<int>(verdict)];
}

const Policy* CallResult::FindPolicy(const PolicyRef& ref) const {
  for (const AppliedPolicy& applied : policies) {
    if (applied.ref == ref) return &applied.document->policy;
  }
  return nullptr;
}

}  // namespace deputy
