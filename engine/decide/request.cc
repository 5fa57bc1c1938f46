#include "engine/decide/request.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

// Whether what the request says of a key agrees with what follows from the principal. A session's
// ARN does not show the path of its role, so any path of that role will do (7.3).
bool Agrees(const Principal& principal, const ImpliedKey& implied,
            const std::vector<std::string>& given) {
  if (given.empty()) return true;  // counts as absent (4.9)
  if (implied.value.empty()) return false;
  if (implied.name == "aws:PrincipalServiceNamesList")
    return absl::c_linear_search(given, implied.value);
  if (absl::EqualsIgnoreCase(given[0], implied.value) &&
      implied.name == "aws:PrincipalIsAWSService")
    return true;
  if (implied.name == "aws:PrincipalArn" && principal.kind == PrincipalKind::kRoleSession) {
    const std::optional<Principal> role = ParseIamPrincipal(given[0]);
    return role && role->kind == PrincipalKind::kRole && role->account == principal.account &&
           role->partition == principal.partition && role->name == principal.name;
  }
  return given[0] == implied.value;
}

}  // namespace

// PatternPart 7 as a table, for the caller at hand.
std::vector<ImpliedKey> ImpliedKeys(const Principal& principal) {
  switch (principal.kind) {
    case PrincipalKind::kService:  // 7.1
      return {{"aws:PrincipalIsAWSService", "true"},
              {"aws:PrincipalServiceName", principal.text},
              {"aws:PrincipalServiceNamesList", principal.text},
              {"aws:PrincipalArn", ""},
              {"aws:PrincipalAccount", ""},
              {"aws:PrincipalOrgID", ""}};
    case PrincipalKind::kAnonymous:  // 7.3
      return {{"aws:PrincipalIsAWSService", "false"},
              {"aws:PrincipalType", "Anonymous"},
              {"aws:PrincipalAccount", "anonymous"},
              {"aws:userid", "anonymous"},
              {"aws:PrincipalServiceName", ""}};
    case PrincipalKind::kFederated:
      return {{"aws:PrincipalIsAWSService", "false"}};
    default:
      break;
  }
  static constexpr std::pair<PrincipalKind, absl::string_view> kTypes[] = {
      {PrincipalKind::kAccountRoot, "Account"},
      {PrincipalKind::kUser, "User"},
      {PrincipalKind::kRole, "AssumedRole"},
      {PrincipalKind::kRoleSession, "AssumedRole"},
      {PrincipalKind::kFederatedUser, "FederatedUser"}};
  std::vector<ImpliedKey> implied = {{"aws:PrincipalIsAWSService", "false"},
                                     {"aws:PrincipalArn", principal.PrincipalArn()},
                                     {"aws:PrincipalAccount", principal.account},
                                     {"aws:PrincipalServiceName", ""}};
  for (const auto& [kind, name] : kTypes) {
    if (kind == principal.kind) implied.push_back({"aws:PrincipalType", std::string(name)});
  }
  if (principal.kind == PrincipalKind::kUser) implied.push_back({"aws:username", principal.name});
  if (principal.kind == PrincipalKind::kAccountRoot)
    implied.push_back({"aws:userid", principal.account});
  return implied;
}

const std::string* Request::Find(absl::string_view key) const {
  const auto found = context.find(FoldKey(key));
  return found == context.end() || found->second.values.empty() ? nullptr
                                                                : &found->second.values[0];
}

void Request::Set(absl::string_view key, absl::string_view value) {
  Set(key, std::vector{std::string(value)});
}

void Request::Set(absl::string_view key, std::vector<std::string> values) {
  context.insert_or_assign(FoldKey(key), ContextEntry{std::string(key), std::move(values), false});
}

absl::string_view Request::ResourceAccount() const {
  const std::optional<Arn> arn = ParseArn(resource);
  if (arn && IsAccountId(arn->account())) return arn->account();
  const std::string* given = Find("aws:ResourceAccount");
  return given == nullptr ? absl::string_view() : *given;
}

std::optional<ContextProblem> FillInContext(Request& request, bool complete) {
  for (const auto& [folded, entry] : request.context) {
    const ContextKeyInfo* info = FindContextKey(folded);
    if (info != nullptr && info->cardinality == Cardinality::kSingle &&
        entry.values.size() > 1) {  // 7.7
      return ContextProblem{entry.name, "multivalue-on-single",
                            absl::StrCat("the key ", Quote(entry.name),
                                         " has one value at most, not ", entry.values.size())};
    }
  }
  const auto fill = [&](absl::string_view key, absl::string_view value) {
    if (complete || value.empty()) return;
    ContextEntry& entry = request.context[FoldKey(key)];
    if (entry.values.empty()) entry = {std::string(key), {std::string(value)}, true};  // 4.9
  };
  for (const ImpliedKey& implied : ImpliedKeys(request.principal)) {
    const auto given = request.context.find(FoldKey(implied.name));
    if (given != request.context.end() &&
        !Agrees(request.principal, implied, given->second.values)) {
      const std::string why =
          implied.value.empty() ? "has no such key" : absl::StrCat("has ", Quote(implied.value));
      return ContextProblem{
          given->second.name, "contradicts-principal",
          absl::StrCat("the key ", Quote(given->second.name),
                       " contradicts the principal: ", request.principal.KindName(), " ", why)};
    }
    fill(implied.name, implied.value);
  }
  const std::optional<Arn> arn = ParseArn(request.resource);
  if (arn && IsAccountId(arn->account())) fill("aws:ResourceAccount", arn->account());  // 7.6
  return std::nullopt;
}

}  // namespace deputy
