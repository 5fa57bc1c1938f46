#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// Statements that never apply.
constexpr RuleInfo kDeadRules[] = {
    {"DEP501", "statement-never-applies", Severity::kWarning,
     "the conditions of a statement cannot hold together",
     "The engine proved that no request satisfies the statement. Nobody gets in by it who should "
     "not, and nobody who should. So it is with an action by which its principals do not come: a "
     "SAML "
     "provider's users call sts:AssumeRoleWithSAML, those of an OIDC provider "
     "sts:AssumeRoleWithWebIdentity.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}, "Null": {"aws:SourceAccount": "true"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage, ""},
    {"DEP502", "source-arn-and-account-contradict", Severity::kWarning,
     "SourceArn and SourceAccount name different accounts",
     "A service sends the account of the resource for which it acts. No resource is of two "
     "accounts, so nobody gets in.",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}, "StringEquals": {"aws:SourceAccount": "444455556666"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kDeputyPage, ""},
    {"DEP503", "source-key-not-sent", Severity::kWarning, "the service does not send the key",
     "Facts about the service say that it does not send this key when it assumes a role. The "
     "condition locks it out; that broke the delivery of logs where scanners had advised it.",
     R"(… aws:SourceAccount asked of a service that, as its facts say, does not send it …)",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kDeputyPage, ""},
    {"DEP504", "arn-of-another-shape", Severity::kWarning,
     "an ARN does not have the shape of the service's ARNs",
     "The pattern can match no ARN that the service is known to send: another service stands in "
     "it, or another kind of resource (then a suggestion, as the list of kinds may not be whole).",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dsm:*:111122223333:rep:*"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kDeputyPage, ""},
    {"DEP505", "arn-in-other-capitals", Severity::kWarning,
     "an ARN has other capitals than the service's ARNs",
     "ARNs compare with case. A page of CloudTrail wrote `eventdataStore` where the ARNs have "
     "`eventdatastore`.",
     R"("Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:eventdataStore/abc"}})",
     R"("Principal": {"Service": "cloudtrail.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/abc"}})",
     kOperatorsPage, ""},
    {"DEP506", "statement-always-denied", Severity::kWarning,
     "a Deny refuses everybody whom a statement lets in",
     "The engine proved that every request which the statement allows is denied by the same "
     "policy. One of the two is not as meant.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}, {"Effect": "Deny", "Principal": "*", "Action": "sts:*"}]})",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]})",
     kElementsPage, ""},
};

}  // namespace

absl::Span<const RuleInfo> DeadRules() { return kDeadRules; }

}  // namespace deputy
