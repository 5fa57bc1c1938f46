#include "engine/lint/linter.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/lint/policy_text.h"
#include "engine/lint/rule_catalog.h"
#include "engine/lint/rules/rules.h"
#include "engine/text/json_reader.h"

namespace deputy {
namespace {

using Check = void (*)(RuleRun&);

// Those that ask the engine come first, so that later ones do not say the same again.
constexpr Check kChecks[] = {CheckServices, CheckThirdParties,   CheckFederation, CheckConditions,
                             CheckForm,     CheckDeadStatements, CheckSharedRoles};

auto Order(const Finding& finding) {
  return std::tie(finding.range.begin, finding.range.end, finding.rule, finding.message);
}

// "did you mean `X`?" and "is spelled `X`": the word to put in place.
std::string WordToPut(absl::string_view message) {
  for (const absl::string_view before : {"did you mean `", "is spelled `"}) {
    const size_t at = message.find(before);
    if (at == absl::string_view::npos) continue;
    const absl::string_view rest = message.substr(at + before.size());
    return std::string(rest.substr(0, rest.find('`')));
  }
  return "";
}

}  // namespace

std::vector<Finding> Lint(const Policy& policy, const LintContext& context) {
  const bool has_principals =
      policy.type == PolicyType::kTrust || policy.type == PolicyType::kResource;
  if (context.service_linked || !has_principals) return {};
  RuleRun run(policy, context);
  for (const Check check : kChecks) check(run);
  std::vector<Finding> findings = std::move(run.findings);
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return Order(a) < Order(b); });
  // Two principals of one statement can have the same clause to blame.
  const auto same = [](const Finding& a, const Finding& b) {
    return a.rule == b.rule && a.range == b.range && a.message == b.message;
  };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
  return findings;
}

Finding FromDiagnostic(const Diagnostic& diagnostic, absl::string_view text, TextRange policy) {
  const RuleInfo* rule = FindRuleOfDiagnostic(diagnostic.rule);
  Finding finding;
  finding.rule = rule == nullptr ? diagnostic.rule : std::string(rule->id);
  finding.severity = diagnostic.severity;
  finding.range = diagnostic.range;
  finding.message = diagnostic.message;
  finding.notes = diagnostic.notes;
  if (policy.end == 0) policy = {0, static_cast<uint32_t>(text.size())};
  if (policy.end <= text.size() && policy.begin < policy.end) {
    Diagnostics ignored;
    auto tree = ReadJson(text.substr(policy.begin, policy.end - policy.begin), {}, ignored);
    const TextRange inside = {diagnostic.range.begin - policy.begin,
                              diagnostic.range.end - policy.begin};
    if (tree) finding.path = PointerTo(*tree, inside);
  }
  const std::string word = WordToPut(diagnostic.message);
  if (!word.empty()) {
    finding.fix = Fix{absl::StrCat("write `", word, "`"), {{diagnostic.range, JsonString(word)}}};
  }
  return finding;
}

}  // namespace deputy
