// `deputy rule [ID]`: what a finding means, or all the rules there are.

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/lint/rule_catalog.h"
#include "engine/text/diagnostic.h"
#include "simulator/check/rule_filter.h"
#include "simulator/cli/command.h"
#include "simulator/cli/output.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

struct RuleFlags {
  std::string id;
  std::string format;
};

std::string List() {
  std::string out;
  for (const RuleInfo& rule : AllRules()) {
    absl::StrAppend(&out, rule.id, "  ", rule.name, " (", SeverityName(rule.severity), ")\n");
    out += Wrap("        ", rule.summary);
  }
  return out;
}

// Examples and links stand as they are, the rest in lines of a terminal's width.
std::string Wrapped(const std::string& text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (line.empty() || absl::StartsWith(line, " ")) {
      absl::StrAppend(&out, line, "\n");
    } else {
      out += Wrap("", line);
    }
  }
  while (absl::EndsWith(out, "\n\n")) out.pop_back();
  return out;
}

ExitCode PrintRule(const RuleFlags& flags) {
  std::string text;
  if (flags.format == "markdown") {
    if (!flags.id.empty()) return ReportUsage("`--format markdown` prints all rules; leave out ID");
    text = RuleCatalogMarkdown();
  } else if (flags.id.empty()) {
    text = List();
  } else if (const RuleInfo* rule = FindRule(flags.id)) {
    text = Wrapped(RuleText(*rule));
  } else {
    const std::string complaint = ComplaintAboutRule(flags.id);
    return ReportUsage(complaint.empty() ? absl::StrCat("there is no rule ", Quote(flags.id))
                                         : complaint);
  }
  absl::StatusOr<Output> output = Output::Open("");
  const absl::Status status = output->Write(text);
  return status.ok() ? ExitCode::kOk : ReportFailure(status);
}

}  // namespace

std::function<ExitCode()> SetUpRule(CLI::App& app) {
  auto flags = std::make_shared<RuleFlags>();
  app.add_option("ID", flags->id, "a rule by id or name: DEP101; none lists them all");
  app.add_option("--format", flags->format, "text, or markdown for the whole catalogue")
      ->check(CLI::IsMember({"text", "markdown"}))
      ->default_val("text")
      ->type_name("FORMAT");
  return [flags] { return PrintRule(*flags); };
}

}  // namespace deputy
