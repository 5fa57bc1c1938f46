#include "engine/iam/service_fact.h"

#include "absl/strings/match.h"

namespace deputy {

bool ShowsNoAccount(const Arn& pattern, absl::Span<const ServiceFact> facts) {
  // Of the kinds of that service the one whose resource begins most as the pattern's does: a
  // storage lens and not a bucket for `storage-lens/*`.
  bool shows_none = false;
  size_t longest = 0;
  for (const ServiceFact& fact : facts) {
    for (const std::string& arn_template : fact.source_arns) {
      const std::optional<Arn> kind = SplitArn(arn_template);
      if (!kind || kind->service() != pattern.service()) continue;
      const absl::string_view beginning = kind->resource().substr(0, kind->resource().find('$'));
      if (!absl::StartsWith(pattern.resource(), beginning) || beginning.size() < longest) continue;
      const bool none = kind->account().empty();
      shows_none = beginning.size() > longest ? none : shows_none || none;
      longest = beginning.size();
    }
  }
  return shows_none;
}

}  // namespace deputy
