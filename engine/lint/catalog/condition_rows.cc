#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// Clauses that do not do what they look like.
constexpr RuleInfo kConditionRules[] = {
    {"DEP401", "if-exists-lets-absent-key-in", Severity::kSecurityWarning,
     "IfExists lets in whoever sends no key",
     "An operator with IfExists holds when the key is absent. Exploitable if strangers can come "
     "without the key: an old version of the service, a call on nobody's behalf, a third party "
     "whose customer left the field empty.",
     R"("Condition": {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage, ""},
    {"DEP402", "for-all-values-lets-absent-key-in", Severity::kSecurityWarning,
     "ForAllValues lets in whoever sends no key",
     "ForAllValues holds when the key is absent or has no value: all of nothing is as asked. On a "
     "key with one value it never says what was meant. Take it out.",
     R"("Condition": {"ForAllValues:StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kMultivaluedPage,
     ""},
    {"DEP403", "negated-condition-in-allow", Severity::kSecurityWarning,
     "an Allow lists who may not come",
     "A negated operator in an Allow lets in everybody who is not listed, and whoever sends no "
     "key. List whom you trust.",
     R"("Condition": {"StringNotEquals": {"aws:SourceAccount": "999988887777"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kOperatorsPage, ""},
    {"DEP404", "string-operator-on-arn", Severity::kSecurityWarning,
     "StringLike compares an ARN as text",
     "Under StringLike a star crosses the colons, so that `arn:aws:dms:*:111122223333:*` also "
     "matches `arn:aws:dms:us-east-1:999988887777:rep:x:111122223333:y`. The ARN operators compare "
     "the six components one by one. A suggestion where no stranger gets in by it.",
     R"("Condition": {"StringLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:*"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:*"}})",
     kOperatorsPage, ""},
    {"DEP405", "star-is-plain-text", Severity::kWarning,
     "a star is plain text under an equals operator",
     "StringEquals knows no wildcards: the star matches nothing but a star. An Allow lets nobody "
     "in, a Deny denies nobody, and a negated one refuses everybody.",
     R"("Condition": {"StringEquals": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     R"("Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:dms:*:111122223333:rep:*"}})",
     kOperatorsPage, ""},
    {"DEP406", "key-never-carried", Severity::kWarning, "the caller never carries the key",
     "Some keys belong to some callers: aws:PrincipalOrgID to IAM principals, aws:SourceArn to "
     "services that act for a resource, sts:ExternalId to third parties, a claim to the tokens of "
     "its provider. A clause on a key that "
     "the named principal never carries fails for everybody, or holds for everybody.",
     R"("Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-acme123456"}})",
     R"("Condition": {"StringEquals": {"aws:SourceOrgID": "o-acme123456"}})", kKeysPage, ""},
    {"DEP407", "operator-of-another-type", Severity::kWarning,
     "the operator does not fit the type of the key",
     "ArnLike on an account id never matches; a string operator on a number or a date compares "
     "letters; a numeric one on an account id loses what is no number.",
     R"("Condition": {"ArnLike": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kChecksPage, ""},
    {"DEP408", "several-values-without-set-operator", Severity::kSuggestion,
     "a key with several values has no set operator",
     "The key can have several values, and the operator does not say whether all or any of them "
     "must match. It is decided as ForAnyValue.",
     R"("Condition": {"StringLike": {"aws:SourceOrgPaths": "o-acme123456/r-root/*"}})",
     R"("Condition": {"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-acme123456/r-root/*"}})",
     kMultivaluedPage, ""},
    {"DEP409", "set-operator-on-single-value", Severity::kSuggestion,
     "a set operator stands on a key with one value",
     "The key has one value. ForAnyValue adds nothing; ForAllValues adds that an absent key "
     "passes.",
     R"("Condition": {"ForAnyValue:StringEquals": {"aws:SourceAccount": "111122223333"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kMultivaluedPage,
     ""},
};

}  // namespace

absl::Span<const RuleInfo> ConditionRules() { return kConditionRules; }

}  // namespace deputy
