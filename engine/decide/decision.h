// The outcome. Deciding is total: it cannot fail, because the parser already refused what cannot be
// decided.
#ifndef DEPUTY_ENGINE_DECIDE_DECISION_H_
#define DEPUTY_ENGINE_DECIDE_DECISION_H_

#include <compare>
#include <cstdint>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"

namespace deputy {

// The words of the IAM simulation API (EvalDecision).
enum class DecisionKind : uint8_t { kAllowed, kExplicitDeny, kImplicitDeny };

absl::string_view DecisionName(DecisionKind kind);  // "allowed", "explicitDeny", "implicitDeny"

// The layers of part 6, in the order in which determining statements are listed (6.10).
enum class Layer : uint8_t {
  kTrustPolicy,
  kResourcePolicy,
  kIdentity,
  kBoundary,
  kSession,
  kScp,
  kRcp
};

absl::string_view LayerName(
    Layer layer);  // "trustPolicy", "identityPolicies", "permissionsBoundary", …

// Which policy of a request: a layer, for SCPs and RCPs the level (0 is the root), and the index in
// its list.
struct PolicyRef {
  Layer layer = Layer::kTrustPolicy;
  uint16_t level = 0;
  uint16_t index = 0;

  friend auto operator<=>(const PolicyRef&, const PolicyRef&) = default;
  std::string Name() const;  // `trustPolicy`, `identityPolicies[0]`, `serviceControlPolicies[1][0]`
};

struct StatementRef {
  PolicyRef policy;
  uint32_t statement = 0;

  friend auto operator<=>(const StatementRef&, const StatementRef&) = default;
};

struct Decision {
  DecisionKind kind = DecisionKind::kImplicitDeny;
  // Every Deny that matched, or every Allow that matched in a layer that was needed, or none
  // (6.10).
  absl::InlinedVector<StatementRef, 4> determining;
  // Of an implicit deny: the first layer that had to allow and did not. Of another it says nothing.
  PolicyRef missing;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_DECISION_H_
