#include "simulator/batch/role_store.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/decide/compiler.h"
#include "engine/text/spelling.h"

namespace deputy {

bool RoleStore::Add(absl::string_view arn, Policy trust_policy) {
  const auto [role, added] = roles_.try_emplace(arn);
  if (!added) return false;
  role->second.program = Compile(trust_policy, keys_);
  role->second.policy = std::move(trust_policy);
  return true;
}

bool RoleStore::Refuse(absl::string_view arn) {
  const auto [role, added] = roles_.try_emplace(arn);
  role->second.refused = true;
  return added;
}

const StoredRole* RoleStore::Find(absl::string_view arn) const {
  const auto found = roles_.find(arn);
  return found == roles_.end() ? nullptr : &found->second;
}

std::string RoleStore::Nearest(absl::string_view arn) const {
  constexpr size_t kMostRoles = 10000;  // a suggestion is not worth more than a look at so many
  if (roles_.size() > kMostRoles) return "";
  std::vector<absl::string_view> arns;
  arns.reserve(roles_.size());
  for (const auto& [stored, role] : roles_) arns.emplace_back(stored);
  std::sort(arns.begin(), arns.end());  // hash order must not show
  return std::string(NearestWord(arn, arns));
}

}  // namespace deputy
