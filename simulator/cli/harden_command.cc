// `deputy harden`: the file with the holes of its policies closed, proved before it is printed.

#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_reader.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/kept_requests.h"
#include "simulator/cli/output.h"
#include "simulator/cli/trust_flags.h"
#include "simulator/mend/unified_diff.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/hardening.h"

namespace deputy {
namespace {

struct HardenFlags {
  std::string path;
  TrustFlags trust;
  InputFlags input;
  std::vector<std::string> keep;
  bool diff = false;
  bool in_place = false;
  std::string output;
  std::string format;
  std::string color;
};

class HardenRun {
 public:
  explicit HardenRun(const HardenFlags& flags)
      : flags_(flags), errors_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Execute() {
    if (flags_.path.empty()) return ReportUsage("give the file whose policies are to be hardened");
    if (flags_.trust.accounts.empty() && flags_.trust.organizations.empty() &&
        flags_.input.account.empty())
      return ReportUsage("say who is mine: --trust ACCOUNT, --trust-org ID or --account ID");
    if (flags_.in_place && (flags_.path == "-" || !flags_.output.empty()))
      return ReportUsage("--in-place writes to the file; leave out --output, and name a file");
    HardenSettings settings;
    ExitCode code = ReadInputFlags(flags_.input, settings.intake);
    if (code == ExitCode::kOk) code = ReadTrustFlags(flags_.trust, errors_, setup_);
    // What is to be kept must be whole: half of it would let the rest be locked out.
    if (code == ExitCode::kOk) code = ReadKeptRequests(flags_.keep, errors_, settings.keep);
    if (code != ExitCode::kOk) return code;
    settings.trusted = setup_.trusted;
    if (!flags_.input.account.empty())  // first: the owner of policies that do not say theirs
      settings.trusted.accounts.insert(settings.trusted.accounts.begin(), flags_.input.account);
    settings.role_services = setup_.role_facts;
    settings.resource_services = setup_.resource_facts;
    for (const Policy& rcp : setup_.rcps) settings.rcps.push_back(&rcp);
    absl::StatusOr<std::string> text = ReadInput(flags_.path, JsonLimits::kMostBytes);
    if (!text.ok()) return ReportFailure(text.status());
    return Answer(NamedText{flags_.path == "-" ? "<stdin>" : flags_.path, *std::move(text)},
                  settings);
  }

 private:
  ExitCode Answer(const NamedText& file, const HardenSettings& settings) {
    HardeningReport report;
    report.file = file.name;
    report.hardened = HardenFile(file, settings);
    report.rcps = settings.rcps;
    report.changed = report.hardened.text != file.text;
    if (flags_.diff) report.diff = UnifiedDiff(file.name, file.text, report.hardened.text);
    const ExitCode code = Judge(file, report.hardened);
    if (flags_.format == "text") WriteError(HardeningAsText(report, errors_));
    return Worst(code, Write(report, code));
  }

  ExitCode Judge(const NamedText& file, const HardenedFile& hardened) const {
    const Source source{file.name, file.text};
    WriteError(FormatDiagnostics(source, hardened.diagnostics, errors_));
    ExitCode code = hardened.diagnostics.has_errors() ? ExitCode::kRejected : ExitCode::kOk;
    if (hardened.policies.empty() && code == ExitCode::kOk) {
      WriteError(absl::StrCat("deputy: error: no policy in ", Quote(file.name), "\n"));
      code = ExitCode::kRejected;
    }
    PositionFinder places(source.text);
    for (const HardenedPolicy& policy : hardened.policies) {
      if (policy.refused) {
        WriteError(FormatDiagnostics(source, places, *policy.refused, errors_));
        code = Worst(code, ExitCode::kRejected);
      } else if (policy.result.outcome == HardenOutcome::kImpossible) {
        code = Worst(code, ExitCode::kNotAsExpected);
      } else if (policy.result.outcome == HardenOutcome::kUnknown) {
        code = Worst(code, ExitCode::kUnknown);
      }
    }
    return code;
  }

  // A file of which nothing could be hardened is not printed as if it had been.
  ExitCode Write(const HardeningReport& report, ExitCode code) const {
    if (flags_.in_place && report.changed) {
      const ExitCode written = WriteOutput(flags_.path, report.hardened.text, flags_.path);
      if (written != ExitCode::kOk) return written;
    }
    if (flags_.format == "json") return WriteOutput(flags_.output, HardeningAsJson(report));
    if (code != ExitCode::kOk && !report.changed) return ExitCode::kOk;
    if (flags_.diff) return WriteOutput(flags_.output, report.diff);
    return flags_.in_place ? ExitCode::kOk
                           : WriteOutput(flags_.output, report.hardened.text, flags_.path);
  }

  const HardenFlags& flags_;
  Style errors_;
  TrustSetup setup_;
};

}  // namespace

std::function<ExitCode()> SetUpHarden(CLI::App& app) {
  auto flags = std::make_shared<HardenFlags>();
  app.add_option("FILE", flags->path, "a policy, output of `aws`, a template, Markdown");
  AddTrustFlags(app, flags->trust);
  AddInputFlags(app, flags->input);
  app.add_option("--keep,-k", flags->keep, "requests that must stay allowed, as for `deputy eval`")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_flag("--diff", flags->diff, "print what changes, not the whole file");
  app.add_flag("--in-place,-i", flags->in_place, "write to the file itself");
  app.add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_val("text")
      ->type_name("FORMAT");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(The file goes to standard output, changed only where a policy needs it; what was
changed, why, and what is proved goes to standard error. What cannot be made to
hold without locking honest callers out is not changed: exit code 1. A file of
which nothing could be changed, and not all is proved, is not printed at all: an
open policy is not to pass for a hardened one.

Examples:
  deputy harden trust.json --trust 111122223333 --diff
  deputy harden trust.json -t 111122223333 --keep honest.jsonl --in-place
  deputy harden vendor.json -t 111122223333 --third-party 555566667777=7f3c)");
  return [flags] { return HardenRun(*flags).Execute(); };
}

}  // namespace deputy
