#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// Form: names, examples that were copied, the quota.
constexpr RuleInfo kFormRules[] = {
    {"DEP601", "policy-too-long", Severity::kWarning, "the trust policy is longer than the quota",
     "IAM takes 2,048 characters of a trust policy, blanks not counted, and 4,096 on request.",
     R"(… a trust policy of more than 2,048 characters …)",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kQuotasPage, ""},
    {"DEP602", "example-account", Severity::kSuggestion,
     "the account id of AWS's examples stands in the policy",
     "123456789012 is what AWS's pages write. If it is not yours, an example was copied and not "
     "filled in.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kKeysPage, ""},
    {"DEP603", "unknown-key", Severity::kWarning, "a context key is not known",
     "No key of that name is known under `aws:` or `sts:`. A key that no request has makes a "
     "clause fail for everybody, or, negated or with IfExists, hold for everybody.",
     R"("Condition": {"StringEquals": {"aws:SourceAcount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kKeysPage, ""},
    {"DEP604", "unknown-service-principal", Severity::kWarning,
     "a service principal looks mistyped",
     "No service principal of that name is known, and a very similar one is.",
     R"("Principal": {"Service": "cloudtrial.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kPrincipalPage, ""},
    {"DEP605", "unknown-region", Severity::kWarning, "an ARN has an unknown region or partition",
     "A placeholder (`your_region`, `arn:partition:…`) was left in, or the name is mistyped; the "
     "ARN then matches nothing. Only a suggestion where it looks like a region, since new ones "
     "appear.",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:your_region:111122223333:rep:*"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:us-east-1:111122223333:rep:*"}})",
     kKeysPage, ""},
    {"DEP606", "key-spelling", Severity::kSuggestion,
     "a key is not spelled as in AWS's list of context keys",
     "Key names compare without case, so it works; other programs that read the policy may compare "
     "them otherwise.",
     R"("Condition": {"StringEquals": {"AWS:sourceaccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kKeysPage, ""},
    {"DEP607", "broad-action", Severity::kSuggestion,
     "a trust policy allows more actions than callers need",
     "`sts:*` allows sts:TagSession, sts:SetSourceIdentity and whatever is added later. Name what "
     "callers need.",
     R"("Action": "sts:*", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kElementsPage, ""},
    {"DEP608", "iam-charset", Severity::kWarning, "a character is not stored by IAM",
     "A policy document is a text of U+0009, U+000A, U+000D and U+0020 to U+00FF: CreateRole and "
     "UpdateAssumeRolePolicy refuse one that has any other, such as a typographic quote or dash.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333", "aws:RequestTag/team": "‘blue’"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333", "aws:RequestTag/team": "blue"}})",
     kDocumentPage, ""},
};

}  // namespace

absl::Span<const RuleInfo> FormRules() { return kFormRules; }

}  // namespace deputy
