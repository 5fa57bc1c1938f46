// What a finding hangs on, in few characters: by them a baseline tells whether the hole that it
// knows is still the same.
#ifndef DEPUTY_SIMULATOR_CHECK_FINGERPRINTS_H_
#define DEPUTY_SIMULATOR_CHECK_FINGERPRINTS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"

namespace deputy {

class Fingerprints {
 public:
  explicit Fingerprints(Policy policy);

  // Of the Allow in which that path of the policy is, beside every Deny; of the whole policy where
  // it is in none. How it is laid out, its Id and its Sids count for nothing.
  const std::string& Of(absl::string_view path);

 private:
  Policy policy_;
  std::string denies_;
  std::vector<std::string> made_;  // of each Allow, and of all; empty until asked for
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_FINGERPRINTS_H_
