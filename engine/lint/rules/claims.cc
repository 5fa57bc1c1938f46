#include "engine/lint/rules/claims.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/lint/rules/rule_run.h"

namespace deputy {
namespace {

bool IsOfHost(absl::string_view pattern, absl::string_view host) {
  return MatchesPattern(EncodePattern(pattern), FoldKey(host));
}

bool IsKeyOf(const TenantClaim& claim, absl::string_view key) {
  const size_t colon = key.rfind(':');
  return colon != absl::string_view::npos &&
         absl::EqualsIgnoreCase(key.substr(colon + 1), claim.claim) &&
         IsOfHost(claim.host, key.substr(0, colon));
}

// The claim in the form that the value has; in its first where the value has none of them.
const TenantClaim* FindClaim(absl::string_view key, absl::string_view value) {
  const TenantClaim* found = nullptr;
  for (const TenantClaim& claim : TenantClaims()) {
    if (!IsKeyOf(claim, key)) continue;
    if (absl::StartsWith(value, claim.prefix)) return &claim;
    if (found == nullptr) found = &claim;
  }
  return found;
}

// A wildcard of the prefix itself is none of the tenant's name.
size_t FindWildcard(const TenantClaim& claim, absl::string_view value) {
  return value.find_first_of("*?", absl::StartsWith(value, claim.prefix) ? claim.prefix.size() : 0);
}

// Whether the tenant's name has a wildcard in it or behind it.
bool IsLoose(const TenantClaim& claim, absl::string_view value) {
  const size_t wildcard = FindWildcard(claim, value);
  if (claim.separators.empty()) return wildcard != absl::string_view::npos;
  return wildcard < value.find_first_of(claim.separators, claim.prefix.size());
}

// What follows the one star of a loose pattern, where a name may be meant to end before it: nothing
// in `repo:acme*`, `/app` in `repo:acme*/app`. `repo:acme-*` and `repo:*corp/app` mean several.
std::optional<absl::string_view> BehindName(const TenantClaim& claim, absl::string_view value) {
  const size_t wildcard = FindWildcard(claim, value);
  if (value[wildcard] != '*' || wildcard == claim.prefix.size()) return std::nullopt;
  if (!absl::ascii_isalnum(static_cast<unsigned char>(value[wildcard - 1]))) return std::nullopt;
  const absl::string_view rest = value.substr(wildcard + 1);
  if (!rest.empty() && !absl::StrContains(claim.separators, rest[0])) return std::nullopt;
  return rest;
}

// The tokens of the tenant that a pattern names: `repo:acme/*` for `repo:acme/app:*` and for
// `repo:acme*`, and kNoTenant for `repo:acme-*/app`. Empty when it names none.
std::string TenantPattern(const TenantClaim& claim, absl::string_view value) {
  const size_t wildcard = FindWildcard(claim, value);
  const absl::string_view fixed = value.substr(0, wildcard);
  if (claim.separators.empty())
    return std::string(wildcard == absl::string_view::npos ? value : "");
  if (!absl::StartsWith(fixed, claim.prefix)) return "";
  const size_t end = fixed.find_first_of(claim.separators, claim.prefix.size());
  const absl::string_view name = fixed.substr(0, end);
  if (name.size() == claim.prefix.size()) return "";
  if (IsLoose(claim, value) && !BehindName(claim, value))
    return absl::StrCat(claim.prefix, kNoTenant);
  if (name == value) return std::string(value);  // of which nothing goes on
  const char separator = end == absl::string_view::npos ? claim.separators[0] : fixed[end];
  return absl::StrCat(name, std::string(1, separator), "*");
}

// The part of a loose pattern that is of the tenant it names: never more than it matches.
std::string TightPattern(const TenantClaim& claim, absl::string_view value) {
  std::string pattern = TenantPattern(claim, value);
  if (pattern.empty()) return absl::StrCat(claim.prefix, kNoTenant);
  const auto rest = BehindName(claim, value);
  if (!rest || rest->empty()) return pattern;
  return absl::StrCat(value.substr(0, FindWildcard(claim, value)), *rest);
}

}  // namespace

absl::string_view HostOf(const Principal& provider) {
  constexpr absl::string_view kInfix = ":oidc-provider/";
  const absl::string_view text = provider.text;
  const size_t at = text.find(kInfix);
  if (at != absl::string_view::npos) return text.substr(at + kInfix.size());
  return absl::StartsWith(text, "arn:") ? absl::string_view() : text;
}

const SharedProvider* FindSharedProvider(const Principal& provider) {
  if (provider.kind != PrincipalKind::kFederated) return nullptr;
  for (const SharedProvider& shared : SharedProviders()) {
    if (IsOfHost(shared.host, HostOf(provider))) return &shared;
  }
  return nullptr;
}

std::string TenantOfToken(absl::string_view key, absl::string_view value) {
  const TenantClaim* claim = FindClaim(key, value);
  return claim == nullptr ? "" : TenantPattern(*claim, value);
}

std::vector<TrustedClaim> ClaimsOfStatement(const SharedProvider& provider,
                                            const Statement& statement) {
  std::vector<TrustedClaim> claims;
  for (const ConditionClause& clause : statement.conditions) {
    if (!AsksForValues(statement, clause)) continue;
    const bool like = InfoOf(clause.op.base).comparison == Comparison::kLike;
    for (const PolicyString& value : clause.values) {
      const TenantClaim* claim = FindClaim(clause.key, value.text);
      if (claim == nullptr || claim->host != provider.host) continue;
      std::string pattern = TenantPattern(*claim, value.text);
      // Under an operator without wildcards the value names the token, whatever its form.
      if (pattern.empty() && !like) pattern = value.text;
      if (!pattern.empty()) claims.push_back({clause.key, std::move(pattern)});
    }
  }
  return claims;
}

std::optional<ConditionClause> TightenClaim(const ConditionClause& clause) {
  const OperatorInfo& info = InfoOf(clause.op.base);
  if (info.negated || info.comparison != Comparison::kLike) return std::nullopt;
  ConditionClause tight = clause;
  bool changed = false;
  for (PolicyString& value : tight.values) {
    const TenantClaim* claim = FindClaim(clause.key, value.text);
    if (claim == nullptr || !IsLoose(*claim, value.text)) continue;
    value.text = TightPattern(*claim, value.text);
    changed = true;
  }
  if (!changed) return std::nullopt;
  return tight;
}

bool NamesNoTenant(const ConditionClause& clause) {
  return absl::c_any_of(clause.values, [](const PolicyString& value) {
    return absl::StrContains(value.text, kNoTenant);
  });
}

}  // namespace deputy
