// Roles with their trust policies, in the shapes in which people have them: what `aws iam
// get-role`, `list-roles` and `get-account-authorization-details` print, lists and JSON Lines of
// roles, or an object of role ARN to trust policy.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
#ifndef DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_
#define DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"

namespace deputy {

struct RoleDocument {
  std::string arn;
  TextRange range;                     // of the ARN
  std::optional<Policy> trust_policy;  // nothing when it was refused; the diagnostics say why
};

// The trust policy may be an object, a JSON string, or a percent-encoded JSON string (RFC 3986: `+`
// is a plus). What is wrong is reported at its place in the file, also within a string.
std::vector<RoleDocument> ReadRoles(absl::string_view text, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_
