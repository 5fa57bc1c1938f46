#include "simulator/check/suppressions.h"

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/lint/rule_catalog.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/check/rule_filter.h"
#include "simulator/world/object_reader.h"

namespace deputy {
namespace {

constexpr absl::string_view kLists[] = {"", "suppressions", "baseline"};

}  // namespace

void Suppressions::Read(const Source& source, SetAside kind, Diagnostics& diagnostics) {
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  const auto root = ReadJson(source.text, limits, diagnostics);
  if (!root) return;
  const absl::string_view list = kLists[static_cast<size_t>(kind)];
  ObjectReader reader(*root, absl::StrCat("a file of ", list), diagnostics);
  if (const JsonValue* version = reader.Required("version");
      version != nullptr && version->text != "1") {
    diagnostics.Error("unsupported-version", version->range, "the version must be 1");
  }
  for (const JsonValue& item : reader.List(list, true)) {
    ObjectReader entry(item, "an entry", diagnostics);
    Entry read;
    read.kind = kind;
    read.rule = entry.Text("rule");
    if (const RuleInfo* rule = FindRule(read.rule)) {
      read.rule = std::string(rule->id);
    } else if (!read.rule.empty()) {
      std::string wrong = ComplaintAboutRule(read.rule);
      if (wrong.empty()) wrong = absl::StrCat(Quote(read.rule), " begins the ids of several rules");
      diagnostics.Error("unknown-rule", entry.Required("rule")->range, std::move(wrong));
    }
    read.file = std::string(NameInRepository(entry.Text("file", false)));
    read.subject = entry.Text("subject", false);
    if (const JsonValue* path = entry.Optional("path");
        path != nullptr && Expect(*path, JsonKind::kString, "`path`", diagnostics)) {
      read.has_path = true;
      read.path = path->text;
    }
    if (kind == SetAside::kSuppressed) {
      read.reason = entry.Text("reason");
      if (!read.reason.empty() && absl::StripAsciiWhitespace(read.reason).empty())
        diagnostics.Error("invalid-value", item.range, "a reason must say something");
    } else {
      read.statement = entry.Text("statement", false);
    }
    entry.Finish();
    read.range = {item.range.begin, item.range.begin + 1};
    of_subject_[read.subject].push_back(entries_.size());
    entries_.push_back(std::move(read));
  }
  reader.Finish();
}

void Suppressions::ApplyEntries(absl::string_view subject, absl::string_view file,
                                CheckedPolicy& policy) {
  const auto found = of_subject_.find(subject);
  if (found == of_subject_.end()) return;
  for (const size_t index : found->second) {
    Entry& entry = entries_[index];
    if (!entry.file.empty() && entry.file != file) continue;
    for (CheckedFinding& known : policy.findings) {
      if (known.finding.rule != entry.rule) continue;
      if (entry.has_path && known.finding.path != entry.path) continue;
      if (!entry.statement.empty() && known.statement != entry.statement) continue;
      entry.used = true;
      if (known.refuses) {  // told all the same, and left as it is
        known.finding.fix.reset();
        continue;
      }
      if (known.set_aside == SetAside::kSuppressed) continue;  // its reason is to be told
      known.set_aside = entry.kind;
      known.reason = entry.reason;
    }
  }
}

void Suppressions::Apply(CheckedFile& file) {
  for (CheckedPolicy& policy : file.policies) {
    if (policy.findings.empty()) continue;
    const absl::string_view name = NameInRepository(file.source.name);
    ApplyEntries(policy.subject, name, policy);
    if (!policy.subject.empty()) ApplyEntries("", name, policy);
  }
}

void Suppressions::ReportUnused(Diagnostics& diagnostics) const {
  for (const Entry& entry : entries_) {
    if (entry.used || entry.kind != SetAside::kSuppressed) continue;
    diagnostics.Add(
        {Severity::kSuggestion,
         "unused-suppression",
         entry.range,
         absl::StrCat("nothing is suppressed by this: no finding of ", entry.rule, " fits it"),
         {"take it out, so that it hides nothing later"}});
  }
}

std::string WriteBaseline(const std::vector<CheckedFile>& files) {
  using Row = std::tuple<std::string, std::string, std::string, std::string, std::string>;
  std::set<Row> written;
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject().Member("version", int64_t{1}).Key("baseline").BeginArray();
  for (const CheckedFile& file : files) {
    const std::string name(NameInRepository(file.source.name));
    for (const CheckedPolicy& policy : file.policies) {
      for (const CheckedFinding& known : policy.findings) {
        const Finding& finding = known.finding;
        if (known.refuses || known.set_aside == SetAside::kSuppressed) continue;
        if (!written.emplace(finding.rule, name, policy.subject, finding.path, known.statement)
                 .second) {
          continue;
        }
        writer.BeginObject()
            .Member("rule", finding.rule)
            .Member("file", name)
            .Member("subject", policy.subject)
            .Member("path", finding.path);
        if (!known.statement.empty()) writer.Member("statement", known.statement);
        writer.EndObject();
      }
    }
  }
  writer.EndArray().EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

}  // namespace deputy
