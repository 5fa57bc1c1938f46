// A hole: a stranger gets in through one principal of one statement. The engine says that there is
// one; what is to blame is found by mending one thing at a time and asking again.
#ifndef DEPUTY_ENGINE_LINT_RULES_HOLE_H_
#define DEPUTY_ENGINE_LINT_RULES_HOLE_H_

#include <optional>
#include <string>
#include <utility>

#include "engine/lint/rules/rule_run.h"

namespace deputy {

struct Hole {
  size_t statement;      // of the policy
  size_t entry;          // of its principals
  Policy part;           // OnlyThrough(statement, entry), without any Deny that is not known
  size_t at;             // of the statement in `part`
  TrustedParties trust;  // who was no stranger in the question
  std::string account;   // the author's own, or a stand-in that `trust` has
  std::optional<Request> witness;
  absl::Span<const ServiceFact> services;  // what is known of them
  Facts facts = Facts::kAsSaid;            // kKeysMayBeAbsent: as said it is closed

  const Statement& Where() const { return part.statements[at]; }
  const PrincipalEntry& Who() const { return Where().principal->entries[0]; }
};

// Asks, and reports a question that has no answer.
std::optional<Hole> FindHole(RuleRun& run, size_t statement, size_t entry, TrustedParties trust);

// Whether the policy would be closed with that clause instead, or with it as one more.
bool ClosesWith(RuleRun& run, const Hole& hole, size_t clause, const ConditionClause& instead);
bool ClosesWithMore(RuleRun& run, const Hole& hole, const ConditionClause& more);
bool IsClosed(RuleRun& run, const Hole& hole, const Policy& amended);

// A finding with the witness and the assumptions.
Finding& ReportHole(RuleRun& run, const Hole& hole, absl::string_view rule, const Place& place,
                    std::string message);

// `StringEquals aws:SourceAccount <the author's own>`.
ConditionClause OwnSourceAccount(const Hole& hole);

// The edit that makes such a clause of that one, where the text can say it; with `more`, the one
// that adds the author's own aws:SourceAccount, unless a service may not send that.
std::optional<Fix> FixByClause(const RuleRun& run, const Hole& hole, size_t clause,
                               const ConditionClause& instead);
std::optional<Fix> FixBySourceAccount(const RuleRun& run, size_t statement);

// The rules that blame one clause of the statement. True when one did.
bool BlameClause(RuleRun& run, const Hole& hole);
// One loose value among tight ones, or an account that is named and not trusted.
bool BlameValue(RuleRun& run, const Hole& hole);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULES_HOLE_H_
