#include "simulator/replay/recorded_call.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"
#include "simulator/replay/key_facts.h"

namespace deputy {
namespace {

std::optional<Principal> PrincipalOf(const TrailEvent& event, std::vector<PrincipalKind>& kinds) {
  const TrailEvent::Identity& identity = event.identity;
  switch (CallerKindOf(event)) {
    case CallerKind::kService:
      return ParseServicePrincipal(identity.invoked_by);
    case CallerKind::kIam:
      return ParseIamPrincipal(identity.arn);
    case CallerKind::kWeb:
    case CallerKind::kSaml:
      return ParseFederatedPrincipal(ProviderOf(event));
    case CallerKind::kAccount:
      break;
    case CallerKind::kUnknown:
      return std::nullopt;
  }
  // The unique id tells the kind.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  const absl::string_view id = identity.principal_id;
  kinds = {PrincipalKind::kRole, PrincipalKind::kRoleSession, PrincipalKind::kUser,
           PrincipalKind::kFederatedUser, PrincipalKind::kAccountRoot};
  if (absl::StartsWith(id, "AROA")) kinds = {PrincipalKind::kRole, PrincipalKind::kRoleSession};
  if (absl::StartsWith(id, "AIDA")) kinds = {PrincipalKind::kUser};
  if (id == identity.account) kinds = {PrincipalKind::kAccountRoot};
  return ParseIamPrincipal(identity.account);
}

bool FollowsFromPrincipal(const std::vector<ImpliedKey>& implied, absl::string_view folded) {
  return absl::c_any_of(
      implied, [&](const ImpliedKey& key) { return absl::EqualsIgnoreCase(key.name, folded); });
}

}  // namespace

Recorded RecordedOf(const TrailEvent& event) {
  if (event.error_code.empty()) return Recorded::kSucceeded;
  return event.error_code == "AccessDenied" || event.error_code == "AccessDeniedException"
             ? Recorded::kDenied
             : Recorded::kFailed;
}

absl::string_view DeniedElsewhere(absl::string_view error_message) {
  static constexpr std::pair<absl::string_view, absl::string_view> kWords[] = {
      {"identity-based policy", "an identity-based policy"},
      {"service control policy", "a service control policy"},
      {"resource control policy", "a resource control policy"},
      {"session policy", "a session policy"},
      {"permissions boundary", "a permissions boundary"},
      {"VPC endpoint policy", "a VPC endpoint policy"}};
  for (const auto& [words, kind] : kWords) {
    if (absl::StrContains(error_message, words)) return kind;
  }
  return "";
}

absl::string_view RoleOf(const TrailEvent& event) {
  if (!event.parameters.role.empty()) return event.parameters.role;
  if (!event.resource_role.empty()) return event.resource_role;
  constexpr absl::string_view kBefore = "on resource: ";
  const size_t at = event.error_message.find(kBefore);
  if (at == absl::string_view::npos) return "";
  const absl::string_view rest = event.error_message.substr(at + kBefore.size());
  const absl::string_view arn = rest.substr(0, rest.find_first_of(" \t\r\n\""));
  return IsRoleArn(arn) ? arn : "";
}

RecordedCaller CallerOf(const TrailEvent& event) {
  const TrailEvent::Identity& identity = event.identity;
  RecordedCaller caller;
  caller.type = std::string(identity.type);
  const CallerKind kind = CallerKindOf(event);
  switch (kind) {
    case CallerKind::kService:
      caller.name = std::string(identity.invoked_by);
      break;
    case CallerKind::kIam: {
      const std::optional<Principal> principal = ParseIamPrincipal(identity.arn);
      const bool session = principal && principal->kind == PrincipalKind::kRoleSession;
      caller.name = session && !identity.issuer_arn.empty() ? std::string(identity.issuer_arn)
                    : session                               ? principal->PrincipalArn()
                                                            : std::string(identity.arn);
      break;
    }
    case CallerKind::kWeb:
    case CallerKind::kSaml:
      caller.name = std::string(ProviderOf(event));
      break;
    default:
      caller.name =
          std::string(identity.account.empty() ? identity.principal_id : identity.account);
  }
  if (kind != CallerKind::kService) caller.via = std::string(identity.invoked_by);
  return caller;
}

PairSide SideOf(const TrailEvent& event, absl::string_view role) {
  if (event.shared_id.empty()) return PairSide::kNone;
  const CallerKind kind = CallerKindOf(event);
  if (kind == CallerKind::kAccount) return PairSide::kRole;
  const std::optional<Arn> arn = ParseArn(role);
  if (kind != CallerKind::kIam || !arn) return PairSide::kNone;
  return event.identity.account == arn->account() ? PairSide::kNone : PairSide::kCaller;
}

std::optional<OpenRequest> RequestOf(const TrailEvent& event, absl::string_view role,
                                     const AskedFor& asked, std::string& why) {
  OpenRequest open;
  std::optional<Principal> principal = PrincipalOf(event, open.caller_kinds);
  if (!principal) {
    const RecordedCaller caller = CallerOf(event);
    why = absl::StrCat("the caller is none that IAM has words for: ", caller.type,
                       caller.name.empty() ? "" : " ", caller.name);
    return std::nullopt;
  }
  Request& request = open.request;
  request.principal = *std::move(principal);
  request.action = absl::StrCat("sts:", event.name);
  request.resource = std::string(role);
  const std::vector<ImpliedKey> implied = ImpliedKeys(request.principal);
  if (request.principal.kind == PrincipalKind::kRoleSession && !event.identity.issuer_arn.empty())
    request.Set("aws:PrincipalArn", event.identity.issuer_arn);
  for (const auto& [folded, spelled] : asked.keys) {
    if (folded == "aws:resourceaccount" ||
        (open.caller_kinds.empty() && FollowsFromPrincipal(implied, folded)))
      continue;
    KeyFact fact = FactOf(event, folded);
    if (fact.state == KeyFact::State::kKnown) request.Set(spelled, std::move(fact.values));
    if (fact.state == KeyFact::State::kOpen) open.open.push_back(folded);
  }
  if (!open.caller_kinds.empty()) {  // what follows from the caller is each possible caller's own
    for (const ImpliedKey& key : implied) {
      request.context.erase(FoldKey(key.name));
      std::erase(open.open, FoldKey(key.name));
    }
  }
  OpenRequest filled = open;
  if (const std::optional<ContextProblem> problem = FillInContext(filled.request)) {
    why = problem->message;
    return std::nullopt;
  }
  return open.caller_kinds.empty() ? filled : open;
}

void AppendRequestText(const TrailEvent& event, const AskedFor& asked, std::string& text) {
  const auto add = [&](absl::string_view part) {
    absl::StrAppend(&text, part, absl::string_view("\0", 1));
  };
  const TrailEvent::Identity& identity = event.identity;
  add(event.name);
  add(identity.type);
  add(identity.invoked_by);
  const CallerKind kind = CallerKindOf(event);
  if (kind == CallerKind::kIam) {
    add(asked.sessions ? identity.arn : CallerOf(event).name);
    add(identity.issuer_arn);
  } else if (kind == CallerKind::kWeb || kind == CallerKind::kSaml) {
    add(ProviderOf(event));
  } else if (kind != CallerKind::kService) {
    add(identity.account);
    add(identity.principal_id.substr(0, 4));
    add(identity.principal_id == identity.account ? "root" : "");
  }
  for (const auto& [folded, spelled] : asked.keys) {
    const KeyFact fact = FactOf(event, folded);
    text.push_back(static_cast<char>('0' + static_cast<int>(fact.state)));
    for (const std::string& value : fact.values) add(value);
  }
}

}  // namespace deputy
