// SARIF 2.1.0, for code scanning and editors.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "engine/lint/rule_catalog.h"
#include "engine/text/digest.h"
#include "engine/text/json_writer.h"
#include "simulator/report/check_report.h"

namespace deputy {
namespace {

// By Severity. SARIF knows three levels; GitHub orders by the number of a security finding.
struct Level {
  absl::string_view name;
  absl::string_view security;
};
constexpr Level kLevels[] = {
    {"error", "8.0"}, {"error", "7.0"}, {"warning", "4.0"}, {"note", "1.0"}};
const Level& LevelOf(Severity severity) { return kLevels[static_cast<size_t>(severity)]; }

// A relative reference (RFC 3986), or a file URI of an absolute path.
std::string UriOf(absl::string_view name) {
  if (name == "<stdin>") return "stdin";
  name = NameInRepository(name);
  std::string uri = absl::StartsWith(name, "/") ? "file://" : "";
  // A colon in the first segment would make it a scheme.
  const absl::string_view first = name.substr(0, name.find('/'));
  if (uri.empty() && absl::StrContains(first, ":")) uri = "./";
  for (const char c : name) {
    const bool plain = absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                       absl::StrContains("-._~/:@!$&'()*+,;=", c);
    if (plain) {
      uri.push_back(c);
    } else {
      absl::StrAppendFormat(&uri, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

class SarifWriter {
 public:
  explicit SarifWriter(const CheckReport& report) : report_(report), writer_(JsonStyle::kPretty) {
    for (const RuleInfo& rule : AllRules())
      rule_index_.emplace(rule.id, static_cast<int64_t>(rule_index_.size()));
  }

  std::string Write() {
    writer_.BeginObject()
        .Member("$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                "sarif-schema-2.1.0.json")
        .Member("version", "2.1.0")
        .Key("runs")
        .BeginArray()
        .BeginObject();
    Tool();
    writer_.Member("columnKind", "unicodeCodePoints").Key("results").BeginArray();
    std::vector<FilePositions> positions(report_.files.begin(), report_.files.end());
    for (size_t i = 0; i < report_.files.size(); ++i) {
      for (const CheckedPolicy& policy : report_.files[i].policies) {
        for (const CheckedFinding& known : policy.findings)
          Result(report_.files[i], policy, known, positions[i]);
      }
    }
    writer_.EndArray();
    Invocation(positions);
    writer_.EndObject().EndArray().EndObject();
    return absl::StrCat(writer_.Take(), "\n");
  }

 private:
  void Text(absl::string_view name, absl::string_view text) {
    writer_.Key(name).BeginObject().Member("text", text).EndObject();
  }

  void Tool() {
    writer_.Key("tool")
        .BeginObject()
        .Key("driver")
        .BeginObject()
        .Member("name", "deputy")
        .Member("semanticVersion", report_.version)
        .Key("rules")
        .BeginArray();
    for (const RuleInfo& rule : AllRules()) {
      writer_.BeginObject().Member("id", rule.id).Member("name", rule.name);
      Text("shortDescription", rule.summary);
      Text("fullDescription", rule.meaning);
      if (!rule.page.empty()) writer_.Member("helpUri", rule.page);
      Text("help", absl::StrCat(rule.meaning, "\n\nBad: ", rule.bad, "\n\nGood: ", rule.good));
      writer_.Key("defaultConfiguration")
          .BeginObject()
          .Member("level", LevelOf(rule.severity).name)
          .EndObject();
      writer_.Key("properties")
          .BeginObject()
          .Member("security-severity", LevelOf(rule.severity).security)
          .Key("tags")
          .BeginArray()
          .String("security")
          .EndArray()
          .EndObject()
          .EndObject();
    }
    writer_.EndArray().EndObject().EndObject();
  }

  void Region(absl::string_view name, TextRange range, const FilePositions& positions) {
    const TextPosition begin = positions.Of(range.begin);
    const TextPosition end = positions.Of(range.end);
    writer_.Key(name)
        .BeginObject()
        .Member("startLine", int64_t{begin.line})
        .Member("startColumn", int64_t{begin.column})
        .Member("endLine", int64_t{end.line})
        .Member("endColumn", int64_t{end.column})
        .EndObject();
  }

  void Artifact(const CheckedFile& file) {
    writer_.Key("artifactLocation")
        .BeginObject()
        .Member("uri", UriOf(file.source.name))
        .EndObject();
  }

  void Location(const CheckedFile& file, TextRange range, const FilePositions& positions,
                absl::string_view subject) {
    writer_.Key("locations").BeginArray().BeginObject().Key("physicalLocation").BeginObject();
    Artifact(file);
    Region("region", range, positions);
    writer_.EndObject();
    if (!subject.empty()) {
      writer_.Key("logicalLocations")
          .BeginArray()
          .BeginObject()
          .Member("fullyQualifiedName", subject)
          .EndObject()
          .EndArray();
    }
    writer_.EndObject().EndArray();
  }

  void Result(const CheckedFile& file, const CheckedPolicy& policy, const CheckedFinding& known,
              const FilePositions& positions) {
    const Finding& finding = known.finding;
    writer_.BeginObject().Member("ruleId", finding.rule);
    if (const auto index = rule_index_.find(finding.rule); index != rule_index_.end())
      writer_.Member("ruleIndex", index->second);
    writer_.Member("level", LevelOf(finding.severity).name);
    std::string message = finding.message;
    for (const std::string& note : finding.notes) absl::StrAppend(&message, "\n", note);
    Text("message", message);
    Location(file, finding.range, positions, policy.subject);
    // Lines may move, and a file has several policies with the same path in it.
    writer_.Key("partialFingerprints")
        .BeginObject()
        .Member("deputyFinding/v1",
                Digest(absl::StrCat(finding.rule, "\n", policy.subject, "\n", finding.path)))
        .EndObject();
    if (finding.fix) Fix(file, *finding.fix, positions);
    if (known.set_aside == SetAside::kSuppressed) {
      writer_.Key("suppressions")
          .BeginArray()
          .BeginObject()
          .Member("kind", "external")
          .Member("status", "accepted")
          .Member("justification", known.reason)
          .EndObject()
          .EndArray();
    }
    if (known.set_aside == SetAside::kInBaseline) writer_.Member("baselineState", "unchanged");
    writer_.EndObject();
  }

  void Fix(const CheckedFile& file, const deputy::Fix& fix, const FilePositions& positions) {
    writer_.Key("fixes").BeginArray().BeginObject();
    Text("description", fix.title);
    writer_.Key("artifactChanges").BeginArray().BeginObject();
    Artifact(file);
    writer_.Key("replacements").BeginArray();
    for (const TextEdit& edit : fix.edits) {
      writer_.BeginObject();
      Region("deletedRegion", edit.range, positions);
      Text("insertedContent", edit.replacement);
      writer_.EndObject();
    }
    writer_.EndArray().EndObject().EndArray().EndObject().EndArray();
  }

  // Files that could not be read or understood, and policies that are not known yet.
  void Invocation(const std::vector<FilePositions>& positions) {
    const CheckTotals totals = CountAll(report_);
    writer_.Key("invocations")
        .BeginArray()
        .BeginObject()
        .Key("executionSuccessful")
        .Bool(totals.rejected_files == 0 && report_.unread.empty())
        .Key("toolExecutionNotifications")
        .BeginArray();
    for (size_t i = 0; i < report_.files.size(); ++i) {
      const CheckedFile& file = report_.files[i];
      for (const Diagnostic& problem : file.problems.items()) {
        writer_.BeginObject().Member("level", LevelOf(problem.severity).name);
        Text("message", problem.message);
        Location(file, problem.range, positions[i], "");
        writer_.EndObject();
      }
      for (const CheckedPolicy& policy : file.policies) {
        for (const UnknownPart& part : policy.unknown) {
          writer_.BeginObject().Member("level", "warning");
          Text("message", UnknownWords(part));
          Location(file, part.range, positions[i], policy.subject);
          writer_.EndObject();
        }
      }
    }
    for (const UnreadFile& file : report_.unread) {
      writer_.BeginObject().Member("level", "error");
      Text("message", file.why);
      writer_.EndObject();
    }
    writer_.EndArray().EndObject().EndArray();
  }

  const CheckReport& report_;
  JsonWriter writer_;
  std::map<absl::string_view, int64_t> rule_index_;
};

}  // namespace

std::string CheckSarif(const CheckReport& report) { return SarifWriter(report).Write(); }

}  // namespace deputy
