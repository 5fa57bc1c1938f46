#include "engine/lint/rule_catalog.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/lint/catalog/rows.h"

namespace deputy {
namespace {

constexpr absl::string_view kHead[][2] = {
    {"\"Effect\"", R"("Effect": "Allow")"},
    {"\"Principal\"", R"("Principal": {"Service": "dms.amazonaws.com"})"},
    {"\"Action\"", R"("Action": "sts:AssumeRole")"},
};

bool IsDocument(absl::string_view example) { return !absl::StartsWith(example, "\""); }

struct Part {
  char digit;  // of the id, behind `DEP`
  absl::string_view title;
};

constexpr Part kParts[] = {
    {'0', "The document"},
    {'1', "AWS services as deputies"},
    {'2', "Third parties"},
    {'3', "Federation"},
    {'4', "Conditions that do not do what they look like"},
    {'5', "Statements that never apply"},
    {'6', "Form"},
};

void AppendExample(absl::string_view title, absl::string_view example, std::string& out) {
  if (example.empty()) return;
  if (absl::StartsWith(example, "…")) {
    absl::StrAppend(&out, title, ": ", example, "\n\n");
  } else {
    absl::StrAppend(&out, title, ":\n\n```json\n", example, "\n```\n\n");
  }
}

}  // namespace

absl::Span<const RuleInfo> AllRules() {
  static const std::vector<RuleInfo>* const kAll = [] {
    auto* all = new std::vector<RuleInfo>;
    for (const auto part :
         {JsonRules(), DocumentRules(), PrincipalRules(), ClauseRules(), ServiceRules(),
          ThirdPartyRules(), ConditionRules(), DeadRules(), FormRules()}) {
      all->insert(all->end(), part.begin(), part.end());
    }
    return all;
  }();
  return *kAll;
}

const RuleInfo* FindRule(absl::string_view id_or_name) {
  for (const RuleInfo& rule : AllRules()) {
    if (absl::EqualsIgnoreCase(rule.id, id_or_name) ||
        absl::EqualsIgnoreCase(rule.name, id_or_name)) {
      return &rule;
    }
  }
  return nullptr;
}

const RuleInfo* FindRuleOfDiagnostic(absl::string_view rule) {
  for (const RuleInfo& info : AllRules()) {
    if (!rule.empty() && info.diagnostic == rule) return &info;
  }
  return nullptr;
}

std::string ExamplePolicy(absl::string_view example) {
  if (IsDocument(example)) return std::string(example);
  std::string members;
  for (const auto& [name, member] : kHead) {
    if (!absl::StrContains(example, name)) absl::StrAppend(&members, member, ", ");
  }
  return absl::StrCat(R"({"Version": "2012-10-17", "Statement": {)", members, example, "}}");
}

std::string RuleText(const RuleInfo& rule) {
  std::string out = absl::StrCat(rule.id, " ", rule.name, " (", SeverityName(rule.severity), ")\n",
                                 rule.summary, "\n\n", rule.meaning, "\n\n");
  if (!rule.bad.empty()) absl::StrAppend(&out, "Bad:\n  ", rule.bad, "\n\n");
  if (!rule.good.empty()) absl::StrAppend(&out, "Good:\n  ", rule.good, "\n\n");
  absl::StrAppend(&out, "See ", rule.page, "\n");
  return out;
}

std::string RuleCatalogMarkdown() {
  std::string out =
      "# The rules of `deputy check`\n\n"
      "Made from the table of rules; do not edit. An id is permanent. Examples are whole "
      "documents, or "
      "members of one statement that lets DMS assume the role. The four severities are those of "
      "IAM "
      "Access Analyzer; where facts about a service say so, a finding is milder than its rule.\n\n";
  for (const Part& part : kParts) {
    absl::StrAppend(&out, "## ", part.title,
                    "\n\n| id | name | severity | what |\n|---|---|---|---|\n");
    for (const RuleInfo& rule : AllRules()) {
      if (rule.id[3] != part.digit) continue;
      absl::StrAppend(&out, "| ", rule.id, " | `", rule.name, "` | ", SeverityName(rule.severity),
                      " | ", rule.summary, " |\n");
    }
    out += "\n";
    for (const RuleInfo& rule : AllRules()) {
      if (rule.id[3] != part.digit) continue;
      absl::StrAppend(&out, "### ", rule.id, " ", rule.name, "\n\n", rule.meaning, "\n\n");
      AppendExample("Bad", rule.bad, out);
      AppendExample("Good", rule.good, out);
      absl::StrAppend(&out, "See <", rule.page, ">.\n\n");
    }
  }
  out.pop_back();
  return out;
}

}  // namespace deputy
