// What `terraform show -json` prints of a plan or a state, and a state file: the trust policies of
// roles and the policies of buckets, queues, topics, keys and functions.
// https://developer.hashicorp.com/terraform/internals/json-format
#ifndef DEPUTY_SIMULATOR_INTAKE_TERRAFORM_H_
#define DEPUTY_SIMULATOR_INTAKE_TERRAFORM_H_

#include "engine/text/json_value.h"
#include "simulator/intake/document.h"

namespace deputy {

bool IsTerraform(const JsonValue& root);

// Of a plan, what will be; a policy that is known only after apply is found without one. Nothing is
// found twice, though a plan holds it under `planned_values`, `resource_changes` and `prior_state`.
void ReadTerraform(const Document& document, const JsonValue& root, Intake& intake);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_TERRAFORM_H_
