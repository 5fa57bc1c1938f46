#include "simulator/check/fixer.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

// More than any policy that IAM stores has findings.
constexpr int kMostRounds = 100;

struct Choice {
  size_t policy = 0;
  const CheckedFinding* finding = nullptr;

  std::string Name() const {
    return absl::StrCat(policy, "|", finding->finding.rule, "|", finding->finding.path, "|",
                        finding->finding.message);
  }
};

bool Overlap(const TextEdit& a, const TextEdit& b) {
  return a.range.begin <= b.range.end && b.range.begin <= a.range.end;
}

// One fix a policy, so that two of them cannot stand in each other's way.
std::vector<Choice> Choose(const CheckedFile& file, const std::set<std::string>& failed,
                           bool one_only) {
  std::vector<Choice> choices;
  std::vector<TextEdit> taken;
  for (size_t i = 0; i < file.policies.size(); ++i) {
    for (const CheckedFinding& finding : file.policies[i].findings) {
      const Choice choice{i, &finding};
      if (finding.set_aside != SetAside::kNo || !finding.finding.fix ||
          failed.contains(choice.Name())) {
        continue;
      }
      const auto& edits = finding.finding.fix->edits;
      // Policies stand in order; only those that share text through an alias can overlap.
      const bool free = std::none_of(edits.begin(), edits.end(), [&](const TextEdit& edit) {
        return !taken.empty() &&
               (Overlap(edit, taken.back()) || edit.range.begin < taken.back().range.end);
      });
      if (!free) continue;
      taken.insert(taken.end(), edits.begin(), edits.end());
      choices.push_back(choice);
      if (one_only) return choices;
      break;
    }
  }
  return choices;
}

std::map<std::string, int> CountRules(const CheckedPolicy& policy) {
  std::map<std::string, int> counts;
  for (const CheckedFinding& finding : policy.findings) ++counts[finding.finding.rule];
  return counts;
}

int CountSame(const CheckedPolicy& policy, const Finding& wanted) {
  return static_cast<int>(std::count_if(
      policy.findings.begin(), policy.findings.end(), [&](const CheckedFinding& other) {
        return other.finding.rule == wanted.rule && other.finding.message == wanted.message;
      }));
}

bool IsBetter(const CheckedPolicy& before, const CheckedPolicy& after, const Finding& fixed) {
  if (CountSame(after, fixed) >= CountSame(before, fixed)) return false;
  if (before.refused) return true;  // what is wrong behind the mistake comes to light only now
  if (after.refused) return false;
  std::map<std::string, int> known = CountRules(before);
  for (const auto& [rule, count] : CountRules(after)) {
    if (count > known[rule]) return false;
  }
  return true;
}

std::vector<TextEdit> EditsOf(const std::vector<Choice>& choices) {
  std::vector<TextEdit> edits;
  for (const Choice& choice : choices) {
    const auto& more = choice.finding->finding.fix->edits;
    edits.insert(edits.end(), more.begin(), more.end());
  }
  return edits;
}

bool HasErrors(const CheckedFile& file) {
  return file.problems.has_errors() ||
         std::any_of(file.policies.begin(), file.policies.end(),
                     [](const CheckedPolicy& policy) { return policy.refused; });
}

}  // namespace

FixedFile FixFile(Checker& checker, const CheckedFile& before,
                  const std::function<void(CheckedFile&)>& prepare) {
  FixedFile result{EditedText(before.source.text), {}, before, false};
  std::set<std::string> failed;
  bool one_only = false;
  for (int round = 0; round < kMostRounds; ++round) {
    const std::vector<Choice> choices = Choose(result.after, failed, one_only);
    if (choices.empty()) break;
    EditedText edited = result.text;
    edited.Apply(EditsOf(choices));
    CheckedFile after = checker.Check({before.source.name, edited.text()});
    prepare(after);
    const size_t failed_so_far = failed.size();
    const bool same_policies = after.policies.size() == result.after.policies.size();
    for (const Choice& choice : choices) {
      const bool better =
          same_policies && IsBetter(result.after.policies[choice.policy],
                                    after.policies[choice.policy], choice.finding->finding);
      if (!better && (same_policies || choices.size() == 1)) failed.insert(choice.Name());
    }
    one_only = one_only || !same_policies;
    if (!same_policies || failed.size() > failed_so_far) continue;
    for (const Choice& choice : choices) {
      result.made.push_back({result.after.policies[choice.policy].subject,
                             choice.finding->finding.rule, choice.finding->finding.fix->title});
    }
    result.text = std::move(edited);
    result.after = std::move(after);
  }
  if (!result.made.empty() && HasErrors(result.after))
    return {EditedText(before.source.text), {}, before, true};
  return result;
}

}  // namespace deputy
