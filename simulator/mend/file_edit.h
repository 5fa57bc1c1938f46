// Makes a change of a policy in the file in which it stands. Nothing else in the file changes by a
// byte, and what was made is read again and compared before it counts.
#ifndef DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_
#define DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/harden/change.h"
#include "engine/lint/finding.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

struct NamedText {
  std::string name;
  std::string text;
};

// The text with the change made in policy `index` of the file; nothing when it cannot be written
// there.
std::optional<std::string> ChangeFile(const NamedText& file, const IntakeOptions& options,
                                      size_t index, const Change& change);

// Words that the parser knows better ("did you mean"): the text with those of policy `index` that
// was refused put right, and in `mended` what was done. Nothing when that does not make it one that
// IAM would store.
std::optional<std::string> MendSpelling(const NamedText& file, const IntakeOptions& options,
                                        size_t index, std::vector<std::string>& mended);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_FILE_EDIT_H_
