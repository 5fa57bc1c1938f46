// Keys by which one service says for which account it is called, beside aws:PrincipalAccount.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/prove/case_builder.h"

namespace deputy {
namespace {

struct AccountKey {
  absl::string_view action;  // with which the actions begin at which the key is sent
  absl::string_view name;
};

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
constexpr AccountKey kAccountKeys[] = {{"kms:", "kms:CallerAccount"}, {"sns:", "aws:SourceOwner"}};

// Of a policy that is about anything else the key is open, as it may be absent.
bool IsOnlyAbout(const Sheet& sheet, absl::string_view action) {
  return absl::c_all_of(sheet.rows, [&](const Sheet::Row& row) {
    const auto& actions = row.statement->action;
    return !actions.negated && absl::c_all_of(actions.patterns, [&](const PolicyString& pattern) {
      return absl::StartsWith(FoldAction(pattern.text), action);
    });
  });
}

}  // namespace

void CaseBuilder::AddAccountKeys(Case& the_case) const {
  if (scene_.is_role || side_ == Side::kAll) return;
  for (const AccountKey& key : kAccountKeys) {
    if (!scene_.keys.contains(FoldKey(key.name)) || !IsOnlyAbout(scene_.sheet, key.action))
      continue;
    if (the_case.principal.kind != PrincipalKind::kService) {
      // Whatever follows from who calls; nothing without an account.
      const auto caller = the_case.keys.find("aws:principalaccount");
      the_case.keys[FoldKey(key.name)] =
          caller == the_case.keys.end() ? KeyRule() : KeyRule(caller->second);
      continue;
    }
    // For whom a service calls is as much mine as its source.
    Variable account;
    account.name = std::string(key.name);
    account.guards.push_back(OneOf(scene_.trusted.accounts, Part::kWhole, side_ == Side::kForeign));
    Bind(the_case, key.name, AddVariable(the_case, std::move(account)));
  }
}

}  // namespace deputy
