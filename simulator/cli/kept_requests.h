// `--keep`: requests that have to stay allowed, as `deputy eval` takes them, a line each.
#ifndef DEPUTY_SIMULATOR_CLI_KEPT_REQUESTS_H_
#define DEPUTY_SIMULATOR_CLI_KEPT_REQUESTS_H_

#include <string>
#include <vector>

#include "simulator/cli/exit_code.h"
#include "simulator/mend/hardened_file.h"
#include "simulator/report/style.h"

namespace deputy {

// A policy on the line is not asked: the one that is hardened stands in its place. A caller whose
// line brings no identity policies is allowed everything by them, as the prover takes it. Says on
// standard error what is wrong with a line: kRejected, or kIo.
ExitCode ReadKeptRequests(const std::vector<std::string>& paths, const Style& errors,
                          std::vector<KeptRequest>& requests);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_KEPT_REQUESTS_H_
