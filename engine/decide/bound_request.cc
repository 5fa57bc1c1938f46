#include "engine/decide/bound_request.h"

#include "absl/strings/match.h"
#include "engine/iam/action.h"

namespace deputy {

BoundRequest::BoundRequest(const Principal& principal, absl::string_view action,
                           absl::string_view resource, absl::string_view resource_account,
                           const KeyTable& keys)
    : principal_(&principal),
      action_(action),
      folded_action_(FoldAction(action)),
      resource_(ParseArn(resource)),
      resource_account_(resource_account) {
  slots_.resize(keys.size());
}

BoundRequest::BoundRequest(const Request& request, const KeyTable& keys)
    : BoundRequest(request.principal, request.action, request.resource, request.ResourceAccount(),
                   keys) {
  for (const auto& [folded, entry] : request.context) {
    const KeySlot slot = keys.FindFolded(folded);
    if (slot == kNoSlot) continue;
    slots_[slot] = {static_cast<uint32_t>(values_.size()),
                    static_cast<uint32_t>(entry.values.size())};
    for (const std::string& value : entry.values) values_.push_back({value, ParseArn(value)});
  }
}

void BoundRequest::Add(KeySlot slot, absl::string_view value) {
  slots_[slot] = {static_cast<uint32_t>(values_.size()), 1};
  values_.push_back({value, ParseArn(value)});
}

}  // namespace deputy
