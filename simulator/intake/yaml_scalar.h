// Where the characters of a YAML scalar stand: folding, indentation, quotes and escapes undone.
#ifndef DEPUTY_SIMULATOR_INTAKE_YAML_SCALAR_H_
#define DEPUTY_SIMULATOR_INTAKE_YAML_SCALAR_H_

#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"
#include "simulator/intake/mapped_text.h"

namespace deputy {

// `scalar` is a string of a tree that ReadYaml() made of `text`. Should its written form not
// explain its value, every byte has the place of the whole scalar.
MappedText DecodeYamlScalar(absl::string_view text, const JsonValue& scalar);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_YAML_SCALAR_H_
