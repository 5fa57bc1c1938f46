// Many values under one key are found and not tried in turn: exact texts by their hash, ARN
// patterns by the hash of the literal component that tells most of them apart (the account, as a
// rule). What has no such component is tried.
#ifndef DEPUTY_ENGINE_DECIDE_VALUE_INDEX_H_
#define DEPUTY_ENGINE_DECIDE_VALUE_INDEX_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/decide/bound_request.h"
#include "engine/decide/program_builder.h"
#include "engine/decide/text_hash.h"

namespace deputy {

// The index of a clause whose operands are in the builder, or kNotIndexed where there are few or
// nothing tells them apart.
uint32_t IndexValues(const CompiledClause& clause, ProgramBuilder& builder);

// The smallest operand for which `matches` is true, of those that the value can match at all;
// `none` when there is none.
template <class Matches>
uint32_t FirstInIndex(const uint32_t* at, const BoundValue& value, uint32_t none, Matches matches);

// What follows is the layout, for FirstInIndex: the number of groups; of each group its kind of key
// and a hash table of operands; the number of the other operands, and these in order.
struct ValueGroup {
  static constexpr uint32_t kWholeText = BoundValue::kWhole;  // in place of a component

  uint32_t component = kWholeText;
  uint32_t prefix = 0;  // only so many bytes of it count; 0: all
  uint32_t mask = 0;    // slots of the table, less one

  static constexpr uint32_t kWords = 3;
};

// The text that a group tells values apart by; nothing where the value has none.
inline std::optional<absl::string_view> GroupKey(const ValueGroup& group, const BoundValue& value) {
  if (value.begin[group.component] == nullptr) return std::nullopt;
  const absl::string_view key = value.Component(group.component);
  if (group.prefix == 0) return key;
  return key.size() >= group.prefix ? std::optional(key.substr(0, group.prefix)) : std::nullopt;
}

template <class Matches>
uint32_t FirstInIndex(const uint32_t* at, const BoundValue& value, uint32_t none, Matches matches) {
  uint32_t best = none;
  for (uint32_t groups = *at++; groups > 0; --groups) {
    const ValueGroup group{at[0], at[1], at[2]};
    const uint32_t* table = at + ValueGroup::kWords;
    at = table + group.mask + 1;
    const std::optional<absl::string_view> key = GroupKey(group, value);
    if (!key) continue;
    const uint32_t hash = HashOfText(*key);
    for (uint32_t slot = hash & group.mask; table[slot] != kNotIndexed;
         slot = (slot + 1) & group.mask) {
      if ((table[slot] ^ hash) >> kSlotBits != 0) continue;
      const uint32_t operand = table[slot] & kSlotMask;
      if (operand < best && matches(operand)) best = operand;
    }
  }
  for (const uint32_t operand : absl::MakeConstSpan(at + 1, *at)) {
    if (operand >= best) break;
    if (matches(operand)) return operand;
  }
  return best;
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_VALUE_INDEX_H_
