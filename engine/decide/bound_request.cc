#include "engine/decide/bound_request.h"

#include <algorithm>

#include "engine/decide/same_text.h"
#include "engine/iam/action.h"

namespace deputy {

BoundValue::BoundValue(absl::string_view text) {
  if (text.data() == nullptr) text = "";
  begin[kWhole] = text.data();
  end = text.data() + text.size();
  const bool is_arn = text.size() > 4 && Difference<uint32_t>(text.data(), "arn:") == 0 &&
                      FindArnComponents(text, begin.data());
  if (!is_arn) std::fill_n(begin.begin(), kArnComponents, nullptr);
}

BoundCall::BoundCall(const Principal& caller, absl::string_view called,
                     const std::optional<Arn>& resource, const Vocabulary& vocabulary)
    : principal(&caller),
      action(called),
      folded_action(FoldAction(called)),
      action_word(vocabulary.Find(WordKind::kAction, folded_action)),
      caller_words(WordsOf(caller, resource, vocabulary)) {}

BoundRequest::BoundRequest(const Vocabulary& vocabulary) : slots_(vocabulary.keys()) {
  first_slot_ = slots_.data();
  slot_count_ = slots_.size();
}

void BoundRequest::Start(const BoundCall& call, absl::string_view resource) {
  call_ = &call;
  resource_ = BoundValue(resource);
  resource_account_ = resource_.is_arn() ? resource_.Component(4) : "";
  std::fill(slots_.begin(), slots_.end(), Slice());
  values_.clear();
}

BoundRequest::BoundRequest(const Request& request, const Vocabulary& vocabulary)
    : BoundRequest(vocabulary) {
  own_call_.emplace(request.principal, request.action, ParseArn(request.resource), vocabulary);
  call_ = &*own_call_;
  resource_ = BoundValue(request.resource);
  resource_account_ = request.ResourceAccount();
  for (const auto& [folded, entry] : request.context) {
    const KeySlot slot = vocabulary.FindFolded(folded);
    if (slot == kNoSlot) continue;
    slots_[slot] = {End(), static_cast<uint32_t>(entry.values.size())};
    for (const std::string& value : entry.values) values_.emplace_back(value);
  }
  first_value_ = reinterpret_cast<const char*>(values_.data());
}

void BoundRequest::Add(KeySlot slot, absl::string_view value) {
  slots_[slot] = {End(), 1};
  values_.emplace_back(value);
  first_value_ = reinterpret_cast<const char*>(values_.data());
}

}  // namespace deputy
