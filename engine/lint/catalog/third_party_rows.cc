#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// Callers of other accounts, and tokens of providers that many share.
constexpr RuleInfo kThirdPartyRules[] = {
    {"DEP201", "everybody", Severity::kSecurityWarning, "everybody may come",
     "The principal is `*` and what else is asked does not keep strangers out. `{\"AWS\": \"*\"}` "
     "means every caller of every account, and anonymous ones. An external id alone does not close "
     "it: it is an identifier that the third party knows, no password. Name the account or role "
     "that you trust.",
     R"("Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"sts:ExternalId": "7f3c1a52-acme"}})",
     R"("Principal": {"AWS": "*"}, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-acme123456"}})",
     kPrincipalPage, ""},
    {"DEP202", "third-party-without-external-id", Severity::kWarning,
     "another account gets in without an external id",
     "An account that is neither the role's own nor trusted may assume the role. Exploitable if it "
     "belongs to somebody who serves several customers: another customer gives it the ARN of your "
     "role and it cannot tell the difference. The external id that the third party gave to you, "
     "and to nobody else, tells it. When the account is your own, say so with --trust.",
     R"("Principal": {"AWS": "555566667777"})",
     R"("Principal": {"AWS": "555566667777"}, "Condition": {"StringEquals": {"sts:ExternalId": "7f3c1a52-acme"}})",
     kExternalIdPage, ""},
    {"DEP203", "guessable-external-id", Severity::kWarning, "an external id can be guessed",
     "The external id is short, a number, an account id or a word of the manuals. Where customers "
     "may choose the id that the third party sends, another customer will try these first. The "
     "third party should make it, one for each customer, such as a UUID.",
     R"("Principal": {"AWS": "555566667777"}, "Condition": {"StringEquals": {"sts:ExternalId": "acme"}})",
     R"("Principal": {"AWS": "555566667777"}, "Condition": {"StringEquals": {"sts:ExternalId": "7f3c1a52-acme"}})",
     kExternalIdPage, ""},
    {"DEP204", "external-id-wildcard", Severity::kSecurityWarning, "an external id has a wildcard",
     "StringLike with a wildcard takes the ids of other customers too.",
     R"("Principal": {"AWS": "555566667777"}, "Condition": {"StringLike": {"sts:ExternalId": "cust-*"}})",
     R"("Principal": {"AWS": "555566667777"}, "Condition": {"StringEquals": {"sts:ExternalId": "7f3c1a52-acme"}})",
     kExternalIdPage, ""},
    {"DEP301", "token-of-any-tenant", Severity::kSecurityWarning,
     "a token of any tenant of the provider gets in",
     "The provider (GitHub, GitLab, HCP Terraform, Buildkite, Vercel, Cognito, Google, …) signs "
     "tokens for everybody, "
     "and no condition asks for yours. aud does not help: everybody can have a token made for "
     "sts.amazonaws.com. Roles of AWS Amplify were open in this way (CVE-2024-28056). The tenants "
     "of "
     "an EKS cluster are its namespaces; there it is a warning, as is DEP303.",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}})",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"}})",
     kOidcPage, ""},
    {"DEP302", "token-for-any-audience", Severity::kSuggestion,
     "no condition asks for whom a token was made",
     "A token that was made for another service could be used here if the provider in IAM lists "
     "that audience too. Ask for aud, so that the role says itself what it takes.",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"}})",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com", "token.actions.githubusercontent.com:sub": "repo:acme/app:ref:refs/heads/main"}})",
     kOidcPage, ""},
    {"DEP303", "loose-tenant-pattern", Severity::kSecurityWarning,
     "a wildcard lets the tenant's name go on",
     "`repo:acme*` also matches `repo:acme-fans/app`: anybody can register such a name. End the "
     "name with its separator: `repo:acme/*`.",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme*"}})",
     R"("Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}, "StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/*"}})",
     kOidcPage, ""},
    {"DEP304", "cognito-guests", Severity::kWarning, "guests of an identity pool get in",
     "An identity pool may hand out identities to whoever has not logged in. Their tokens have "
     "`unauthenticated` as the one value of amr, and get in. Ask for `authenticated`, without a "
     "wildcard: `*authenticated` matches both. Or say that guests are meant by asking for "
     "`unauthenticated`.",
     R"("Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:4b2d7c1e"}})",
     R"("Principal": {"Federated": "cognito-identity.amazonaws.com"}, "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:4b2d7c1e"}, "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}})",
     kOidcPage, ""},
};

}  // namespace

absl::Span<const RuleInfo> ThirdPartyRules() { return kThirdPartyRules; }

}  // namespace deputy
