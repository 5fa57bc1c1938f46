// Which keys a kind of caller never carries (docs/semantics.md part 7).
#ifndef DEPUTY_ENGINE_LINT_RULES_CALLER_KEYS_H_
#define DEPUTY_ENGINE_LINT_RULES_CALLER_KEYS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"

namespace deputy {

// "a service principal" when every principal of the element is one and none carries the key, "a
// token of …" where the key is a claim of another provider; empty when one of them may carry it.
std::string KindThatLacks(const PrincipalElement& element, absl::string_view folded_key);

// What to ask for instead; empty when there is nothing.
std::string KeyInstead(const PrincipalElement& element, absl::string_view folded_key);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_CALLER_KEYS_H_
