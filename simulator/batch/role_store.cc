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
    programs_->push_back(std::move(compiled));
    known = by_memory_.insert(static_cast<uint32_t>(programs_->size() - 1)).first;
  }
  return AddEntry(arn, *known);
}

bool RoleStore::Refuse(absl::string_view arn) {
  return !roles_.contains(arn) && AddEntry(arn, kRefused);
}

StoredRole RoleStore::Find(absl::string_view arn) const {
  const auto found = roles_.find(arn);
  if (found == roles_.end()) return {};
  return {true, found->program == kRefused ? nullptr : &(*programs_)[found->program]};
}

bool RoleStore::AddEntry(absl::string_view arn, uint32_t program) {
  if (arn.size() > left_) {
    left_ = std::max(kBlock, arn.size());
    arns_.push_back(std::make_unique<char[]>(left_));
    block_ = arns_.back().get();
  }
  std::memcpy(block_, arn.data(), arn.size());
  roles_.insert({block_, static_cast<uint32_t>(arn.size()), program});
  block_ += arn.size();
  left_ -= arn.size();
  return true;
}

std::string RoleStore::Nearest(absl::string_view arn) const {
  constexpr size_t kMostRoles = 10000;  // a suggestion is not worth more than a look at so many
  if (roles_.size() > kMostRoles) return "";
  std::vector<absl::string_view> arns;
  arns.reserve(roles_.size());
  for (const Entry& entry : roles_) arns.push_back(entry.Arn());
  std::sort(arns.begin(), arns.end());  // hash order must not show
  return std::string(NearestWord(arn, arns));
}

}  // namespace deputy
