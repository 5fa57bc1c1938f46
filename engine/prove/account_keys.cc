// Keys by which one service says for which account it calls or is called, beside those of IAM.
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
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

// `kms:EncryptionContext:aws:logs:arn`: with what a service of that name has AWS KMS encrypt.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
bool IsArnOfService(absl::string_view folded, absl::string_view service) {
  return absl::ConsumePrefix(&folded, "kms:encryptioncontext:aws:") &&
         absl::ConsumeSuffix(&folded, ":arn") && folded == service.substr(0, service.find('.'));
}

}  // namespace

void CaseBuilder::AddAccountKeys(Case& the_case) const {
  if (scene_.is_role || side_ == Side::kAll) return;
  const bool is_service = the_case.principal.kind == PrincipalKind::kService;
  // For whom a service calls is as much mine as its source.
  const auto bind = [&](absl::string_view key, Part part) {
    Variable variable;
    variable.name = std::string(key);
    variable.guards.push_back(OneOf(scene_.trusted.accounts, part, side_ == Side::kForeign));
    Bind(the_case, key, AddVariable(the_case, std::move(variable)));
  };
  for (const auto& [folded, spelled] : scene_.keys) {
    if (is_service && !the_case.principal_variable &&
        IsArnOfService(folded, the_case.principal.text))
      bind(spelled, Part::kAccount);
  }
  for (const AccountKey& key : kAccountKeys) {
    if (!scene_.keys.contains(FoldKey(key.name)) || !IsOnlyAbout(scene_.sheet, key.action))
      continue;
    if (is_service) {
      bind(key.name, Part::kWhole);
      continue;
    }
    // Whatever follows from who calls; nothing without an account.
    const auto caller = the_case.keys.find("aws:principalaccount");
    the_case.keys[FoldKey(key.name)] =
        caller == the_case.keys.end() ? KeyRule() : KeyRule(caller->second);
  }
}

}  // namespace deputy
