// For a person at a terminal: grouped by policy, a caret under each place, what to do, and one line
// of totals.
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "simulator/report/check_report.h"
#include "simulator/report/count.h"
#include "simulator/report/diagnostic_text.h"
#include "simulator/report/snippet.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

std::string Head(const CheckedFile& file, TextPosition at, const Style& style) {
  return style.Paint(
      Ink::kBold, absl::StrCat(Escape(file.source.name, 4096), ":", at.line, ":", at.column, ": "));
}

// "dms.amazonaws.com calls sts:AssumeRole with aws:SourceAccount 999988887777".
std::string RequestWords(const Request& request) {
  std::vector<std::string> keys;
  for (const auto& [folded, entry] : request.context) {
    if (entry.filled_in) continue;
    keys.push_back(
        absl::StrCat(Escape(entry.name), " ", Escape(absl::StrJoin(entry.values, ", "), 400)));
  }
  const Principal& principal = request.principal;
  return absl::StrCat(
      principal.kind == PrincipalKind::kAnonymous ? "anybody" : Escape(principal.text, 400),
      " calls ", Escape(request.action), " with ",
      keys.empty() ? "no key of its own" : absl::StrJoin(keys, ", "));
}

void TellFinding(const CheckedFile& file, const Finding& finding, TextPosition at,
                 const Style& style, std::string& out) {
  absl::StrAppend(
      &out, Head(file, at, style),
      style.Paint(InkOf(finding.severity), absl::StrCat(SeverityName(finding.severity), ": ")),
      finding.message, " ", style.Paint(Ink::kDim, absl::StrCat("[", finding.rule, "]")),
      Snippet(file.source.text, finding.range, style), "\n");
  if (finding.witness) out += Wrap("  gets in: ", RequestWords(*finding.witness));
  for (const std::string& note : finding.notes) out += Wrap("  note: ", note);
  if (finding.fix) out += Wrap("  fix: ", finding.fix->title);
  out += "\n";
}

void TellPolicy(const CheckedFile& file, const CheckedPolicy& policy,
                const FilePositions& positions, const Style& style, std::string& out) {
  std::string told;
  for (const CheckedFinding& known : policy.findings) {
    if (known.set_aside != SetAside::kNo) continue;
    TellFinding(file, known.finding, positions.Of(known.finding.range.begin), style, told);
  }
  for (const UnknownPart& part : policy.unknown) {
    absl::StrAppend(&told, Head(file, positions.Of(part.range.begin), style),
                    style.Paint(Ink::kYellow, "unknown: "), UnknownWords(part),
                    Snippet(file.source.text, part.range, style), "\n\n");
  }
  if (told.empty()) return;
  const bool alone = file.policies.size() == 1 && absl::StartsWith(policy.subject, "policy ");
  if (!alone) absl::StrAppend(&out, style.Paint(Ink::kBold, Escape(policy.subject, 400)), "\n");
  out += told;
}

std::string Summary(const CheckReport& report, const CheckTotals& totals) {
  static constexpr const char* kSeverities[][2] = {{"error", "errors"},
                                                   {"security warning", "security warnings"},
                                                   {"warning", "warnings"},
                                                   {"suggestion", "suggestions"}};
  std::vector<std::string> found;
  for (size_t i = 0; i < totals.findings.size(); ++i) {
    if (totals.findings[i] > 0)
      found.push_back(Count(totals.findings[i], kSeverities[i][0], kSeverities[i][1]));
  }
  std::string out = absl::StrCat(Count(totals.policies, "policy", "policies"), " in ",
                                 Count(totals.files, "file", "files"), ": ",
                                 found.empty() ? "no findings" : absl::StrJoin(found, ", "));
  const auto add = [&](size_t count, const std::string& words) {
    if (count > 0) absl::StrAppend(&out, "; ", words);
  };
  add(totals.fixable, absl::StrCat(totals.fixable, " can be mended with --fix"));
  add(totals.unknown,
      Count(totals.unknown, "policy is not known yet", "policies are not known yet"));
  add(totals.service_linked, Count(totals.service_linked, "service-linked role passed over",
                                   "service-linked roles passed over"));
  add(totals.suppressed, absl::StrCat(totals.suppressed, " suppressed"));
  add(totals.in_baseline, absl::StrCat(totals.in_baseline, " in the baseline"));
  add(report.passed_over,
      Count(report.passed_over, "other file passed over", "other files passed over"));
  add(totals.rejected_files, Count(totals.rejected_files, "file rejected", "files rejected"));
  add(report.unread.size(), Count(report.unread.size(), "file not read", "files not read"));
  return Wrap("", out);
}

}  // namespace

std::string CheckText(const CheckReport& report, const Style& style) {
  std::string out;
  for (const CheckedFile& file : report.files) {
    const FilePositions positions(file);
    for (const CheckedPolicy& policy : file.policies)
      TellPolicy(file, policy, positions, style, out);
  }
  if (report.summary) out += Summary(report, CountAll(report));
  return out;
}

}  // namespace deputy
