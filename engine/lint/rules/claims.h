// Identity providers that many tenants share: which claim tells whose token it is. A provider that
// is not in the table is taken to be the author's own.
#ifndef DEPUTY_ENGINE_LINT_RULES_CLAIMS_H_
#define DEPUTY_ENGINE_LINT_RULES_CLAIMS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/lint/rules/shared_providers.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"

namespace deputy {

// The host of an OIDC provider, by which its keys begin; empty for SAML.
absl::string_view HostOf(const Principal& provider);

// The shared provider that a principal names; null when there is none.
const SharedProvider* FindSharedProvider(const Principal& provider);

// What a statement asks of the tenant: for each claim whose values it asks for, the tokens that are
// the author's own as far as these tell. Empty when it asks nothing.
std::vector<TrustedClaim> ClaimsOfStatement(const SharedProvider& provider,
                                            const Statement& statement);

// The tokens of the tenant whose token has that claim: `repo:acme/*` for `repo:acme/app:ref:…`.
// Empty where the claim tells no tenant.
std::string TenantOfToken(absl::string_view key, absl::string_view value);

// Stands for the author's own tenant where a pattern does not tell which that is.
inline constexpr absl::string_view kNoTenant = "your-own/none";

// The clause with each pattern cut so that no tenant's name has a wildcard: `repo:acme*` becomes
// `repo:acme/*`; `*` and `repo:acme-*` name kNoTenant. Nothing when it needs none.
std::optional<ConditionClause> TightenClaim(const ConditionClause& clause);

// Whether a value of it is kNoTenant: it is to be named by the author.
bool NamesNoTenant(const ConditionClause& clause);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_CLAIMS_H_
