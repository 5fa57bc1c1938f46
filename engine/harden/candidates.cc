#include "engine/harden/candidates.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

// Whom a statement names, as far as candidates differ.
struct Named {
  bool everyone = false;
  bool accounts = false;  // IAM principals
  std::vector<std::string> services;
  std::set<std::string> providers;
};

Named NamedBy(const Statement& statement) {
  Named named;
  for (const PrincipalEntry& entry : statement.principal->entries) {
    if (entry.kind == PrincipalEntryKind::kEveryone) named.everyone = true;
    if (entry.kind != PrincipalEntryKind::kPrincipal) continue;
    if (entry.principal.IsIam()) named.accounts = true;
    if (entry.principal.kind == PrincipalKind::kService)
      named.services.push_back(entry.principal.text);
    if (entry.principal.kind == PrincipalKind::kFederated)
      named.providers.insert(entry.principal.text);
  }
  return named;
}

class Adder {
 public:
  Adder(const Statement& statement, const Circumstances& circumstances)
      : named_(NamedBy(statement)), circumstances_(circumstances) {}

  std::vector<Candidate> Take() && { return std::move(candidates_); }

  void AddSources() {
    if (named_.services.empty() && !named_.everyone) return;
    const TrustedParties& trusted = circumstances_.question->trusted;
    const bool by_organization = !trusted.organizations.empty();
    Add(BaseOperator::kStringEquals, "aws:SourceOrgID", trusted.organizations, 2,
        "the service acts for other organizations too");
    if (Sends(&ServiceFact::sends_source_account)) {
      Add(BaseOperator::kStringEquals, "aws:SourceAccount", circumstances_.accounts,
          by_organization ? 3 : 2, "the service acts for other accounts too");
    }
    std::vector<std::string> arns;
    for (const std::string& service : named_.services) AddSourceArns(service, arns);
    if (Sends(&ServiceFact::sends_source_arn)) {
      Add(BaseOperator::kArnLike, "aws:SourceArn", arns, 4,
          "the service acts for resources of other accounts too");
    }
  }

  void AddCallers(const Statement& statement) {
    if (!named_.accounts && !named_.everyone) return;
    const TrustedParties& trusted = circumstances_.question->trusted;
    std::vector<std::string> ids;
    for (const ThirdParty& party : trusted.third_parties) {
      const bool named =
          named_.everyone || absl::c_any_of(statement.principal->entries, [&](const auto& entry) {
            return entry.principal.account == party.account;
          });
      if (named) ids.push_back(party.external_id);
    }
    Add(BaseOperator::kStringEquals, "sts:ExternalId", ids, 2,
        "a third party acts for its other customers too");
    Add(BaseOperator::kStringEquals, "aws:PrincipalOrgID", trusted.organizations, 3,
        "principals of other organizations are named too");
    if (named_.everyone) {
      Add(BaseOperator::kStringEquals, "aws:PrincipalAccount", circumstances_.accounts, 6,
          "principals of every account are named");
    }
  }

  void AddClaims() {
    if (named_.providers.empty()) return;
    std::vector<std::string> keys;
    for (const TrustedClaim& claim : circumstances_.question->trusted.claims) {
      if (!absl::c_linear_search(keys, claim.key)) keys.push_back(claim.key);
    }
    for (const std::string& key : keys) {
      std::vector<std::string> patterns;
      for (const TrustedClaim& claim : circumstances_.question->trusted.claims) {
        if (claim.key == key) patterns.push_back(claim.pattern);
      }
      const bool wildcard = absl::c_any_of(patterns, [](const std::string& pattern) {
        return pattern.find_first_of("*?") != std::string::npos;
      });
      const ContextKeyInfo* info = FindContextKey(key);
      const bool several = info != nullptr && info->cardinality == Cardinality::kMulti;
      Add(wildcard ? BaseOperator::kStringLike : BaseOperator::kStringEquals, key, patterns, 2,
          "the provider has tokens of others too",
          several ? SetOperator::kForAnyValue : SetOperator::kNone);
    }
  }

  // Those that are mine, of a third party, or no accounts; for everybody each trusted account.
  void AddPrincipals(const Statement& statement) {
    PrincipalEntries own;
    PrincipalEntries with_parties;
    for (const PrincipalEntry& entry : statement.principal->entries) {
      if (entry.kind == PrincipalEntryKind::kEveryone) continue;
      const std::string& account = entry.principal.account;
      const bool party = circumstances_.FindThirdParty(account) != nullptr;
      if (entry.principal.IsIam() && !party && !circumstances_.Trusts(account)) continue;
      if (!entry.principal.IsIam() || !party) own.push_back(entry);
      with_parties.push_back(entry);
    }
    if (named_.everyone) {
      for (const std::string& account : circumstances_.accounts) {
        own.push_back(AccountEntry(account, circumstances_.partition));
        with_parties.push_back(own.back());
      }
      for (const ThirdParty& party : circumstances_.question->trusted.third_parties)
        with_parties.push_back(AccountEntry(party.account, circumstances_.partition));
    }
    AddPrincipal(statement, EachOnce(std::move(with_parties)), 5);
    AddPrincipal(statement, EachOnce(std::move(own)), 7);
  }

 private:
  // Whether some service that is named may send the key.
  bool Sends(Known ServiceFact::*key) const {
    return named_.everyone || absl::c_any_of(named_.services, [&](const std::string& service) {
             const ServiceFact* fact = circumstances_.FindFact(service);
             return fact == nullptr || fact->*key != Known::kNo;
           });
  }

  void AddSourceArns(const std::string& service, std::vector<std::string>& arns) const {
    const ServiceFact* fact = circumstances_.FindFact(service);
    if (fact == nullptr) return;
    for (const std::string& arn_template : fact->source_arns) {
      for (const std::string& account : circumstances_.accounts) {
        arns.push_back(
            absl::StrReplaceAll(arn_template, {{"${Partition}", circumstances_.partition},
                                               {"${Region}", "*"},
                                               {"${Account}", account},
                                               {"${Name}", "*"}}));
      }
    }
  }

  void Add(BaseOperator op, absl::string_view key, const std::vector<std::string>& values, int rank,
           absl::string_view why, SetOperator set = SetOperator::kNone) {
    if (values.empty()) return;
    Candidate candidate;
    candidate.change.kind = ChangeKind::kAddClause;
    candidate.change.op = {set, op, false};
    candidate.change.key = std::string(key);
    candidate.change.values = EachOnce(values);
    candidate.change.why = std::string(why);
    candidate.rank = rank;
    candidates_.push_back(std::move(candidate));
  }

  void AddPrincipal(const Statement& statement, PrincipalEntries entries, int rank) {
    if (entries.empty() || entries.size() == statement.principal->entries.size()) {
      if (entries.empty() || !named_.everyone) return;
    }
    Candidate candidate;
    candidate.change.kind = ChangeKind::kSetPrincipal;
    candidate.change.principals = std::move(entries);
    candidate.change.why = "whoever else is named is not trusted";
    candidate.rank = rank;
    candidates_.push_back(std::move(candidate));
  }

  Named named_;
  const Circumstances& circumstances_;
  std::vector<Candidate> candidates_;
};

// Where a clause of that operator and key stands already, another operator that asks the same.
void MakeRoom(const Statement& statement, Candidate& candidate) {
  Change& change = candidate.change;
  if (change.kind != ChangeKind::kAddClause) return;
  const bool wildcard = absl::c_any_of(change.values, [](const std::string& value) {
    return value.find_first_of("*?") != std::string::npos;
  });
  for (const bool last : {false, true}) {
    if (FindClause(statement, change.op, change.key) == nullptr) return;
    candidate.rank += 2;
    if (!last && change.op.base == BaseOperator::kStringEquals && !wildcard)
      change.op.base = BaseOperator::kStringLike;
    else
      change.op.set = SetOperator::kForAnyValue;
  }
}

}  // namespace

std::vector<Candidate> CandidatesFor(const Policy& policy, size_t index,
                                     const Circumstances& circumstances) {
  const Statement& statement = policy.statements[index];
  Adder adder(statement, circumstances);
  adder.AddSources();
  adder.AddCallers(statement);
  adder.AddClaims();
  adder.AddPrincipals(statement);
  std::vector<Candidate> candidates = std::move(adder).Take();
  for (const ConditionClause& clause : statement.conditions)
    AddClauseCandidates(statement, clause, circumstances, candidates);
  for (Candidate& candidate : candidates) {
    candidate.change.statement = index;
    MakeRoom(statement, candidate);
  }
  absl::c_stable_sort(candidates,
                      [](const Candidate& a, const Candidate& b) { return a.rank < b.rank; });
  return candidates;
}

}  // namespace deputy
