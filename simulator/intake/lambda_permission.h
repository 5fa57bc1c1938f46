// A permission of a Lambda function, as CloudFormation and Terraform write it, as the resource
// policy that Lambda makes of it.
// https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
#ifndef DEPUTY_SIMULATOR_INTAKE_LAMBDA_PERMISSION_H_
#define DEPUTY_SIMULATOR_INTAKE_LAMBDA_PERMISSION_H_

#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"
#include "simulator/intake/document.h"

namespace deputy {

enum class PermissionNames { kCloudFormation, kTerraform };

// Each part has the range of the field that it was made of. A function that is given by name, or
// not known, is `*`: the policy hangs on that function and on no other. Values may be
// UnknownValue().
JsonValue PermissionPolicy(const JsonValue& fields, PermissionNames names);

// The property in which CloudFormation takes what a condition asks of that key; empty where there
// is none.
absl::string_view PermissionField(absl::string_view key);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_LAMBDA_PERMISSION_H_
