// Whether a statement names a caller (docs/semantics.md part 2), written for the prover from the
// rules: the evaluator's own answer is compared with it on every witness.
#ifndef DEPUTY_ENGINE_PROVE_PRINCIPAL_MATCH_H_
#define DEPUTY_ENGINE_PROVE_PRINCIPAL_MATCH_H_

#include "absl/strings/string_view.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy.h"

namespace deputy {

// `resource` is the ARN of the role, for providers that a caller names by their host (2.5).
bool NamesCaller(const Statement& statement, const Principal& caller, absl::string_view resource);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_PRINCIPAL_MATCH_H_
