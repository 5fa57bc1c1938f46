#include "engine/decide/key_table.h"

#include "engine/iam/context_key.h"

namespace deputy {

KeySlot KeyTable::Intern(absl::string_view name) {
  std::string folded = FoldKey(name);
  const KeySlot known = FindFolded(folded);
  if (known != kNoSlot) return known;
  const KeySlot slot = static_cast<KeySlot>(size());
  slots_.try_emplace(folded, slot);
  names_.push_back(std::move(folded));
  return slot;
}

KeySlot KeyTable::FindFolded(absl::string_view folded) const {
  const auto found = slots_.find(folded);
  if (found != slots_.end()) return found->second;
  return base_ == nullptr ? kNoSlot : base_->FindFolded(folded);
}

}  // namespace deputy
