// What can stop a deed, why, and how a deed can end: the words of a scenario's expectations, each
// in one table.
#ifndef DEPUTY_SIMULATOR_SCENARIO_GUARD_H_
#define DEPUTY_SIMULATOR_SCENARIO_GUARD_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/decision.h"
#include "engine/decide/trace.h"

namespace deputy {

// The layers that can stop a call: the service's own check, then those of the engine.
enum class Guard : uint8_t {
  kPassRoleCheck,
  kTrustPolicy,
  kResourcePolicy,
  kIdentityPolicy,
  kPermissionsBoundary,
  kSessionPolicy,
  kScp,
  kRcp,
};
absl::string_view GuardName(Guard guard);   // "passrole-check", "trust-policy", …
absl::string_view GuardTitle(Guard guard);  // for a person: "the service's own PassRole check"
std::optional<Guard> FindGuard(absl::string_view name);
std::vector<absl::string_view> GuardNames();
Guard GuardOf(Layer layer);

enum class Outcome : uint8_t { kSucceeds, kBlocked, kRejected };
absl::string_view OutcomeName(Outcome outcome);  // "succeeds", "blocked", "rejected"

// Why a statement took part or did not: the engine's reasons of a clause, and those of whole parts.
enum class CauseReason : uint8_t {
  kValueMatched = static_cast<uint8_t>(Reason::kValueMatched),
  kNegatedNoneMatched = static_cast<uint8_t>(Reason::kNegatedNoneMatched),
  kAbsentNegated = static_cast<uint8_t>(Reason::kAbsentNegated),
  kAbsentIfExists = static_cast<uint8_t>(Reason::kAbsentIfExists),
  kAbsentForAllValues = static_cast<uint8_t>(Reason::kAbsentForAllValues),
  kNullAsAsked = static_cast<uint8_t>(Reason::kNullAsAsked),
  kNoValueMatched = static_cast<uint8_t>(Reason::kNoValueMatched),
  kNegatedValueMatched = static_cast<uint8_t>(Reason::kNegatedValueMatched),
  kKeyAbsent = static_cast<uint8_t>(Reason::kKeyAbsent),
  kNullNotAsAsked = static_cast<uint8_t>(Reason::kNullNotAsAsked),
  kPrincipalNotMatched,
  kActionNotMatched,
  kResourceNotMatched,
  kAllow,         // an Allow decided
  kExplicitDeny,  // a Deny did
  kNoPolicy,
  kRoleInAnotherAccount,
};
absl::string_view CauseReasonName(CauseReason reason);     // "keyAbsent", …
absl::string_view CauseReasonMeaning(CauseReason reason);  // a clause for a person
std::optional<CauseReason> FindCauseReason(absl::string_view name);
std::vector<absl::string_view> CauseReasonNames();
CauseReason CauseOf(Reason reason);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_GUARD_H_
