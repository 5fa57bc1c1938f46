#include "simulator/check/rule_filter.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/lint/rule_catalog.h"
#include "engine/text/diagnostic.h"
#include "engine/text/spelling.h"

namespace deputy {

bool MeansRule(absl::string_view pattern, absl::string_view id) {
  if (absl::EqualsIgnoreCase(pattern, id)) return true;
  if (absl::StartsWithIgnoreCase(pattern, "DEP") && absl::StartsWithIgnoreCase(id, pattern))
    return true;
  const RuleInfo* rule = FindRule(id);
  return rule != nullptr && absl::EqualsIgnoreCase(pattern, rule->name);
}

bool RuleFilter::Wants(absl::string_view rule) const {
  const auto means = [&](const std::string& pattern) { return MeansRule(pattern, rule); };
  return (select.empty() || absl::c_any_of(select, means)) && !absl::c_any_of(ignore, means);
}

std::string ComplaintAboutRule(absl::string_view pattern) {
  std::vector<absl::string_view> known;
  for (const RuleInfo& rule : AllRules()) {
    if (MeansRule(pattern, rule.id)) return "";
    known.push_back(rule.id);
    known.push_back(rule.name);
  }
  return absl::StrCat("there is no rule ", Quote(pattern), DidYouMean(pattern, known));
}

}  // namespace deputy
