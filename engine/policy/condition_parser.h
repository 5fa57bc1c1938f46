// The Condition element: operators, keys and values (docs/semantics.md parts 4 and 5).
#ifndef DEPUTY_ENGINE_POLICY_CONDITION_PARSER_H_
#define DEPUTY_ENGINE_POLICY_CONDITION_PARSER_H_

#include <vector>

#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

std::vector<ConditionClause> ParseConditions(const JsonValue& value, PolicyVersion version,
                                             Diagnostics& diagnostics);

// Reports the variables of `value` that are malformed; `allowed` says whether there may be any
// (5.3).
void CheckVariables(const PolicyString& value, bool allowed, PolicyVersion version,
                    Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_CONDITION_PARSER_H_
