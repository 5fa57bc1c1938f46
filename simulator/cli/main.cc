// deputy: who can assume this role, and can a confused deputy? The commands are a table; everything
// else is theirs.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <new>
#include <sstream>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "engine/text/spelling.h"
#include "simulator/cli/command.h"
#include "simulator/cli/output.h"
#include "simulator/cli/version.h"

namespace deputy {
namespace {

constexpr Command kCommands[] = {
    {"run", "run confused-deputy scenarios and show which attacks get through, and why", SetUpRun},
    {"tour", "a course in confused deputies: a question before each answer", SetUpTour},
    {"eval", "JSON Lines requests in, JSON Lines decisions out", SetUpEval},
    {"explain", "one request against one role, told to a person", SetUpExplain},
    {"check", "find confused-deputy holes and mistakes in policies, with fixes", SetUpCheck},
    {"prove", "prove that no foreign party gets in, or show a request that does", SetUpProve},
    {"diff", "say which requests one policy allows that another does not", SetUpDiff},
    {"harden", "print a policy with its holes closed, proved", SetUpHarden},
    {"serve", "the lab in a browser: change a policy or a request and see", SetUpServe},
    {"replay", "recorded AssumeRole calls against today's policies and proposed ones", SetUpReplay},
    {"merge", "join the parts of a replay that was divided", SetUpMerge},
    {"schema", "print the JSON Schema of what is read and written", SetUpSchema},
    {"rule", "what a finding means, a bad and a good example", SetUpRule},
};

// A standard descriptor that is closed would be given to the next file we open, and results would
// go there. Each gets one on which reading or writing fails instead.
void HoldStandardDescriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

std::string ExitCodeHelp() {
  std::string out = "Exit codes:\n";
  for (const ExitCodeInfo& info : kExitCodes) {
    absl::StrAppend(&out, "  ", absl::StrCat(static_cast<int>(info.code)),
                    info.code == ExitCode::kBug ? "  " : "   ", info.meaning, "\n");
  }
  return out;
}

// What there is to mistype: the commands, or the flags of the command that was given.
std::string Suggestion(const CLI::App& app, absl::string_view word) {
  std::vector<std::string> names;
  const bool is_flag = absl::StartsWith(word, "-");
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (!is_flag) names.push_back(command->get_name());
    if (!is_flag || !command->parsed()) continue;
    for (const CLI::Option* option : command->get_options()) names.push_back(option->get_name());
  }
  const std::vector<absl::string_view> views(names.begin(), names.end());
  return DidYouMean(word, views);
}

// The option that was given more often than it takes values; "" where there is none.
std::string Repeated(const CLI::App& app) {
  for (const CLI::App* command : app.get_subcommands()) {
    for (const CLI::Option* option : command->get_options()) {
      if (option->get_multi_option_policy() == CLI::MultiOptionPolicy::Throw &&
          option->count() > static_cast<size_t>(std::max(option->get_items_expected_max(), 1)))
        return option->get_name();
    }
  }
  return "";
}

// What is unknown comes before what is missing: it may be the same, mistyped.
ExitCode Usage(const CLI::App& app, const CLI::ParseError& error) {
  for (const std::string& word : app.remaining(true)) {
    if (word == "--") continue;  // nobody's, and no mistake
    return ReportUsage(absl::StrCat("unknown ",
                                    absl::StartsWith(word, "-")     ? "flag "
                                    : app.get_subcommands().empty() ? "command "
                                                                    : "argument ",
                                    Quote(word), Suggestion(app, word)));
  }
  if (const std::string name = Repeated(app); !name.empty())
    return ReportUsage(absl::StrCat("`", name, "` is given more than once, and takes one value"));
  return ReportUsage(Escape(error.what(), 400));
}

ExitCode Main(int argc, char** argv) {
  CLI::App app("deputy: who can assume this role, and can a confused deputy?", "deputy");
  app.set_version_flag("--version", absl::StrCat("deputy ", kVersion));
  app.require_subcommand(0, 1);
  app.footer("Run `deputy COMMAND --help` for the flags of a command.\n\n" + ExitCodeHelp());
  std::vector<std::pair<CLI::App*, std::function<ExitCode()>>> commands;
  for (const Command& command : kCommands) {
    CLI::App* subcommand = app.add_subcommand(command.name, command.summary);
    subcommand->set_version_flag("--version", absl::StrCat("deputy ", kVersion));
    commands.emplace_back(subcommand, command.set_up(*subcommand));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {  // --help, --version
    std::ostringstream page;
    app.exit(success, page, page);
    return WriteOutput("", page.str());
  } catch (const CLI::ParseError& error) {
    return Usage(app, error);
  }
  for (const auto& [subcommand, work] : commands) {
    if (subcommand->parsed()) return work();
  }
  WriteError(app.help());
  return ExitCode::kUsage;
}

}  // namespace
}  // namespace deputy

namespace {

void EndWhereMemoryRunsOut() { std::set_new_handler(deputy::EndOutOfMemory); }

// Before main, and before the libraries' own beginnings, which ask for memory as well.
[[gnu::used, gnu::section(".preinit_array")]] void (*const kFirst)() = EndWhereMemoryRunsOut;

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // so is a file that may grow no further
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is an error of write, not a signal
  deputy::HoldStandardDescriptors();
  try {
    return static_cast<int>(deputy::Main(argc, argv));
  } catch (const std::bad_alloc&) {  // of a library that asks malloc
    deputy::EndOutOfMemory();
  } catch (const std::system_error& refused) {  // no thread to be had
    deputy::WriteError(absl::StrCat("deputy: error: the system refused: ", refused.what(), "\n"));
    return static_cast<int>(deputy::ExitCode::kIo);
  } catch (const std::exception& bug) {
    deputy::WriteError(absl::StrCat("deputy: bug: ", bug.what(), "\n"));
    return static_cast<int>(deputy::ExitCode::kBug);
  }
}
