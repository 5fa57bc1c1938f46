// The policies of the roles that calls are replayed against: what is today and, where it is given,
// what is proposed.
#ifndef DEPUTY_SIMULATOR_REPLAY_ROLE_POLICIES_H_
#define DEPUTY_SIMULATOR_REPLAY_ROLE_POLICIES_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/prove/open_request.h"
#include "simulator/replay/recorded_call.h"

namespace deputy {

// Of one role at one time.
struct RolePolicy {
  const Policy* policy = nullptr;                        // borrowed; null where it is not known
  std::string unknown;                                   // then why
  std::shared_ptr<const OpenDecider> decider = nullptr;  // of the policy; by Finish()
};

struct ReplayRole {
  std::string arn;
  RolePolicy today;
  RolePolicy after;  // the same as `today` where nothing is proposed for the role
  AskedFor asked;    // by both
};

class RolePolicies {
 public:
  // A role of that ARN; the last one given counts.
  void SetToday(absl::string_view arn, RolePolicy policy) { Role(arn).today = std::move(policy); }
  void SetAfter(absl::string_view arn, RolePolicy policy);

  // Once, when all are there.
  void Finish();

  // Null when there is none of that ARN.
  const ReplayRole* Find(absl::string_view arn) const;
  size_t size() const { return roles_.size(); }
  bool compares() const { return compares_; }
  const std::map<std::string, ReplayRole, std::less<>>& roles() const { return roles_; }

  // Of all policies, so that parts that were made with others are told apart.
  uint64_t Fingerprint() const;

 private:
  ReplayRole& Role(absl::string_view arn);

  std::map<std::string, ReplayRole, std::less<>> roles_;
  absl::flat_hash_map<absl::string_view, const ReplayRole*> by_arn_;
  std::map<std::string, RolePolicy, std::less<>> after_;
  bool compares_ = false;
};

// FNV-1a, 64 bits: the same on every machine.
uint64_t Fingerprint(absl::string_view text, uint64_t before = 0xcbf29ce484222325);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_ROLE_POLICIES_H_
