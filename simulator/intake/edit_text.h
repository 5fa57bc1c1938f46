// What stands in the file for a piece of JSON text that a fix puts into a policy: escaped as a JSON
// string, percent-encoded, or spelled as YAML.
#ifndef DEPUTY_SIMULATOR_INTAKE_EDIT_TEXT_H_
#define DEPUTY_SIMULATOR_INTAKE_EDIT_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/text/source.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// `range` of `file` is to be replaced, in the policy `found` there, by `json`: a value, a name, or
// members with their commas. With the result in its place the file holds the policy with that edit
// made. Nothing where that cannot be promised: in a policy put together from fields, and in a block
// of YAML for anything but one whole value or name.
std::optional<std::string> WrapEdit(const FoundPolicy& found, absl::string_view file,
                                    TextRange range, absl::string_view json);

// The text with its lines ended by CRLF where those of the file are.
std::string WithLineEndsOf(absl::string_view file, std::string text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_EDIT_TEXT_H_
