// `deputy run`: scenario files or folders, or the shipped scenarios; which attacks get through, and
// why.

#include <unistd.h>

#include <map>
#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_writer.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/cli/scenario_files.h"
#include "simulator/cli/version.h"
#include "simulator/embedded/shipped.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/run_report.h"
#include "simulator/report/scenario_json.h"
#include "simulator/report/scenario_text.h"
#include "simulator/report/wrap.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/scenario/scenario_runner.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

struct RunFlags {
  std::vector<std::string> paths;
  std::string filter;
  std::string format;
  std::string explain;
  std::string output;
  std::string color;
  bool list = false;
  bool story = false;
};

class Run {
 public:
  explicit Run(const RunFlags& flags)
      : flags_(flags),
        errors_style_(StyleFor(flags.color, STDERR_FILENO)),
        catalogue_(ShippedCatalogue()) {
    report_.version = kVersion;
  }

  ExitCode Execute() {
    if (flags_.paths.empty()) {
      for (const EmbeddedFile& file : ShippedScenarios()) {
        Source source{absl::StrCat("scenarios/", file.name), std::string(file.contents)};
        if (!StandsBesideScenarios(source)) Load(std::move(source));
      }
    } else if (const ExitCode code = LoadPaths(); code == ExitCode::kIo) {
      return code;
    }
    if (report_.files.empty() && code_ == ExitCode::kOk) {
      return ReportUsage(flags_.filter.empty()
                             ? "there are no scenarios in what was given"
                             : absl::StrCat("no scenario matches ", Quote(flags_.filter),
                                            "; see `deputy run --list`"));
    }
    absl::StatusOr<Output> output = Output::Open(flags_.output);
    if (!output.ok()) return ReportFailure(output.status());
    const Style style = flags_.output.empty() ? StyleFor(flags_.color, STDOUT_FILENO)
                                              : Style(flags_.color == "always");
    absl::Status status = output->Write(flags_.list ? List() : Play(style));
    if (status.ok()) status = output->Close();
    if (!status.ok()) return ReportFailure(status);
    return Worst(code_, report_.totals.unmet > 0 ? ExitCode::kNotAsExpected : ExitCode::kOk);
  }

 private:
  ExitCode LoadPaths() {
    absl::StatusOr<std::vector<std::string>> files = ExpandPaths(flags_.paths, {".json"});
    if (!files.ok()) return ReportFailure(files.status());
    for (const std::string& file : *files) {
      absl::StatusOr<std::string> text = ReadInput(file, kMaxScenarioBytes);
      if (text.ok()) {
        Source source{file == "-" ? "<stdin>" : file, *std::move(text)};
        if (absl::c_linear_search(flags_.paths, file) || !StandsBesideScenarios(source))
          Load(std::move(source));
      } else {
        code_ = Worst(code_, ReportFailure(text.status()));
        ++report_.totals.rejected_files;
        report_.unplayed.push_back({{file, ""}, {}, std::string(text.status().message())});
      }
    }
    return ExitCode::kOk;
  }

  // A broken file is reported; the others run.
  void Load(Source source) {
    Diagnostics diagnostics;
    std::unique_ptr<const Scenario> scenario = ParseScenario(source.text, catalogue_, diagnostics);
    if (scenario != nullptr && !Matches(*scenario)) return;
    if (scenario != nullptr && !ids_.emplace(scenario->id, source.name).second) {
      diagnostics.Error("duplicate-id", {0, 1},
                        absl::StrCat("the scenario ", Quote(scenario->id), " stands in ",
                                     Quote(ids_[scenario->id]), " too"));
    }
    WriteError(FormatDiagnostics(source, diagnostics, errors_style_));
    if (diagnostics.has_errors()) {
      code_ = Worst(code_, ExitCode::kRejected);
      ++report_.totals.rejected_files;
      report_.unplayed.push_back({std::move(source), ErrorsOf(diagnostics), ""});
    } else {
      report_.files.push_back({std::move(source), std::move(scenario), {}});
    }
  }

  bool Matches(const Scenario& scenario) const {
    const std::string wanted = absl::AsciiStrToLower(flags_.filter);
    const auto holds = [&](const std::string& text) {
      return absl::StrContains(absl::AsciiStrToLower(text), wanted);
    };
    return holds(scenario.id) || holds(scenario.topic) || holds(scenario.title);
  }

  static std::vector<Diagnostic> ErrorsOf(const Diagnostics& diagnostics) {
    std::vector<Diagnostic> errors;
    for (const Diagnostic& diagnostic : diagnostics.items()) {
      if (diagnostic.severity == Severity::kError) errors.push_back(diagnostic);
    }
    return errors;
  }

  std::string List() const {
    size_t width = 0;
    for (const PlayedFile& file : report_.files)
      width = std::max(width, WidthOf(file.scenario->id));
    std::string out;
    for (const PlayedFile& file : report_.files)
      out += Wrap(absl::StrCat(PadRight(file.scenario->id, width), "  "),
                  Escape(file.scenario->title, 400));
    return out;
  }

  std::string Play(const Style& style) {
    for (PlayedFile& file : report_.files) {
      file.result = RunScenario(*file.scenario);
      report_.totals.Add(file.result);
    }
    if (flags_.format == "json") return Json();
    if (flags_.format == "junit") return RunJunit(report_);
    if (flags_.format == "markdown") return RunMarkdown(report_);
    if (flags_.format == "html") return RunHtml(report_);
    return Text(style);
  }

  std::string Text(const Style& style) const {
    const ExplainDetail detail = Detail();
    const bool story = flags_.story || report_.files.size() == 1 || detail == ExplainDetail::kAll;
    std::string out;
    for (const PlayedFile& file : report_.files) {
      absl::StrAppend(
          &out,
          story ? TellScenario(file.result, detail, style) : OutlineScenario(file.result, style),
          "\n");
    }
    out += DescribeTotals(report_.totals, style);
    if (!story && !report_.files.empty())
      out += "`deputy run --filter ID` tells one of them as a story.\n";
    return out;
  }

  std::string Json() const {
    JsonWriter writer(JsonStyle::kPretty);
    writer.BeginObject()
        .Member("schema", "deputy-run")
        .Member("version", int64_t{1})
        .Key("scenarios")
        .BeginArray();
    for (const PlayedFile& file : report_.files) WriteScenario(file.result, Detail(), writer);
    WriteTotals(report_.totals, writer.EndArray().Key("totals"));
    writer.EndObject();
    return absl::StrCat(writer.Take(), "\n");
  }

  ExplainDetail Detail() const {
    return flags_.explain == "all" ? ExplainDetail::kAll : ExplainDetail::kDeciding;
  }

  const RunFlags& flags_;
  Style errors_style_;
  const ServiceCatalogue& catalogue_;
  RunReport report_;
  std::map<std::string, std::string> ids_;  // and the file that has it
  ExitCode code_ = ExitCode::kOk;
};

}  // namespace

std::function<ExitCode()> SetUpRun(CLI::App& app) {
  auto flags = std::make_shared<RunFlags>();
  app.add_option(
      "PATH", flags->paths,
      "scenario files, or folders of them; `-` is standard input (default: the shipped scenarios)");
  app.add_option("--filter,-f", flags->filter,
                 "only scenarios whose id, topic or title holds this text")
      ->type_name("TEXT");
  app.add_flag("--list", flags->list, "list the scenarios and run none");
  app.add_flag("--story", flags->story, "tell each scenario as a story, also when there are many");
  app.add_option("--explain", flags->explain,
                 "what decided, or all: every clause of every policy that was asked")
      ->check(CLI::IsMember({"deciding", "all"}))
      ->default_val("deciding")
      ->type_name("WHAT");
  app.add_option("--format", flags->format, "text, json, junit, markdown or html")
      ->check(CLI::IsMember({"text", "json", "junit", "markdown", "html"}))
      ->default_val("text")
      ->type_name("FORMAT");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(Each step of a scenario has an expectation; the exit code is 1 when one is not met.

Examples:
  deputy run                              every shipped scenario, a line an outcome
  deputy run --filter seed-01             one of them as a story
  deputy run --explain all my/scenario.json
  deputy run --format html -o report.html one page with diagrams, to read or project
  deputy run --format junit -o junit.xml  for a build server; markdown for a pull request)");
  return [flags] { return Run(*flags).Execute(); };
}

}  // namespace deputy
