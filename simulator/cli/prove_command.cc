// `deputy prove`: that no foreign party gets in through a policy, over all requests, or a request
// that does.

#include <unistd.h>

#include <memory>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/prove/smt.h"
#include "engine/text/diagnostic.h"
#include "simulator/cli/certificate_file.h"
#include "simulator/cli/command.h"
#include "simulator/cli/input.h"
#include "simulator/cli/output.h"
#include "simulator/cli/policy_files.h"
#include "simulator/cli/policy_prover.h"
#include "simulator/cli/progress.h"
#include "simulator/cli/trust_flags.h"
#include "simulator/report/proof_json.h"
#include "simulator/report/proof_text.h"

namespace deputy {
namespace {

struct ProveFlags {
  std::vector<std::string> paths;
  TrustFlags trust;
  InputFlags input;
  uint64_t budget = kDefaultStateBudget;
  std::string format;
  std::string output;
  std::string certificate;
  std::string smt2;
  std::string check;
  std::string color;
};

class ProveRun {
 public:
  explicit ProveRun(const ProveFlags& flags)
      : flags_(flags), errors_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Execute() {
    if (!flags_.check.empty()) return Check();
    if (flags_.paths.empty()) return ReportUsage("give the files whose policies are to be proved");
    if (flags_.trust.accounts.empty() && flags_.trust.organizations.empty() &&
        flags_.input.account.empty())
      return ReportUsage("say who is mine: --trust ACCOUNT, --trust-org ID or --account ID");
    IntakeOptions options;
    ExitCode code = ReadInputFlags(flags_.input, options);
    if (code == ExitCode::kOk) code = ReadTrustFlags(AllTrust(), errors_, setup_);
    if (code != ExitCode::kOk) return code;
    code = Load(options);
    if (code == ExitCode::kUsage) return code;
    PolicyProver prover(setup_, flags_.budget);
    ProveAll(prover);
    if (!flags_.certificate.empty())
      code = Worst(code, WriteCertificates(flags_.certificate, AllTrust(), prover));
    if (!flags_.smt2.empty()) code = Worst(code, WriteSmt(prover));
    return Worst(code, Write(prover));
  }

 private:
  // The flags, with the owner of policies that do not say theirs as the first account.
  TrustFlags AllTrust() const {
    TrustFlags trust = flags_.trust;
    if (flags_.input.account.empty()) return trust;
    std::erase(trust.accounts, flags_.input.account);
    trust.accounts.insert(trust.accounts.begin(), flags_.input.account);
    return trust;
  }

  // Where there is no policy nothing is proved, and that is no success.
  ExitCode Load(const IntakeOptions& options) {
    const ExitCode code = LoadPolicyFiles(flags_.paths, options, errors_, files_);
    const auto holds_some = [](const auto& file) { return !file->file.policies.empty(); };
    if (code != ExitCode::kOk || absl::c_any_of(files_, holds_some)) return code;
    const std::string& first = flags_.paths[0];
    const std::string where = flags_.paths.size() > 1 ? "what was given"
                              : first == "-"          ? Quote("<stdin>")
                                                      : Quote(first);
    WriteError(absl::StrCat("deputy: error: no policy in ", where, "\n"));
    return ExitCode::kRejected;
  }

  ExitCode Check() {
    IntakeOptions options;
    ExitCode code = ReadInputFlags(flags_.input, options);
    if (code != ExitCode::kOk) return code;
    if (!flags_.paths.empty()) code = Load(options);
    if (code == ExitCode::kUsage) return code;
    std::string out;
    code = Worst(code, CheckCertificates(flags_.check, AllTrust(), files_, errors_, out));
    return Worst(code, WriteOutput(flags_.output, out));
  }

  // One script, its questions apart from each other by (reset).
  ExitCode WriteSmt(const PolicyProver& prover) const {
    std::string text;
    for (const PolicyProof& proof : prover.report().policies) {
      if (!proof.answers || proof.same_as) continue;
      for (const Answer& answer : *proof.answers) {
        const SmtScript script = ExportSmt(prover.QuestionOf(proof), answer.property);
        absl::StrAppend(&text, "(reset)\n; deputy ", PropertyName(answer.property), " ",
                        VerdictName(answer.verdict), " ", script.cases, " ",
                        script.exact ? "exact" : "wider", "\n; of ", Escape(proof.subject), "\n",
                        script.text);
      }
    }
    return WriteOutput(flags_.smt2, text);
  }

  void ProveAll(PolicyProver& prover) {
    int64_t bytes = 0;
    for (const auto& file : files_) bytes += static_cast<int64_t>(file->source.text.size());
    Progress progress(bytes, "policies");
    int64_t before = 0;
    int64_t policies = 0;
    for (const auto& file : files_) {
      PositionFinder places(file->source.text);
      for (const FoundPolicy& found : file->file.policies) {
        prover.Prove(*file, found, places);
        progress.Show(before + found.range.end, ++policies);
      }
      before += static_cast<int64_t>(file->source.text.size());
    }
  }

  ExitCode Write(const PolicyProver& prover) const {
    const ProofReport& report = prover.report();
    const Style style = flags_.output.empty() ? StyleFor(flags_.color, STDOUT_FILENO)
                                              : Style(flags_.color == "always");
    ExitCode code = WriteOutput(
        flags_.output, flags_.format == "json" ? ProofAsJson(report) : ProofAsText(report, style));
    if (report.Count(PolicyVerdict::kRefuted) > 0) code = Worst(code, ExitCode::kNotAsExpected);
    if (report.Count(PolicyVerdict::kUnknown) > 0) code = Worst(code, ExitCode::kUnknown);
    return code;
  }

  const ProveFlags& flags_;
  Style errors_;
  TrustSetup setup_;
  std::vector<std::unique_ptr<LoadedFile>> files_;
};

}  // namespace

std::function<ExitCode()> SetUpProve(CLI::App& app) {
  auto flags = std::make_shared<ProveFlags>();
  app.add_option("FILE", flags->paths, "policies, `aws` output, templates, pages, folders");
  AddTrustFlags(app, flags->trust);
  AddInputFlags(app, flags->input);
  AddBudgetFlag(app, flags->budget);
  app.add_option("--format", flags->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_val("text")
      ->type_name("FORMAT");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  app.add_option("--certificate", flags->certificate, "write what the proofs went through")
      ->type_name("FILE");
  app.add_option("--check", flags->check, "check such a file, and search nothing")
      ->type_name("FILE");
  app.add_option("--smt2", flags->smt2, "write the questions for an SMT solver")->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(Three properties of each policy: no service that acts for a foreign source
gets in, no foreign caller gets in, and somebody honest does. A policy's first
line is exactly PROVED, REFUTED or UNKNOWN, two blanks and its subject.

Examples:
  deputy prove trust.json --trust 111122223333
  aws iam get-account-authorization-details | deputy prove - -t 111122223333
  deputy prove template.yaml --account 111122223333 --parameter Stage=prod)");
  return [flags] { return ProveRun(*flags).Execute(); };
}

}  // namespace deputy
