#include "engine/decide/decision.h"

#include "absl/strings/str_cat.h"

namespace deputy {

absl::string_view DecisionName(DecisionKind kind) {
  static constexpr absl::string_view kNames[] = {"allowed", "explicitDeny", "implicitDeny"};
  return kNames[static_cast<size_t>(kind)];
}

namespace {

// How many indices the name of a policy takes: `trustPolicy`, `identityPolicies[i]`,
// `serviceControlPolicies[level][i]`.
struct LayerInfo {
  absl::string_view name;
  int indices;
};

constexpr LayerInfo kLayers[] = {
    {"trustPolicy", 0},
    {"resourcePolicy", 0},
    {"identityPolicies", 1},
    {"permissionsBoundary", 0},
    {"sessionPolicies", 1},
    {"serviceControlPolicies", 2},
    {"resourceControlPolicies", 2},
};

}  // namespace

absl::string_view LayerName(Layer layer) { return kLayers[static_cast<size_t>(layer)].name; }

std::string PolicyRef::Name() const {
  const LayerInfo& info = kLayers[static_cast<size_t>(layer)];
  std::string name(info.name);
  if (info.indices == 2) absl::StrAppend(&name, "[", level, "]");
  if (info.indices >= 1) absl::StrAppend(&name, "[", index, "]");
  return name;
}

}  // namespace deputy
