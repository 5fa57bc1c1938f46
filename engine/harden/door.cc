#include "engine/harden/door.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/lint/questions.h"
#include "engine/prove/judge.h"

namespace deputy {
namespace {

constexpr uint64_t kBudget = 50'000;  // states of one of many proofs

Policy Only(const Policy& policy, size_t statement) {
  Policy part{policy.type, policy.version, policy.id, {}, policy.range};
  for (size_t i = 0; i < policy.statements.size(); ++i) {
    if (i == statement || policy.statements[i].effect == Effect::kDeny)
      part.statements.push_back(policy.statements[i]);
  }
  return part;
}

bool IsEveryone(const PrincipalEntry& entry) { return entry.kind == PrincipalEntryKind::kEveryone; }

}  // namespace

Door::Door(const HardenQuestion& question, const Circumstances& circumstances, const Policy& policy,
           size_t statement, uint64_t& proofs)
    : question_(question), policy_(policy), statement_(statement), proofs_(proofs) {
  closed_ = IsForeignProof(Only(policy, statement));
  if (closed_) return;
  if (!foreign_.empty()) witness_ = foreign_.front();
  const auto& entries = policy.statements[statement].principal->entries;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (IsEveryone(entries[i])) {
      AskForWhom();
      continue;
    }
    const Answer answer = Ask(OnlyThrough(policy, statement, i), Property::kSomeoneHonest);
    if (answer.verdict == Verdict::kProved) honest_.push_back(entries[i].written.text);
    nobody_honest_ = nobody_honest_ && answer.verdict == Verdict::kRefuted;
  }
  AddRepresentatives(circumstances);
  for (size_t i = 0; i < question.kept.size(); ++i) {
    if (question.allows(policy, i)) kept_.push_back(i);
  }
}

Answer Door::Ask(const Policy& policy, Property property) {
  RoleQuestion question = question_.role;
  question.policy = &policy;
  question.budget = kBudget;
  ++proofs_;
  Answer answer = ProveProperty(question, property);
  if (answer.verdict == Verdict::kUnknown && property != Property::kSomeoneHonest)
    unknown_ = answer.reason;
  return answer;
}

Verdict Door::AskOfEveryone(const Policy& policy, Callers callers) {
  const auto& entries = policy.statements[statement_].principal->entries;
  const auto everyone = absl::c_find_if(entries, IsEveryone);
  // The accounts that stand in its place now are no services.
  if (everyone == entries.end() && callers == Callers::kServices) return Verdict::kRefuted;
  Policy part =
      everyone == entries.end()
          ? Only(policy, statement_)
          : OnlyThrough(policy, statement_, static_cast<size_t>(everyone - entries.begin()));
  ConditionClause kind;
  kind.op.base = BaseOperator::kBool;
  kind.key = "aws:PrincipalIsAWSService";
  kind.values = {{callers == Callers::kServices ? "true" : "false", {}}};
  for (Statement& statement : part.statements) {
    if (statement.effect == Effect::kAllow) statement.conditions.push_back(kind);
  }
  return Ask(part, Property::kSomeoneHonest).verdict;
}

void Door::AskForWhom() {
  const Verdict people = AskOfEveryone(policy_, Callers::kPeople);
  const Verdict services = AskOfEveryone(policy_, Callers::kServices);
  if (people == Verdict::kProved || services == Verdict::kProved)
    everyone_ = people == Verdict::kProved ? Callers::kPeople : Callers::kServices;
  services_too_ = for_people() && services == Verdict::kProved;
  nobody_honest_ = nobody_honest_ && people == Verdict::kRefuted && services == Verdict::kRefuted;
}

std::string Door::LossBy(const Policy& changed) {
  std::vector<absl::string_view> lost;
  if (services_too_ && AskOfEveryone(changed, Callers::kServices) == Verdict::kRefuted)
    lost.emplace_back("services that call for themselves");
  const auto& entries = changed.statements[statement_].principal->entries;
  if (for_people() && !question_.role.trusted.organizations.empty() &&
      absl::c_none_of(entries, IsEveryone))
    lost.emplace_back("those of your organizations in accounts that are not named");
  if (lost.empty()) return "";
  return absl::StrCat("named everybody: ", absl::StrJoin(lost, ", and "),
                      " are kept out now; where one is to get in, give it a statement of its own");
}

bool Door::IsForeignProof(const Policy& only) {
  for (const Property property : {Property::kNoForeignSource, Property::kNoForeignPrincipal}) {
    Answer answer = Ask(only, property);
    if (answer.witness) foreign_.push_back(*std::move(answer.witness));
    if (answer.verdict != Verdict::kProved) return false;
  }
  return true;
}

// Requests without anything that could be forgotten: of trusted principals that are named, and of a
// third party with its external id.
void Door::AddRepresentatives(const Circumstances& circumstances) {
  if (policy_.type != PolicyType::kTrust) return;
  std::vector<std::pair<Principal, std::string>> callers;
  const auto add = [&](const Principal& principal) {
    const ThirdParty* party = circumstances.FindThirdParty(principal.account);
    if (party != nullptr) callers.emplace_back(principal, party->external_id);
    if (circumstances.Trusts(principal.account)) callers.emplace_back(principal, "");
  };
  for (const PrincipalEntry& entry : policy_.statements[statement_].principal->entries) {
    if (entry.principal.IsIam()) add(entry.principal);
    if (!IsEveryone(entry)) continue;
    for (const std::string& account : circumstances.accounts)
      add(AccountEntry(account, circumstances.partition).principal);
    for (const ThirdParty& party : question_.role.trusted.third_parties)
      add(AccountEntry(party.account, circumstances.partition).principal);
  }
  const Policy only = Only(policy_, statement_);
  const Judge judge(only, question_.role.rcps);
  for (const auto& [principal, external_id] : callers) {
    Request request;
    request.principal = principal;
    request.action = "sts:AssumeRole";
    request.resource = question_.role.resource;
    if (request.resource.empty() && !circumstances.accounts.empty())
      request.resource = absl::StrCat("arn:", circumstances.partition,
                                      ":iam::", circumstances.accounts[0], ":role/example");
    if (!external_id.empty()) request.Set("sts:ExternalId", external_id);
    if (!FillInContext(request) && judge.Allows(request))
      representatives_.push_back(std::move(request));
  }
}

bool Door::KeepsNamed(const Policy& changed) const {
  const Judge judge(changed, question_.role.rcps);
  return absl::c_all_of(representatives_,
                        [&](const Request& request) { return judge.Allows(request); }) &&
         absl::c_all_of(kept_, [&](size_t i) { return question_.allows(changed, i); });
}

bool Door::KeepsHonest(const Policy& changed) {
  if (Ask(Only(changed, statement_), Property::kSomeoneHonest).verdict == Verdict::kRefuted)
    return false;
  if (everyone_ != Callers::kNone && AskOfEveryone(changed, everyone_) != Verdict::kProved)
    return false;
  const auto& entries = changed.statements[statement_].principal->entries;
  return absl::c_all_of(honest_, [&](const std::string& name) {
    for (size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].written.text != name) continue;
      const Answer answer = Ask(OnlyThrough(changed, statement_, i), Property::kSomeoneHonest);
      return answer.verdict == Verdict::kProved;
    }
    return false;
  });
}

bool Door::OnlyNarrows(const Policy& changed, const std::vector<const Change*>& changes) {
  Policy before = policy_;
  for (const Change* change : changes) {
    if (!change->replaces_external_id) continue;
    if (auto with_id = ApplyChange(before, *change)) before = *std::move(with_id);
  }
  ++proofs_;
  const PolicyComparison comparison = Compare(Only(before, statement_), Only(changed, statement_),
                                              question_.role.resource, question_.role.budget);
  if (comparison.relation == Relation::kUnknown) unknown_ = comparison.reason;
  return comparison.relation == Relation::kNarrower || comparison.relation == Relation::kEquivalent;
}

bool Door::ClosedBy(const Policy& changed, const std::vector<const Change*>& changes) {
  const Policy only = Only(changed, statement_);
  const Judge judge(only, question_.role.rcps);
  if (absl::c_any_of(foreign_, [&](const Request& request) { return judge.Allows(request); }))
    return false;
  return KeepsNamed(changed) && IsForeignProof(only) && KeepsHonest(changed) &&
         OnlyNarrows(changed, changes);
}

}  // namespace deputy
