// The identity providers that are known to sign tokens for many tenants under one issuer, and the
// claims that tell the tenants apart. A host may be a pattern: each cluster of EKS has its own.
#ifndef DEPUTY_ENGINE_LINT_RULES_SHARED_PROVIDERS_H_
#define DEPUTY_ENGINE_LINT_RULES_SHARED_PROVIDERS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/text/diagnostic.h"

namespace deputy {

// One claim that a tenant cannot choose freely. `sub` of GitHub: behind `repo:` stands the owner,
// up to the first `/` (or `@`, where GitHub puts the owner's id behind the name). A claim of
// several forms has a row for each.
struct TenantClaim {
  absl::string_view host;        // of the provider, as it begins the keys
  absl::string_view claim;       // sub
  absl::string_view prefix;      // repo:
  absl::string_view separators;  // behind the tenant's name; empty: the whole value is the tenant
};

struct SharedProvider {
  absl::string_view host;
  absl::string_view name;    // "GitHub Actions"
  absl::string_view tenant;  // "any repository on GitHub"
  absl::string_view ask;     // "`token.actions.githubusercontent.com:sub` …", what to ask for
  Severity severity = Severity::kSecurityWarning;  // milder where all tenants are of one owner
};

absl::Span<const SharedProvider> SharedProviders();
absl::Span<const TenantClaim> TenantClaims();

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_SHARED_PROVIDERS_H_
