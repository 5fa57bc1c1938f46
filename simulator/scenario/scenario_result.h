// What came of a scenario: every call that was made, what decided it and why, what was lost, and
// whether each step ended as its author expected. Data only; the reports write it down, with the
// sentences of narrative.h.
//
// Everything refers to the Scenario by index, which must outlive it: variants[i] and steps[j] are
// those of the Scenario, in its order.
#ifndef DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RESULT_H_
#define DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RESULT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/decision.h"
#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "simulator/scenario/guard.h"
#include "simulator/world/policy_document.h"

namespace deputy {

struct Scenario;

enum class CallKind {
  kAssumeRole,      // sts:AssumeRole…, by anybody
  kSetIdentity,     // sts:SetSourceIdentity, which a hop with a source identity needs as well
  kTagSession,      // sts:TagSession, likewise
  kServiceAction,   // a service acts on a resource itself (`target`)
  kResourceAction,  // a member of `then`
};
// What is asked beside sts:AssumeRole: one call to AWS, so that it hands out the role after both.
inline bool IsAskedBeside(CallKind kind) {
  return kind == CallKind::kSetIdentity || kind == CallKind::kTagSession;
}

// Why a key that one would look for is not in the request.
enum class AbsenceReason {
  kNotSentByVersion,     // the service sends it, but not in this version
  kNotSentByService,     // the service does not send it to such a target
  kNotDocumented,        // no page says that the service sends it to such a target
  kNoSourceResource,     // it acts for no resource in particular
  kNoOrganization,       // the account is in none
  kVendorSendsNone,      // the vendor has no ExternalId for the customer
  kCustomerTypedNone,    // …or sends what the customer typed, and the field was blank
  kNotForgedByAttacker,  // the attacker who runs the service left it out
};

struct AbsentKey {
  std::string key;
  AbsenceReason reason = AbsenceReason::kNotSentByService;
  std::string detail;  // the version since which it is sent; else empty
};

// A policy that applied to a call, by the name under which the decision and the trace speak of it.
struct AppliedPolicy {
  PolicyRef ref;
  PolicyDocumentPtr document;
};

// A layer as a call met it.
enum class GuardVerdict { kPassed, kStopped, kBypassed, kAbsent };
struct GuardResult {
  Guard guard = Guard::kTrustPolicy;
  GuardVerdict verdict = GuardVerdict::kPassed;
};

// The layers that had something to say to a decision, in order, up to the one that stopped the
// call.
std::vector<GuardResult> GuardsMet(const std::vector<AppliedPolicy>& policies,
                                   const Decision& decision);

// One reason why the call was stopped, or (of an Allow that decided) why a clause held.
struct Cause {
  CauseReason reason = CauseReason::kNoPolicy;
  std::string key;                    // of a clause, as the policy spells it
  std::string sid;                    // of the statement
  std::optional<StatementRef> where;  // absent where there is no statement to point at
  int clause = -1;                    // index into Statement::conditions
};

struct CallResult {
  CallKind kind = CallKind::kAssumeRole;
  int action = -1;  // of kResourceAction: the index into `then`
  int role = -1;    // of a role that is assumed: the index into World::roles
  Request request;  // with its whole context
  std::vector<AbsentKey> absent;
  std::vector<GuardResult> guards;  // in the order in which they were met; the last may be kStopped
  bool decided = false;             // false: the service's own check stopped it before any policy
  bool allowed = false;
  Decision decision;  // of a call that was decided
  Trace trace;
  std::vector<AppliedPolicy> policies;
  std::vector<Cause> causes;

  const Policy* FindPolicy(const PolicyRef& ref) const;  // null when it was not applied
};

struct Loss {
  int resource = -1;  // index into World::resources
  std::string arn;
  std::string action;
  std::string what;  // the author's words, else empty
};

struct StepResult {
  Outcome outcome = Outcome::kRejected;
  std::vector<CallResult> calls;    // in order; the last one is the one that stopped it
  std::optional<Guard> stopped_by;  // of kBlocked
  std::vector<Loss> losses;
  bool as_expected = false;
  std::vector<std::string> mismatches;  // a clause each: "expected …, found …"
};

struct VariantResult {
  PolicyDocumentPtr refused;      // IAM refuses it: nothing was decided
  std::vector<StepResult> steps;  // in the order of the scenario
};

struct ScenarioResult {
  const Scenario* scenario = nullptr;
  std::vector<VariantResult> variants;  // in the order of the scenario
  int steps = 0;                        // steps times variants
  int unmet = 0;                        // of these, not as expected

  bool as_expected() const { return unmet == 0; }
};

absl::string_view CallKindName(CallKind kind);              // "assumeRole", "serviceAction", …
absl::string_view AbsenceReasonName(AbsenceReason reason);  // "notSentByVersion", …
absl::string_view GuardVerdictName(GuardVerdict verdict);   // "passed", "stopped", …

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_SCENARIO_SCENARIO_RESULT_H_
