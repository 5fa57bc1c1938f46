// JSON tree in, Policy out. Says all that is wrong with the document, not only the first thing; a
// document with an error yields no Policy, so that nothing IAM would refuse is ever evaluated
// (docs/semantics.md 1.8). Not thread-hostile: no state.
#ifndef DEPUTY_ENGINE_POLICY_POLICY_PARSER_H_
#define DEPUTY_ENGINE_POLICY_POLICY_PARSER_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_value.h"

namespace deputy {

// Rules of errors and warnings are listed in docs/semantics.md under 1.10. Warnings do not stop the
// document.
std::optional<Policy> ParsePolicy(const JsonValue& document, PolicyType type,
                                  Diagnostics& diagnostics);

// Reads and parses a document that stands alone.
std::optional<Policy> ParsePolicyText(absl::string_view text, PolicyType type,
                                      Diagnostics& diagnostics, const JsonLimits& limits = {});

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_POLICY_PARSER_H_
