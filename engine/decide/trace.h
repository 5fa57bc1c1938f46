// What happened, clause by clause: reason codes and indices, never prose. The words are the
// report's.
#ifndef DEPUTY_ENGINE_DECIDE_TRACE_H_
#define DEPUTY_ENGINE_DECIDE_TRACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/decide/decision.h"

namespace deputy {

// Why a clause held or did not. Those by which it holds come first.
enum class Reason : uint8_t {
  kValueMatched,        // a value of the request matched one of the policy
  kNegatedNoneMatched,  // negated, and none of the policy's values matched
  kAbsentNegated,       // the key is absent and the operator negated
  kAbsentIfExists,      // the key is absent, …IfExists
  kAbsentForAllValues,  // the key is absent, ForAllValues is vacuously true
  kNullAsAsked,         // presence is as Null asks
  // By these it fails.
  kNoValueMatched,
  kNegatedValueMatched,
  kKeyAbsent,
  kNullNotAsAsked,
};

inline constexpr bool Holds(Reason reason) { return reason <= Reason::kNullAsAsked; }

struct ReasonInfo {
  Reason reason;
  absl::string_view name;     // "keyAbsent", … in JSON output
  absl::string_view meaning;  // one line for a person
};

absl::Span<const ReasonInfo> AllReasons();
const ReasonInfo& InfoOf(Reason reason);

struct ClauseTrace {
  uint32_t clause = 0;  // index into Statement::conditions
  bool holds = false;
  Reason reason = Reason::kKeyAbsent;
  int request_value = -1;  // the value that decided, where one did
  int policy_value = -1;   // the policy's value it matched, where one did
};

struct StatementTrace {
  uint32_t statement = 0;
  bool principal_matched = true;  // true too where the statement has no such element
  bool action_matched = true;
  bool resource_matched = true;
  bool matched = false;              // all of it: the statement takes part in the decision
  int principal_entry = -1;          // the entry that matched most directly
  std::vector<ClauseTrace> clauses;  // every clause of the statement
};

struct PolicyTrace {
  PolicyRef policy;
  std::vector<StatementTrace> statements;  // every statement
};

struct Trace {
  std::vector<PolicyTrace> policies;  // every applicable policy, in the order of 6.10
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_TRACE_H_
