// The smallest change of a policy after which nobody foreign gets in, and everybody else still
// does. https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
//
// Works through the Allow statements, each alone beside every Deny: for each the fewest edits
// (candidates.h), and of those the ones that change least, with which the prover proves it closed
// and the honest callers that it had are still allowed. What comes out is proved as a whole, and
// compared with what came in. Deterministic, thread-safe, total; the number of proofs is bounded.
#ifndef DEPUTY_ENGINE_HARDEN_HARDENER_H_
#define DEPUTY_ENGINE_HARDEN_HARDENER_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/harden/change.h"
#include "engine/prove/comparison.h"
#include "engine/prove/prover.h"

namespace deputy {

struct HardenQuestion {
  // `role.policy` is the policy to harden; what is borrowed must outlive the call.
  RoleQuestion role;
  // Requests that have to be allowed in the end: what to call each, and whether a policy allows it.
  std::vector<std::string> kept;
  std::function<bool(const Policy& policy, size_t request)> allows;
};

enum class HardenOutcome : uint8_t {
  kAlready,     // proved as it was; no change
  kHardened,    // proved now
  kImpossible,  // no change that was tried does it; `reason` and, where there is one, `witness`
  kUnknown,     // the prover could not decide
};

struct HardenResult {
  HardenOutcome outcome = HardenOutcome::kUnknown;
  Policy policy;                // of kAlready and kHardened
  std::vector<Change> changes;  // to be made in this order
  std::vector<Answer> answers;  // of `policy`, or of the policy as it was
  PolicyComparison comparison;  // of kHardened, with the policy as it was
  std::string reason;
  std::optional<Request> witness;  // of kImpossible: a request that still gets in
  std::vector<std::string> notes;  // what a person has to know of services
  uint64_t proofs = 0;
};

HardenResult Harden(const HardenQuestion& question);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_HARDENER_H_
