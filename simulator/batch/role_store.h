// Many roles, compiled once and then shared: role ARN → trust policy. Immutable after loading;
// look-ups need no lock. Roles with equal policies share one program, and of a policy nothing but
// the program is kept.
#ifndef DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
#define DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/decide/program.h"
#include "engine/decide/vocabulary.h"
#include "engine/policy/policy.h"

namespace deputy {

struct StoredRole {
  bool known = false;
  const Program* program = nullptr;

  // Its trust policy is one that IAM would not store: never evaluated.
  bool refused() const { return known && program == nullptr; }
};

class RoleStore {
 public:
  RoleStore() = default;
  RoleStore(RoleStore&&) = default;
  RoleStore& operator=(RoleStore&&) = default;

  // False when a role of that ARN is there already.
  bool Add(absl::string_view arn, const Policy& trust_policy);
  // Notes a role whose trust policy was refused, so that a request for it is answered with that.
  bool Refuse(absl::string_view arn);

  StoredRole Find(absl::string_view arn) const;
  size_t size() const { return roles_.size(); }
  size_t programs() const { return programs_.size(); }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  // A stored ARN near to `arn`, for "did you mean"; empty where there is none. Slow.
  std::string Nearest(absl::string_view arn) const;

 private:
  absl::string_view Keep(absl::string_view arn);

  Vocabulary vocabulary_;
  std::deque<Program> programs_;                                      // each once
  absl::flat_hash_map<absl::string_view, const Program*> by_memory_;  // views into programs_
  absl::flat_hash_map<absl::string_view, const Program*> roles_;      // views into arns_
  std::vector<std::unique_ptr<char[]>> arns_;                         // blocks, filled in turn
  char* block_ = nullptr;                                             // where the next one goes
  size_t left_ = 0;                                                   // of the last block
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_ROLE_STORE_H_
