// The exit codes of the command line: a contract, also printed by --help.
#ifndef DEPUTY_SIMULATOR_CLI_EXIT_CODE_H_
#define DEPUTY_SIMULATOR_CLI_EXIT_CODE_H_

#include <algorithm>

#include "absl/strings/string_view.h"

namespace deputy {

enum class ExitCode {
  kOk = 0,  // answered, and as it should be
  kNotAsExpected = 1,
  kUsage = 2,
  kRejected = 3,  // an input was rejected; everything that could be answered was answered
  kIo = 4,
  kUnknown = 5,
  kBug = 70,
};

struct ExitCodeInfo {
  ExitCode code;
  absl::string_view meaning;
};

inline constexpr ExitCodeInfo kExitCodes[] = {
    {ExitCode::kOk, "answered, and as it should be"},
    {ExitCode::kNotAsExpected,
     "answered, and not as it should be: an expectation failed, a finding"},
    {ExitCode::kUsage, "usage: a flag or argument is wrong"},
    {ExitCode::kRejected, "an input was rejected; everything that could be answered was answered"},
    {ExitCode::kIo, "an input could not be read or an output not written"},
    {ExitCode::kUnknown, "unknown: the question is outside what can be decided"},
    {ExitCode::kBug, "a bug in deputy"},
};

// The code of two things done together: the highest that applies.
inline ExitCode Worst(ExitCode a, ExitCode b) { return std::max(a, b); }

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_EXIT_CODE_H_
