// The single edits that may close one Allow statement: a table of kinds, each with a rank that says
// how much of the policy it changes.
#ifndef DEPUTY_ENGINE_HARDEN_CANDIDATES_H_
#define DEPUTY_ENGINE_HARDEN_CANDIDATES_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/harden/change.h"
#include "engine/prove/prover.h"

namespace deputy {

struct Candidate {
  Change change;
  int rank = 0;  // the lower, the less it changes
};

// What candidates are made from.
struct Circumstances {
  const RoleQuestion* question = nullptr;
  std::vector<std::string> accounts;  // trusted ones, the resource's own behind them
  std::string partition;

  bool Trusts(absl::string_view account) const;
  const ThirdParty* FindThirdParty(absl::string_view account) const;
  const ServiceFact* FindFact(absl::string_view service) const;
};

Circumstances CircumstancesOf(const RoleQuestion& question);

// By rank. Statement `index` of the policy, which has a principal and allows.
std::vector<Candidate> CandidatesFor(const Policy& policy, size_t index,
                                     const Circumstances& circumstances);

// Of one clause: a mended operator, a tightened value, or both (clause_candidates.cc).
void AddClauseCandidates(const Statement& statement, const ConditionClause& clause,
                         const Circumstances& circumstances, std::vector<Candidate>& candidates);

// A division of the statement in two, so that each part can have its own conditions: what to do
// when no edit of the whole helps. Nothing when those whom it names need no different ones.
std::optional<Change> SplitFor(const Policy& policy, size_t index,
                               const Circumstances& circumstances);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_CANDIDATES_H_
