#include "engine/policy/policy.h"

namespace deputy {

absl::string_view PolicyTypeWithArticle(PolicyType type) {
  static constexpr absl::string_view kNames[] = {"a trust policy",
                                                 "an identity policy",
                                                 "a permissions boundary",
                                                 "a session policy",
                                                 "an SCP",
                                                 "an RCP",
                                                 "a resource policy"};
  return kNames[static_cast<size_t>(type)];
}

}  // namespace deputy
