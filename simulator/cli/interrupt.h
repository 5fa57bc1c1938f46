// ^C as a wish: a long run ends early and says so, instead of being ended. The second one ends it.
#ifndef DEPUTY_SIMULATOR_CLI_INTERRUPT_H_
#define DEPUTY_SIMULATOR_CLI_INTERRUPT_H_

#include <atomic>

#include "absl/status/statusor.h"
#include "simulator/cli/input.h"

namespace deputy {

using SignalHandler = void (*)(int);

// Sets a handler and gives back the one before, but leaves a signal ignored that is, as it is for
// what nohup runs and for what a script runs in the background.
SignalHandler Handle(int signal_number, SignalHandler handler);

// From now on SIGINT and SIGTERM set this flag; each once, then it does what it did before.
const std::atomic<bool>& CatchInterrupts();

// As a shell has it: 130 or 143 once it was set, else 0.
int InterruptedExit();

// Reads as the file does, but gives up waiting for input (as if it had ended) once the flag is set.
absl::StatusOr<size_t> ReadUnlessInterrupted(InputFile& file, char* data, size_t size);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_INTERRUPT_H_
