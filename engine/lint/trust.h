// Who counts as the author's own where nobody says it: the assumptions under which a policy without
// an explanation can be judged, each with a note for the reader.
#ifndef DEPUTY_ENGINE_LINT_TRUST_H_
#define DEPUTY_ENGINE_LINT_TRUST_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/lint/linter.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"

namespace deputy {

struct AssumedTrust {
  TrustedParties parties;
  std::string own_account;         // of the role; empty when not known
  std::vector<std::string> notes;  // "111122223333 is taken for your own account, as …"

  bool Trusts(absl::string_view account) const;
};

// The role's account and what `context.trusted` lists. When neither is known, the accounts that the
// policy's source conditions name. Organizations that positive conditions name count as the
// author's own unless some are listed.
AssumedTrust AssumeTrust(const Policy& policy, const LintContext& context);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_TRUST_H_
