// DEP3xx: tokens of identity providers that many tenants share.
#include <algorithm>
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

// Whether the statement has a condition on the key, or a Deny of all other values has.
bool AsksFor(const Policy& policy, const Statement& statement, absl::string_view key) {
  for (const Statement& asking : policy.statements) {
    if (&asking != &statement && asking.effect == Effect::kAllow) continue;
    for (const ConditionClause& clause : asking.conditions) {
      const bool asks = &asking == &statement || AsksForValues(asking, clause);
      if (asks && absl::EqualsIgnoreCase(clause.key, key)) return true;
    }
  }
  return false;
}

// Whose tokens are the author's own is said by the statement, or by a Deny of all others. It is no
// hole where one of them is taken at its word and strangers stay out.
std::optional<Hole> FindTenantHole(RuleRun& run, size_t statement, size_t entry,
                                   const SharedProvider& shared) {
  TrustedParties trust = run.trust.parties;
  const bool is_said = !trust.claims.empty();
  if (!is_said) trust.claims = ClaimsOfStatement(shared, run.policy.statements[statement]);
  auto hole = FindHole(run, statement, entry, trust);
  if (!hole || is_said) return hole;
  for (const Statement& deny : run.policy.statements) {
    if (deny.effect != Effect::kDeny) continue;
    TrustedParties by_deny = trust;
    by_deny.claims = ClaimsOfStatement(shared, deny);
    if (by_deny.claims.empty()) continue;
    auto other = FindHole(run, statement, entry, std::move(by_deny));
    if (!other) return std::nullopt;
    if (trust.claims.empty()) hole = std::move(other);
  }
  return hole;
}

void CheckTenant(RuleRun& run, size_t statement, size_t entry, const SharedProvider& shared) {
  const auto hole = FindTenantHole(run, statement, entry, shared);
  if (!hole) return;
  const size_t before = run.findings.size();
  if (!BlameValue(run, *hole) && !BlameClause(run, *hole)) {
    ReportHole(run, *hole, "DEP301", run.text.OfPrincipal(statement, entry),
               absl::StrCat(shared.tenant, " gets into ", run.Target(),
                            ": no condition asks whose token of ", shared.name, " it is"))
        .notes.insert(run.findings.back().notes.begin(), absl::StrCat("ask for ", shared.ask));
  }
  for (size_t i = before; i < run.findings.size(); ++i)
    run.findings[i].severity = std::max(run.findings[i].severity, shared.severity);
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
  if (absl::StrContains(provider.text, ":oidc-provider/") && !AsksFor(run.policy, found, aud)) {
    run.Report("DEP302", run.text.OfPrincipal(statement, entry),
               absl::StrCat("no condition asks for whom the token was made; ask for ", Quote(aud)))
        .notes.emplace_back(
            "the provider's list of client ids in IAM is checked too; the role should say it");
  }
  if (host == "cognito-identity.amazonaws.com" && AsksFor(run.policy, found, aud)) {
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
