#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

// What the reader of JSON refuses (docs/semantics.md 1.9).
constexpr RuleInfo kJsonRules[] = {
    {"DEP001", "empty-document", Severity::kError, "the document is empty",
     "There is nothing to read: the file is empty or holds blanks only.", R"()",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "empty-document"},
    {"DEP002", "too-large", Severity::kError, "the document is larger than the limit",
     "A policy document may have 1 MiB here; IAM itself takes far less (2,048 characters of a "
     "trust policy by default). A document of that size is no policy.",
     R"(… a policy of more than 1 MiB …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kQuotasPage, "too-large"},
    {"DEP003", "utf-16", Severity::kError, "the document is UTF-16, not UTF-8",
     "Some editors and PowerShell write UTF-16. JSON is read as UTF-8 only; save the file again as "
     "UTF-8.",
     R"(… a policy in UTF-16 …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "utf-16"},
    {"DEP004", "invalid-utf8", Severity::kError, "a byte is not UTF-8",
     "A text that is not valid UTF-8 could be read in two ways by two programs, so it is refused.",
     R"(… a policy with the byte 0xFF in a string …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "invalid-utf8"},
    {"DEP005", "invalid-syntax", Severity::kError, "the document is not JSON",
     "A comma, a quote or a bracket is missing or too many, a comment stands in the document, or a "
     "number is malformed. The message names the place.",
     R"({"Version": "2012-10-17", "Statement": [{]})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "invalid-syntax"},
    {"DEP006", "trailing-content", Severity::kError, "something stands behind the document",
     "After the policy the file goes on, often with a second document that would silently be "
     "ignored.",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}} {})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "trailing-content"},
    {"DEP007", "control-character", Severity::kError, "a control character stands in a string",
     "JSON strings hold no raw line breaks, tabs or other control characters; they come from "
     "copying out of a page.",
     R"({"Version": "2012-10-17", "Id": "a	b", "Statement": []})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "control-character"},
    {"DEP008", "nul-in-string", Severity::kError, "a string holds U+0000",
     "A NUL ends the text for some programs and not for others, so that two readers would see two "
     "policies.",
     R"({"Version": "2012-10-17", "Id": "a\u0000b", "Statement": []})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "nul-in-string"},
    {"DEP009", "invalid-unicode-escape", Severity::kError, "a \\u escape is half of a pair",
     "An escaped surrogate without its other half is no character.",
     R"({"Version": "2012-10-17", "Id": "\uD800", "Statement": []})",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "invalid-unicode-escape"},
    {"DEP010", "too-deep", Severity::kError, "the document is nested too deeply",
     "A policy is about six levels deep; more than 64 are refused.",
     R"(… 65 lists, one inside the other …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "too-deep"},
    {"DEP011", "too-many-members", Severity::kError, "an object has too many members",
     "More than 20,000 members of one object are refused.", R"(… an object of 20,001 members …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "too-many-members"},
    {"DEP012", "value-too-long", Severity::kError, "a string is too long",
     "A string of more than 256 KiB is refused; no value of a policy is that long.",
     R"(… a Sid of 300,000 letters …)",
     R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}})",
     kGrammarPage, "value-too-long"},
    {"DEP013", "duplicate-key", Severity::kError, "a name stands twice",
     "Two members of one object have the same name, or two keys of one operator, or two operators "
     "of one `Condition`, differ in nothing but case. One program takes the first, another the "
     "last; put all values into one list.",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333", "AWS:SourceAccount": "999988887777"}})",
     R"("Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}})", kChecksPage,
     "duplicate-key"},
};

}  // namespace

absl::Span<const RuleInfo> JsonRules() { return kJsonRules; }

}  // namespace deputy
