// DEP2xx: callers of other accounts, and the external ids that tell one customer from another.
#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/hole.h"
#include "engine/lint/rules/rules.h"

namespace deputy {
namespace {

constexpr absl::string_view kExternalId = "sts:externalid";

// The external ids that a statement asks for are the author's; of a pattern one that it matches.
void TrustWithIds(const Statement& statement, const std::string& account, TrustedParties& trust) {
  for (const ConditionClause& clause : statement.conditions) {
    if (FoldKey(clause.key) != kExternalId) continue;
    if (!AsksForValues(statement, clause)) {
      trust.third_parties.push_back({account, "your-own-external-id"});
      continue;
    }
    for (const PolicyString& value : clause.values) {
      const bool like = InfoOf(clause.op.base).comparison == Comparison::kLike;
      trust.third_parties.push_back(
          {account, like ? absl::StrReplaceAll(value.text, {{"*", "x"}, {"?", "x"}}) : value.text});
    }
  }
}

// Keys by which a third party can say for whom it acts, other than the external id.
bool NamesTheTenant(const Statement& statement) {
  return absl::c_any_of(statement.conditions, [](const ConditionClause& clause) {
    const std::string key = FoldKey(clause.key);
    return clause.op.IsPositive() && !clause.op.if_exists && clause.op.set == SetOperator::kNone &&
           (key == "sts:sourceidentity" || key == "sts:rolesessionname" ||
            absl::StartsWith(key, "aws:requesttag/") || absl::StartsWith(key, "aws:principaltag/"));
  });
}

void CheckThirdParty(RuleRun& run, size_t statement, size_t entry) {
  const Statement& found = run.policy.statements[statement];
  const Principal& who = found.principal->entries[entry].principal;
  TrustedParties trust = run.trust.parties;
  const auto is_listed = [&](const ThirdParty& party) { return party.account == who.account; };
  if (absl::c_none_of(trust.third_parties, is_listed)) {
    for (const Statement& asking : run.policy.statements) {
      if (&asking == &found || asking.effect == Effect::kDeny)
        TrustWithIds(asking, who.account, trust);
    }
  }
  const auto hole = FindHole(run, statement, entry, std::move(trust));
  if (!hole || BlameClause(run, *hole)) return;
  Finding& finding =
      ReportHole(run, *hole, "DEP202", run.text.OfPrincipal(statement, entry),
                 absl::StrCat("account ", who.account,
                              " gets in without an external id of yours: if it serves other ",
                              "customers too, one of them can have it act on ", run.Target()));
  finding.notes.push_back(absl::StrCat("if ", who.account, " is your own, say so with --trust ",
                                       who.account,
                                       "; else ask for the sts:ExternalId it gave to you"));
  if (NamesTheTenant(found)) finding.severity = Severity::kSuggestion;
}

void CheckEveryone(RuleRun& run, size_t statement, size_t entry) {
  const auto hole = FindHole(run, statement, entry, run.trust.parties);
  if (!hole || BlameValue(run, *hole) || BlameClause(run, *hole)) return;
  Finding& finding =
      ReportHole(run, *hole, "DEP201", run.text.OfPrincipal(statement, entry),
                 absl::StrCat("everybody is named, and strangers get into ", run.Target()));
  for (const ConditionClause& clause : hole->Where().conditions) {
    if (FoldKey(clause.key) != kExternalId) continue;
    finding.notes.emplace_back(
        "an external id is no password: the third party and its logs know it, and any account can "
        "send it");
  }
}

// Why somebody could guess an external id; empty when nothing speaks for it.
std::string GuessWords(absl::string_view id) {
  constexpr size_t kShort = 8;
  if (IsAccountId(id))
    return "it is an account id, which is no secret and not the third party's choice";
  if (id.size() < kShort) return absl::StrCat("it has ", id.size(), " characters");
  if (absl::c_all_of(id, absl::ascii_isdigit)) return "it is a number that can be counted up";
  for (const absl::string_view word : {"external", "example", "password", "changeme", "test"}) {
    if (absl::StartsWithIgnoreCase(id, word)) return "it is a word of the manuals";
  }
  return "";
}

void CheckExternalIds(RuleRun& run) {
  run.ForEachClause([&](const ClauseRef& ref) {
    if (ref.key != kExternalId || !AsksForValues(ref.statement, ref.clause)) return;
    for (size_t i = 0; i < ref.clause.values.size(); ++i) {
      const std::string& id = ref.clause.values[i].text;
      const std::string why = HasWildcard(id) ? "" : GuessWords(id);
      if (why.empty()) continue;
      run.Report("DEP203", run.text.OfValue(ref.statement_index, ref.index, i),
                 absl::StrCat("the external id ", Quote(id), " can be guessed: ", why))
          .notes.emplace_back("let the third party make one for you alone, such as a UUID");
    }
  });
}

}  // namespace

void CheckThirdParties(RuleRun& run) {
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& statement = run.policy.statements[i];
    if (statement.effect != Effect::kAllow || !statement.principal) continue;
    for (size_t j = 0; j < statement.principal->entries.size(); ++j) {
      const PrincipalEntry& entry = statement.principal->entries[j];
      if (entry.kind == PrincipalEntryKind::kEveryone) CheckEveryone(run, i, j);
      if (entry.kind == PrincipalEntryKind::kPrincipal && entry.principal.IsIam() &&
          run.policy.type == PolicyType::kTrust && !run.trust.Trusts(entry.principal.account)) {
        CheckThirdParty(run, i, j);
      }
    }
  }
  CheckExternalIds(run);
}

}  // namespace deputy
