// Whether one value of a request matches one operand of a program: the comparisons of
// docs/semantics.md 4.4 to 4.6 and the variables of part 5.
#ifndef DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_
#define DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_

#include "engine/decide/bound_request.h"
#include "engine/decide/program.h"

namespace deputy {

// Whether the ARN of the request matches one of a Resource element.
bool ResourceMatches(const Program& program, const Operand& operand, const BoundRequest& request);

// The index of the first operand that the value matches, or -1. A value of the wrong form matches
// nothing (4.5). Allocates only for BinaryEquals and for variables with long values.
int FirstMatch(const Program& program, const CompiledClause& clause, const BoundValue& value,
               const BoundRequest& request);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_OPERAND_MATCH_H_
