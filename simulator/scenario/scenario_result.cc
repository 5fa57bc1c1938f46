#include "simulator/scenario/scenario_result.h"

namespace deputy {

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

}  // namespace deputy
