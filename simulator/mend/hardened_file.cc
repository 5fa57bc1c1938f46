#include "simulator/mend/hardened_file.h"

#include <functional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "simulator/intake/lambda_permission.h"
#include "simulator/mend/policy_hardener.h"

namespace deputy {
namespace {

constexpr size_t kMostMendings = 50;  // words of one policy

void AppendByHand(std::string* out, const Change& change) {
  absl::StrAppend(out, ChangeTitle(change));
  const bool clause = change.kind == ChangeKind::kAddClause;
  const absl::string_view field = clause ? PermissionField(change.key) : "";
  if (!field.empty()) absl::StrAppend(out, " (of a Lambda permission the property ", field, ")");
}

// Each step is made for all policies before the next one, so that the file is read once a step, and
// policies that are alike are asked about once.
class FileHardener {
 public:
  FileHardener(const NamedText& file, const HardenSettings& settings)
      : settings_(settings), original_(file, settings.intake, result_.diagnostics) {
    for (const FoundPolicy& found : original_.policies())
      result_.policies.emplace_back().subject = found.subject;
    states_.resize(result_.policies.size());
  }

  HardenedFile Run() {
    // A policy that fails takes its edits back: all others are made again without it.
    do {
      again_ = false;
      file_ = original_;
      MendWords();
      for (size_t i = 0; i < states_.size(); ++i) {
        if (!states_[i].left) Harden(i);
      }
      MakeChanges();
      ProveWritten();
    } while (again_);
    for (HardenedPolicy& policy : result_.policies) {
      // What was refused before is hardened by the word alone.
      if (policy.result.outcome == HardenOutcome::kAlready && !policy.mended.empty())
        policy.result.outcome = HardenOutcome::kHardened;
    }
    result_.text = file_.text();
    return std::move(result_);
  }

 private:
  struct State {
    bool left = false;    // as it was; its outcome is known
    bool edited = false;  // this time
  };

  void Leave(size_t index, HardenOutcome outcome, std::string reason) {
    HardenResult& result = result_.policies[index].result;
    result.outcome = outcome;
    result.reason = std::move(reason);
    Leave(index);
  }

  void Leave(size_t index) {
    result_.policies[index].result.changes.clear();
    states_[index].left = true;
    again_ = again_ || states_[index].edited;
  }

  FileEdit::Policies Where(const std::function<bool(size_t)>& holds) const {
    FileEdit::Policies policies;
    for (size_t i = 0; i < states_.size(); ++i) {
      if (!states_[i].left && holds(i)) policies.push_back(i);
    }
    return policies;
  }

  void MendWords() {
    for (const size_t i : Where([](size_t) { return true; })) {
      states_[i].edited = false;
      result_.policies[i].mended.clear();
    }
    const auto is_refused = [&](size_t i) {
      const FoundPolicy& found = file_.policies()[i];
      return !found.policy && found.unknown.empty() && !found.service_linked;
    };
    for (size_t round = 0; round < kMostMendings; ++round) {
      const FileEdit::Policies refused = Where(is_refused);
      if (refused.empty()) return;
      const auto tell = [&](size_t i, std::string what) {
        states_[i].edited = true;
        result_.policies[i].mended.push_back(std::move(what));
      };
      for (const size_t i : file_.MendWords(refused, tell)) Refuse(i);
    }
    for (const size_t i : Where(is_refused)) Refuse(i);
  }

  void Refuse(size_t index) {
    result_.policies[index].mended.clear();
    result_.policies[index].refused = original_.policies()[index].diagnostics;
    Leave(index, HardenOutcome::kImpossible, "IAM would refuse it");
  }

  void Harden(size_t index) {
    const FoundPolicy& found = file_.policies()[index];
    HardenedPolicy& policy = result_.policies[index];
    if (IsOutOfReach(index, found)) return;
    policy.before = found.policy;
    policy.result = hardener_.Harden(found);
    const HardenOutcome outcome = policy.result.outcome;
    if (outcome == HardenOutcome::kHardened && found.synthesized) {
      const std::vector<Change> changes = std::exchange(policy.result, {}).changes;
      return Leave(index, HardenOutcome::kImpossible,
                   absl::StrCat("it is put together from other parts of the file, where it cannot "
                                "be edited; by hand: ",
                                absl::StrJoin(changes, "; ", AppendByHand)));
    }
    if (outcome == HardenOutcome::kImpossible || outcome == HardenOutcome::kUnknown) Leave(index);
  }

  bool IsOutOfReach(size_t index, const FoundPolicy& found) {
    if (found.service_linked) {
      result_.policies[index].left_out = true;
      Leave(index, HardenOutcome::kAlready,
            "the role is linked to a service, and nobody can edit its trust policy");
    } else if (!found.unknown.empty()) {
      Leave(index, HardenOutcome::kUnknown,
            absl::StrCat(found.unknown.front().what,
                         " is known only when the file is used; write its value, or give it with "
                         "--parameter NAME=VALUE where it is a parameter"));
    } else {
      return false;
    }
    return true;
  }

  // The first change of each, then the second, as each is told of the policy as the ones before it
  // left that.
  void MakeChanges() {
    for (size_t step = 0;; ++step) {
      const FileEdit::Policies some =
          Where([&](size_t i) { return step < result_.policies[i].result.changes.size(); });
      if (some.empty()) return;
      const auto change_of = [&](size_t i) -> const Change& {
        return result_.policies[i].result.changes[step];
      };
      const FileEdit::Policies failed = file_.MakeChanges(some, change_of);
      for (const size_t i : some) states_[i].edited |= !absl::c_binary_search(failed, i);
      for (const size_t i : failed) {
        Leave(i, HardenOutcome::kImpossible,
              absl::StrCat("the file is written so that it cannot be changed there: ",
                           ChangeTitle(change_of(i))));
      }
    }
  }

  // Proves what can be read in the file now.
  void ProveWritten() {
    for (const size_t i : Where([&](size_t p) {
           return result_.policies[p].result.outcome == HardenOutcome::kHardened;
         })) {
      HardenResult& result = result_.policies[i].result;
      result.answers = hardener_.Prove(file_.policies()[i]);
      const bool proved = absl::c_all_of(result.answers, [](const Answer& answer) {
        return answer.property == Property::kSomeoneHonest || answer.verdict == Verdict::kProved;
      });
      if (!proved) Leave(i, HardenOutcome::kUnknown, "what was written could not be proved");
    }
  }

  const HardenSettings& settings_;
  HardenedFile result_;
  const FileEdit original_;
  FileEdit file_ = original_;
  std::vector<State> states_;
  bool again_ = false;
  PolicyHardener hardener_{settings_, original_.policies().size() == 1};
};

}  // namespace

HardenedFile HardenFile(const NamedText& file, const HardenSettings& settings) {
  return FileHardener(file, settings).Run();
}

}  // namespace deputy
