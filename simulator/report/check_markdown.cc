// A table for a pull request, in GitHub's Markdown.
// https://github.github.com/gfm/#tables-extension-
#include "absl/strings/str_cat.h"
#include "engine/lint/rule_catalog.h"
#include "simulator/report/check_report.h"
#include "simulator/report/count.h"
#include "simulator/report/markdown.h"

namespace deputy {
namespace {

std::string Rule(const std::string& id) {
  const RuleInfo* rule = FindRule(id);
  return rule == nullptr || rule->page.empty() ? MarkdownText(id)
                                               : absl::StrCat("[", id, "](", rule->page, ")");
}

}  // namespace

std::string CheckMarkdown(const CheckReport& report) {
  std::string rows;
  const auto row = [&](const std::string& place, absl::string_view subject,
                       absl::string_view severity, const std::string& rule,
                       absl::string_view message) {
    absl::StrAppend(&rows, "| ", MarkdownText(place), " | ", MarkdownText(subject), " | ", severity,
                    " | ", rule, " | ", MarkdownText(message), " |\n");
  };
  for (const CheckedFile& file : report.files) {
    const FilePositions positions(file);
    const auto place = [&](TextRange range) {
      const TextPosition at = positions.Of(range.begin);
      return absl::StrCat(file.source.name, ":", at.line, ":", at.column);
    };
    for (const CheckedPolicy& policy : file.policies) {
      for (const CheckedFinding& known : policy.findings) {
        const Finding& finding = known.finding;
        if (known.set_aside != SetAside::kNo) continue;
        row(place(finding.range), policy.subject, SeverityName(finding.severity),
            Rule(finding.rule), finding.message);
      }
      for (const UnknownPart& part : policy.unknown)
        row(place(part.range), policy.subject, "unknown", "", UnknownWords(part));
    }
    for (const Diagnostic& problem : file.problems.items())
      row(place(problem.range), "", SeverityName(problem.severity), MarkdownText(problem.rule),
          problem.message);
  }
  for (const UnreadFile& file : report.unread) row(file.name, "", "error", "", file.why);

  const CheckTotals totals = CountAll(report);
  std::string out =
      absl::StrCat("### deputy check: ", Count(totals.all_findings(), "finding", "findings"),
                   " in ", Count(totals.policies, "policy", "policies"), "\n\n");
  if (rows.empty()) return out + "Nothing to report.\n";
  return absl::StrCat(out, "| where | whose | severity | rule | what |\n|---|---|---|---|---|\n",
                      rows);
}

}  // namespace deputy
