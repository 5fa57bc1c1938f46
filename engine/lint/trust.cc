#include "engine/lint/trust.h"

#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"

namespace deputy {
namespace {

constexpr absl::string_view kOrganizationKeys[] = {"aws:sourceorgid", "aws:principalorgid",
                                                   "aws:sourceorgpaths", "aws:principalorgpaths"};

// Whose caller a resource lets in by them; who comes to a role is a matter of its principals.
constexpr absl::string_view kCallerKeys[] = {"aws:principalaccount", "aws:sourceowner",
                                             "kms:calleraccount"};

// The account that a value of a source condition names, or of one on callers of a resource; or
// empty.
absl::string_view AccountOf(PolicyType type, absl::string_view key, absl::string_view value) {
  const bool of_caller = type == PolicyType::kResource && absl::c_linear_search(kCallerKeys, key);
  if ((of_caller || key == "aws:sourceaccount") && IsAccountId(value)) return value;
  if (key != "aws:sourcearn" && !absl::StartsWith(key, "kms:encryptioncontext:aws:")) return {};
  const auto arn = SplitArn(value);
  return arn && IsAccountId(arn->account()) ? arn->account() : absl::string_view();
}

// Of the role or resource, where only `${aws:ResourceOrgID}` speaks of it.
constexpr absl::string_view kOwnOrganization = "o-yourorganization";

// `o-acme` of `o-acme/r-root/ou-x/*`; empty when a wildcard leaves it open.
absl::string_view OrganizationOf(absl::string_view value) {
  const absl::string_view id = value.substr(0, value.find('/'));
  if (absl::EqualsIgnoreCase(id, "${aws:ResourceOrgID}")) return kOwnOrganization;
  return absl::StartsWith(id, "o-") && id.find_first_of("*?$") == absl::string_view::npos
             ? id
             : absl::string_view();
}

}  // namespace

bool AssumedTrust::Trusts(absl::string_view account) const {
  return absl::c_linear_search(parties.accounts, account);
}

AssumedTrust AssumeTrust(const Policy& policy, const LintContext& context) {
  AssumedTrust trust;
  trust.parties = context.trusted;
  trust.own_account = context.role_account;
  if (const auto arn = ParseArn(context.role_arn); trust.own_account.empty() && arn) {
    if (IsAccountId(arn->account())) trust.own_account = std::string(arn->account());
  }
  if (!trust.own_account.empty() && !trust.Trusts(trust.own_account)) {
    // First, as the role is taken to be there where its ARN is not known.
    trust.parties.accounts.insert(trust.parties.accounts.begin(), trust.own_account);
  }

  std::set<std::string> accounts;
  std::set<std::string> organizations;
  for (const Statement& statement : policy.statements) {
    for (const ConditionClause& clause : statement.conditions) {
      const std::string key = FoldKey(clause.key);
      // What a Deny exempts is the author's own as much as what an Allow asks for.
      const bool positive = !InfoOf(clause.op.base).negated;
      if (positive != (statement.effect == Effect::kAllow)) continue;
      const bool organization = absl::c_linear_search(kOrganizationKeys, absl::string_view(key));
      for (const PolicyString& value : clause.values) {
        if (const auto found = AccountOf(policy.type, key, value.text); !found.empty())
          accounts.emplace(found);
        if (const auto found = organization ? OrganizationOf(value.text) : absl::string_view();
            !found.empty()) {
          organizations.emplace(found);
        }
      }
    }
  }
  if (trust.parties.accounts.empty() && !accounts.empty()) {
    trust.parties.accounts.assign(accounts.begin(), accounts.end());
    trust.notes.push_back(absl::StrCat("the role's account is not known; ",
                                       absl::StrJoin(accounts, ", "),
                                       ", which the conditions name, is taken for your own"));
  }
  if (trust.parties.organizations.empty() && !organizations.empty()) {
    trust.parties.organizations.assign(organizations.begin(), organizations.end());
    trust.notes.push_back(
        absl::StrCat("the organization ",
                     absl::StrReplaceAll(absl::StrJoin(organizations, ", "),
                                         {{kOwnOrganization, "`${aws:ResourceOrgID}`"}}),
                     ", which the conditions name, is taken for your own"));
  }
  return trust;
}

}  // namespace deputy
