// Values that are not known, and what is put into a policy in their place, so that the rest of it
// can be parsed and looked at.
#ifndef DEPUTY_SIMULATOR_INTAKE_UNKNOWN_VALUE_H_
#define DEPUTY_SIMULATOR_INTAKE_UNKNOWN_VALUE_H_

#include <vector>

#include "engine/policy/policy.h"
#include "engine/text/json_value.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// Stands in a tree for what is not known; no document can hold it.
JsonValue UnknownValue(TextRange range);
bool IsUnknownValue(const JsonValue& value);

// Takes one part with this range out. Another may have the same: through an alias of YAML.
void ForgetUnknown(TextRange range, std::vector<UnknownPart>& unknown);

// Takes the names that are UnknownValue(), the policy's `Id` and its statements' `Sid`, out of
// both: who gets in does not hang on them.
void ForgetUnknownNames(JsonValue& policy, std::vector<UnknownPart>& unknown);

// Replaces each UnknownValue() by a value that the grammar takes in that place
// and that no request has: a principal that was deleted, a number below all numbers. Where there is
// none (Bool, Null) stands `true`. An unknown statement is taken out. False when nothing is left.
bool PlaceUnknownValues(JsonValue& policy, PolicyType type);

// What was said about text that is not the author's goes: the rest of `diagnostics`.
Diagnostics WithoutUnknown(const Diagnostics& diagnostics, const std::vector<UnknownPart>& unknown);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_UNKNOWN_VALUE_H_
