// A change as edits of the document from which the policy was parsed, in the document's own manner:
// what is not changed stays as it is, byte for byte.
#ifndef DEPUTY_ENGINE_HARDEN_CHANGE_TEXT_H_
#define DEPUTY_ENGINE_HARDEN_CHANGE_TEXT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/harden/change.h"
#include "engine/lint/finding.h"

namespace deputy {

// Edits in order, not overlapping, that put JSON in place. `policy` is as it was parsed from
// `text`. Nothing where there are none that small. Whoever makes them reads the result again and
// compares (SamePolicy): in YAML not all of them mean the same.
std::optional<std::vector<TextEdit>> EditsOf(const Policy& policy, absl::string_view text,
                                             const Change& change);

// The whole statement as JSON, for where there are no smaller edits.
std::optional<std::vector<TextEdit>> WholeStatementEdit(const Policy& policy,
                                                        absl::string_view text,
                                                        const Change& change);

// A statement as JSON: on one line, or on several of which all but the first begin with `indent`.
std::string StatementJson(const Policy& policy, size_t statement,
                          const std::optional<std::string>& indent);

// The same statements, clauses in any order; ranges do not matter.
bool SamePolicy(const Policy& a, const Policy& b);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_CHANGE_TEXT_H_
