#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// What the grammar of documents and statements refuses (docs/semantics.md 1.1 to 1.7).
constexpr RuleInfo kDocumentRules[] = {
    {"DEP014", "wrong-kind", Severity::kError, "the file is another kind of document",
     "The file is the answer of an AWS command, a request or a scenario, not the policy itself.",
     R"({"Role": {"RoleName": "dms-vpc-role"}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "wrong-kind"},
    {"DEP015", "wrong-type", Severity::kError, "a value has the wrong JSON type",
     "A list stands where an object belongs, a number where a string belongs, and so on. An "
     "account id without quotes is a number and would lose leading zeros.",
     R"("Principal": {"AWS": 111122223333})", R"("Principal": {"AWS": "111122223333"})",
     kElementsPage, "wrong-type"},
    {"DEP016", "missing-element", Severity::kError, "an element is missing",
     "Every policy needs a `Statement`, and every statement `Effect` and `Action` or `NotAction`.",
     R"({"Version": "2012-10-17", "Statement": {"Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "missing-element"},
    {"DEP017", "unknown-element", Severity::kError, "an element is unknown",
     "Element names are case-sensitive and there are no others than those of the policy grammar. A "
     "misspelt `Condition` would otherwise leave the role without any.",
     R"("Conditions": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kElementsPage,
     "unknown-element"},
    {"DEP018", "mutually-exclusive", Severity::kError, "two elements exclude each other",
     "A statement has one of `Action` and `NotAction`, one of `Principal` and `NotPrincipal`, one "
     "of `Resource` and `NotResource`.",
     R"("Action": "sts:AssumeRole", "NotAction": "sts:TagSession")",
     R"("Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kElementsPage, "mutually-exclusive"},
    {"DEP019", "invalid-version", Severity::kError, "the policy version is unknown",
     "`Version` is the version of the policy language, not of your policy: `2012-10-17`, or the "
     "old `2008-10-17`.",
     R"({"Version": "2024-01-01", "Statement": {"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "invalid-version"},
    {"DEP020", "empty-statement-list", Severity::kError, "there is no statement",
     "`Statement` is an empty list. A policy that allows nothing is written with a `Deny`, or not "
     "at all.",
     R"({"Version": "2012-10-17", "Statement": []})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "empty-statement-list"},
    {"DEP021", "too-many-statements", Severity::kError, "there are too many statements",
     "More than 1,000 statements are refused; they would not fit into the quota of any policy.",
     R"(… a policy of 1,001 statements …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kQuotasPage, "too-many-statements"},
    {"DEP022", "invalid-effect", Severity::kError, "the effect is neither Allow nor Deny",
     "`Effect` is `Allow` or `Deny`, spelled exactly so.", R"("Effect": "allow")",
     R"("Effect": "Allow", "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})",
     kElementsPage, "invalid-effect"},
    {"DEP023", "invalid-sid", Severity::kError, "a Sid holds forbidden characters",
     "The `Sid` of an identity policy, boundary, SCP or RCP holds only letters and digits. (A "
     "trust policy takes any text.)",
     R"(… an identity policy with "Sid": "read it" …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "invalid-sid"},
    {"DEP024", "duplicate-sid", Severity::kError, "a Sid stands twice",
     "A `Sid` names one statement of the document.",
     R"({"Version": "2012-10-17", "Statement": [{"Sid": "A", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"}, {"Sid": "A", "Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:TagSession"}]})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kElementsPage, "duplicate-sid"},
    {"DEP025", "empty-values", Severity::kError, "a list of values is empty",
     "An empty list matches nothing in an Allow and everything under a negated operator; it is "
     "refused.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": []}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kElementsPage,
     "empty-values"},
    {"DEP026", "unresolved-intrinsic", Severity::kError, "a template function has no value yet",
     "`Ref`, `Fn::Sub` and the like are resolved when CloudFormation deploys the template; the "
     "policy it makes is not known before.",
     R"("Principal": {"AWS": {"Ref": "TrustedAccount"}})",
     R"("Principal": {"AWS": "111122223333"})", kElementsPage, "unresolved-intrinsic"},
};

}  // namespace

absl::Span<const RuleInfo> DocumentRules() { return kDocumentRules; }

}  // namespace deputy
