// What main needs of a command, and what commands share.
#ifndef DEPUTY_SIMULATOR_CLI_COMMAND_H_
#define DEPUTY_SIMULATOR_CLI_COMMAND_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "simulator/cli/exit_code.h"
#include "simulator/report/style.h"

namespace deputy {

// Adds the flags of a command to its subcommand; the function returned does the work once they were
// parsed.
using CommandSetup = std::function<ExitCode()> (*)(CLI::App& app);

struct Command {
  const char* name;
  const char* summary;  // one line of --help
  CommandSetup set_up;
};

std::function<ExitCode()> SetUpRun(CLI::App& app);
std::function<ExitCode()> SetUpEval(CLI::App& app);
std::function<ExitCode()> SetUpExplain(CLI::App& app);
std::function<ExitCode()> SetUpProve(CLI::App& app);
std::function<ExitCode()> SetUpDiff(CLI::App& app);
std::function<ExitCode()> SetUpHarden(CLI::App& app);
std::function<ExitCode()> SetUpCheck(CLI::App& app);
std::function<ExitCode()> SetUpRule(CLI::App& app);
std::function<ExitCode()> SetUpTour(CLI::App& app);
std::function<ExitCode()> SetUpServe(CLI::App& app);
std::function<ExitCode()> SetUpReplay(CLI::App& app);
std::function<ExitCode()> SetUpMerge(CLI::App& app);
std::function<ExitCode()> SetUpSchema(CLI::App& app);

// `--color auto|always|never`; auto is a terminal without NO_COLOR and TERM=dumb
// (https://no-color.org).
void AddColorFlag(CLI::App& app, std::string& color);
Style StyleFor(const std::string& color, int fd);

// Says a failure of machinery on standard error, quiet about a pipe whose reader went away: kIo, or
// kRejected for an input that is too large.
ExitCode ReportFailure(const absl::Status& status);

// The whole text to a file or, where `path` is empty, to standard output; to an input only where it
// is `rewritten`.
ExitCode WriteOutput(const std::string& path, absl::string_view text,
                     const std::string& rewritten = "");

// Says a wrong flag or argument in the words of main's own usage errors. Always kUsage.
ExitCode ReportUsage(absl::string_view message);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_COMMAND_H_
