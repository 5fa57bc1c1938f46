#include "engine/lint/rules/claims.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

constexpr absl::string_view kGitHub = "token.actions.githubusercontent.com";
constexpr absl::string_view kGitLab = "gitlab.com";
constexpr absl::string_view kTerraform = "app.terraform.io";
constexpr absl::string_view kCognito = "cognito-identity.amazonaws.com";
constexpr absl::string_view kGoogle = "accounts.google.com";
constexpr absl::string_view kAmazon = "www.amazon.com";
constexpr absl::string_view kFacebook = "graph.facebook.com";

constexpr SharedProvider kProviders[] = {
    {kGitHub, "GitHub Actions", "a workflow of any repository on GitHub",
     "`token.actions.githubusercontent.com:sub`, such as `repo:acme/app:ref:refs/heads/main`"},
    {kGitLab, "GitLab", "a pipeline of any project on gitlab.com",
     "`gitlab.com:sub`, such as `project_path:acme/app:ref_type:branch:ref:main`"},
    {kTerraform, "HCP Terraform", "a run of any organization on app.terraform.io",
     "`app.terraform.io:sub`, such as "
     "`organization:acme:project:web:workspace:prod:run_phase:apply`"},
    {kCognito, "Amazon Cognito", "an identity of anybody's identity pool",
     "`cognito-identity.amazonaws.com:aud`, the id of your identity pool"},
    {kGoogle, "Google", "a token that was made for anybody's application",
     "`accounts.google.com:aud`, the client id of your application"},
    {kAmazon, "Login with Amazon", "a token that was made for anybody's application",
     "`www.amazon.com:app_id`, the id of your application"},
    {kFacebook, "Facebook", "a token that was made for anybody's application",
     "`graph.facebook.com:app_id`, the id of your application"},
};

constexpr TenantClaim kClaims[] = {
    {kGitHub, "sub", "repo:", "/@"},
    {kGitHub, "repository", "", "/"},
    {kGitHub, "job_workflow_ref", "", "/"},
    {kGitHub, "repository_id", "", ""},
    {kGitHub, "repository_owner", "", ""},
    {kGitHub, "repository_owner_id", "", ""},
    {kGitHub, "enterprise_id", "", ""},
    {kGitLab, "sub", "project_path:", "/"},
    {kGitLab, "namespace_id", "", ""},
    {kGitLab, "project_id", "", ""},
    {kTerraform, "sub", "organization:", ":"},
    {kCognito, "aud", "", ""},
    {kCognito, "sub", "", ""},
    {kGoogle, "aud", "", ""},
    {kGoogle, "oaud", "", ""},
    {kGoogle, "sub", "", ""},
    {kAmazon, "app_id", "", ""},
    {kAmazon, "user_id", "", ""},
    {kFacebook, "app_id", "", ""},
    {kFacebook, "id", "", ""},
};

const TenantClaim* FindClaim(absl::string_view key) {
  for (const TenantClaim& claim : kClaims) {
    if (absl::EqualsIgnoreCase(key, absl::StrCat(claim.host, ":", claim.claim))) return &claim;
  }
  return nullptr;
}

// The tokens of the tenant that a pattern names: `repo:acme/*` for `repo:acme/app:*` and for
// `repo:acme*`. Empty when it names none.
std::string TenantPattern(const TenantClaim& claim, absl::string_view value) {
  const size_t wildcard = value.find_first_of("*?");
  const absl::string_view fixed = value.substr(0, wildcard);
  if (claim.separators.empty())
    return std::string(wildcard == absl::string_view::npos ? value : "");
  if (!absl::StartsWith(fixed, claim.prefix)) return "";
  const size_t end = fixed.find_first_of(claim.separators, claim.prefix.size());
  const absl::string_view name = fixed.substr(0, end);
  if (name.size() == claim.prefix.size()) return "";
  const char separator = end == absl::string_view::npos ? claim.separators[0] : fixed[end];
  return absl::StrCat(name, std::string(1, separator), "*");
}

// Whether the tenant's name has a wildcard in it or behind it.
bool IsLoose(const TenantClaim& claim, absl::string_view value) {
  const size_t wildcard = value.find_first_of("*?");
  if (claim.separators.empty()) return wildcard != absl::string_view::npos;
  return wildcard < value.find_first_of(claim.separators, claim.prefix.size());
}

}  // namespace

const SharedProvider* FindSharedProvider(const Principal& provider) {
  if (provider.kind != PrincipalKind::kFederated) return nullptr;
  for (const SharedProvider& shared : kProviders) {
    if (provider.text == shared.host ||
        absl::EndsWith(provider.text, absl::StrCat(":oidc-provider/", shared.host))) {
      return &shared;
    }
  }
  return nullptr;
}

std::vector<TrustedClaim> ClaimsOfStatement(const SharedProvider& provider,
                                            const Statement& statement) {
  std::vector<TrustedClaim> claims;
  for (const ConditionClause& clause : statement.conditions) {
    const TenantClaim* claim = FindClaim(clause.key);
    const OperatorInfo& info = InfoOf(clause.op.base);
    if (claim == nullptr || claim->host != provider.host || info.negated ||
        info.operand == OperandType::kPresence) {
      continue;
    }
    const bool like = info.comparison == Comparison::kLike;
    for (const PolicyString& value : clause.values) {
      const std::string pattern = TenantPattern(*claim, value.text);
      if (!pattern.empty())
        claims.push_back({absl::StrCat(claim->host, ":", claim->claim), pattern});
      // Under an operator without wildcards the value names the token, whatever its form.
      if (pattern.empty() && !like) {
        claims.push_back({absl::StrCat(claim->host, ":", claim->claim), value.text});
      }
    }
  }
  return claims;
}

std::optional<ConditionClause> TightenClaim(const ConditionClause& clause) {
  const TenantClaim* claim = FindClaim(clause.key);
  const OperatorInfo& info = InfoOf(clause.op.base);
  if (claim == nullptr || info.negated || info.comparison != Comparison::kLike) return std::nullopt;
  ConditionClause tight = clause;
  bool changed = false;
  for (PolicyString& value : tight.values) {
    if (!IsLoose(*claim, value.text)) continue;
    const std::string pattern = TenantPattern(*claim, value.text);
    value.text = pattern.empty() ? absl::StrCat(claim->prefix, kNoTenant) : pattern;
    changed = true;
  }
  if (!changed) return std::nullopt;
  return tight;
}

}  // namespace deputy
