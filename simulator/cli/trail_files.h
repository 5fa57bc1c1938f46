// What `deputy replay` reads: the files of trails, and the policies that stand for roles.
#ifndef DEPUTY_SIMULATOR_CLI_TRAIL_FILES_H_
#define DEPUTY_SIMULATOR_CLI_TRAIL_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "simulator/cli/exit_code.h"
#include "simulator/cli/policy_files.h"
#include "simulator/replay/role_policies.h"

namespace deputy {

// Files as they are, folders as the trails below them: .json, .jsonl, .ndjson and .gz in any case,
// in the order of their names, without the digests that CloudTrail puts beside them.
absl::StatusOr<std::vector<std::string>> TrailFiles(const std::vector<std::string>& paths);

struct RoleFlags {
  std::vector<std::string> roles;
  std::vector<std::string> before;
  std::vector<std::string> after;
  std::string role;  // of a policy whose file does not say it
};

// Today's policies from `roles` and `before`, what is proposed from `after`. `files` holds what the
// policies are borrowed from. Says on standard error what is wrong; kRejected when something was
// refused (the others are there), kUsage when it is not known of which role a policy is.
ExitCode LoadRolePolicies(const RoleFlags& flags, const IntakeOptions& options, const Style& errors,
                          std::vector<std::unique_ptr<LoadedFile>>& files, RolePolicies& roles);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_TRAIL_FILES_H_
