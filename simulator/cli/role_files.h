// `--roles`: files and folders of roles into a store, with what is wrong said on standard error.
#ifndef DEPUTY_SIMULATOR_CLI_ROLE_FILES_H_
#define DEPUTY_SIMULATOR_CLI_ROLE_FILES_H_

#include <string>
#include <vector>

#include "simulator/batch/role_store.h"
#include "simulator/cli/exit_code.h"

namespace deputy {

// kOk; kRejected when a file or a policy in it was refused (the other roles are loaded); kIo when a
// file cannot be read.
ExitCode LoadRoles(const std::vector<std::string>& paths, RoleStore& store);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_ROLE_FILES_H_
