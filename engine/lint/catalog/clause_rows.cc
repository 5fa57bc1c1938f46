#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// What is refused of conditions and variables (docs/semantics.md parts 4 and 5), and from DEP060 on
// the parser's warnings about documents that IAM stores.
constexpr RuleInfo kClauseRules[] = {
    {"DEP043", "unknown-operator", Severity::kError, "a condition operator is unknown",
     "IAM has no such operator and refuses the policy. Programs that ignore what they do not know "
     "drop the condition, and in a Deny that opens the role: "
     "https://docs.aws.amazon.com/dms/latest/userguide/"
     "cross-service-confused-deputy-prevention.html printed `ArnEqual`.",
     R"("Condition": {"ArnEqual": {"aws:SourceArn": "arn:aws:dms:us-east-1:111122223333:rep:MYREP"}})",
     R"("Condition": {"ArnEquals": {"aws:SourceArn": "arn:aws:dms:us-east-1:111122223333:rep:MYREP"}})",
     kOperatorsPage, "unknown-operator"},
    {"DEP044", "unknown-set-operator", Severity::kError, "a set operator is unknown",
     "The set operators are `ForAllValues:` and `ForAnyValue:`.",
     R"("Condition": {"ForAny:StringEquals": {"aws:TagKeys": "team"}})",
     R"("Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "team"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kMultivaluedPage, "unknown-set-operator"},
    {"DEP045", "invalid-operator", Severity::kError, "IfExists stands on Null",
     "`Null` asks about presence itself, so `NullIfExists` has no meaning.",
     R"("Condition": {"NullIfExists": {"aws:SourceAccount": "false"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage,
     "invalid-operator"},
    {"DEP046", "invalid-key", Severity::kError, "a name is no context key",
     "A key is written `prefix:name`.",
     R"("Condition": {"StringEquals": {"SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kKeysPage,
     "invalid-key"},
    {"DEP047", "invalid-number", Severity::kError, "a value is no number",
     "The numeric operators take decimal numbers.",
     R"("Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "an hour"}})",
     R"("Principal": {"AWS": "111122223333"}, "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}})",
     kOperatorsPage, "invalid-number"},
    {"DEP048", "invalid-date", Severity::kError, "a value is no date",
     "The date operators take ISO 8601 dates such as `2025-01-31T12:00:00Z`, or epoch seconds.",
     R"("Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}})",
     R"("Condition": {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kOperatorsPage, "invalid-date"},
    {"DEP049", "invalid-bool", Severity::kError, "a value is neither true nor false",
     "`Bool` and `Null` take `true` or `false`.",
     R"("Condition": {"Bool": {"aws:SecureTransport": "yes"}})",
     R"("Condition": {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kOperatorsPage, "invalid-bool"},
    {"DEP050", "invalid-base64", Severity::kError, "a value is no base64",
     "`BinaryEquals` takes base64.", R"("Condition": {"BinaryEquals": {"my:key": "%%"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage,
     "invalid-base64"},
    {"DEP051", "invalid-cidr", Severity::kError, "a value is no address",
     "`IpAddress` and `NotIpAddress` take an address or a CIDR block.",
     R"("Principal": {"AWS": "111122223333"}, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}})",
     R"("Principal": {"AWS": "111122223333"}, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})",
     kOperatorsPage, "invalid-cidr"},
    {"DEP052", "malformed-variable", Severity::kError, "a policy variable is malformed",
     "A variable is `${key}` or `${key, 'default'}`; a literal `$` before a brace is `${$}`.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "${aws:PrincipalAccount"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kVariablesPage,
     "malformed-variable"},
    {"DEP053", "variable-not-allowed", Severity::kError, "a policy variable stands where none may",
     "Variables go with string and ARN operators and in `Resource`.",
     R"("Condition": {"NumericEquals": {"aws:MultiFactorAuthAge": "${aws:EpochTime}"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kVariablesPage,
     "variable-not-allowed"},
    {"DEP060", "version-missing", Severity::kWarning, "the policy has no version",
     "Without `Version` the old language of 2008-10-17 applies, in which policy variables are "
     "plain text: a condition on `${aws:PrincipalAccount}` then never matches, or a Deny never "
     "denies.",
     R"({"Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "version-missing"},
    {"DEP061", "deleted-principal", Severity::kWarning, "a principal was deleted",
     "IAM shows a unique id (`AROA…`, `AIDA…`) in place of a principal that was deleted. A new one "
     "of the same name is not trusted; name it by its ARN again.",
     R"("Principal": {"AWS": ["111122223333", "AROAABCDEFGHIJKLMNOPQ"]})",
     R"("Principal": {"AWS": "111122223333"})", kPrincipalPage, "deleted-principal"},
    {"DEP062", "wildcard-in-service", Severity::kWarning, "a service principal has a wildcard",
     "There are no wildcards in service names: `kendra.*.amazonaws.com`, as a page of AWS printed "
     "it, matches no service.",
     R"("Principal": {"Service": "kendra.*.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Principal": {"Service": "kendra.amazonaws.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kPrincipalPage, "wildcard-in-service"},
    {"DEP063", "odd-service-principal", Severity::kWarning,
     "a service principal does not look like one",
     "Service principals end in `.amazonaws.com` and are written in lower case.",
     R"("Principal": {"Service": "dms.amazon.com"}, "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kPrincipalPage,
     "odd-service-principal"},
    {"DEP064", "operator-spelling", Severity::kWarning,
     "an operator is not spelled as AWS spells it",
     "IAM compares operator names without case; other programs that read the policy may not.",
     R"("Condition": {"stringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage,
     "operator-spelling"},
    {"DEP065", "invalid-arn-pattern", Severity::kWarning, "an ARN pattern has too few components",
     "An ARN has six components. A pattern with fewer, `*` too, matches nothing under an ARN "
     "operator: an Allow lets nobody in, a Deny denies nobody.",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kOperatorsPage, "invalid-arn-pattern"},
    {"DEP066", "placeholder", Severity::kWarning,
     "a placeholder stands where an account id belongs",
     "The example of a page was copied and its placeholder left in: `your_account_id`, "
     "`<ACCOUNT>`, `xxxxxxxxxxxx`. It matches no account.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "your_account_id"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kDeputyPage,
     "placeholder"},
};

}  // namespace

absl::Span<const RuleInfo> ClauseRules() { return kClauseRules; }

}  // namespace deputy
