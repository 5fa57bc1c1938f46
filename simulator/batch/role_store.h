// Many roles, compiled once and then shared: role ARN → trust policy. Immutable after loading;
// look-ups need no lock.
#ifndef DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
#define DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_

#include <cstddef>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/decide/key_table.h"
#include "engine/decide/program.h"
#include "engine/policy/policy.h"

namespace deputy {

// A stored role: the policy is kept beside the program so that a decision can be explained in the
// policy's own words.
struct StoredRole {
  bool refused = false;  // its trust policy is one that IAM would not store: never evaluated
  Policy policy;
  Program program;
};

class RoleStore {
 public:
  // False when a role of that ARN is there already.
  bool Add(absl::string_view arn, Policy trust_policy);
  // Notes a role whose trust policy was refused, so that a request for it is answered with that.
  bool Refuse(absl::string_view arn);

  const StoredRole* Find(absl::string_view arn) const;
  size_t size() const { return roles_.size(); }
  const KeyTable& keys() const { return keys_; }

  // A stored ARN near to `arn`, for "did you mean"; empty where there is none. Slow.
  std::string Nearest(absl::string_view arn) const;

 private:
  KeyTable keys_;
  absl::flat_hash_map<std::string, StoredRole> roles_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
