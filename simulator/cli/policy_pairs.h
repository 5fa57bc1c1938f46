// Which policy of one file is which of another, and what became of it.
#ifndef DEPUTY_SIMULATOR_CLI_POLICY_PAIRS_H_
#define DEPUTY_SIMULATOR_CLI_POLICY_PAIRS_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "simulator/cli/policy_files.h"
#include "simulator/report/difference.h"

namespace deputy {

// One of the two is null where a file has no such policy.
struct PolicyPair {
  const FoundPolicy* before = nullptr;
  const FoundPolicy* after = nullptr;
};

// Policies of one kind pair by ARN or what else the file calls them, then roles by their name where
// one file says the ARN and the other does not; a file's only policy with the other's only one,
// unless both are roles that say their ARN.
// Service-linked roles are left out. In the order of `after`, then those that are in `before`
// alone.
std::vector<PolicyPair> PairPolicies(const PolicyFile& before, const PolicyFile& after);

// Pairs of equal policies in one account are compared once. `done` is told how many are.
DifferenceReport CompareFiles(const LoadedFile& before, const LoadedFile& after,
                              const std::string& account, uint64_t budget,
                              const std::function<void(size_t done, size_t all)>& done);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_POLICY_PAIRS_H_
