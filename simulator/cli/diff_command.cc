// `deputy diff`: which requests the policies of one file allow that those of another do not.

#include <unistd.h>

#include <memory>

#include "absl/algorithm/container.h"
#include "simulator/cli/command.h"
#include "simulator/cli/output.h"
#include "simulator/cli/policy_files.h"
#include "simulator/cli/policy_pairs.h"
#include "simulator/cli/progress.h"
#include "simulator/cli/trust_flags.h"
#include "simulator/report/difference.h"

namespace deputy {
namespace {

struct DiffFlags {
  std::string before;
  std::string after;
  InputFlags input;
  uint64_t budget = kDefaultStateBudget;
  std::string format;
  std::string fail_on;
  std::string output;
  std::string color;
};

struct FailOn {
  const char* name;
  bool (*holds)(const PolicyDifference& policy);
};

constexpr FailOn kFailOns[] = {
    {"any", [](const PolicyDifference& policy) { return policy.gives || policy.takes; }},
    {"wider", [](const PolicyDifference& policy) { return policy.gives; }},
    {"narrower", [](const PolicyDifference& policy) { return policy.takes; }},
    {"incomparable",
     [](const PolicyDifference& policy) { return policy.change == AccessChange::kIncomparable; }},
    {"none", [](const PolicyDifference&) { return false; }},
};

class Diff {
 public:
  explicit Diff(const DiffFlags& flags)
      : flags_(flags), errors_(StyleFor(flags.color, STDERR_FILENO)) {}

  ExitCode Execute() {
    IntakeOptions options;
    if (const ExitCode code = ReadInputFlags(flags_.input, options); code != ExitCode::kOk)
      return code;
    if (flags_.before == "-" && flags_.after == "-")
      return ReportUsage("only one of the two can be standard input");
    std::vector<std::unique_ptr<LoadedFile>> files;
    ExitCode code = LoadPolicyFile(flags_.before, options, errors_, files);
    code = Worst(code, LoadPolicyFile(flags_.after, options, errors_, files));
    if (files.size() != 2) return code;
    for (const auto& file : files) {  // its policies would all seem added or removed
      if (file->file_refused) return code;
    }
    Progress progress(static_cast<int64_t>(files[0]->file.policies.size()), "policies");
    const DifferenceReport report = CompareFiles(
        *files[0], *files[1], flags_.input.account, flags_.budget, [&](size_t done, size_t) {
          progress.Show(static_cast<int64_t>(done), static_cast<int64_t>(done));
        });
    return Worst(code, Write(report));
  }

 private:
  ExitCode Write(const DifferenceReport& report) const {
    const Style style = flags_.output.empty() ? StyleFor(flags_.color, STDOUT_FILENO)
                                              : Style(flags_.color == "always");
    ExitCode code =
        WriteOutput(flags_.output, flags_.format == "json"       ? DifferenceAsJson(report)
                                   : flags_.format == "markdown" ? DifferenceAsMarkdown(report)
                                                                 : DifferenceAsText(report, style));
    for (const FailOn& fail_on : kFailOns) {
      if (fail_on.name == flags_.fail_on && absl::c_any_of(report.policies, fail_on.holds))
        code = Worst(code, ExitCode::kNotAsExpected);
    }
    return report.Count(AccessChange::kUnknown) > 0 ? Worst(code, ExitCode::kUnknown) : code;
  }

  const DiffFlags& flags_;
  Style errors_;
};

}  // namespace

std::function<ExitCode()> SetUpDiff(CLI::App& app) {
  auto flags = std::make_shared<DiffFlags>();
  app.add_option("BEFORE", flags->before, "a file of any kind; `-` is standard input")->required();
  app.add_option("AFTER", flags->after, "another; policies pair by ARN or name")->required();
  AddInputFlags(app, flags->input);
  AddBudgetFlag(app, flags->budget);
  app.add_option("--format", flags->format, "how to say it")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->default_val("text")
      ->type_name("FORMAT");
  std::vector<std::string> names;
  for (const FailOn& fail_on : kFailOns) names.emplace_back(fail_on.name);
  app.add_option("--fail-on", flags->fail_on, "exit 1 on such a difference")
      ->check(CLI::IsMember(names))
      ->default_val("any")
      ->type_name("CHANGE");
  app.add_option("--output,-o", flags->output, "write to this file instead of standard output")
      ->type_name("FILE");
  AddColorFlag(app, flags->color);
  app.footer(R"(Each policy is equivalent, narrower, wider or incomparable to what it was, over
all requests, with a request each way; or unknown, added, removed. `--fail-on
wider` is for more than before: wider, incomparable, an added role, and of a
resource's policy (a bucket's) added if it allows, removed if it denies.
Unknown is exit 5.

Examples:
  deputy diff before.json after.json
  git show main:trust.json | deputy diff - trust.json --format markdown)");
  return [flags] { return Diff(*flags).Execute(); };
}

}  // namespace deputy
