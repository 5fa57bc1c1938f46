#include "engine/harden/hardener.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/harden/advice.h"
#include "engine/harden/candidates.h"
#include "engine/harden/door.h"
#include "engine/harden/statement_split.h"

namespace deputy {
namespace {

constexpr size_t kMostEdits = 3;        // of one statement together
constexpr size_t kMostCandidates = 40;  // beyond, no three of them are tried together
constexpr uint64_t kMostProofs = 20'000;

// Some candidates together.
using Combination = std::vector<size_t>;

// All of that size, those that change least first.
std::vector<Combination> CombinationsOf(const std::vector<Candidate>& candidates, size_t size) {
  std::vector<Combination> all;
  Combination chosen;
  const auto extend = [&](auto&& self, size_t from) -> void {
    if (chosen.size() == size) {
      all.push_back(chosen);
      return;
    }
    for (size_t i = from; i < candidates.size(); ++i) {
      chosen.push_back(i);
      self(self, i + 1);
      chosen.pop_back();
    }
  };
  extend(extend, 0);
  const auto rank = [&](const Combination& combination) {
    int sum = 0;
    for (const size_t i : combination) sum += candidates[i].rank;
    return sum;
  };
  absl::c_stable_sort(
      all, [&](const Combination& a, const Combination& b) { return rank(a) < rank(b); });
  return all;
}

bool SameTarget(const Change& a, const Change& b) {
  if (a.kind != b.kind) return false;
  return a.kind == ChangeKind::kSetPrincipal || (a.op == b.op && a.key == b.key);
}

class Hardener {
 public:
  explicit Hardener(const HardenQuestion& question)
      : question_(question),
        circumstances_(CircumstancesOf(question.role)),
        current_(*question.role.policy) {
    for (size_t i = 0; i < current_.statements.size(); ++i) origins_.push_back(i);
  }

  HardenResult Run() {
    result_.answers = Prove(question_.role);
    if (IsProved(result_.answers)) return AlreadyProved();
    for (size_t s = 0; s < current_.statements.size();) {
      const size_t before = current_.statements.size();
      const Statement& statement = current_.statements[s];
      const bool allows = statement.effect == Effect::kAllow && statement.principal;
      if (allows && !Close(s)) return std::move(result_);
      // A removed statement has another one in its place; one that was divided is looked at again.
      if (current_.statements.size() == before) ++s;
    }
    return Finish();
  }

 private:
  static bool IsProved(const std::vector<Answer>& answers) {
    return absl::c_all_of(answers, [](const Answer& answer) {
      return answer.property == Property::kSomeoneHonest || answer.verdict == Verdict::kProved;
    });
  }

  void SetFailure(HardenOutcome outcome, std::string reason) {
    result_.outcome = outcome;
    result_.reason = std::move(reason);
    result_.changes.clear();
    result_.notes.clear();
  }

  HardenResult Fail(HardenOutcome outcome, std::string reason) {
    SetFailure(outcome, std::move(reason));
    return std::move(result_);
  }

  // The first of the requests that have to be allowed and are not, or nothing.
  std::optional<size_t> FirstLost(const Policy& policy) const {
    for (size_t i = 0; i < question_.kept.size(); ++i) {
      if (!question_.allows(policy, i)) return i;
    }
    return std::nullopt;
  }

  HardenResult AlreadyProved() {
    if (result_.answers[2].verdict == Verdict::kRefuted) {
      return Fail(HardenOutcome::kImpossible,
                  "nobody foreign gets in, but nobody who is yours does either, and hardening "
                  "only takes away");
    }
    if (const auto lost = FirstLost(current_)) return FailLost(*lost);
    result_.outcome = HardenOutcome::kAlready;
    result_.policy = current_;
    return std::move(result_);
  }

  HardenResult FailLost(size_t request) {
    return Fail(HardenOutcome::kImpossible,
                absl::StrCat("the request ", question_.kept[request],
                             " is not allowed, and hardening only takes away"));
  }

  void Make(Change change) {
    const size_t at = change.statement;
    change.told_statement = origins_[at];
    current_ = *ApplyChange(current_, change);
    const auto origin = origins_.begin() + static_cast<ptrdiff_t>(at);
    if (change.kind == ChangeKind::kSplit) origins_.insert(origin + 1, *origin);
    if (change.kind == ChangeKind::kRemoveStatement) origins_.erase(origin);
    result_.changes.push_back(std::move(change));
  }

  void Note(size_t s, const std::string& loss) {
    if (!loss.empty())
      result_.notes.push_back(absl::StrCat("statement ", origins_[s] + 1, " ", loss));
  }

  // False: it cannot be closed, and the result says why.
  bool Close(size_t s) {
    const Policy policy = current_;
    Door door(question_, circumstances_, policy, s, result_.proofs);
    if (door.closed()) return true;
    const std::vector<Candidate> candidates = CandidatesFor(policy, s, circumstances_);
    const size_t most = candidates.size() > kMostCandidates ? kMostEdits - 1 : kMostEdits;
    for (size_t size = 1; size <= std::min(most, candidates.size()); ++size) {
      for (const Combination& combination : CombinationsOf(candidates, size)) {
        if (Try(policy, door, candidates, combination)) return true;
        if (result_.proofs > kMostProofs) {
          SetFailure(HardenOutcome::kUnknown, "too many changes would have to be tried");
          return false;
        }
      }
    }
    if (door.nobody_honest() && RemoveIt(policy, s)) return true;
    auto split = door.for_services() ? std::nullopt : SplitFor(policy, s, circumstances_);
    if (split) {
      Note(s, door.LossBy(*ApplyChange(policy, *split)));
      Make(*std::move(split));
      return true;  // the parts come next
    }
    result_.witness = door.witness();
    if (!door.unknown().empty()) {
      SetFailure(HardenOutcome::kUnknown, door.unknown());
    } else {
      SetFailure(HardenOutcome::kImpossible,
                 absl::StrCat("statement ", origins_[s] + 1, ": ",
                              WhyImpossible(policy.statements[s], circumstances_)));
    }
    return false;
  }

  bool Try(const Policy& policy, Door& door, const std::vector<Candidate>& candidates,
           const Combination& combination) {
    Policy changed = policy;
    std::vector<const Change*> changes;
    for (const size_t i : combination) {
      const Change& change = candidates[i].change;
      const bool twice =
          absl::c_any_of(changes, [&](const Change* other) { return SameTarget(*other, change); });
      auto next = twice ? std::nullopt : ApplyChange(changed, change);
      if (!next) return false;
      changed = *std::move(next);
      changes.push_back(&change);
    }
    if (!door.ClosedBy(changed, changes)) return false;
    Note(changes.front()->statement, door.LossBy(changed));
    for (const Change* change : changes) Make(*change);
    return true;
  }

  bool RemoveIt(const Policy& policy, size_t s) {
    Change change;
    change.kind = ChangeKind::kRemoveStatement;
    change.statement = s;
    change.why = "nobody who is yours gets in through it";
    const auto without = ApplyChange(policy, change);
    if (!without) return false;
    for (size_t i = 0; i < question_.kept.size(); ++i) {
      if (question_.allows(policy, i) && !question_.allows(*without, i)) return false;
    }
    Make(std::move(change));
    return true;
  }

  HardenResult Finish() {
    RoleQuestion after = question_.role;
    after.policy = &current_;
    result_.answers = Prove(after);
    for (const Answer& answer : result_.answers) {
      if (answer.property == Property::kSomeoneHonest) {
        if (answer.verdict == Verdict::kRefuted)
          return Fail(HardenOutcome::kImpossible, "nobody who is yours would get in any more");
      } else if (answer.verdict != Verdict::kProved) {
        result_.witness = answer.witness;
        return Fail(
            answer.verdict == Verdict::kUnknown ? HardenOutcome::kUnknown
                                                : HardenOutcome::kImpossible,
            answer.verdict == Verdict::kUnknown ? answer.reason : "somebody foreign still gets in");
      }
    }
    if (const auto lost = FirstLost(current_)) return FailLost(*lost);
    result_.comparison = Compare(*question_.role.policy, current_, question_.role.resource);
    const Relation relation = result_.comparison.relation;
    const bool replaced = absl::c_any_of(
        result_.changes, [](const Change& change) { return change.replaces_external_id; });
    if (relation == Relation::kUnknown) {
      return Fail(HardenOutcome::kUnknown,
                  absl::StrCat("whether it only takes away: ", result_.comparison.reason));
    }
    if (!replaced && relation != Relation::kNarrower && relation != Relation::kEquivalent)
      return Fail(HardenOutcome::kImpossible, "what closes it would let others in");
    result_.outcome = HardenOutcome::kHardened;
    result_.policy = current_;
    for (std::string& note : NotesOn(current_, result_.changes, circumstances_))
      result_.notes.push_back(std::move(note));
    return std::move(result_);
  }

  const HardenQuestion& question_;
  const Circumstances circumstances_;
  Policy current_;
  std::vector<size_t> origins_;  // of each statement, its number at first
  HardenResult result_;
};

}  // namespace

HardenResult Harden(const HardenQuestion& question) { return Hardener(question).Run(); }

}  // namespace deputy
