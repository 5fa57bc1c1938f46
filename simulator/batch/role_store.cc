#include "simulator/batch/role_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "engine/decide/compiler.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

constexpr size_t kBlock = size_t{64} << 10;

}  // namespace

bool RoleStore::Add(absl::string_view arn, const Policy& trust_policy) {
  if (roles_.contains(arn)) return false;
  Program compiled = Compile(trust_policy, vocabulary_);
  auto known = by_memory_.find(compiled.memory());
  if (known == by_memory_.end()) {
    const Program& kept = programs_.emplace_back(std::move(compiled));
    known = by_memory_.emplace(kept.memory(), &kept).first;
  }
  roles_.emplace(Keep(arn), known->second);
  return true;
}

bool RoleStore::Refuse(absl::string_view arn) {
  if (roles_.contains(arn)) return false;
  roles_.emplace(Keep(arn), nullptr);
  return true;
}

StoredRole RoleStore::Find(absl::string_view arn) const {
  const auto found = roles_.find(arn);
  return found == roles_.end() ? StoredRole{} : StoredRole{true, found->second};
}

absl::string_view RoleStore::Keep(absl::string_view arn) {
  if (arn.size() > left_) {
    left_ = std::max(kBlock, arn.size());
    arns_.push_back(std::make_unique<char[]>(left_));
    block_ = arns_.back().get();
  }
  std::memcpy(block_, arn.data(), arn.size());
  const absl::string_view kept(block_, arn.size());
  block_ += arn.size();
  left_ -= arn.size();
  return kept;
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
