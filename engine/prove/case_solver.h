// Answers one case: searches it, has every witness judged, and gives way step by step where policy
// variables relate keys.
#ifndef DEPUTY_ENGINE_PROVE_CASE_SOLVER_H_
#define DEPUTY_ENGINE_PROVE_CASE_SOLVER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "engine/prove/search.h"
#include "engine/prove/witness.h"

namespace deputy {

struct CaseAnswer {
  enum class Kind : uint8_t { kNone, kFound, kUnknown };

  Kind kind = Kind::kNone;
  std::optional<Request> witness;  // of kFound, judged
  std::string who;                 // of kFound
  std::string reason;              // of kUnknown
  bool relevant = true;            // some Allow is about the callers of the case
};

// `wanted` is the judge. Takes the states explored off `budget`.
CaseAnswer SolveCase(const Scene& scene, const Case& the_case, const Wanted& wanted,
                     uint64_t& budget);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_CASE_SOLVER_H_
