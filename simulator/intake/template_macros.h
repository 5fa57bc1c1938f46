// What CloudFormation makes of a template before it deploys it, and nobody else can know.
#ifndef DEPUTY_SIMULATOR_INTAKE_TEMPLATE_MACROS_H_
#define DEPUTY_SIMULATOR_INTAKE_TEMPLATE_MACROS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

inline constexpr absl::string_view kMacro = "Fn::Transform";

// The name of a member that is a macro, which is given all that stands beside it and may rewrite
// it, or a loop, which makes members that are not there yet.
bool IsGenerator(absl::string_view name);
void AddGenerators(const JsonValue& object, std::vector<UnknownPart>& parts);

// The macros that a template names under `Transform`, which are given all of it; not those of AWS
// that leave policies as they are. `value` is a name, an object with one, or a list of them.
void AddTransforms(const JsonValue& value, std::vector<UnknownPart>& parts);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_TEMPLATE_MACROS_H_
