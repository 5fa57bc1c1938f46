#include "simulator/scenario/guard.h"

namespace deputy {
namespace {

struct GuardInfo {
  absl::string_view name;
  absl::string_view title;
};
constexpr GuardInfo kGuards[] = {
    {"passrole-check", "the service's own PassRole check"},
    {"trust-policy", "the role's trust policy"},
    {"resource-policy", "the resource's policy"},
    {"identity-policy", "the caller's identity policies"},
    {"permissions-boundary", "the permissions boundary"},
    {"session-policy", "the session policy"},
    {"scp", "an SCP of the organization"},
    {"rcp", "an RCP of the organization"},
};

// The reasons that are not the engine's own, which stand before them.
struct PartReason {
  absl::string_view name;
  absl::string_view meaning;
};
constexpr PartReason kParts[] = {
    {"principalNotMatched", "the statement names somebody else"},
    {"actionNotMatched", "the statement is about other actions"},
    {"resourceNotMatched", "the statement is about other resources"},
    {"allow", "a statement allows it"},
    {"explicitDeny", "a statement denies it"},
    {"noPolicy", "no policy there allows anything"},
    {"roleInAnotherAccount", "the role is in another account than the customer's"},
};
constexpr size_t kClauseReasons = static_cast<size_t>(CauseReason::kPrincipalNotMatched);

}  // namespace

absl::string_view GuardName(Guard guard) { return kGuards[static_cast<size_t>(guard)].name; }
absl::string_view GuardTitle(Guard guard) { return kGuards[static_cast<size_t>(guard)].title; }

std::optional<Guard> FindGuard(absl::string_view name) {
  for (size_t i = 0; i < std::size(kGuards); ++i) {
    if (kGuards[i].name == name) return static_cast<Guard>(i);
  }
  return std::nullopt;
}

std::vector<absl::string_view> GuardNames() {
  std::vector<absl::string_view> names;
  for (const GuardInfo& info : kGuards) names.push_back(info.name);
  return names;
}

Guard GuardOf(Layer layer) {
  switch (layer) {
    case Layer::kTrustPolicy:
      return Guard::kTrustPolicy;
    case Layer::kResourcePolicy:
      return Guard::kResourcePolicy;
    case Layer::kIdentity:
      return Guard::kIdentityPolicy;
    case Layer::kBoundary:
      return Guard::kPermissionsBoundary;
    case Layer::kSession:
      return Guard::kSessionPolicy;
    case Layer::kScp:
      return Guard::kScp;
    case Layer::kRcp:
      return Guard::kRcp;
  }
  return Guard::kTrustPolicy;
}

absl::string_view OutcomeName(Outcome outcome) {
  static constexpr absl::string_view kNames[] = {"succeeds", "blocked", "rejected"};
  return kNames[static_cast<size_t>(outcome)];
}

absl::string_view CauseReasonName(CauseReason reason) {
  const auto i = static_cast<size_t>(reason);
  return i < kClauseReasons ? InfoOf(static_cast<Reason>(i)).name : kParts[i - kClauseReasons].name;
}

absl::string_view CauseReasonMeaning(CauseReason reason) {
  const auto i = static_cast<size_t>(reason);
  return i < kClauseReasons ? InfoOf(static_cast<Reason>(i)).meaning
                            : kParts[i - kClauseReasons].meaning;
}

std::vector<absl::string_view> CauseReasonNames() {
  std::vector<absl::string_view> names;
  for (size_t i = 0; i < kClauseReasons + std::size(kParts); ++i) {
    names.push_back(CauseReasonName(static_cast<CauseReason>(i)));
  }
  return names;
}

std::optional<CauseReason> FindCauseReason(absl::string_view name) {
  const std::vector<absl::string_view> names = CauseReasonNames();
  for (size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<CauseReason>(i);
  }
  return std::nullopt;
}

CauseReason CauseOf(Reason reason) { return static_cast<CauseReason>(reason); }

}  // namespace deputy
