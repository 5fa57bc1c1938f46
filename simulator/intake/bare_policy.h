// A policy document that stands alone: which type it is follows from what is in it.
#ifndef DEPUTY_SIMULATOR_INTAKE_BARE_POLICY_H_
#define DEPUTY_SIMULATOR_INTAKE_BARE_POLICY_H_

#include <optional>

#include "engine/policy/policy.h"
#include "engine/text/json_value.h"
#include "simulator/intake/document.h"

namespace deputy {

// An object with `Statement`, or a list of such; or what `get-bucket-policy`, `get-key-policy` and
// `lambda get-policy` print, an object with the policy as a string under `Policy`.
bool IsBarePolicy(const JsonValue& root);

// kTrust, kResource, or kIdentity for one that names no principal.
PolicyType TypeOfPolicy(const JsonValue& policy);

// An identity policy is left out, with a warning (none in Markdown, where they stand as examples).
void ReadBarePolicy(const Document& document, const JsonValue& root, Intake& intake);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_BARE_POLICY_H_
