// Workflow commands of GitHub Actions, which become annotations of a change.
// https://docs.github.com/en/actions/using-workflows/workflow-commands-for-github-actions
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "simulator/report/check_report.h"

namespace deputy {
namespace {

constexpr absl::string_view kCommands[] = {"error", "error", "warning", "notice"};  // by Severity

// As actions/toolkit escapes what stands behind `::`, and what stands before it.
std::string DataText(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"%", "%25"}, {"\r", "%0D"}, {"\n", "%0A"}});
}
std::string PropertyText(absl::string_view text) {
  return absl::StrReplaceAll(DataText(text), {{":", "%3A"}, {",", "%2C"}});
}

std::string FileText(absl::string_view name) {
  return PropertyText(Escape(NameInRepository(name), 4096));
}

std::string Command(absl::string_view command, absl::string_view file, TextPosition begin,
                    TextPosition end, absl::string_view title, absl::string_view message) {
  std::string out = absl::StrCat("::", command, " file=", FileText(file), ",line=", begin.line,
                                 ",col=", begin.column);
  // An end column is only understood on the line on which the range begins.
  if (end.line == begin.line && end.column > begin.column)
    absl::StrAppend(&out, ",endLine=", end.line, ",endColumn=", end.column);
  return absl::StrCat(out, ",title=", PropertyText(title), "::", DataText(message), "\n");
}

}  // namespace

std::string CheckGithub(const CheckReport& report) {
  std::string out;
  for (const CheckedFile& file : report.files) {
    const FilePositions positions(file);
    const auto add = [&](absl::string_view command, TextRange range, absl::string_view title,
                         absl::string_view message) {
      out += Command(command, file.source.name, positions.Of(range.begin), positions.Of(range.end),
                     title, message);
    };
    for (const CheckedPolicy& policy : file.policies) {
      const std::string subject = Escape(policy.subject, 400);
      for (const CheckedFinding& known : policy.findings) {
        const Finding& finding = known.finding;
        if (known.set_aside != SetAside::kNo) continue;
        std::string message = absl::StrCat(subject, ": ", finding.message);
        for (const std::string& note : finding.notes) absl::StrAppend(&message, "\n", note);
        add(kCommands[static_cast<size_t>(finding.severity)], finding.range,
            absl::StrCat(finding.rule, " ", SeverityName(finding.severity)), message);
      }
      for (const UnknownPart& part : policy.unknown)
        add("warning", part.range, "unknown", absl::StrCat(subject, ": ", UnknownWords(part)));
    }
    for (const Diagnostic& problem : file.problems.items())
      add(kCommands[static_cast<size_t>(problem.severity)], problem.range, problem.rule,
          problem.message);
  }
  for (const UnreadFile& file : report.unread)
    absl::StrAppend(&out, "::error file=", FileText(file.name), "::", DataText(file.why), "\n");
  return out;
}

}  // namespace deputy
