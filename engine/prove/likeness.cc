#include "engine/prove/likeness.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/policy/policy_printer.h"

namespace deputy {
namespace {

bool NamesResources(const Policy* policy) {
  return !absl::c_all_of(policy->statements, [](const Statement& statement) {
    return !statement.resource ||
           (!statement.resource->negated && statement.resource->patterns.size() == 1 &&
            statement.resource->patterns[0].text == "*");
  });
}

}  // namespace

std::string LikenessOf(const Policy& policy, absl::string_view resource,
                       absl::Span<const Policy* const> rcps) {
  std::string place(resource);
  if (IsRoleArn(resource) && absl::c_none_of(rcps, NamesResources)) {
    const auto arn = ParseArn(resource);
    place = absl::StrCat(arn->partition(), ":", arn->account());
  }
  return absl::StrCat(place, "\n", static_cast<int>(policy.type), "\n",
                      PrintPolicy(policy, JsonStyle::kCompact));
}

}  // namespace deputy
