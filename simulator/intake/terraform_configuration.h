// What the configuration in a Terraform plan gives, and what it leaves to AWS.
// https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
#ifndef DEPUTY_SIMULATOR_INTAKE_TERRAFORM_CONFIGURATION_H_
#define DEPUTY_SIMULATOR_INTAKE_TERRAFORM_CONFIGURATION_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"

namespace deputy {

class TerraformConfiguration {
 public:
  // Of a plan, which must stay; nothing is known from any other file.
  explicit TerraformConfiguration(const JsonValue& root);

  // Whether the resource is there, without this attribute: its value will be AWS's own.
  bool LeavesOut(absl::string_view address, absl::string_view attribute) const;

 private:
  void ReadModule(const JsonValue& module, const std::string& prefix);

  absl::flat_hash_map<std::string, const JsonValue*> expressions_;  // by address, without indexes
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_TERRAFORM_CONFIGURATION_H_
