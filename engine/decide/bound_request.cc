#include "engine/decide/bound_request.h"

#include "absl/strings/match.h"
#include "engine/iam/action.h"

namespace deputy {

BoundCall::BoundCall(const Principal& caller, absl::string_view called,
                     const std::optional<Arn>& resource, const Vocabulary& vocabulary)
    : principal(&caller),
      action(called),
      folded_action(FoldAction(called)),
      action_word(vocabulary.Find(WordKind::kAction, folded_action)),
      caller_words(WordsOf(caller, resource, vocabulary)) {}

BoundRequest::BoundRequest(const BoundCall& call, const std::optional<Arn>& resource,
                           absl::string_view resource_account, const Vocabulary& vocabulary)
    : call_(&call), resource_(resource), resource_account_(resource_account) {
  slots_.resize(vocabulary.keys());
  first_slot_ = slots_.data();
  slot_count_ = slots_.size();
}

BoundRequest::BoundRequest(const Request& request, const Vocabulary& vocabulary)
    : resource_(ParseArn(request.resource)), resource_account_(request.ResourceAccount()) {
  own_call_.emplace(request.principal, request.action, resource_, vocabulary);
  call_ = &*own_call_;
  slots_.resize(vocabulary.keys());
  first_slot_ = slots_.data();
  slot_count_ = slots_.size();
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
