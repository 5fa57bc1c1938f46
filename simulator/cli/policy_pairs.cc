#include "simulator/cli/policy_pairs.h"

#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

using Names = std::function<std::string(const FoundPolicy&)>;

// Where nothing is known of the policy itself it is taken for a role's.
bool IsResource(const FoundPolicy& found) {
  return found.policy && found.policy->type == PolicyType::kResource;
}

std::string Subject(const FoundPolicy& found) {
  return absl::StrCat(IsResource(found) ? "resource " : "role ",
                      found.role_arn.empty() ? found.subject : found.role_arn);
}

std::string Name(const FoundPolicy& found) {
  if (IsResource(found)) return Subject(found);
  const size_t slash = found.role_arn.rfind('/');
  return absl::StrCat(
      "role ", slash == std::string::npos ? found.subject : found.role_arn.substr(slash + 1));
}

std::vector<const FoundPolicy*> Editable(const PolicyFile& file) {
  std::vector<const FoundPolicy*> found;
  for (const FoundPolicy& policy : file.policies) {
    if (!policy.service_linked) found.push_back(&policy);
  }
  return found;
}

// Roles of one name in two accounts are two roles.
bool IsElsewhere(const FoundPolicy& before, const FoundPolicy& after) {
  const auto old_arn = ParseArn(before.role_arn);
  const auto new_arn = ParseArn(after.role_arn);
  return old_arn && new_arn && old_arn->account() != new_arn->account();
}

// Gives those of `pairs` without a `before` one of that name. Policies of one name pair in order.
void PairBy(const Names& name, std::vector<const FoundPolicy*>& before,
            std::vector<PolicyPair>& pairs) {
  std::map<std::string, std::deque<const FoundPolicy**>> open;
  for (const FoundPolicy*& policy : before) {
    if (policy != nullptr) open[name(*policy)].push_back(&policy);
  }
  for (PolicyPair& pair : pairs) {
    if (pair.before != nullptr) continue;
    const auto found = open.find(name(*pair.after));
    if (found == open.end()) continue;
    auto& of_name = found->second;
    const auto same = absl::c_find_if(
        of_name, [&](const FoundPolicy** policy) { return !IsElsewhere(**policy, *pair.after); });
    if (same == of_name.end()) continue;
    pair.before = std::exchange(**same, nullptr);
    of_name.erase(same);
  }
}

class Comparer {
 public:
  Comparer(const LoadedFile& before, const LoadedFile& after, std::string account, uint64_t budget)
      : before_(before), after_(after), account_(std::move(account)), budget_(budget) {}

  PolicyDifference Compare(const PolicyPair& pair) {
    PolicyDifference difference;
    const FoundPolicy& named = pair.after != nullptr ? *pair.after : *pair.before;
    difference.subject = named.subject;
    if (pair.before == nullptr || pair.after == nullptr) {
      difference.change = pair.before == nullptr ? AccessChange::kAdded : AccessChange::kRemoved;
    }
    for (const FoundPolicy* policy : {pair.before, pair.after}) {
      if (policy == nullptr) continue;
      if (policy->diagnostics.has_errors()) {
        difference.change = AccessChange::kRefused;
        return difference;
      }
      const bool open = !policy->policy || !policy->unknown.empty();
      if (!open || !difference.comparison.reason.empty()) continue;
      difference.comparison.reason = absl::StrCat(
          policy == pair.before ? "before" : "after", ", a part of it is known only when the file ",
          "is used", policy->unknown.empty() ? "" : ": " + policy->unknown[0].what);
    }
    if (pair.before == nullptr || pair.after == nullptr) {
      JudgeAlone(named, difference);  // there is nothing to compare it with
    } else if (difference.comparison.reason.empty()) {
      CompareKnown(pair, difference);
    }
    return difference;
  }

 private:
  // Into a role that was removed nobody gets; but a bucket may be left there without its policy,
  // for all whom their own policies allow it. What is not known may deny.
  static void JudgeAlone(const FoundPolicy& found, PolicyDifference& difference) {
    const bool role = found.policy && !IsResource(found);
    const auto holds = [&](Effect effect) {
      return !found.policy || !found.unknown.empty() ||
             absl::c_any_of(found.policy->statements,
                            [&](const Statement& statement) { return statement.effect == effect; });
    };
    const bool allows = role || holds(Effect::kAllow);
    const bool denies = !role && holds(Effect::kDeny);
    const bool added = difference.change == AccessChange::kAdded;
    difference.gives = added ? allows : denies;
    difference.takes = added ? denies : allows;
    difference.comparison.reason = added && !allows   ? "it only keeps out"
                                   : !added && denies ? "whom it kept out may get in now"
                                                      : "";
  }

  void CompareKnown(const PolicyPair& pair, PolicyDifference& difference) {
    difference.before = SceneFor(before_, *pair.before);
    difference.after = SceneFor(after_, *pair.after);
    const std::string resource = ResourceOf(pair);
    const auto arn = ParseArn(resource);
    const std::string key =
        absl::StrCat(arn ? absl::StrCat(arn->partition(), ":", arn->account()) : resource, "\n",
                     PrintPolicy(*pair.before->policy, JsonStyle::kCompact), "\n",
                     PrintPolicy(*pair.after->policy, JsonStyle::kCompact));
    const auto [entry, is_new] = compared_.try_emplace(key);
    if (!is_new) {
      difference.comparison = entry->second;
      for (auto* request :
           {&difference.comparison.only_before, &difference.comparison.only_after}) {
        if (*request && arn) (*request)->resource = resource;
      }
    }
    if (is_new || !StillHolds(pair, difference.comparison)) {
      difference.comparison =
          CompareAccess(*pair.before->policy, *pair.after->policy, resource, budget_);
      entry->second = difference.comparison;
    }
    CompareHolders(pair, difference.comparison);
    difference.before.identity_policies = difference.comparison.identity_before;
    difference.after.identity_policies = difference.comparison.identity_after;
    difference.change = static_cast<AccessChange>(difference.comparison.relation);
    const bool both = difference.change == AccessChange::kIncomparable;
    difference.gives = both || difference.change == AccessChange::kWider;
    difference.takes = both || difference.change == AccessChange::kNarrower;
  }

  // The same words about another bucket, or one more queue, may let somebody into that.
  static void CompareHolders(const PolicyPair& pair, PolicyComparison& comparison) {
    const std::string& before = pair.before->attached_to;
    const std::string& after = pair.after->attached_to;
    const bool narrower =
        comparison.relation == Relation::kEquivalent || comparison.relation == Relation::kNarrower;
    if (!narrower || before.empty() || after.empty() || before == after) return;
    comparison.reason =
        absl::StrCat("it is attached to ", Escape(after, 200), " now, and was to ",
                     Escape(before, 200), "; its text is ", RelationName(comparison.relation));
    comparison.relation = Relation::kUnknown;
  }

  std::string ResourceOf(const PolicyPair& pair) const {
    for (const FoundPolicy* policy : {pair.after, pair.before}) {
      if (IsRoleArn(policy->role_arn)) return policy->role_arn;
    }
    return account_;
  }

  // What was found about another role of the account must be so about this one.
  static bool StillHolds(const PolicyPair& pair, const PolicyComparison& comparison) {
    const Policy& before = *pair.before->policy;
    const Policy& after = *pair.after->policy;
    return (!comparison.only_before || IsDifference(before, after, *comparison.only_before)) &&
           (!comparison.only_after || IsDifference(after, before, *comparison.only_after));
  }

  const LoadedFile& before_;
  const LoadedFile& after_;
  const std::string account_;
  const uint64_t budget_;
  std::map<std::string, PolicyComparison> compared_;
};

static_assert(static_cast<int>(AccessChange::kUnknown) == static_cast<int>(Relation::kUnknown));

}  // namespace

std::vector<PolicyPair> PairPolicies(const PolicyFile& before, const PolicyFile& after) {
  std::vector<const FoundPolicy*> left = Editable(before);
  std::vector<PolicyPair> pairs;
  for (const FoundPolicy* policy : Editable(after)) pairs.push_back({nullptr, policy});
  PairBy(Subject, left, pairs);
  PairBy(Name, left, pairs);
  const bool bare = left.size() == 1 && pairs.size() == 1 && left[0] != nullptr &&
                    (left[0]->role_arn.empty() || pairs[0].after->role_arn.empty());
  if (bare)
    PairBy([](const FoundPolicy& found) { return IsResource(found) ? "resource" : "role"; }, left,
           pairs);
  for (const FoundPolicy* policy : left) {
    if (policy != nullptr) pairs.push_back({policy, nullptr});
  }
  return pairs;
}

DifferenceReport CompareFiles(const LoadedFile& before, const LoadedFile& after,
                              const std::string& account, uint64_t budget,
                              const std::function<void(size_t done, size_t all)>& done) {
  DifferenceReport report;
  report.before = before.source.name;
  report.after = after.source.name;
  for (const FoundPolicy& policy : after.file.policies)
    report.service_linked += policy.service_linked ? 1 : 0;
  Comparer comparer(before, after, account, budget);
  const std::vector<PolicyPair> pairs = PairPolicies(before.file, after.file);
  for (const PolicyPair& pair : pairs) {
    report.policies.push_back(comparer.Compare(pair));
    if (pairs.size() == 1 && IsWholeFile(after, *(pair.after ? pair.after : pair.before)))
      report.policies[0].subject = after.source.name;
    done(report.policies.size(), pairs.size());
  }
  return report;
}

}  // namespace deputy
