#include "engine/prove/principal_match.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"

namespace deputy {
namespace {

bool Names(const PrincipalEntry& entry, const Principal& caller, absl::string_view resource) {
  if (entry.kind == PrincipalEntryKind::kEveryone) return true;
  if (entry.kind != PrincipalEntryKind::kPrincipal) return false;
  const Principal& named = entry.principal;
  if (named.kind == PrincipalKind::kAccountRoot)
    return caller.IsIam() && caller.account == named.account;
  if (named.kind == PrincipalKind::kRole && caller.kind == PrincipalKind::kRoleSession) {
    return caller.account == named.account && caller.partition == named.partition &&
           caller.name == named.name;
  }
  if (named.kind != caller.kind) return false;
  if (named.text == caller.text) return true;
  if (named.kind != PrincipalKind::kFederated) return false;
  const std::optional<Arn> role = ParseArn(resource);
  return role && named.account == role->account() &&
         absl::EndsWith(named.text, absl::StrCat(":oidc-provider/", caller.text));
}

}  // namespace

bool NamesCaller(const Statement& statement, const Principal& caller, absl::string_view resource) {
  if (!statement.principal) return true;
  const bool listed =
      std::any_of(statement.principal->entries.begin(), statement.principal->entries.end(),
                  [&](const PrincipalEntry& entry) { return Names(entry, caller, resource); });
  return listed != statement.principal->negated;
}

}  // namespace deputy
