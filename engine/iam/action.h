// Actions: `prefix:Name`, compared without case (docs/semantics.md 3.1).
#ifndef DEPUTY_ENGINE_IAM_ACTION_H_
#define DEPUTY_ENGINE_IAM_ACTION_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/iam/principal.h"

namespace deputy {

// The action of a request: both sides of the first colon not empty, no wildcard, letters, digits,
// `-`, `.` and `_` only.
bool IsAction(absl::string_view text);

// An action of a policy: `*`, or `prefix:name` with wildcards, both sides not empty.
bool IsActionPattern(absl::string_view text);

// Whether an action pattern can match an action of `service` (3.1, for 1.5): its part before the
// colon can match the prefix.
bool ActionPatternCanMatchService(absl::string_view pattern, absl::string_view service);

// ASCII lower case, the form in which actions are compared.
std::string FoldAction(absl::string_view text);

// sts:AssumeRole and the other actions of which the resource is a role and whose resource policy is
// the trust policy (6.2).
absl::Span<const absl::string_view> RoleTrustActions();
bool IsRoleTrustAction(absl::string_view action);

// The one by which such a caller comes to a role: sts:AssumeRoleWithSAML for a SAML provider.
absl::string_view RoleActionOf(const Principal& caller);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_ACTION_H_
