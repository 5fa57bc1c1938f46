// What is run while calls fail: each command of `deputy` that reads and writes, with small inputs.
#ifndef DEPUTY_TESTS_FAULTS_COMMANDS_H_
#define DEPUTY_TESTS_FAULTS_COMMANDS_H_

#include <vector>

#include "tests/faults/failing_run.h"

namespace deputy::faults {

// One thread, and nothing written but the standard streams.
const std::vector<Command>& PlainCommands();

// Those with threads, and with files that are written.
const std::vector<Command>& OtherCommands();

}  // namespace deputy::faults

#endif  // DEPUTY_TESTS_FAULTS_COMMANDS_H_
