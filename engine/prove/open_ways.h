// What is left of a policy when all that is known of a request is worked into it: the Allow
// statements that it may come in by, each with the clauses about keys that are not known.
#ifndef DEPUTY_ENGINE_PROVE_OPEN_WAYS_H_
#define DEPUTY_ENGINE_PROVE_OPEN_WAYS_H_

#include <cstddef>
#include <utility>
#include <vector>

#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"
#include "engine/prove/open_cases.h"
#include "engine/prove/open_request.h"

namespace deputy {

// Each with the index of its statement. All have the same `unless`.
using OpenWays = std::vector<std::pair<size_t, OpenWay>>;

// `program` is the policy, compiled with that vocabulary.
OpenWays OpenWaysOf(const Policy& policy, const Program& program, const Vocabulary& vocabulary,
                    const OpenCandidate& candidate);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_OPEN_WAYS_H_
