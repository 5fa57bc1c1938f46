#include "engine/lint/rules/shared_providers.h"

namespace deputy {
namespace {

constexpr absl::string_view kGitHub = "token.actions.githubusercontent.com";
constexpr absl::string_view kGitLab = "gitlab.com";
constexpr absl::string_view kTerraform = "app.terraform.io";
constexpr absl::string_view kCognito = "cognito-identity.amazonaws.com";
constexpr absl::string_view kGoogle = "accounts.google.com";
constexpr absl::string_view kAmazon = "www.amazon.com";
constexpr absl::string_view kFacebook = "graph.facebook.com";

// Issuers of the services below, and their claims: aws-samples/resource-control-policy-examples,
// Limit-access-to-trusted-OIDC-identity-providers/Shared-Issuers.json of 2026-03-17. Of Pulumi the
// issuer and aud: pulumi.com/docs/pulumi-cloud/oidc, 2026-11-29. Left out
// is what tells no tenant: the aud of Vercel, which may be asked for; the sub of Google, which is
// one for all applications that a user logs in to; and job_workflow_ref of GitHub, since any
// repository may call a public workflow. A subject that is customised (include_claim_keys:
// docs.github.com/en/actions/reference/security/oidc) is names of claims and their values, in which
// a colon is escaped; what it begins with is GitHub's word, unless anybody may choose that claim
// (context, environment, actor, …).
constexpr absl::string_view kAuditLog = "oidc-configuration.audit-log.githubusercontent.com";
constexpr absl::string_view kOldGitHub = "vstoken.actions.githubusercontent.com";
constexpr absl::string_view kBuildkite = "agent.buildkite.com";
constexpr absl::string_view kCodefresh = "oidc.codefresh.io";
constexpr absl::string_view kDataChain = "studio.datachain.ai/api";
constexpr absl::string_view kPulumi = "api.pulumi.com/oidc";
constexpr absl::string_view kSandboxes = "sandboxes.cloud";
constexpr absl::string_view kScalr = "scalr.io";
constexpr absl::string_view kShisho = "tokens.cloud.shisho.dev";
constexpr absl::string_view kUpbound = "proidc.upbound.io";
constexpr absl::string_view kVercel = "oidc.vercel.com";

// A cluster's own issuer: its tenants are its namespaces, whoever may make service accounts there.
constexpr absl::string_view kEks = "oidc.eks.*/id/*";

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
    {kAuditLog, "GitHub's audit log", "the audit log of any enterprise on GitHub",
     "`oidc-configuration.audit-log.githubusercontent.com:sub`, `https://github.com/` and your "
     "enterprise"},
    {kOldGitHub, "GitHub Actions", "a workflow of any repository on GitHub",
     "`vstoken.actions.githubusercontent.com:sub`, such as `repo:acme/app:ref:refs/heads/main`"},
    {kBuildkite, "Buildkite", "a job of any organization on Buildkite",
     "`agent.buildkite.com:sub`, such as `organization:acme:pipeline:app:*`"},
    {kCodefresh, "Codefresh", "a pipeline of any account on Codefresh",
     "`oidc.codefresh.io:sub`, `account:`, the id of your account and `:*`"},
    {kDataChain, "DataChain Studio", "a job of any team on DataChain Studio",
     "`studio.datachain.ai/api:sub`, such as `credentials:acme/*`"},
    {kPulumi, "Pulumi Cloud", "a run of any organization on Pulumi Cloud",
     "`api.pulumi.com/oidc:sub`, such as `pulumi:deploy:org:acme:*`"},
    {kSandboxes, "sandboxes.cloud", "a sandbox of any organization on sandboxes.cloud",
     "`sandboxes.cloud:aud`, the name of your organization"},
    {kScalr, "Scalr", "a run of any account on Scalr",
     "`scalr.io:sub`, such as `account:acme:environment:prod:*`"},
    {kShisho, "Shisho Cloud", "a job of any organization on Shisho Cloud",
     "`tokens.cloud.shisho.dev:sub`, `job:`, the id of your organization and `:*`"},
    {kUpbound, "Upbound", "a control plane of any organization on Upbound",
     "`proidc.upbound.io:sub`, such as `mcp:acme/prod:*`"},
    {kVercel, "Vercel", "a deployment of any team on Vercel",
     "`oidc.vercel.com:sub`, such as `owner:acme:project:web:environment:production`"},
    {kEks, "the cluster", "a service account of any namespace of the EKS cluster",
     "the provider's `sub`, such as `system:serviceaccount:prod:app`", Severity::kWarning},
};

constexpr TenantClaim kClaims[] = {
    {kGitHub, "sub", "repo:", "/@"},
    {kGitHub, "sub", "repository:", "/"},
    {kGitHub, "sub", "repository_id:", ":"},
    {kGitHub, "sub", "repository_owner:", ":"},
    {kGitHub, "sub", "repository_owner_id:", ":"},
    {kGitHub, "sub", "enterprise:", ":"},
    {kGitHub, "sub", "enterprise_id:", ":"},
    {kGitHub, "repository", "", "/"},
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
    {kGoogle, "google/organization_number", "", ""},
    {kAmazon, "app_id", "", ""},
    {kAmazon, "user_id", "", ""},
    {kFacebook, "app_id", "", ""},
    {kFacebook, "id", "", ""},
    {kAuditLog, "sub", "", ""},
    {kOldGitHub, "sub", "repo:", "/"},
    {kBuildkite, "sub", "organization:", ":"},
    {kCodefresh, "sub", "account:", ":"},
    {kDataChain, "sub", "credentials:", "/"},
    {kPulumi, "aud", "", ""},
    {kPulumi, "sub", "pulumi:deploy:org:", ":"},
    {kPulumi, "sub", "pulumi:environments:org:", ":"},
    {kPulumi, "sub", "pulumi:*:org:", ":"},
    {kSandboxes, "aud", "", ""},
    {kScalr, "sub", "account:", ":"},
    {kShisho, "sub", "job:", ":"},
    {kUpbound, "sub", "mcp:", "/:"},
    {kVercel, "sub", "owner:", ":"},
    {kEks, "sub", "system:serviceaccount:", ":"},
};

}  // namespace

absl::Span<const SharedProvider> SharedProviders() { return kProviders; }
absl::Span<const TenantClaim> TenantClaims() { return kClaims; }

}  // namespace deputy
