#include "engine/policy/policy.h"

namespace deputy {

absl::string_view PolicyTypeName(PolicyType type) {
  static constexpr absl::string_view kNames[] = {
      "trust policy", "identity policy", "permissions boundary", "session policy", "SCP",
      "RCP",          "resource policy"};
  return kNames[static_cast<size_t>(type)];
}

}  // namespace deputy
