// Edits in YAML that is written in blocks, where JSON text cannot be put between two members.
#ifndef DEPUTY_SIMULATOR_MEND_YAML_BLOCK_H_
#define DEPUTY_SIMULATOR_MEND_YAML_BLOCK_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/harden/change.h"
#include "engine/lint/finding.h"

namespace deputy {

// Edits of the file for a change that adds or removes; nothing for others. The caller reads the
// result again.
std::optional<std::vector<TextEdit>> YamlBlockEdits(const Policy& policy, absl::string_view file,
                                                    const Change& change);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_YAML_BLOCK_H_
