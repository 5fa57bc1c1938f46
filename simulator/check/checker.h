// Files in, findings out: reads the policies of a file, asks the linter about each and puts what it
// says into the file's own places and spelling.
//
// Equal policies of one account are asked about once, so that ten thousand roles of which most look
// alike are no more work than the few that differ. Answers do not depend on the number of threads.
#ifndef DEPUTY_SIMULATOR_CHECK_CHECKER_H_
#define DEPUTY_SIMULATOR_CHECK_CHECKER_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "engine/iam/service_fact.h"
#include "engine/prove/property.h"
#include "simulator/check/checked_file.h"
#include "simulator/check/rule_filter.h"
#include "simulator/intake/policy_source.h"

namespace deputy {

// The rule that says that the engine could not decide.
inline constexpr absl::string_view kUndecidedRule = "DEP111";

struct CheckOptions {
  IntakeOptions intake;
  std::string account;  // that a policy hangs in, where the file does not say it
  TrustedParties trusted;
  std::vector<ServiceFact> role_facts;      // what services send when they assume a role
  std::vector<ServiceFact> resource_facts;  // and when they reach a resource with a policy
  RuleFilter rules;
  int threads = 1;
};

class Checker {
 public:
  // How many of the policies of the file were asked about; called on the caller's thread.
  using Progress = std::function<void(size_t done, size_t all)>;

  explicit Checker(CheckOptions options) : options_(std::move(options)) {}

  CheckedFile Check(Source source, const Progress& progress = nullptr);

 private:
  // What was found in a policy; ranges count from the beginning of the policy's surroundings.
  struct Answered {
    std::string role_arn;  // for which it was asked
    std::vector<CheckedFinding> findings;
  };
  using Answers = absl::flat_hash_map<std::string, Answered>;

  CheckOptions options_;
  Answers answers_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CHECK_CHECKER_H_
