// `--select` and `--ignore`: which rules are asked for.
#ifndef DEPUTY_SIMULATOR_CHECK_RULE_FILTER_H_
#define DEPUTY_SIMULATOR_CHECK_RULE_FILTER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

struct RuleFilter {
  std::vector<std::string> select;  // none: all of them
  std::vector<std::string> ignore;

  bool Wants(absl::string_view rule) const;
};

// Whether `pattern` means the rule of that id: its id or name, or the beginning of ids (`DEP1`).
bool MeansRule(absl::string_view pattern, absl::string_view id);

// What is wrong with a pattern that means no rule at all, with the nearest one; empty when it is
// good.
std::string ComplaintAboutRule(absl::string_view pattern);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_RULE_FILTER_H_
