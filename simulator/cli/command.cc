#include "simulator/cli/command.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "simulator/cli/output.h"

namespace deputy {

void AddColorFlag(CLI::App& app, std::string& color) {
  app.add_option("--color", color, "colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->default_val("auto")
      ->type_name("WHEN");
}

Style StyleFor(const std::string& color, int fd) {
  if (color != "auto") return Style(color == "always");
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && absl::string_view(term) == "dumb";
  return Style(isatty(fd) == 1 && (no_color == nullptr || *no_color == '\0') && !dumb);
}

ExitCode ReportFailure(const absl::Status& status) {
  if (absl::IsResourceExhausted(status)) {  // an input that was read and is no document we take
    const absl::string_view message = status.message();
    WriteError(absl::StrCat("deputy: error: ", message, " [too-large]\n"));
    return ExitCode::kRejected;
  }
  if (!IsBrokenPipe(status)) {
    const absl::string_view message = status.message();
    WriteError(absl::StrCat("deputy: error: ", message, "\n"));
  }
  return ExitCode::kIo;
}

ExitCode WriteOutput(const std::string& path, absl::string_view text,
                     const std::string& rewritten) {
  absl::StatusOr<Output> output = Output::Open(path, rewritten);
  if (!output.ok()) return ReportFailure(output.status());
  absl::Status status = output->Write(text);
  if (status.ok()) status = output->Close();
  return status.ok() ? ExitCode::kOk : ReportFailure(status);
}

ExitCode ReportUsage(absl::string_view message) {
  WriteError(absl::StrCat("deputy: error: ", message, "\nRun `deputy --help` for usage.\n"));
  return ExitCode::kUsage;
}

}  // namespace deputy
