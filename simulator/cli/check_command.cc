// `deputy check FILE…`: the holes and mistakes in the policies of files, with fixes.

#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "simulator/check/checker.h"
#include "simulator/check/fixer.h"
#include "simulator/check/suppressions.h"
#include "simulator/cli/check_flags.h"
#include "simulator/cli/command.h"
#include "simulator/cli/files_of_run.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/cli/policy_files.h"
#include "simulator/cli/progress.h"
#include "simulator/cli/version.h"
#include "simulator/report/check_report.h"
#include "simulator/report/diagnostic_text.h"

namespace deputy {
namespace {

constexpr size_t kMostBytes = size_t{200} << 20;  // of a file, as the intake has it

struct Format {
  absl::string_view name;
  std::string (*write)(const CheckReport& report);
};
constexpr Format kFormats[] = {
    {"json", CheckJson},         {"sarif", CheckSarif},   {"junit", CheckJunit},
    {"markdown", CheckMarkdown}, {"github", CheckGithub},
};

class Check {
 public:
  Check(const CheckFlags& flags, CheckOptions options)
      : flags_(flags),
        checker_(std::move(options)),
        errors_style_(StyleFor(flags.color, STDERR_FILENO)) {
    report_.version = kVersion;
    report_.summary = !flags.quiet;
    for (Severity severity : {Severity::kError, Severity::kSecurityWarning, Severity::kWarning,
                              Severity::kSuggestion}) {
      if (SeverityName(severity) == flags.fail_on) fail_on_ = severity;
    }
  }

  ExitCode Execute() {
    for (const auto& [path, kind] : {std::pair(&flags_.suppress, SetAside::kSuppressed),
                                     std::pair(&flags_.baseline, SetAside::kInBaseline)}) {
      if (path->empty()) continue;
      if (const ExitCode code = ReadKnown(*path, kind); code != ExitCode::kOk) return code;
    }
    std::vector<PolicyPath> inputs;
    const ExitCode listed = ListPolicyFiles(flags_.paths, inputs, report_.passed_over);
    if (listed != ExitCode::kOk) return listed;
    for (const PolicyPath& input : inputs) Take(input);
    ReportUnused();
    if (!flags_.write_baseline.empty()) {
      const absl::Status status =
          Write(flags_.write_baseline, WriteBaseline(report_.files), flags_.baseline);
      if (!status.ok()) return ReportFailure(status);
      EachFinding([](CheckedPolicy&, CheckedFinding& known) {
        if (known.set_aside == SetAside::kNo && !known.refuses)
          known.set_aside = SetAside::kInBaseline;
      });
    }
    const Style style = flags_.output.empty() ? StyleFor(flags_.color, STDOUT_FILENO)
                                              : Style(flags_.color == "always");
    const absl::Status status = Write(flags_.output, Told(style));
    if (!status.ok()) return ReportFailure(status);
    return Verdict();
  }

 private:
  static absl::Status Write(const std::string& path, absl::string_view text,
                            const std::string& rewritten = "") {
    absl::StatusOr<Output> output = Output::Open(path, rewritten);
    if (!output.ok()) return output.status();
    const absl::Status status = output->Write(text);
    return status.ok() ? output->Close() : status;
  }

  void EachFinding(const std::function<void(CheckedPolicy&, CheckedFinding&)>& visit) {
    for (CheckedFile& file : report_.files) {
      for (CheckedPolicy& policy : file.policies) {
        for (CheckedFinding& known : policy.findings) visit(policy, known);
      }
    }
  }

  ExitCode ReadKnown(const std::string& path, SetAside kind) {
    absl::StatusOr<std::string> text = ReadInput(path, kMostBytes);
    if (!text.ok()) return ReportFailure(text.status());
    const Source source{path == "-" ? "<stdin>" : path, *std::move(text)};
    Diagnostics diagnostics;
    known_.Read(source, kind, diagnostics);
    WriteError(FormatDiagnostics(source, diagnostics, errors_style_));
    if (kind == SetAside::kSuppressed) suppressions_ = source;
    return diagnostics.has_errors() ? ExitCode::kRejected : ExitCode::kOk;
  }

  void ReportUnused() {
    Diagnostics unused;
    known_.ReportUnused(unused);
    WriteError(FormatDiagnostics(suppressions_, unused, errors_style_));
    if (!unused.items().empty() && fail_on_ == Severity::kSuggestion)
      code_ = Worst(code_, ExitCode::kNotAsExpected);
  }

  void Take(const PolicyPath& input) {
    absl::StatusOr<std::string> text = ReadInput(input.path, kMostBytes);
    if (!text.ok()) {
      code_ = Worst(code_, ReportFailure(text.status()));
      report_.unread.push_back({input.path, std::string(text.status().message())});
      return;
    }
    std::unique_ptr<Progress> progress;
    CheckedFile file = checker_.Check(
        {input.path == "-" ? "<stdin>" : input.path, *std::move(text)},
        [&](size_t done, size_t all) {
          const auto count = static_cast<int64_t>(done);
          if (progress == nullptr)
            progress = std::make_unique<Progress>(static_cast<int64_t>(all), "checked");
          progress->Show(count, count);
        });
    progress.reset();
    if (input.from_folder && file.policies.empty() &&
        NeverMeantForPolicies(file.source.text, file.problems)) {
      ForgetFileOfRun(input.path);
      ++report_.passed_over;
      return;
    }
    known_.Apply(file);
    if (flags_.fix || flags_.diff) file = Fixed(input.path, std::move(file));
    WriteError(FormatDiagnostics(file.source, file.problems, errors_style_));
    report_.files.push_back(std::move(file));
  }

  CheckedFile Fixed(const std::string& path, CheckedFile file) {
    const FixedFile fixed =
        FixFile(checker_, file, [&](CheckedFile& after) { known_.Apply(after); });
    const std::string name = Escape(file.source.name, 4096);
    if (fixed.left_alone) {
      WriteError(absl::StrCat(name, ": not fixed: it has errors that remain\n"));
      return file;
    }
    if (fixed.made.empty()) return file;
    if (flags_.diff) {
      diff_ += fixed.text.UnifiedDiff(file.source.name);
      return file;
    }
    if (const absl::Status status = Write(path, fixed.text.text(), path); !status.ok()) {
      code_ = Worst(code_, ReportFailure(status));
      return file;
    }
    for (const MadeFix& made : fixed.made) {
      WriteError(absl::StrCat(name, ": fixed: ", Escape(made.subject, 400), ": ", made.title, " [",
                              made.rule, "]\n"));
    }
    return fixed.after;
  }

  std::string Told(const Style& style) {
    if (flags_.diff) return diff_;
    for (const Format& format : kFormats) {
      if (format.name == flags_.format) return format.write(report_);
    }
    return CheckText(report_, style);
  }

  ExitCode Verdict() {
    bool found = false;
    bool unknown = false;
    for (const CheckedFile& file : report_.files) {
      if (file.problems.has_errors()) code_ = Worst(code_, ExitCode::kRejected);
      for (const CheckedPolicy& policy : file.policies) {
        const bool fails = absl::c_any_of(policy.findings, [&](const CheckedFinding& known) {
          return known.set_aside == SetAside::kNo && known.finding.severity <= fail_on_;
        });
        found = found || fails;
        const bool undecided = absl::c_any_of(policy.findings, [](const CheckedFinding& known) {
          return known.set_aside == SetAside::kNo && known.finding.rule == kUndecidedRule;
        });
        unknown = unknown || (!fails && (undecided || !policy.unknown.empty()));
      }
    }
    if (found) code_ = Worst(code_, ExitCode::kNotAsExpected);
    return code_ == ExitCode::kOk && unknown ? ExitCode::kUnknown : code_;
  }

  const CheckFlags& flags_;
  Checker checker_;
  Style errors_style_;
  Suppressions known_;
  Source suppressions_;
  Severity fail_on_ = Severity::kSecurityWarning;
  CheckReport report_;
  std::string diff_;
  ExitCode code_ = ExitCode::kOk;
};

}  // namespace

std::function<ExitCode()> SetUpCheck(CLI::App& app) {
  auto flags = std::make_shared<CheckFlags>();
  AddCheckFlags(app, *flags);
  app.footer(R"(Read are policy documents, what `aws iam get-account-authorization-details`
and `list-roles` print, CloudFormation and SAM templates, Terraform plans and
states, and Markdown. `deputy rule ID` tells what a finding means.

Examples:
  deputy check roles.json
  deputy check --diff templates/ | patch -p0
  deputy check --format sarif --output findings.sarif .)");
  return [flags] {
    std::string complaint;
    CheckOptions options = OptionsOf(*flags, complaint);
    if (flags->diff && flags->format != "text")
      complaint = "`--diff` prints a difference of files; leave out `--format`";
    if (flags->fix && flags->diff) complaint = "`--fix` and `--diff` exclude each other";
    if (flags->fix && absl::c_linear_search(flags->paths, "-"))
      complaint = "`--fix` edits files, and standard input is none; see `--diff`";
    if (!complaint.empty()) return ReportUsage(complaint);
    return Check(*flags, std::move(options)).Execute();
  };
}

}  // namespace deputy
