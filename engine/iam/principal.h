// Who calls: the principal of a request, and the ARN forms in which IAM names principals
// (docs/semantics.md part 2).
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
#ifndef DEPUTY_ENGINE_IAM_PRINCIPAL_H_
#define DEPUTY_ENGINE_IAM_PRINCIPAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

enum class PrincipalKind : uint8_t {
  kAnonymous,      // "*"
  kService,        // dms.amazonaws.com
  kAccountRoot,    // 123456789012 or arn:aws:iam::123456789012:root
  kUser,           // arn:aws:iam::A:user/path/N
  kRole,           // arn:aws:iam::A:role/path/N
  kRoleSession,    // arn:aws:sts::A:assumed-role/N/S
  kFederatedUser,  // arn:aws:sts::A:federated-user/N
  kFederated,      // an OIDC or SAML provider, or the domain of a built-in one
};

struct Principal {
  PrincipalKind kind = PrincipalKind::kAnonymous;
  std::string text;       // the ARN (of a root too), the service name, the provider; empty for an
                          // anonymous caller
  std::string partition;  // of IAM principals
  std::string account;    // of IAM principals, and of a provider that is an ARN
  std::string name;       // user or role name without its path; of a session its role's name
  std::string session;    // of a session or federated user

  // A principal of an account: root, user, role, session, federated user.
  bool IsIam() const {
    return kind >= PrincipalKind::kAccountRoot && kind <= PrincipalKind::kFederatedUser;
  }
  // `/aws-service-role/` in the path, or a session of a role whose name only such roles have (6.6).
  bool IsServiceLinkedRole() const;
  // "service", "user", … for a person.
  absl::string_view KindName() const;
  // The value of aws:PrincipalArn: of a session the role's ARN without a path; empty where there is
  // none.
  std::string PrincipalArn() const;
};

// The principal that an `AWS` value names: an account id or an ARN of one of the five IAM forms,
// without wildcards. Names must not be empty. Nothing when it is none of these.
std::optional<Principal> ParseIamPrincipal(absl::string_view text);

// A service principal such as `dms.amazonaws.com`: not empty, no blanks, no control characters.
std::optional<Principal> ParseServicePrincipal(absl::string_view text);

// A provider: an ARN `…:oidc-provider/HOST` or `…:saml-provider/NAME`, or a domain (with a dot,
// perhaps with a path behind it, as OIDC providers have). No wildcards.
std::optional<Principal> ParseFederatedPrincipal(absl::string_view text);

// A unique id as IAM shows it for a principal that was deleted, so that of a role or a user
// (`AROA…`, `AIDA…`; groups, certificates and keys are no principals), in all 8 to 128 of A-Z 0-9.
bool IsUniqueId(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_PRINCIPAL_H_
