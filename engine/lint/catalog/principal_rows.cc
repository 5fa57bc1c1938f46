#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// What is refused of principals, actions and resources (docs/semantics.md 1.5, parts 2 and 3).
constexpr RuleInfo kPrincipalRules[] = {
    {"DEP027", "missing-principal", Severity::kError, "a trust policy does not say whom it trusts",
     "A statement of a trust policy needs `Principal`.",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole"}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "missing-principal"},
    {"DEP028", "empty-principal", Severity::kError, "a principal element names nobody",
     "`Principal` or one of its types is empty.", R"("Principal": {})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kPrincipalPage,
     "empty-principal"},
    {"DEP029", "unknown-principal-type", Severity::kError, "a principal type is unknown",
     "The types are `AWS`, `Service` and `Federated` (and `CanonicalUser` in policies of buckets), "
     "spelled exactly so.",
     R"("Principal": {"service": "dms.amazonaws.com"})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kPrincipalPage,
     "unknown-principal-type"},
    {"DEP030", "invalid-principal", Severity::kError, "a value names no principal",
     "An `AWS` principal is `*`, an account id, or the ARN of a root, user, role, role session or "
     "federated user; a `Service` principal looks like `dms.amazonaws.com`; a `Federated` one is "
     "the ARN of a provider or the domain of a built-in one.",
     R"("Principal": "111122223333")", R"("Principal": {"AWS": "111122223333"})", kPrincipalPage,
     "invalid-principal"},
    {"DEP031", "invalid-account-id", Severity::kError, "an account id is not twelve digits",
     "An account id is twelve digits in quotes. What documentation writes in its place, "
     "`your_account_id`, is none.",
     R"("Principal": {"AWS": "your_account_id"})", R"("Principal": {"AWS": "111122223333"})",
     kPrincipalPage, "invalid-account-id"},
    {"DEP032", "wildcard-principal-arn", Severity::kError, "a principal ARN has a wildcard",
     "No part of a principal ARN can be a wildcard. To trust several roles of an account name the "
     "account, and ask for `aws:PrincipalArn` under `ArnLike`.",
     R"("Principal": {"AWS": "arn:aws:iam::111122223333:role/deploy-*"})",
     R"("Principal": {"AWS": "111122223333"}, "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/deploy-*"}})",
     kPrincipalPage, "wildcard-principal-arn"},
    {"DEP033", "service-wildcard", Severity::kError, "all services at once are trusted",
     "There is no wildcard for services: `*` under `Service` is refused.",
     R"("Principal": {"Service": "*"})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kPrincipalPage,
     "service-wildcard"},
    {"DEP034", "principal-not-allowed", Severity::kError, "this type of policy takes no principal",
     "An identity policy, boundary, session policy or SCP applies to whom it is attached to.",
     R"(… an identity policy with a Principal …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "principal-not-allowed"},
    {"DEP035", "notprincipal-not-allowed", Severity::kError, "a trust policy has NotPrincipal",
     "A trust policy names whom it trusts; `NotPrincipal` would name everybody else.",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "NotPrincipal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "notprincipal-not-allowed"},
    {"DEP036", "notprincipal-allow", Severity::kError, "NotPrincipal stands in an Allow",
     "With `Allow` it would let in nearly everybody, anonymous callers too.",
     R"(… a bucket policy that allows with NotPrincipal …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "notprincipal-allow"},
    {"DEP037", "rcp-principal", Severity::kError, "the principal of an RCP is not *",
     "A resource control policy binds every caller: its `Principal` is `*`.",
     R"(… an RCP with "Principal": {"AWS": "*"} …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "rcp-principal"},
    {"DEP038", "rcp-allow", Severity::kError, "an RCP allows",
     "A resource control policy can only deny.", R"(… an RCP with "Effect": "Allow" …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "rcp-allow"},
    {"DEP039", "invalid-action", Severity::kError, "a value is no action",
     "An action is `prefix:Name`, such as `sts:AssumeRole`.", R"("Action": "AssumeRole")",
     R"("Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kPrincipalPage, "invalid-action"},
    {"DEP040", "non-sts-action", Severity::kError,
     "a trust policy has an action of another service",
     "What a role may do stands in its permissions policies. Its trust policy holds actions of "
     "`sts:` only.",
     R"("Action": ["sts:AssumeRole", "s3:GetObject"])",
     R"("Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kPrincipalPage, "non-sts-action"},
    {"DEP041", "invalid-resource", Severity::kError, "a resource is no ARN",
     "A resource is an ARN of six components, or `*`.",
     R"(… an identity policy with "Resource": "bucket" …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kPrincipalPage, "invalid-resource"},
    {"DEP042", "resource-in-trust-policy", Severity::kError, "a trust policy has a resource",
     "The role that a trust policy belongs to is the resource; it takes no `Resource`.",
     R"("Resource": "*")",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kPrincipalPage,
     "resource-in-trust-policy"},
};

}  // namespace

absl::Span<const RuleInfo> PrincipalRules() { return kPrincipalRules; }

}  // namespace deputy
