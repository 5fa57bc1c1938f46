// Templates of CloudFormation, SAM and what the CDK makes of its code: the trust policies of their
// roles and the policies of their buckets, queues, topics, keys and functions.
#ifndef DEPUTY_SIMULATOR_INTAKE_CLOUDFORMATION_H_
#define DEPUTY_SIMULATOR_INTAKE_CLOUDFORMATION_H_

#include "engine/text/json_value.h"
#include "simulator/intake/document.h"

namespace deputy {

bool IsTemplate(const JsonValue& root);

void ReadTemplate(const Document& document, const JsonValue& root, Intake& intake);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_CLOUDFORMATION_H_
