// The shape of IAM Access Analyzer's policy validation, with what it does not have beside it, so
// that what reads the one can read the other.
// https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicyFinding.html
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/lint/rule_catalog.h"
#include "engine/text/json_writer.h"
#include "simulator/report/check_report.h"
#include "simulator/report/request_json.h"

namespace deputy {
namespace {

class Writer {
 public:
  explicit Writer(JsonWriter& writer) : writer_(writer) {}

  void Finding(const CheckedFile& file, const CheckedPolicy& policy, const deputy::Finding& finding,
               const FilePositions& positions) {
    const RuleInfo* rule = FindRule(finding.rule);
    writer_.BeginObject()
        .Member("findingType", absl::AsciiStrToUpper(absl::StrReplaceAll(
                                   SeverityName(finding.severity), {{"-", "_"}})))
        .Member("issueCode", rule == nullptr ? absl::string_view(finding.rule) : rule->name)
        .Member("findingDetails", finding.message)
        .Member("learnMoreLink", rule == nullptr ? absl::string_view() : rule->page)
        .Key("locations")
        .BeginArray()
        .BeginObject();
    Path(finding.path);
    Span("span", finding.range, positions);
    writer_.EndObject().EndArray();
    writer_.Member("rule", finding.rule)
        .Member("severity", SeverityName(finding.severity))
        .Member("file", file.source.name)
        .Member("subject", policy.subject)
        .Member("path", finding.path)
        .Key("notes")
        .BeginArray();
    for (const std::string& note : finding.notes) writer_.String(note);
    writer_.EndArray();
    if (finding.fix) Fix(*finding.fix, positions);
    if (finding.witness) WriteRequest(*finding.witness, writer_.Key("request"));
    writer_.EndObject();
  }

  void Unknown(const CheckedFile& file, const CheckedPolicy& policy, const UnknownPart& part,
               const FilePositions& positions) {
    writer_.BeginObject()
        .Member("file", file.source.name)
        .Member("subject", policy.subject)
        .Member("reason", part.what);
    Span("span", part.range, positions);
    writer_.EndObject();
  }

  void Problem(const CheckedFile& file, const Diagnostic& problem, const FilePositions& positions) {
    writer_.BeginObject()
        .Member("file", file.source.name)
        .Member("rule", problem.rule)
        .Member("severity", SeverityName(problem.severity))
        .Member("message", problem.message);
    Span("span", problem.range, positions);
    writer_.EndObject();
  }

 private:
  void Fix(const deputy::Fix& fix, const FilePositions& positions) {
    writer_.Key("fix").BeginObject().Member("title", fix.title).Key("edits").BeginArray();
    for (const TextEdit& edit : fix.edits) {
      writer_.BeginObject();
      Span("span", edit.range, positions);
      writer_.Member("replacement", edit.replacement).EndObject();
    }
    writer_.EndArray().EndObject();
  }

  // A JSON pointer as Access Analyzer has it: {"value": name} or {"index": n} a step.
  void Path(absl::string_view pointer) {
    writer_.Key("path").BeginArray();
    if (!pointer.empty()) pointer.remove_prefix(1);
    for (const absl::string_view step : absl::StrSplit(pointer, '/')) {
      if (pointer.empty()) break;
      int64_t index = 0;
      writer_.BeginObject();
      if (absl::SimpleAtoi(step, &index)) {
        writer_.Member("index", index);
      } else {
        writer_.Member("value", absl::StrReplaceAll(step, {{"~1", "/"}, {"~0", "~"}}));
      }
      writer_.EndObject();
    }
    writer_.EndArray();
  }

  void Position(absl::string_view name, uint32_t offset, const FilePositions& positions) {
    const TextPosition at = positions.Of(offset);
    writer_.Key(name)
        .BeginObject()
        .Member("line", int64_t{at.line})
        .Member("column", int64_t{at.column})
        .Member("offset", int64_t{offset})
        .EndObject();
  }

  void Span(absl::string_view name, TextRange range, const FilePositions& positions) {
    writer_.Key(name).BeginObject();
    Position("start", range.begin, positions);
    Position("end", range.end, positions);
    writer_.EndObject();
  }

  JsonWriter& writer_;
};

void WriteTotals(const CheckReport& report, JsonWriter& writer) {
  const CheckTotals totals = CountAll(report);
  writer.Key("totals").BeginObject();
  const std::pair<absl::string_view, size_t> kCounts[] = {
      {"files", totals.files},
      {"policies", totals.policies},
      {"error", totals.findings[0]},
      {"securityWarning", totals.findings[1]},
      {"warning", totals.findings[2]},
      {"suggestion", totals.findings[3]},
      {"fixable", totals.fixable},
      {"suppressed", totals.suppressed},
      {"inBaseline", totals.in_baseline},
      {"serviceLinked", totals.service_linked},
      {"unknownPolicies", totals.unknown},
      {"rejectedFiles", totals.rejected_files},
      {"unreadFiles", report.unread.size()},
      {"filesPassedOver", report.passed_over},
  };
  for (const auto& [name, count] : kCounts) writer.Member(name, static_cast<int64_t>(count));
  writer.EndObject();
}

}  // namespace

std::string CheckJson(const CheckReport& report) {
  std::vector<FilePositions> positions(report.files.begin(), report.files.end());
  JsonWriter json(JsonStyle::kPretty);
  Writer writer(json);
  json.BeginObject().Member("schema", "deputy-findings").Member("version", int64_t{1});
  json.Key("findings").BeginArray();
  for (size_t i = 0; i < report.files.size(); ++i) {
    const CheckedFile& file = report.files[i];
    for (const CheckedPolicy& policy : file.policies) {
      for (const CheckedFinding& known : policy.findings) {
        if (known.set_aside == SetAside::kNo)
          writer.Finding(file, policy, known.finding, positions[i]);
      }
    }
  }
  json.EndArray().Key("unknown").BeginArray();
  for (size_t i = 0; i < report.files.size(); ++i) {
    for (const CheckedPolicy& policy : report.files[i].policies) {
      for (const UnknownPart& part : policy.unknown)
        writer.Unknown(report.files[i], policy, part, positions[i]);
    }
  }
  json.EndArray().Key("problems").BeginArray();
  for (size_t i = 0; i < report.files.size(); ++i) {
    for (const Diagnostic& problem : report.files[i].problems.items())
      writer.Problem(report.files[i], problem, positions[i]);
  }
  for (const UnreadFile& file : report.unread) {
    json.BeginObject()
        .Member("file", file.name)
        .Member("rule", "unreadable")
        .Member("severity", SeverityName(Severity::kError))
        .Member("message", file.why)
        .EndObject();
  }
  json.EndArray();
  WriteTotals(report, json);
  json.EndObject();
  return absl::StrCat(json.Take(), "\n");
}

}  // namespace deputy
