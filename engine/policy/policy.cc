#include "engine/policy/policy.h"

#include "absl/algorithm/container.h"
#include "engine/iam/action.h"
#include "engine/iam/wildcard.h"

namespace deputy {

absl::string_view PolicyTypeWithArticle(PolicyType type) {
  static constexpr absl::string_view kNames[] = {"a trust policy",
                                                 "an identity policy",
                                                 "a permissions boundary",
                                                 "a session policy",
                                                 "an SCP",
                                                 "an RCP",
                                                 "a resource policy"};
  return kNames[static_cast<size_t>(type)];
}

absl::string_view PrincipalTypeName(const PrincipalEntry& entry) {
  if (entry.kind == PrincipalEntryKind::kCanonicalUser) return "CanonicalUser";
  if (entry.kind != PrincipalEntryKind::kPrincipal) return "AWS";
  if (entry.principal.kind == PrincipalKind::kService) return "Service";
  return entry.principal.kind == PrincipalKind::kFederated ? "Federated" : "AWS";
}

PrincipalsByType GroupByType(const std::vector<PrincipalEntry>& entries) {
  PrincipalsByType groups;
  for (const PrincipalEntry& entry : entries) {
    const absl::string_view type = PrincipalTypeName(entry);
    auto group = absl::c_find_if(groups, [&](const auto& one) { return one.first == type; });
    if (group == groups.end()) group = groups.insert(group, {type, {}});
    group->second.push_back(entry.written);
  }
  return groups;
}

bool HasDeny(const Policy& policy) {
  return absl::c_any_of(policy.statements, [](const Statement& statement) {
    return statement.effect == Effect::kDeny;
  });
}

bool NamesAction(const PatternElement& element, absl::string_view action) {
  const std::string folded = FoldAction(action);
  const bool named = absl::c_any_of(element.patterns, [&](const PolicyString& pattern) {
    return MatchesPattern(EncodePattern(FoldAction(pattern.text)), folded);
  });
  return named != element.negated;
}

}  // namespace deputy
