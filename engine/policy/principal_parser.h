// The Principal and NotPrincipal elements (docs/semantics.md part 2).
#ifndef DEPUTY_ENGINE_POLICY_PRINCIPAL_PARSER_H_
#define DEPUTY_ENGINE_POLICY_PRINCIPAL_PARSER_H_

#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

PrincipalElement ParsePrincipalElement(const JsonMember& member, PolicyType type,
                                       Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_PRINCIPAL_PARSER_H_
