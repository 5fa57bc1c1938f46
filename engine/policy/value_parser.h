// What every element of a policy is made of: one string or a list of strings, with the complaints
// when it is neither.
#ifndef DEPUTY_ENGINE_POLICY_VALUE_PARSER_H_
#define DEPUTY_ENGINE_POLICY_VALUE_PARSER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

enum class Scalars {
  kStringsOnly,
  kAlsoNumbersAndBooleans
};  // 1.6: the latter for condition values

// One value or a non-empty list of them (1.6). `what` names the element in messages: "`Action`".
std::vector<PolicyString> ParseStrings(const JsonValue& value, absl::string_view what,
                                       Scalars scalars, Diagnostics& diagnostics);

// Reports a value of the wrong type; a CloudFormation intrinsic or a quoted-number mistake gets its
// own words.
void ReportWrongType(const JsonValue& value, absl::string_view what, absl::string_view expected,
                     Diagnostics& diagnostics);

// The text of a member that must be a string.
std::string ReadText(const JsonMember& member, Diagnostics& diagnostics);

// Reports each member that is none of the `known` ones, and returns those that were meant. `where`
// is for messages: "statement".
std::vector<absl::string_view> RefuseUnknownElements(const JsonValue& object,
                                                     absl::Span<const absl::string_view> known,
                                                     absl::string_view where,
                                                     Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_VALUE_PARSER_H_
