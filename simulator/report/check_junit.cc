// JUnit's XML as build servers read it: a suite a file, a case a policy, its findings as one
// failure. https://github.com/testmoapp/junitxml
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"
#include "simulator/report/check_report.h"

namespace deputy {
namespace {

// As the text of an element or an attribute. What XML 1.0 cannot hold becomes U+FFFD.
std::string Xml(absl::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8Length(text, i);
    const absl::string_view point = text.substr(i, std::max<size_t>(1, length));
    const char c = point[0];
    i += point.size();
    if (length == 0 ||
        (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t' && c != '\r') ||
        point == "\xEF\xBF\xBE" || point == "\xEF\xBF\xBF") {
      out += "\xEF\xBF\xBD";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\n' || c == '\t' || c == '\r') {
      absl::StrAppend(&out, "&#", static_cast<int>(c), ";");
    } else {
      absl::StrAppend(&out, point);
    }
  }
  return out;
}

struct Counts {
  size_t tests = 0;
  size_t failures = 0;
  size_t errors = 0;
  size_t skipped = 0;

  std::string Attributes() const {
    return absl::StrCat(" tests=\"", tests, "\" failures=\"", failures, "\" errors=\"", errors,
                        "\" skipped=\"", skipped, "\"");
  }
};

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

void Case(absl::string_view file, absl::string_view name, absl::string_view inside,
          std::string& out) {
  absl::StrAppend(&out, "    <testcase classname=\"", Xml(file), "\" name=\"", Xml(name), "\"");
  absl::StrAppend(&out, inside.empty() ? "/>\n" : absl::StrCat(">", inside, "</testcase>\n"));
}

std::string Suite(const CheckedFile& file, Counts& all) {
  const FilePositions positions(file);
  const std::string& name = file.source.name;
  Counts counts;
  std::string cases;
  for (const CheckedPolicy& policy : file.policies) {
    const std::string told = Told(policy, positions);
    std::string inside;
    if (!told.empty()) {
      ++counts.failures;
      inside = absl::StrCat("<failure message=\"", Xml(told.substr(0, told.find('\n'))), "\">",
                            Xml(told), "</failure>");
    } else if (policy.service_linked) {
      ++counts.skipped;
      inside = "<skipped message=\"a service-linked role: nobody can edit it\"/>";
    } else if (!policy.unknown.empty()) {
      ++counts.errors;
      inside = absl::StrCat("<error message=\"", Xml(UnknownWords(policy.unknown[0])), "\"/>");
    }
    ++counts.tests;
    Case(name, policy.subject, inside, cases);
  }
  for (const Diagnostic& problem : file.problems.items()) {
    if (problem.severity != Severity::kError) continue;
    ++counts.tests;
    ++counts.errors;
    const TextPosition at = positions.Of(problem.range.begin);
    Case(name, problem.rule,
         absl::StrCat("<error message=\"",
                      Xml(absl::StrCat(at.line, ":", at.column, ": ", problem.message)), "\"/>"),
         cases);
  }
  all.tests += counts.tests;
  all.failures += counts.failures;
  all.errors += counts.errors;
  all.skipped += counts.skipped;
  return absl::StrCat("  <testsuite name=\"", Xml(name), "\"", counts.Attributes(), ">\n", cases,
                      "  </testsuite>\n");
}

}  // namespace

std::string CheckJunit(const CheckReport& report) {
  Counts all;
  std::string suites;
  for (const CheckedFile& file : report.files) suites += Suite(file, all);
  for (const UnreadFile& file : report.unread) {
    const Counts one{1, 0, 1, 0};
    absl::StrAppend(&suites, "  <testsuite name=\"", Xml(file.name), "\"", one.Attributes(), ">\n");
    Case(file.name, "unreadable", absl::StrCat("<error message=\"", Xml(file.why), "\"/>"), suites);
    suites += "  </testsuite>\n";
    ++all.tests;
    ++all.errors;
  }
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"deputy check\"",
      all.Attributes(), ">\n", suites, "</testsuites>\n");
}

}  // namespace deputy
