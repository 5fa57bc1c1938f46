#include "simulator/world/world.h"

namespace deputy {

absl::string_view PassRoleCheckName(PassRoleCheck check) {
  static constexpr absl::string_view kNames[] = {"enforced", "bypassed", "absent"};
  return kNames[static_cast<int>(check)];
}

Index World::FindAccount(absl::string_view id_or_name) const {
  for (size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].id == id_or_name || accounts[i].name == id_or_name)
      return static_cast<Index>(i);
  }
  return kNoIndex;
}

}  // namespace deputy
