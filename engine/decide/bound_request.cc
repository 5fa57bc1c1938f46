#include "engine/decide/bound_request.h"

#include "absl/strings/match.h"
#include "engine/iam/action.h"

namespace deputy {

BoundRequest::BoundRequest(const Request& request, const KeyTable& keys)
    : request_(&request),
      folded_action_(FoldAction(request.action)),
      resource_(ParseArn(request.resource)),
      resource_account_(request.ResourceAccount()) {
  slots_.resize(keys.size());
  for (const auto& [folded, entry] : request.context) {
    const KeySlot slot = keys.FindFolded(folded);
    if (slot == kNoSlot) continue;
    slots_[slot] = {static_cast<uint32_t>(values_.size()),
                    static_cast<uint32_t>(entry.values.size())};
    for (const std::string& value : entry.values) values_.push_back({value, ParseArn(value)});
  }
}

}  // namespace deputy
