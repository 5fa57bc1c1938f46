// `deputy eval`: a pure filter, JSON Lines requests in, JSON Lines decisions out, order kept.

#include <unistd.h>

#include <atomic>
#include <memory>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/batch/stream.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/interrupt.h"
#include "simulator/cli/output.h"
#include "simulator/cli/progress.h"
#include "simulator/cli/role_files.h"
#include "simulator/replay/gunzip.h"
#include "simulator/report/count.h"

namespace deputy {
namespace {

struct EvalFlags {
  std::vector<std::string> files;
  std::vector<std::string> roles;
  std::string output;
  bool explain = false;
  bool summary = false;
  int threads = 0;
};

// One input through the stream, inflated where it is gzip. Aborted once an interrupt has ended the
// reading.
absl::Status EvaluateFile(InputFile& input, Output& output, const StreamOptions& options,
                          EvaluationCounts& counts) {
  Progress progress(input.size());
  std::atomic<int64_t> taken = 0;  // of the file; what the stream counts may be inflated
  Gunzip gunzip([&](char* data, size_t size) -> absl::StatusOr<size_t> {
    absl::StatusOr<size_t> got = 0;
    if (InterruptedExit() == 0) got = ReadUnlessInterrupted(input, data, size);
    if (InterruptedExit() != 0 && got.ok() && *got == 0) return absl::AbortedError("interrupted");
    if (got.ok()) taken += static_cast<int64_t>(*got);
    return got;
  });
  const auto read = [&](char* data, size_t size) -> absl::StatusOr<size_t> {
    absl::StatusOr<size_t> got = gunzip.Read(data, size);
    if (!absl::IsDataLoss(got.status())) return got;
    return absl::DataLossError(
        absl::StrCat("cannot read ", Quote(input.name()), ": ", got.status().message()));
  };
  return EvaluateStream(
      read, [&](absl::string_view bytes) { return output.Write(bytes); }, options, counts,
      [&](int64_t, int64_t lines) { progress.Show(taken, lines); });
}

// What was read is answered; a file of that alone would pass for the whole.
ExitCode ReportInterrupt(const EvaluationCounts& counts, const Output& output,
                         const std::string& path) {
  WriteError(absl::StrCat(
      "deputy: interrupted: ", Count(counts.lines, "line was", "lines were"), " answered",
      output.whole_or_absent() ? absl::StrCat(", and ", Quote(path), " is not written") : "",
      "\n"));
  return static_cast<ExitCode>(InterruptedExit());
}

ExitCode Eval(const EvalFlags& flags) {
  RoleStore store;
  ExitCode code = LoadRoles(flags.roles, store);
  if (code == ExitCode::kIo) return code;
  absl::StatusOr<Output> output = Output::Open(flags.output);
  if (!output.ok()) return ReportFailure(output.status());
  CatchInterrupts();  // after Output::Open, which has its own way with signals
  StreamOptions options;
  options.line = {&store, flags.explain};
  options.threads =
      flags.threads > 0 ? flags.threads : static_cast<int>(std::thread::hardware_concurrency());
  EvaluationCounts counts;
  absl::Status status;
  for (const std::string& file :
       flags.files.empty() ? std::vector<std::string>{"-"} : flags.files) {
    absl::StatusOr<InputFile> input = InputFile::Open(file);
    if (!input.ok()) {  // the others are answered
      code = Worst(code, ReportFailure(input.status()));
      continue;
    }
    status = EvaluateFile(*input, *output, options, counts);
    if (!status.ok()) break;
  }
  if (status.ok()) status = output->Close();
  if (flags.summary) WriteError(absl::StrCat(counts.ToJson(), "\n"));
  if (absl::IsAborted(status)) return ReportInterrupt(counts, *output, flags.output);
  if (!status.ok()) return ReportFailure(status);
  return Worst(code, counts.Errors() > 0 ? ExitCode::kRejected : ExitCode::kOk);
}

}  // namespace

std::function<ExitCode()> SetUpEval(CLI::App& app) {
  auto flags = std::make_shared<EvalFlags>();
  app.add_option("FILE", flags->files,
                 "JSON Lines of requests, gzipped or not; `-` or none is\nstandard input");
  app.add_option("--roles", flags->roles,
                 "roles by ARN: the output of `aws iam list-roles`, get-role or "
                 "get-account-authorization-details, or a folder of such files")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
  app.add_option("--output,-o", flags->output,
                 "write the decisions to this file instead of standard output")
      ->type_name("FILE");
  app.add_flag("--explain", flags->explain,
               "add the trace: every policy, statement and clause that was asked");
  app.add_flag("--summary", flags->summary,
               "write the counts to standard error as one JSON object");
  app.add_option("--threads", flags->threads,
                 "how many threads decide; never changes the output (default: all cores)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.footer(R"(Each line is answered by a line; a blank one is answered by an error.

Example:
  echo '{"id": "r1", "principal": {"Service": "dms.amazonaws.com"}, "action": "sts:AssumeRole",
         "resource": "arn:aws:iam::111122223333:role/dms-vpc-role",
         "context": {"aws:SourceAccount": "999988887777"}, "trustPolicy": {
           "Version": "2012-10-17", "Statement": {"Effect": "Allow",
           "Principal": {"Service": "dms.amazonaws.com"}, "Action": "sts:AssumeRole"}}
        }' | tr -d '\n' | deputy eval)");
  return [flags] { return Eval(*flags); };
}

}  // namespace deputy
