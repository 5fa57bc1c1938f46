// YAML text in, positioned tree out: the same tree that JSON gives, so that nobody behind it knows
// the difference. The only place that reads YAML.
//
// The tags of CloudFormation become the functions they are short for: `!Ref x` is {"Ref": "x"},
// `!Sub x` is {"Fn::Sub": "x"} (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/
// intrinsic-function-reference.html). Plain scalars follow the core schema, but for dates, which
// stay text: `Version: 2012-10-17`. Aliases are copied, merge keys (`<<`) merged.
#ifndef DEPUTY_SIMULATOR_INTAKE_YAML_READER_H_
#define DEPUTY_SIMULATOR_INTAKE_YAML_READER_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

struct YamlLimits {
  size_t max_bytes = size_t{32} << 20;
  size_t max_depth = 64;
  size_t max_nodes = 4'000'000;  // with those that aliases copy
  size_t max_copied = 200'000;   // by anchors and aliases; a text of 64 bytes counts as one more
};

// The documents of a stream; nothing when there is an error, with the rule invalid-yaml, too-large,
// too-deep, duplicate-key, or one of invalid-utf8, utf-16, control-character, empty-document.
// Ranges are offsets into `text`: of a quoted scalar with its quotes, of a block scalar from its
// `|` on, of a function from its tag on, of a block mapping from its first name to its last value.
std::optional<std::vector<JsonValue>> ReadYaml(absl::string_view text, const YamlLimits& limits,
                                               Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_YAML_READER_H_
