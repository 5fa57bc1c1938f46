#include "simulator/replay/outcome_decider.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "engine/iam/context_key.h"
#include "simulator/replay/further_actions.h"

namespace deputy {
namespace {

constexpr char kSourceArn[] = "aws:SourceArn";
constexpr char kSourceAccount[] = "aws:SourceAccount";

// Whether the key was open; it is no more.
bool Close(OpenRequest& request, absl::string_view key) {
  return std::erase(request.open, FoldKey(key)) > 0;
}

bool IsOpen(const OpenRequest& request, absl::string_view key) {
  return absl::c_linear_search(request.open, FoldKey(key));
}

// What a service surely does, whatever its version.
Known Surely(Known known, const ServiceFact& fact) {
  return known == Known::kYes && !fact.sends_since.empty() ? Known::kUnknown : known;
}

// The answer of the policy, with what is not in it: whether identity policies have to allow too.
void TakeAnswer(OpenAnswer answer, ReplayOutcome& outcome) {
  static constexpr ReplayDecision kByVerdict[] = {ReplayDecision::kAllowed, ReplayDecision::kDenied,
                                                  ReplayDecision::kDepends,
                                                  ReplayDecision::kUnknown};
  outcome.decision = kByVerdict[static_cast<size_t>(answer.verdict)];
  outcome.reason = std::move(answer.reason);
  const auto needs = [](const OpenWay& way) { return way.needs_identity; };
  if (outcome.decision == ReplayDecision::kAllowed && absl::c_all_of(answer.ways, needs)) {
    outcome.decision = ReplayDecision::kDepends;
    outcome.needs_identity = true;
  } else if (outcome.decision == ReplayDecision::kDepends) {
    outcome.needs_identity = absl::c_any_of(answer.ways, needs);
    outcome.ways = std::move(answer.ways);
  }
}

// Of all the actions.
void TakeAnswers(const OpenDecider& decider, OpenRequest request,
                 const std::vector<std::string>& further, OpenMemo& memo, ReplayOutcome& outcome) {
  TakeAnswer(decider.Decide(request, &memo), outcome);
  for (const std::string& action : further) {
    request.request.action = action;
    ReplayOutcome other;
    TakeAnswer(decider.Decide(request, &memo), other);
    AlsoNeeds(action, std::move(other), outcome);
  }
}

}  // namespace

const ServiceFact* OutcomeDecider::FactOf(absl::string_view service) const {
  for (const ServiceFact& fact : services_) {
    if (fact.principal == service) return &fact;
  }
  return nullptr;
}

void OutcomeDecider::FillSources(int source, OpenRequest& request, ReplayOutcome& outcome) const {
  const auto fill = [&](const char* key, const std::string& value, Origin origin) {
    if (!Close(request, key)) return;
    if (!value.empty()) request.request.Set(key, value);
    outcome.sources.push_back({key, value, value.empty() ? Origin::kAbsent : origin});
  };
  if (source >= 0) {
    const SourceEntry& entry = map_.entry(source);
    if (entry.arn) fill(kSourceArn, *entry.arn, Origin::kAssumed);
    if (entry.account) fill(kSourceAccount, *entry.account, Origin::kAssumed);
  }
  const ServiceFact* fact = FactOf(request.request.principal.text);
  if (fact == nullptr) return;
  if (fact->sends_source_arn == Known::kNo) fill(kSourceArn, "", Origin::kAbsent);
  if (fact->sends_source_account == Known::kNo) fill(kSourceAccount, "", Origin::kAbsent);
  request.sends_source_arn = Surely(fact->sends_source_arn, *fact);
  request.sends_source_account = Surely(fact->sends_source_account, *fact);
  const auto note = [&](const char* key, Known sends) {
    if (sends == Known::kYes && IsOpen(request, key))
      outcome.sources.push_back({key, "", Origin::kInferred});
  };
  note(kSourceArn, request.sends_source_arn);
  note(kSourceAccount, request.sends_source_account);
}

ReplayOutcome OutcomeDecider::Decide(const OpenRequest& asked,
                                     const std::vector<std::string>& further,
                                     const RolePolicy& role, int source, OpenMemo& memo) const {
  ReplayOutcome outcome;
  if (role.policy == nullptr) {
    outcome.reason = role.unknown;
    return outcome;
  }
  OpenRequest request = asked;
  const auto& keys = role.decider->keys();
  std::erase_if(request.open, [&](const std::string& key) { return !keys.contains(key); });
  const bool service = request.request.principal.kind == PrincipalKind::kService;
  if (service) FillSources(source, request, outcome);
  TakeAnswers(*role.decider, request, further, memo, outcome);
  if (service && outcome.decision == ReplayDecision::kDepends)
    AddIfSent(*role.decider, std::move(request), further, memo, outcome);
  return outcome;
}

// A role is passed to a service within its account, so that is where its sources are: surely where
// the service checks iam:PassRole, and else for the sake of argument.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
void OutcomeDecider::AddIfSent(const OpenDecider& decider, OpenRequest request,
                               const std::vector<std::string>& further, OpenMemo& memo,
                               ReplayOutcome& outcome) const {
  const std::string account(request.request.ResourceAccount());
  if (!IsOpen(request, kSourceAccount) && !IsOpen(request, kSourceArn)) return;
  const bool said = absl::c_any_of(outcome.sources, [](const SourceValue& source) {
    return source.key == kSourceAccount && source.origin != Origin::kInferred;
  });
  if (said || account.empty()) return;
  Close(request, kSourceAccount);
  request.request.Set(kSourceAccount, account);
  ReplayOutcome then;
  TakeAnswers(decider, request, further, memo, then);
  if (then.decision != ReplayDecision::kAllowed && then.decision != ReplayDecision::kDenied) return;
  const ServiceFact* fact = FactOf(request.request.principal.text);
  const bool checks = fact != nullptr && fact->checks_pass_role == Known::kYes;
  outcome.if_sent = IfSent{{kSourceAccount, account, checks ? Origin::kInferred : Origin::kAssumed},
                           then.decision};
}

}  // namespace deputy
