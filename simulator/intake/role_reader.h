// Roles with their trust policies, in the shapes in which people have them: what `aws iam
// get-role`, `list-roles` and `get-account-authorization-details` print, lists and JSON Lines of
// roles, or an object of role ARN to trust policy.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
#ifndef DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_
#define DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
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

// A role whose trust policy is kept by whoever reads.
struct KeptRole {
  std::string arn;
  TextRange range;
  std::optional<uint32_t> policy;  // what `keep` said; nothing when it was refused
};

// As a policy has been read, before the next one is. A document is known to be good only at its
// end, so policies may be kept whose roles are not returned.
using PolicyKeeper = absl::FunctionRef<uint32_t(Policy policy)>;

// The same for large files: their lists of roles are read without a tree of all of it, and of the
// policies nothing is kept here.
std::vector<KeptRole> ReadRoles(absl::string_view text, Diagnostics& diagnostics,
                                PolicyKeeper keep);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_ROLE_READER_H_
