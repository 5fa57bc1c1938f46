// Context keys as small integers: the keys that some policy asks for. A request's other keys are
// never looked at.
#ifndef DEPUTY_ENGINE_DECIDE_KEY_TABLE_H_
#define DEPUTY_ENGINE_DECIDE_KEY_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"

namespace deputy {

using KeySlot = uint32_t;
inline constexpr KeySlot kNoSlot = 0xffffffff;

// Grows while policies are compiled; const, and then safe to share between threads, afterwards.
// Names compare without case.
class KeyTable {
 public:
  KeyTable() = default;
  // A table on top of another, which must outlive it and grow no more: policies of one request
  // beside the shared ones of a store.
  explicit KeyTable(const KeyTable* base) : base_(base) {}

  KeySlot Intern(absl::string_view name);
  // `folded` must be FoldKey'ed; kNoSlot when no policy asks for it.
  KeySlot FindFolded(absl::string_view folded) const;
  size_t size() const { return base_size() + names_.size(); }
  absl::string_view FoldedName(KeySlot slot) const {
    return slot < base_size() ? base_->FoldedName(slot)
                              : absl::string_view(names_[slot - base_size()]);
  }

 private:
  size_t base_size() const { return base_ == nullptr ? 0 : base_->size(); }

  const KeyTable* base_ = nullptr;
  absl::flat_hash_map<std::string, KeySlot> slots_;
  std::vector<std::string> names_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_KEY_TABLE_H_
