// DEP6xx: form. Names that look mistyped, examples that were copied, and the quota.
#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/iam/partition.h"
#include "engine/lint/rules/clause_words.h"
#include "engine/lint/rules/known_names.h"
#include "engine/lint/rules/rules.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/spelling.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

constexpr size_t kQuota = 2048;      // of a role's trust policy, without blanks
constexpr size_t kMostQuota = 4096;  // on request

size_t CountCharacters(absl::string_view text) {
  return static_cast<size_t>(absl::c_count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

void CheckQuota(RuleRun& run) {
  if (run.policy.type != PolicyType::kTrust) return;
  const size_t size = CountCharacters(PrintPolicy(run.policy, JsonStyle::kCompact));
  if (size <= kQuota) return;
  run.Report("DEP601", {{run.policy.range.begin, run.policy.range.begin + 1}, ""},
             absl::StrCat("the policy has ", size, " characters without blanks; IAM takes ", kQuota,
                          " of a trust policy, and ", kMostQuota, " on request"));
}

// The account that documentation uses, unless it is the role's own.
void CheckExampleAccount(RuleRun& run, const Place& place, absl::string_view account) {
  constexpr absl::string_view kExample = "123456789012";
  if (account != kExample || run.trust.own_account == kExample ||
      absl::c_linear_search(run.context.trusted.accounts, kExample)) {
    return;
  }
  run.Report("DEP602", place,
             absl::StrCat("account ", kExample, " is the example of AWS's pages: is it yours?"));
}

void CheckArn(RuleRun& run, const Place& place, absl::string_view value) {
  const auto arn = SplitArn(value);
  if (!arn || arn->components[0] != "arn") return;
  const absl::string_view region = arn->region();
  const absl::string_view partition = arn->partition();
  const bool open = HasWildcard(region) || absl::StrContains(value, "${");
  if (!open && !region.empty() && !absl::c_linear_search(RegionNames(), region)) {
    const std::string near = DidYouMean(region, RegionNames());
    if (!IsRegionShaped(region) || !near.empty()) {
      Finding& finding =
          run.Report("DEP605", place, absl::StrCat("there is no region ", Quote(region), near));
      if (IsRegionShaped(region)) finding.severity = Severity::kSuggestion;
    }
  }
  if (!HasWildcard(partition) && !absl::StrContains(value, "${") &&
      !absl::c_linear_search(KnownPartitions(), partition)) {
    run.Report("DEP605", place,
               absl::StrCat("there is no partition ", Quote(partition),
                            "; write `aws`, `aws-cn` or `aws-us-gov`"));
  }
}

// As it is written: an escape in the document is made of letters that IAM takes.
void CheckCharacters(RuleRun& run, const Place& place) {
  const absl::string_view written = run.text.TextOf(place.range);
  const auto beyond = absl::c_find_if(written, [](char c) {
    return static_cast<unsigned char>(c) >= 0xC4;  // the first byte of U+0100 and all above
  });
  if (beyond == written.end()) return;
  const size_t at = static_cast<size_t>(beyond - written.begin());
  run.Report("DEP608", place,
             absl::StrCat("IAM does not take ", Quote(written.substr(at, Utf8Length(written, at))),
                          "; the last character that it does is `ÿ` (U+00FF)"));
}

void CheckPrincipals(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  if (!found.principal) return;
  for (size_t i = 0; i < found.principal->entries.size(); ++i) {
    const PrincipalEntry& entry = found.principal->entries[i];
    if (entry.kind != PrincipalEntryKind::kPrincipal || run.IsUnknown(entry.written.range))
      continue;
    const Place place = run.text.OfPrincipal(statement, i);
    CheckExampleAccount(run, place, entry.principal.account);
    CheckCharacters(run, place);
    absl::string_view name = entry.principal.text;
    if (entry.principal.kind != PrincipalKind::kService || run.FactOf(name) != nullptr ||
        HasWildcard(name) || !absl::EndsWith(name, ".amazonaws.com")) {
      continue;
    }
    name.remove_suffix(absl::string_view(".amazonaws.com").size());
    const size_t dot = name.find_last_of('.');
    if (dot != absl::string_view::npos && IsRegionShaped(name.substr(dot + 1)))
      name = name.substr(0, dot);
    // In a short name one letter makes another service.
    if (name.size() < 5 || absl::c_linear_search(ServiceNames(), name)) continue;
    const absl::string_view near = NearestWord(name, ServiceNames());
    if (near.empty()) continue;
    run.Report(
        "DEP604", place,
        absl::StrCat("no service principal ", Quote(entry.principal.text),
                     " is known; did you mean ", Quote(absl::StrCat(near, ".amazonaws.com")), "?"));
  }
}

void CheckValues(RuleRun& run, const ClauseRef& ref) {
  const OperandType type = InfoOf(ref.clause.op.base).operand;
  if (type != OperandType::kString && type != OperandType::kArn) return;
  for (size_t i = 0; i < ref.clause.values.size(); ++i) {
    const std::string& value = ref.clause.values[i].text;
    const Place place = run.text.OfValue(ref.statement_index, ref.index, i);
    const auto arn = ParseArn(value);
    CheckExampleAccount(run, place, arn ? arn->account() : absl::string_view(value));
    CheckCharacters(run, place);
    if (HoldsArn(ref.key)) CheckArn(run, place, value);
  }
}

void CheckKeySpelling(RuleRun& run, const ClauseRef& ref, const ContextKeyInfo& info) {
  const absl::string_view written = absl::string_view(ref.clause.key).substr(0, info.name.size());
  if (written == info.name) return;
  const std::string right = absl::StrCat(info.name, ref.clause.key.substr(info.name.size()));
  run.Report("DEP606", run.text.OfKey(ref.statement_index, ref.index),
             absl::StrCat("AWS's list of context keys spells it ", Quote(right)))
      .fix =
      run.text.Replace(ref.clause.key_range, JsonString(right),
                       absl::StrCat("replace ", Quote(ref.clause.key), " by ", Quote(right)));
}

void CheckKey(RuleRun& run, const ClauseRef& ref) {
  const Place place = run.text.OfKey(ref.statement_index, ref.index);
  CheckCharacters(run, place);
  if (const ContextKeyInfo* info = FindContextKey(ref.clause.key)) {
    CheckKeySpelling(run, ref, *info);
    return;
  }
  if (!IsNoContextKey(ref.clause.key)) return;
  // Amazon SNS sends it for its topics; no page of IAM has it.
  if (run.policy.type == PolicyType::kResource && ref.key == "aws:sourceowner") return;
  const bool needs = NeedsPresence(ref.clause);
  run.Report("DEP603", place,
             absl::StrCat("no context key ", Quote(ref.clause.key), " is known",
                          ContextKeySuggestion(ref.clause.key)))
      .notes.emplace_back(needs ? "a key that no request has makes the clause fail for everybody"
                                : "a key that no request has makes the clause hold for everybody");
}

void CheckActions(RuleRun& run, size_t statement) {
  const Statement& found = run.policy.statements[statement];
  if (run.policy.type != PolicyType::kTrust || found.effect == Effect::kDeny) return;
  for (size_t i = 0; i < found.action.patterns.size(); ++i) {
    const std::string& action = found.action.patterns[i].text;
    if (!found.action.negated && !HasWildcard(action)) continue;
    run.Report("DEP607", run.text.OfAction(statement, i),
               absl::StrCat(found.action.negated ? "all actions but " : "all actions that match ",
                            Quote(action), " are allowed; name those that callers need"));
    return;
  }
}

}  // namespace

void CheckForm(RuleRun& run) {
  CheckQuota(run);
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    CheckPrincipals(run, i);
    CheckActions(run, i);
  }
  run.ForEachClause([&](const ClauseRef& ref) {
    CheckValues(run, ref);
    CheckKey(run, ref);
  });
}

}  // namespace deputy
