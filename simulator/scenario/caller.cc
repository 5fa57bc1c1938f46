#include "simulator/scenario/caller.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

// A source key and the value that is true of the customer's resource; no value: there is none.
struct TrueKey {
  absl::string_view name;
  std::vector<std::string> values;
  AbsenceReason otherwise = AbsenceReason::kNoOrganization;
};

std::vector<TrueKey> TrueKeys(const World& world, const UsesService& act) {
  const Account& account = world.accounts[act.account];
  std::vector<TrueKey> keys = {
      {"aws:SourceArn", {}, AbsenceReason::kNoSourceResource},
      {"aws:SourceAccount", {account.id}},
      {"aws:SourceOrgID", {}},
      {"aws:SourceOrgPaths", {}},
  };
  if (act.source) keys[0].values = {act.source->arn};
  if (account.organization != kNoIndex) {
    keys[2].values = {world.organizations[account.organization].id};
    keys[3].values = {account.organization_path};
  }
  return keys;
}

// What the service sends, and why not where it does not.
class SendingRule {
 public:
  SendingRule(const Deputy& deputy, const UsesService& act)
      : deputy_(deputy), to_(act.target ? TargetKind::kResource : TargetKind::kRole) {
    const std::string& version =
        act.source && !act.source->version.empty() ? act.source->version : deputy.version;
    now_ = deputy.service->SendsTo(to_, version);
    newest_ = deputy.service->SendsTo(to_, "");
  }

  bool Sends(absl::string_view key) const {
    if (deputy_.sends) return absl::c_linear_search(*deputy_.sends, key);
    return Has(now_, key);
  }

  AbsentKey Absence(absl::string_view key) const {
    AbsentKey absent{std::string(key), AbsenceReason::kNotSentByService, ""};
    if (deputy_.sends) return absent;
    if (Has(newest_, key)) {
      absent.reason = AbsenceReason::kNotSentByVersion;
      absent.detail = newest_->since;
    } else if (newest_ != nullptr && !newest_->keys.empty()) {
      absent.reason = AbsenceReason::kNotDocumented;
    }
    return absent;
  }

 private:
  // AWS's own RCP for confused deputies asks for aws:SourceOrgID where aws:SourceAccount is there:
  // the keys of the organization go with the account's.
  static bool Has(const SentKeys* sent, absl::string_view key) {
    if (sent == nullptr) return false;
    if (key == "aws:SourceOrgID" || key == "aws:SourceOrgPaths") key = "aws:SourceAccount";
    return absl::c_linear_search(sent->keys, key);
  }

  const Deputy& deputy_;
  const TargetKind to_;
  const SentKeys* now_ = nullptr;
  const SentKeys* newest_ = nullptr;
};

// The keys of an IAM caller that the engine does not fill in by itself.
void AddIamKeys(const World& world, absl::string_view arn, const Tags& tags, Caller& caller) {
  caller.keys.push_back({"aws:PrincipalArn", {std::string(arn)}});
  const Account& account = world.accounts[caller.account];
  if (account.organization != kNoIndex) {
    caller.keys.push_back({"aws:PrincipalOrgID", {world.organizations[account.organization].id}});
    caller.keys.push_back({"aws:PrincipalOrgPaths", {account.organization_path}});
  }
  for (const auto& [name, value] : tags) {
    caller.keys.push_back({absl::StrCat("aws:PrincipalTag/", name), {value}});
  }
}

}  // namespace

Caller ServiceCaller(const World& world, const UsesService& act) {
  const Deputy& deputy = world.deputies[act.deputy];
  Caller caller;
  caller.principal = *ParseServicePrincipal(deputy.service->principal);
  const std::vector<TrueKey> keys = TrueKeys(world, act);
  if (!act.forges.empty()) {
    caller.keys = act.forges;
    for (const TrueKey& key : keys) {
      const bool forged =
          absl::c_any_of(act.forges, [&](const ExtraKey& forge) { return forge.name == key.name; });
      if (forged) continue;
      caller.absent.push_back({std::string(key.name), AbsenceReason::kNotForgedByAttacker, ""});
    }
    return caller;
  }
  const SendingRule rule(deputy, act);
  for (const TrueKey& key : keys) {
    if (!rule.Sends(key.name)) {
      caller.absent.push_back(rule.Absence(key.name));
    } else if (key.values.empty()) {
      caller.absent.push_back({std::string(key.name), key.otherwise, ""});
    } else {
      caller.keys.push_back({std::string(key.name), key.values});
    }
  }
  return caller;
}

Caller SessionCaller(const World& world, Index index, absl::string_view session_name,
                     const Tags& tags) {
  const Role& role = world.roles[index];
  Caller caller;
  caller.account = role.account;
  caller.principal =
      *ParseIamPrincipal(absl::StrCat("arn:aws:sts::", world.accounts[role.account].id,
                                      ":assumed-role/", role.name, "/", session_name));
  // A tag of the session stands before the role's own of that name.
  std::map<std::string, std::string> all(tags.begin(), tags.end());
  all.insert(role.tags.begin(), role.tags.end());
  AddIamKeys(world, role.arn, Tags(all.begin(), all.end()), caller);
  caller.identity = role.identity_policies;
  caller.boundary = role.boundary;
  return caller;
}

Caller UserCaller(const World& world, Index index) {
  const User& user = world.users[index];
  Caller caller;
  caller.account = user.account;
  caller.principal = *ParseIamPrincipal(user.arn);
  AddIamKeys(world, user.arn, user.tags, caller);
  caller.identity = user.identity_policies;
  caller.boundary = user.boundary;
  return caller;
}

Caller AdministratorCaller(const World& world, Index account) {
  const std::string arn =
      absl::StrCat("arn:aws:iam::", world.accounts[account].id, ":user/Administrator");
  Caller caller;
  caller.account = account;
  caller.principal = *ParseIamPrincipal(arn);
  AddIamKeys(world, arn, {}, caller);
  caller.identity = {AwsManagedPolicy(PolicyType::kIdentity)};
  return caller;
}

Caller AnonymousCaller() { return Caller(); }

Caller TokenCaller(const PresentsToken& token) {
  Caller caller;
  caller.principal = *ParseFederatedPrincipal(token.provider);
  caller.keys = token.claims;
  return caller;
}

Caller DirectCaller(const World& world, const Calls& calls) {
  switch (calls.as) {
    case Calls::As::kRole:
      return SessionCaller(world, calls.who, "session");
    case Calls::As::kUser:
      return UserCaller(world, calls.who);
    case Calls::As::kAdministrator:
      return AdministratorCaller(world, calls.who);
    case Calls::As::kAnonymous:
      return AnonymousCaller();
  }
  return AnonymousCaller();
}

PolicyDocumentPtr AwsManagedPolicy(PolicyType type) {
  static constexpr absl::string_view kText =
      R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
  Diagnostics diagnostics;
  auto document = std::make_shared<PolicyDocument>();
  document->name = type == PolicyType::kScp ? "FullAWSAccess" : "AdministratorAccess";
  document->type = type;
  document->policy = *ParsePolicyText(kText, type, diagnostics);
  return document;
}

}  // namespace deputy
