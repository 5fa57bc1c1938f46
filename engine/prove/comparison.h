// Two policies of one role or resource, over all requests: whoever calls, with whatever keys the
// evaluator would take, whether a service would send them or not. What is compared is what the
// policies themselves allow.
#ifndef DEPUTY_ENGINE_PROVE_COMPARISON_H_
#define DEPUTY_ENGINE_PROVE_COMPARISON_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/policy/policy.h"
#include "engine/prove/prover.h"

namespace deputy {

// What `after` is, beside `before`.
enum class Relation : uint8_t { kEquivalent, kNarrower, kWider, kIncomparable, kUnknown };

absl::string_view RelationName(Relation relation);  // "equivalent", "narrower", …

struct PolicyComparison {
  Relation relation = Relation::kUnknown;
  std::string reason;  // of kUnknown
  // Requests that one of them allows and the other does not, decided by the evaluator. There may be
  // one beside kUnknown, when only the other direction could not be decided.
  std::optional<Request> only_before;
  std::optional<Request> only_after;
  // Whether the callers' identity policies allow these requests; else they allow nothing.
  bool identity_before = true;
  bool identity_after = true;
  uint64_t states = 0;
};

// Both of the same type. `resource` as in RoleQuestion. Identity policies are taken to allow
// everything, but that a caller of the resource's own account has nothing by them.
PolicyComparison Compare(const Policy& before, const Policy& after, absl::string_view resource = "",
                         uint64_t budget = kDefaultStateBudget);

// The same, and what is allowed together with the identity policies of the resource's own account,
// whatever these are: a role lets in whom it names itself without any, another resource lets do
// what it does not deny (docs/semantics.md 6.5). Boundaries and session policies allow everything.
PolicyComparison CompareAccess(const Policy& before, const Policy& after,
                               absl::string_view resource = "",
                               uint64_t budget = kDefaultStateBudget);

// Whether `allows` allows the request that CompareAccess() found, and `allows_not` does not.
bool IsDifference(const Policy& allows, const Policy& allows_not, const Request& request);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_COMPARISON_H_
