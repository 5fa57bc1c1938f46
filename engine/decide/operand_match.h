// Whether one value of a request matches one operand of a program: the comparisons of
// docs/semantics.md 4.4 to 4.6 and the variables of part 5.
#ifndef DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_
#define DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_

#include "engine/decide/bound_request.h"
#include "engine/decide/program.h"

namespace deputy {

// A value of the wrong form matches nothing (4.5). Allocates only for BinaryEquals, for numbers of
// many digits, and for variables with long values.
bool OperandMatches(const CompiledClause& clause, const Operand& operand, const BoundValue& value,
                    const BoundRequest& request);

// The same for a Resource element and the ARN of the request.
bool ResourceMatches(const Operand& operand, const BoundRequest& request);

// The index of the first operand that the value matches, or -1.
int FirstMatch(const CompiledClause& clause, const BoundValue& value, const BoundRequest& request);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_
