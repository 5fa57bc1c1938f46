#include "engine/decide/bound_request.h"

#include "absl/strings/match.h"
#include "engine/iam/action.h"

namespace deputy {

BoundRequest::BoundRequest(const Principal& principal, absl::string_view action,
                           absl::string_view resource, absl::string_view resource_account,
                           const Vocabulary& vocabulary)
    : principal_(&principal),
      action_(action),
      folded_action_(FoldAction(action)),
      resource_(ParseArn(resource)),
      resource_account_(resource_account),
      caller_words_(WordsOf(principal, resource_, vocabulary)),
      action_word_(vocabulary.Find(WordKind::kAction, folded_action_)) {
  slots_.resize(vocabulary.keys());
  first_slot_ = slots_.data();
  slot_count_ = slots_.size();
}

BoundRequest::BoundRequest(const Request& request, const Vocabulary& vocabulary)
    : BoundRequest(request.principal, request.action, request.resource, request.ResourceAccount(),
                   vocabulary) {
  for (const auto& [folded, entry] : request.context) {
    const KeySlot slot = vocabulary.FindFolded(folded);
    if (slot == kNoSlot) continue;
    slots_[slot] = {End(), static_cast<uint32_t>(entry.values.size())};
    for (const std::string& value : entry.values) values_.push_back({value, ParseArn(value)});
  }
  first_value_ = reinterpret_cast<const char*>(values_.data());
}

void BoundRequest::Add(KeySlot slot, absl::string_view value) {
  slots_[slot] = {End(), 1};
  values_.push_back({value, ParseArn(value)});
  first_value_ = reinterpret_cast<const char*>(values_.data());
}

}  // namespace deputy
