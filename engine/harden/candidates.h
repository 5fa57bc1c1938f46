// The single edits that may close one Allow statement: a table of kinds, each with a rank that says
// how much of the policy it changes.
#ifndef DEPUTY_ENGINE_HARDEN_CANDIDATES_H_
#define DEPUTY_ENGINE_HARDEN_CANDIDATES_H_

#include <cstddef>
#include <vector>

#include "engine/harden/change.h"
#include "engine/harden/circumstances.h"

namespace deputy {

struct Candidate {
  Change change;
  int rank = 0;  // the lower, the less it changes
};

// By rank. Statement `index` of the policy, which has a principal and allows.
std::vector<Candidate> CandidatesFor(const Policy& policy, size_t index,
                                     const Circumstances& circumstances);

// Of one clause: a mended operator, a tightened value, or both (clause_candidates.cc).
void AddClauseCandidates(const Statement& statement, const ConditionClause& clause,
                         const Circumstances& circumstances, std::vector<Candidate>& candidates);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_CANDIDATES_H_
