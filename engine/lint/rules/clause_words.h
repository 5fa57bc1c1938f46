// Small questions about one clause that several rules ask.
#ifndef DEPUTY_ENGINE_LINT_RULES_CLAUSE_WORDS_H_
#define DEPUTY_ENGINE_LINT_RULES_CLAUSE_WORDS_H_

#include "engine/lint/rules/rule_run.h"

namespace deputy {

// The clause fails when the key is absent (4.3, 4.8).
bool NeedsPresence(const ConditionClause& clause);

// A clause whose key or value can never match at present would only become tighter for the policy
// when it is made to match: a positive one in a Deny, one that holds without a match in an Allow.
bool Tightens(const ClauseRef& ref);

absl::string_view TypeWords(OperandType type);     // "an ARN", "a number", …
absl::string_view OperatorsFor(OperandType type);  // "`ArnLike`", "the operators `Numeric…`", …

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_CLAUSE_WORDS_H_
