// DEP3xx: tokens of identity providers that many tenants share.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/claims.h"
#include "engine/lint/rules/hole.h"
#include "engine/lint/rules/rules.h"

namespace deputy {
namespace {

constexpr absl::string_view kAmr = "cognito-identity.amazonaws.com:amr";
constexpr absl::string_view kGuest = "unauthenticated";

bool AsksFor(const Statement& statement, absl::string_view key) {
  for (const ConditionClause& clause : statement.conditions) {
    if (absl::EqualsIgnoreCase(clause.key, key)) return true;
  }
  return false;
}

// The host of an OIDC provider, by which its keys begin; empty for SAML.
absl::string_view HostOf(const Principal& provider) {
  constexpr absl::string_view kInfix = ":oidc-provider/";
  const absl::string_view text = provider.text;
  const size_t at = text.find(kInfix);
  if (at != absl::string_view::npos) return text.substr(at + kInfix.size());
  return absl::StartsWith(text, "arn:") ? absl::string_view() : text;
}

void CheckTenant(RuleRun& run, size_t statement, size_t entry, const SharedProvider& shared) {
  const Statement& found = run.policy.statements[statement];
  TrustedParties trust = run.trust.parties;
  if (trust.claims.empty()) trust.claims = ClaimsOfStatement(shared, found);
  const auto hole = FindHole(run, statement, entry, std::move(trust));
  if (!hole || BlameValue(run, *hole) || BlameClause(run, *hole)) return;
  ReportHole(run, *hole, "DEP301", run.text.OfPrincipal(statement, entry),
             absl::StrCat(shared.tenant, " gets into ", run.Target(),
                          ": no condition asks whose token of ", shared.name, " it is"))
      .notes.insert(run.findings.back().notes.begin(), absl::StrCat("ask for ", shared.ask));
}

// Guests are meant where one is asked for by name; what is not known yet may do so.
bool MeansGuests(const RuleRun& run, const Statement& statement) {
  return absl::c_any_of(statement.conditions, [&](const ConditionClause& clause) {
    return absl::EqualsIgnoreCase(clause.key, kAmr) &&
           (run.IsUnknown(clause.values_range) ||
            (clause.op.IsPositive() && absl::c_any_of(clause.values, [](const PolicyString& value) {
               return value.text == kGuest;
             })));
  });
}

// The token of a guest has one value of amr: does one get in, with whatever else is asked for?
void CheckGuests(RuleRun& run, size_t statement, size_t entry) {
  if (MeansGuests(run, run.policy.statements[statement])) return;
  Policy guests = OnlyThrough(run.policy, statement, entry);
  ConditionClause clause;
  clause.key = std::string(kAmr);
  clause.values = {{std::string(kGuest), {}}};
  for (Statement& found : guests.statements) {
    if (found.effect == Effect::kDeny) continue;
    for (const SetOperator set : {SetOperator::kForAnyValue, SetOperator::kForAllValues}) {
      clause.op.set = set;
      found.conditions.push_back(clause);
    }
  }
  GateAnswer answer = run.questions.StrangerGetsIn(guests, {}, Facts::kAsSaid);
  if (answer.gate != Gate::kOpen) return;
  run.Report("DEP304", run.text.OfPrincipal(statement, entry),
             absl::StrCat("guests of the identity pool get in like users who logged in: no "
                          "condition on ",
                          Quote(kAmr), " keeps them out"))
      .witness = std::move(answer.witness);
}

void CheckProvider(RuleRun& run, size_t statement, size_t entry) {
  const Statement& found = run.policy.statements[statement];
  const Principal& provider = found.principal->entries[entry].principal;
  const SharedProvider* shared = FindSharedProvider(provider);
  if (shared != nullptr) CheckTenant(run, statement, entry, *shared);
  const absl::string_view host = HostOf(provider);
  const std::string aud = absl::StrCat(host, ":aud");
  if (absl::StrContains(provider.text, ":oidc-provider/") && !AsksFor(found, aud)) {
    run.Report("DEP302", run.text.OfPrincipal(statement, entry),
               absl::StrCat("no condition asks for whom the token was made; ask for ", Quote(aud)))
        .notes.emplace_back(
            "the provider's list of client ids in IAM is checked too; the role should say it");
  }
  if (host == "cognito-identity.amazonaws.com" && AsksFor(found, aud)) {
    CheckGuests(run, statement, entry);
  }
}

}  // namespace

void CheckFederation(RuleRun& run) {
  for (size_t i = 0; i < run.policy.statements.size(); ++i) {
    const Statement& statement = run.policy.statements[i];
    if (statement.effect != Effect::kAllow || !statement.principal) continue;
    for (size_t j = 0; j < statement.principal->entries.size(); ++j) {
      if (statement.principal->entries[j].principal.kind == PrincipalKind::kFederated) {
        CheckProvider(run, i, j);
      }
    }
  }
}

}  // namespace deputy
