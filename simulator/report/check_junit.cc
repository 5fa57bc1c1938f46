// A suite a file, a case a policy, its findings as one failure.
#include "absl/strings/str_cat.h"
#include "simulator/report/check_report.h"
#include "simulator/report/junit.h"

namespace deputy {
namespace {

std::string Told(const CheckedPolicy& policy, const FilePositions& positions) {
  std::string told;
  for (const CheckedFinding& known : policy.findings) {
    if (known.set_aside != SetAside::kNo) continue;
    const Finding& finding = known.finding;
    const TextPosition at = positions.Of(finding.range.begin);
    absl::StrAppend(&told, at.line, ":", at.column, ": ", SeverityName(finding.severity), ": ",
                    finding.message, " [", finding.rule, "]\n");
    for (const std::string& note : finding.notes) absl::StrAppend(&told, "  ", note, "\n");
  }
  return told;
}

void WriteSuite(const CheckedFile& file, JunitWriter& writer) {
  const FilePositions positions(file);
  const std::string& name = file.source.name;
  writer.BeginSuite(name);
  for (const CheckedPolicy& policy : file.policies) {
    const std::string told = Told(policy, positions);
    if (!told.empty()) {
      writer.Case(name, policy.subject, JunitOutcome::kFailure, told.substr(0, told.find('\n')),
                  told);
    } else if (policy.service_linked) {
      writer.Case(name, policy.subject, JunitOutcome::kSkipped,
                  "a service-linked role: nobody can edit it");
    } else if (!policy.unknown.empty()) {
      writer.Case(name, policy.subject, JunitOutcome::kError, UnknownWords(policy.unknown[0]));
    } else {
      writer.Case(name, policy.subject, JunitOutcome::kPassed);
    }
  }
  for (const Diagnostic& problem : file.problems.items()) {
    if (problem.severity != Severity::kError) continue;
    const TextPosition at = positions.Of(problem.range.begin);
    writer.Case(name, problem.rule, JunitOutcome::kError,
                absl::StrCat(at.line, ":", at.column, ": ", problem.message));
  }
  writer.EndSuite();
}

}  // namespace

std::string CheckJunit(const CheckReport& report) {
  JunitWriter writer("deputy check");
  for (const CheckedFile& file : report.files) WriteSuite(file, writer);
  for (const UnreadFile& file : report.unread) {
    writer.BeginSuite(file.name);
    writer.Case(file.name, "unreadable", JunitOutcome::kError, file.why);
    writer.EndSuite();
  }
  return writer.Take();
}

}  // namespace deputy
