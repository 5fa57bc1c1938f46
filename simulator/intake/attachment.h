// What a policy of a resource is attached to, where that stands beside it.
#ifndef DEPUTY_SIMULATOR_INTAKE_ATTACHMENT_H_
#define DEPUTY_SIMULATOR_INTAKE_ATTACHMENT_H_

#include <string>

#include "engine/text/json_value.h"

namespace deputy {

// `["jobs"]` of `"Queues": ["jobs"]`: of the properties of a CloudFormation resource or the
// attributes of one of Terraform, as they are written. Empty where none of them says it.
std::string AttachedTo(const JsonValue& fields);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_ATTACHMENT_H_
