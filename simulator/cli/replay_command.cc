// `deputy replay`: recorded AssumeRole calls against today's policies and proposed ones.

#include <unistd.h>

#include <memory>
#include <thread>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/text/json_reader.h"
#include "simulator/cli/command.h"
#include "simulator/cli/interrupt.h"
#include "simulator/cli/output.h"
#include "simulator/cli/trail_files.h"
#include "simulator/cli/trail_reading.h"
#include "simulator/cli/trust_flags.h"
#include "simulator/cli/version.h"
#include "simulator/replay/trail_replayer.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/trail_report.h"
#include "simulator/world/service_facts_for_engine.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

constexpr size_t kMostMapBytes = size_t{16} << 20;

struct ReplayFlags {
  std::vector<std::string> files;
  RoleFlags roles;
  InputFlags input;
  std::string source_map;
  bool suggest = false;
  bool partial = false;
  int threads = 0;
  std::string format;
  std::string output;
  std::string color;
};

class ReplayRun {
 public:
  explicit ReplayRun(const ReplayFlags& flags)
      : flags_(flags), errors_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Execute() {
    if (flags_.roles.roles.empty() && flags_.roles.before.empty())
      return ReportUsage("give the roles of today: --roles FILE or --before FILE");
    if (flags_.partial && flags_.format != "text")
      return ReportUsage("--partial has a format of its own; leave out --format");
    if (flags_.suggest && (flags_.partial || flags_.format == "jsonl"))
      return ReportUsage("--suggest needs the whole: leave out --partial and --format jsonl");
    IntakeOptions options;
    ExitCode code = ReadInputFlags(flags_.input, options);
    if (code != ExitCode::kOk) return code;
    std::vector<std::unique_ptr<LoadedFile>> files;
    code = LoadRolePolicies(flags_.roles, options, errors_, files, roles_);
    if (code == ExitCode::kUsage || code == ExitCode::kIo) return code;
    if (roles_.size() == 0) {
      WriteError("deputy: error: the files hold no role\n");
      return ExitCode::kRejected;
    }
    // Half a map would leave open what it says.
    if (const ExitCode read = ReadMap(); read != ExitCode::kOk) return read;
    absl::StatusOr<std::vector<std::string>> trails =
        TrailFiles(flags_.files.empty() ? std::vector<std::string>{"-"} : flags_.files);
    if (!trails.ok()) return ReportFailure(trails.status());
    return Worst(code, Replay(*trails));
  }

 private:
  ExitCode ReadMap() {
    if (flags_.source_map.empty()) return ExitCode::kOk;
    absl::StatusOr<std::string> text = ReadInput(flags_.source_map, kMostMapBytes);
    if (!text.ok()) return ReportFailure(text.status());
    const Source source{flags_.source_map, *std::move(text)};
    Diagnostics diagnostics;
    map_ = ReadSourceMap(source.text, diagnostics);
    WriteError(FormatDiagnostics(source, diagnostics, errors_));
    return diagnostics.has_errors() ? ExitCode::kRejected : ExitCode::kOk;
  }

  ExitCode Replay(const std::vector<std::string>& trails) {
    const OutcomeDecider decider(map_, EngineFacts(ShippedCatalogue()));
    std::optional<Output> events;
    if (flags_.format == "jsonl") {
      absl::StatusOr<Output> output = Output::Open(flags_.output);
      if (!output.ok()) return ReportFailure(output.status());
      events.emplace(*std::move(output));
    }
    ReplayOptions options;
    options.stop = &CatchInterrupts();  // after Output::Open, which has its own way with signals
    options.roles = &roles_;
    options.map = &map_;
    options.decider = &decider;
    options.threads =
        flags_.threads > 0 ? flags_.threads : static_cast<int>(std::thread::hardware_concurrency());
    if (events) options.events = [&](absl::string_view lines) { return events->Write(lines); };
    ReplayTally tally;
    const absl::StatusOr<ExitCode> read = ReadTrails(trails, std::move(options), tally);
    if (!read.ok()) return ReportFailure(read.status());
    tally.setup = Setup();
    if (events) {
      if (absl::Status status = Close(tally, *events); !status.ok()) return ReportFailure(status);
    }
    return Worst(*read, Tell(tally));
  }

  // The last line of a stream that was ended says so.
  static absl::Status Close(const ReplayTally& tally, Output& events) {
    if (!tally.complete) {
      if (absl::Status status = events.Write("{\"complete\":false}\n"); !status.ok()) return status;
    }
    return events.Close();
  }

  // What parts must have in common to be joined.
  std::string Setup() const {
    uint64_t print = Fingerprint(kVersion);
    print = Fingerprint(map_.text(), print);
    return absl::StrFormat("%016x", print ^ roles_.Fingerprint());
  }

  ExitCode Tell(const ReplayTally& tally) const;

  const ReplayFlags& flags_;
  Style errors_;
  RolePolicies roles_;
  SourceMap map_;
};

struct MergeFlags {
  std::vector<std::string> parts;
  bool partial = false;
  std::string format;
  std::string output;
  std::string color;
};

// How it ended: what is wrong with records outweighs what became of calls.
ExitCode Judge(const ReplayTally& tally, const TrailReport& report) {
  ExitCode code = report.not_as_expected() ? ExitCode::kNotAsExpected : ExitCode::kOk;
  if (report.has_unknown()) code = ExitCode::kUnknown;
  if (tally.counts.bad_records > 0 || tally.counts.bad_files > 0)
    code = Worst(code, ExitCode::kRejected);
  return code;
}

ExitCode TellTally(const ReplayTally& tally, bool partial, const std::string& format,
                   const std::string& output, const std::string& color,
                   const RolePolicies* suggest_for) {
  const Style style = output.empty() ? StyleFor(color, STDOUT_FILENO) : Style(color == "always");
  WriteError(TrailProblems(tally, StyleFor(color, STDERR_FILENO)));
  ExitCode code = ExitCode::kOk;
  if (partial) {
    code = WriteOutput(output, tally.ToJson());
    if (tally.counts.bad_records > 0 || tally.counts.bad_files > 0)
      code = Worst(code, ExitCode::kRejected);
  } else {
    TrailReport report(tally);
    if (suggest_for != nullptr) {
      report.suggestions =
          Suggest(*suggest_for, report.resolved.calls, EngineFacts(ShippedCatalogue()));
    }
    if (format != "jsonl")
      code =
          WriteOutput(output, format == "json" ? TrailAsJson(report) : TrailAsText(report, style));
    code = Worst(code, Judge(tally, report));
  }
  return InterruptedExit() != 0 ? static_cast<ExitCode>(InterruptedExit()) : code;
}

ExitCode ReplayRun::Tell(const ReplayTally& tally) const {
  return TellTally(tally, flags_.partial, flags_.format, flags_.output, flags_.color,
                   flags_.suggest ? &roles_ : nullptr);
}

class MergeRun {
 public:
  explicit MergeRun(const MergeFlags& flags)
      : flags_(flags), errors_(StyleFor(flags.color, STDERR_FILENO)) {}

  // A sum without one of its parts would not be the sum: then nothing is written.
  ExitCode Execute() {
    ReplayTally sum;
    bool first = true;
    ExitCode code = ExitCode::kOk;
    for (const std::string& path : flags_.parts) {
      if (absl::c_count(flags_.parts, path) > 1)
        return ReportUsage(
            absl::StrCat(Quote(path), " is given twice; its calls would count twice"));
      absl::StatusOr<std::string> text = ReadInput(path, JsonLimits::kMostBytes);
      if (!text.ok()) return ReportFailure(text.status());
      const Source source{path == "-" ? "<stdin>" : path, *std::move(text)};
      Diagnostics diagnostics;
      std::optional<ReplayTally> part = ReadPart(source.text, diagnostics);
      if (!part) {
        WriteError(FormatDiagnostics(source, diagnostics, errors_));
        code = Worst(code, ExitCode::kRejected);
        continue;
      }
      if (first) {
        sum.setup = part->setup;
        sum.compares = part->compares;
        first = false;
      } else if (part->setup != sum.setup) {
        WriteError(absl::StrCat("deputy: error: ", Quote(source.name),
                                " was made with other policies, another source map or another "
                                "deputy than ",
                                Quote(flags_.parts[0]), " [other-setup]\n"));
        code = Worst(code, ExitCode::kRejected);
        continue;
      }
      if (!part->complete) {
        WriteError(absl::StrCat("deputy: error: ", Quote(source.name),
                                " is not complete: its replay was interrupted; replay those files "
                                "again [incomplete-part]\n"));
      }
      sum.Add(*part);
    }
    if (code != ExitCode::kOk) return code;
    code = TellTally(sum, flags_.partial, flags_.format, flags_.output, flags_.color, nullptr);
    return sum.complete ? code : Worst(code, ExitCode::kRejected);
  }

 private:
  const MergeFlags& flags_;
  Style errors_;
};

}  // namespace

std::function<ExitCode()> SetUpReplay(CLI::App& app) {
  auto flags = std::make_shared<ReplayFlags>();
  app.add_option("FILE", flags->files, "CloudTrail, .gz, folders; `-` is standard input");
  const auto add = [&](const char* name, std::vector<std::string>& to, const char* what) {
    app.add_option(name, to, what)->type_name("FILE|DIR")->allow_extra_args(false);
  };
  add("--roles", flags->roles.roles, "roles of today, in any file `deputy check` reads");
  add("--before", flags->roles.before, "the same, for a comparison");
  add("--after", flags->roles.after, "what is proposed; roles that are not here stay");
  app.add_option("--role", flags->roles.role, "the role of a policy whose file does not say it")
      ->type_name("ARN");
  app.add_option("--source-map", flags->source_map, "what services sent as aws:SourceArn, …Account")
      ->type_name("FILE");
  AddInputFlags(app, flags->input);
  app.add_flag("--suggest", flags->suggest, "policies for those who called and nobody else");
  app.add_flag("--partial", flags->partial, "write a part for `deputy merge`");
  app.add_option("--threads", flags->threads, "how many decide; never changes the output")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_option("--format", flags->format, "text, json, or jsonl: a line for each call")
      ->check(CLI::IsMember({"text", "json", "jsonl"}))
      ->default_val("text")
      ->type_name("FORMAT");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(Each call is allowed, denied, or depends on what CloudTrail does not record;
then the condition is told. Exit code 1: a call that succeeded would be denied,
or one that was denied would not be.

Examples:
  deputy replay AWSLogs/ --roles roles.json
  deputy replay AWSLogs/ --roles roles.json --after proposed.json
  zcat *.gz | deputy replay - --roles roles.json --partial > part.json)");
  return [flags] { return ReplayRun(*flags).Execute(); };
}

std::function<ExitCode()> SetUpMerge(CLI::App& app) {
  auto flags = std::make_shared<MergeFlags>();
  app.add_option("PART", flags->parts, "what `deputy replay --partial` wrote; in any order")
      ->required();
  app.add_flag("--partial", flags->partial, "write a part again, to be joined further");
  app.add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_val("text")
      ->type_name("FORMAT");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(The same bytes as one replay of everything would have printed. All parts must
have been made with the same policies.

Example:
  parallel deputy replay {} --roles roles.json --partial -o {/}.part ::: logs/*
  deputy merge *.part)");
  return [flags] { return MergeRun(*flags).Execute(); };
}

}  // namespace deputy
