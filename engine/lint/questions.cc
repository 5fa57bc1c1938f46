#include "engine/lint/questions.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/policy/policy_printer.h"
#include "engine/prove/judge.h"
#include "engine/prove/prover.h"

namespace deputy {
namespace {

// States of one question. Attribution asks many, and one that needs more is told as unknown.
constexpr uint64_t kBudget = 50'000;

std::string KeyOf(const Policy& policy, const TrustedParties& parties, Property property) {
  std::string key = absl::StrCat(
      static_cast<int>(property), PrintPolicy(policy, JsonStyle::kCompact), "|",
      absl::StrJoin(parties.accounts, ","), "|", absl::StrJoin(parties.organizations, ","));
  for (const ThirdParty& party : parties.third_parties) {
    absl::StrAppend(&key, "|", party.account, "=", party.external_id);
  }
  for (const TrustedClaim& claim : parties.claims) {
    absl::StrAppend(&key, "|", claim.key, "~", claim.pattern);
  }
  return key;
}

bool Concerns(Property property, const PrincipalEntry& entry) {
  if (entry.kind == PrincipalEntryKind::kEveryone) return true;
  if (entry.kind != PrincipalEntryKind::kPrincipal) return false;
  const bool service = entry.principal.kind == PrincipalKind::kService;
  return service == (property == Property::kNoForeignSource);
}

bool Concerns(Property property, const Policy& policy) {
  return absl::c_any_of(policy.statements, [&](const Statement& statement) {
    return statement.effect == Effect::kAllow && statement.principal &&
           absl::c_any_of(statement.principal->entries,
                          [&](const PrincipalEntry& entry) { return Concerns(property, entry); });
  });
}

bool Allows(const Policy& policy, Request request) {
  return !FillInContext(request) && Judge(policy, {}).Allows(request);
}

}  // namespace

Questions::Questions(const LintContext& context, const AssumedTrust& trust)
    : context_(context), trust_(trust) {
  const auto unless_it_never_sends = [](Known sends) {
    return sends == Known::kNo ? Known::kNo : Known::kUnknown;
  };
  for (const ServiceFact& fact : context.services) {
    ServiceFact doubted = fact;
    doubted.sends_source_arn = unless_it_never_sends(fact.sends_source_arn);
    doubted.sends_source_account = unless_it_never_sends(fact.sends_source_account);
    as_said_.push_back(fact.sends_since.empty() ? fact : doubted);
    may_be_absent_.push_back(std::move(doubted));
  }
}

GateAnswer Questions::Ask(const Policy& policy, const TrustedParties& parties, Property property,
                          Facts facts) {
  auto [found, is_new] = answered_.try_emplace(
      absl::StrCat(static_cast<int>(facts), KeyOf(policy, parties, property)));
  if (!is_new) return found->second;
  GateAnswer& result = found->second;
  if (HasDeny(policy)) {
    // A Deny lets nobody in, and few requests meet one: most questions are answered without them.
    GateAnswer without = Ask(WithoutDeny(policy), parties, property, facts);
    const bool holds = without.gate == Gate::kClosed ||
                       (without.gate == Gate::kOpen && Allows(policy, *without.witness));
    if (holds) return result = std::move(without);
  }
  RoleQuestion question;
  question.policy = &policy;
  question.resource = policy.type == PolicyType::kTrust ? context_.role_arn : "";
  question.trusted = parties;
  if (facts == Facts::kAsSaid) question.services = as_said_;
  if (facts == Facts::kKeysMayBeAbsent) question.services = may_be_absent_;
  question.budget = kBudget;
  Answer answer = ProveProperty(question, property);
  const bool asks_for_somebody = property == Property::kSomeoneHonest;
  result.reason = std::move(answer.reason);
  if (answer.verdict == Verdict::kUnknown) return result;
  const bool proved = answer.verdict == Verdict::kProved;
  result.gate = proved == asks_for_somebody ? Gate::kOpen : Gate::kClosed;
  if (result.gate == Gate::kOpen) result.witness = std::move(answer.witness);
  return result;
}

GateAnswer Questions::StrangerGetsIn(const Policy& policy, const TrustedParties& parties,
                                     Facts facts) {
  GateAnswer result{Gate::kClosed, std::nullopt, ""};
  for (const Property property : {Property::kNoForeignPrincipal, Property::kNoForeignSource}) {
    if (!Concerns(property, policy)) continue;
    GateAnswer answer = Ask(policy, parties, property, facts);
    if (answer.gate == Gate::kOpen) return answer;
    if (answer.gate == Gate::kUnknown) result = std::move(answer);
  }
  return result;
}

Gate Questions::AnybodyGetsIn(const Policy& policy) {
  const GateAnswer stranger = StrangerGetsIn(policy, trust_.parties, Facts::kNone);
  if (stranger.gate != Gate::kClosed) return stranger.gate;
  return Ask(policy, trust_.parties, Property::kSomeoneHonest, Facts::kNone).gate;
}

Policy WithoutDeny(const Policy& policy) {
  Policy allows{policy.type, policy.version, policy.id, {}, policy.range};
  for (const Statement& statement : policy.statements) {
    if (statement.effect == Effect::kAllow) allows.statements.push_back(statement);
  }
  return allows;
}

Policy OnlyThrough(const Policy& policy, size_t statement, size_t entry) {
  Policy part{policy.type, policy.version, policy.id, {}, policy.range};
  for (size_t i = 0; i < policy.statements.size(); ++i) {
    const Statement& other = policy.statements[i];
    if (i != statement && other.effect == Effect::kAllow) continue;
    if (i != statement || !other.principal) {
      part.statements.push_back(other);
      continue;
    }
    // Without copying all whom it names: a statement for thousands is asked about for each of them.
    const PrincipalElement& who = *other.principal;
    part.statements.push_back({other.sid, other.effect,
                               PrincipalElement{who.negated, {who.entries[entry]}, who.range},
                               other.action, other.resource, other.conditions, other.range});
  }
  return part;
}

}  // namespace deputy
