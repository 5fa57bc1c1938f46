#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// AWS services that can be made to act for somebody else.
constexpr RuleInfo kServiceRules[] = {
    {"DEP101", "service-without-source-condition", Severity::kSecurityWarning,
     "a service gets in for anybody",
     "A service principal is trusted and nothing asks for whom the service acts. Exploitable if "
     "somebody of another account can make the service use this role: most services check that "
     "whoever names a role may pass it (iam:PassRole), and where that check had a hole (AppSync in "
     "2022, DataZone) every role without a source condition stood open. The finding says what is "
     "known of the service: which keys it sends, from which version on, and whether it checks. "
     "Where it sends neither key, a condition would lock it out, and this is a suggestion only; "
     "where "
     "no source says what it sends, it is a warning, without a fix.",
     R"("Action": "sts:AssumeRole")",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}, "ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kDeputyPage, ""},
    {"DEP102", "source-arn-without-account", Severity::kSecurityWarning,
     "a source ARN names no account",
     "The ARN of a bucket holds no account. Exploitable if the bucket is deleted and somebody else "
     "makes one of the same name: the service then sends the same aws:SourceArn for the stranger. "
     "Ask for aws:SourceAccount as well.",
     R"("Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-data"}})",
     R"("Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::acme-data"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kDeputyPage, ""},
    {"DEP103", "source-account-wildcard", Severity::kSecurityWarning,
     "the account of the source is a wildcard",
     "The condition asks that the service acts for some resource, and leaves open of which "
     "account: it looks like protection and is none. Put your account id in place of the wildcard.",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:*:rep:*"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kDeputyPage, ""},
    {"DEP104", "source-account-not-trusted", Severity::kWarning,
     "a source condition names an account that is not yours",
     "The condition lets a service act for resources of an account that is neither the role's own "
     "nor listed as trusted. That may be meant: then say so with --trust. It is a typing error or "
     "the rest of an example otherwise.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": ["111122223333", "999988887777"]}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kDeputyPage, ""},
    {"DEP105", "statement-undoes-another", Severity::kSecurityWarning,
     "a second statement undoes the first",
     "Statements are alternatives: whoever gets in by one of them is in. A statement without "
     "source conditions makes those of another statement for the same service worthless.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}, {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}]})",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]})",
     kDeputyPage, ""},
    {"DEP106", "loose-value-in-list", Severity::kSecurityWarning,
     "one loose value undoes the others of its list",
     "The values of a key are alternatives. Through one of them strangers get in, whatever the "
     "others ask.",
     R"("Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:dms:us-east-1:111122223333:rep:A", "arn:aws:dms:*:*:rep:*"]}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:dms:us-east-1:111122223333:rep:A", "arn:aws:dms:us-east-1:111122223333:rep:B"]}})",
     kDeputyPage, ""},
    {"DEP107", "source-conditions-stay-open", Severity::kSecurityWarning,
     "source conditions are there and do not close",
     "There are conditions on source keys, and the engine found a request of a stranger that "
     "satisfies all of them. No single clause is to blame. Ask for aws:SourceAccount under "
     "StringEquals, beside whatever else you ask.",
     R"("Condition": {"StringLike": {"aws:SourceOrgID": "o-*"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kDeputyPage, ""},
    {"DEP108", "deny-lets-others-pass", Severity::kSecurityWarning,
     "a Deny on the source lets strangers pass",
     "The Deny lists strangers, or fails when the key is absent; whoever is not listed, or sends "
     "nothing, passes it and gets in by the Allow. A Deny closes when it refuses everything that "
     "is not yours: StringNotEquals, which also holds when the key is absent.",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}, {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "999988887777"}}}]})",
     R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}, {"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Condition": {"StringNotEquals": {"aws:SourceAccount": "111122223333"}}}]})",
     kDeputyPage, ""},
    {"DEP109", "presence-is-no-identity", Severity::kSecurityWarning,
     "only the presence of a key is asked for",
     "Null asks whether a key is there. Strangers send it as well; ask for its value.",
     R"("Condition": {"Null": {"aws:SourceAccount": "false"}})",
     R"("Condition": {"Null": {"aws:SourceAccount": "false"}, "StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kOperatorsPage, ""},
    {"DEP110", "role-shared-by-services", Severity::kSuggestion, "one role serves several services",
     "All services of the statement share one list of source ARNs: each may come for each of them, "
     "and what one service needs all of them can do. Give each service a role, or at least a "
     "statement.",
     R"("Principal": {"Service": ["dms.amazonaws.com", "rds.amazonaws.com"]}, "Condition": {"ArnLike": {"aws:SourceArn": ["arn:aws:dms:*:111122223333:rep:*", "arn:aws:rds:*:111122223333:db:*"]}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kDeputyPage, ""},
    {"DEP111", "undecided", Severity::kWarning, "it cannot be decided whether a stranger gets in",
     "The question is too large for the prover, or hangs on a value that is not known yet (then a "
     "suggestion). Nothing is said to be safe that was not proved. See what the message gives as "
     "the reason, and make the policy simpler.",
     R"(… a condition whose patterns multiply beyond the prover's budget …)",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kDeputyPage, ""},
};

}  // namespace

absl::Span<const RuleInfo> ServiceRules() { return kServiceRules; }

}  // namespace deputy
