// The cases in which a principal of an account calls, or nobody who is known.
#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/prove/case_builder.h"

namespace deputy {
namespace {

// The ARNs of principals of one kind, around account and name.
struct Form {
  PrincipalKind kind;
  absl::string_view service;
  absl::string_view prefix;  // of the resource; a root user's is the whole
  absl::string_view type;    // aws:PrincipalType
};

constexpr Form kForms[] = {
    {PrincipalKind::kRole, "iam", "role/", "AssumedRole"},
    {PrincipalKind::kUser, "iam", "user/", "User"},
    {PrincipalKind::kFederatedUser, "sts", "federated-user/", "FederatedUser"},
    {PrincipalKind::kAccountRoot, "iam", "root", "Account"}};

const Form& FormOf(PrincipalKind kind) {
  return *std::find_if(std::begin(kForms), std::end(kForms),
                       [&](const Form& form) { return form.kind == kind; });
}

std::vector<Language> ArnsOf(const Form& form, const std::string& partition,
                             const Language& account) {
  Language head = Joined({LiteralLanguage(absl::StrCat("arn:", partition, ":", form.service, "::")),
                          account, LiteralLanguage(absl::StrCat(":", form.prefix))});
  if (form.kind == PrincipalKind::kAccountRoot) return {head};
  const Language name = Run(kNameChars, true);
  if (form.kind == PrincipalKind::kFederatedUser) return {Joined({head, name})};
  return WithPath(head, name);
}

// Service-linked roles are bound by no RCP and assume no roles of others: they are no callers here.
ValueGuard NoServiceLinkedRole(const std::string& partition) {
  const Language head = Joined({LiteralLanguage(absl::StrCat("arn:", partition, ":iam::")),
                                Digits(12), LiteralLanguage(":role/")});
  return {{Joined({head, LiteralLanguage("aws-service-role/"), {{AnyChar(), true}}})}, true};
}

}  // namespace

void CaseBuilder::AddCallers() {
  for (const Principal& principal : scene_.named) {
    if (!principal.IsIam() || principal.kind == PrincipalKind::kAccountRoot) continue;
    // Nobody comes from one partition into another; whom a policy names so is no honest caller.
    if (side_ != Side::kHonest || principal.partition == site_.partition) AddNamed(principal);
  }
  std::vector<std::string> accounts;  // each of which has cases of its own
  absl::flat_hash_set<std::string> seen;
  const auto add = [&](const std::string& account) {
    if (seen.insert(account).second) accounts.push_back(account);
  };
  for (const Principal& principal : scene_.named) {
    if (principal.IsIam()) add(principal.account);
  }
  if (side_ != Side::kAll) {
    for (const ThirdParty& party : scene_.trusted.third_parties) add(party.account);
  }
  for (const std::string& account : accounts) AddOthersOf({account}, false);
  std::vector<std::string> mine;  // those that are not named differ by nothing but their ids
  for (const std::string& account : scene_.trusted.accounts) {
    if (seen.insert(account).second) mine.push_back(account);
  }
  if (side_ == Side::kHonest) {
    if (!mine.empty()) AddOthersOf(mine, false);
  } else {
    if (side_ == Side::kForeign) accounts.insert(accounts.end(), mine.begin(), mine.end());
    AddOthersOf(accounts, true);
  }
  AddFederated();
  if (side_ != Side::kHonest) AddAnonymous();
}

// A user, role, session or federated user that some statement names.
void CaseBuilder::AddNamed(const Principal& principal) {
  Case the_case;
  the_case.who = absl::StrCat("the ", principal.KindName(), " ", principal.text);
  the_case.principal = principal;
  if (principal.kind == PrincipalKind::kRoleSession) {
    // Its ARN does not show the path of its role, which aws:PrincipalArn does (7.3).
    Variable role;
    role.name = "aws:PrincipalArn";
    role.may_be_absent = false;
    const Language head = LiteralLanguage(
        absl::StrCat("arn:", principal.partition, ":iam::", principal.account, ":role/"));
    role.guards.push_back({WithPath(head, LiteralLanguage(principal.name)), false});
    Bind(the_case, "aws:PrincipalArn", AddVariable(the_case, std::move(role)));
  }
  if (side_ != Side::kAll && principal.kind != PrincipalKind::kUser)
    Fix(the_case, "aws:username", {});
  AddIam(std::move(the_case), principal.account);
  // A session of a role by that name, whose path it does not show.
  if (scene_.sheet.compares && principal.kind == PrincipalKind::kRole) {
    std::string arn = absl::StrCat("arn:", principal.partition, ":sts::", principal.account,
                                   ":assumed-role/", principal.name, "/any");
    while (scene_.Names(*ParseIamPrincipal(arn))) arn += "x";
    AddNamed(*ParseIamPrincipal(arn));
  }
}

// The principals of the accounts that no statement names.
void CaseBuilder::AddOthersOf(const std::vector<std::string>& accounts, bool all_but) {
  for (const Form& form : kForms) AddOthers(form.kind, accounts, all_but);
}

void CaseBuilder::AddOthers(PrincipalKind kind, const std::vector<std::string>& accounts,
                            bool all_but) {
  const Form& form = FormOf(kind);
  Variable caller;
  caller.name = "aws:PrincipalArn";
  caller.may_be_absent = false;
  const bool one = accounts.size() == 1 && !all_but;
  const std::string example = all_but ? scene_.ForeignAccount() : accounts[0];
  const Language of_account = one ? LiteralLanguage(example) : Digits(12);
  caller.guards.push_back({ArnsOf(form, site_.partition, of_account), false});
  std::vector<std::string> named;
  for (const Principal& principal : scene_.named) {
    // A root user is named with its whole account.
    if (principal.kind == kind && kind != PrincipalKind::kAccountRoot)
      named.push_back(principal.text);
  }
  if (!named.empty()) caller.guards.push_back(OneOf(named, Part::kWhole, true));
  if (!one && !accounts.empty()) caller.guards.push_back(OneOf(accounts, Part::kAccount, all_but));
  if (kind == PrincipalKind::kRole) caller.guards.push_back(NoServiceLinkedRole(site_.partition));

  std::string arn =
      absl::StrCat("arn:", site_.partition, ":", form.service, "::", example, ":", form.prefix);
  const bool has_name = kind != PrincipalKind::kAccountRoot;
  if (has_name) arn += kind == PrincipalKind::kUser ? "alice" : "any";
  while (has_name && scene_.Names(*ParseIamPrincipal(arn))) arn += "x";
  caller.friendly.push_back(arn);

  Case the_case;
  the_case.who = absl::StrCat("any ", ParseIamPrincipal(arn)->KindName(), " of ",
                              all_but ? "any account"
                              : one   ? absl::StrCat("account ", example)
                                      : "one of my other accounts");
  the_case.principal = *ParseIamPrincipal(arn);
  const size_t variable = AddVariable(the_case, std::move(caller));
  the_case.principal_variable = variable;
  Bind(the_case, "aws:PrincipalArn", variable);
  Bind(the_case, "aws:PrincipalAccount", variable, Part::kAccount);
  Fix(the_case, "aws:PrincipalType", {std::string(form.type)});
  if (kind == PrincipalKind::kUser)
    Bind(the_case, "aws:username", variable, Part::kUserName);
  else if (side_ != Side::kAll)
    Fix(the_case, "aws:username", {});
  if (kind == PrincipalKind::kAccountRoot) Bind(the_case, "aws:userid", variable, Part::kAccount);
  AddIam(std::move(the_case), example);
}

// Sorts the caller's account into mine, a third party's and foreign ones.
void CaseBuilder::AddIam(Case the_case, const std::string& account) {
  if (side_ == Side::kAll) return Finish(std::move(the_case));
  std::vector<std::string> ids;
  for (const ThirdParty& party : scene_.trusted.third_parties) {
    if (party.account == account) ids.push_back(party.external_id);
  }
  const bool honest = side_ == Side::kHonest;
  if (ids.empty()) {
    if (scene_.Trusts(account) == honest) return Finish(std::move(the_case));
    if (honest && !scene_.trusted.organizations.empty()) AddMember(std::move(the_case));
    return;
  }
  Variable id;
  id.name = "sts:ExternalId";
  id.may_be_absent = !honest;
  id.guards.push_back(OneOf(ids, Part::kWhole, !honest));
  if (!honest) id.friendly = {"another-customer"};
  absl::StrAppend(&the_case.who, honest ? " with my external id" : " for another customer of it");
  Bind(the_case, "sts:ExternalId", AddVariable(the_case, std::move(id)));
  Finish(std::move(the_case));
}

// Whom only an organization of mine makes mine.
void CaseBuilder::AddMember(Case the_case) {
  const auto& mine = scene_.trusted.organizations;
  BindIfAsked("aws:PrincipalOrgID", false, OneOf(mine, Part::kWhole, false), the_case);
  BindIfAsked("aws:PrincipalOrgPaths", false, WithinOrganizations(mine, false), the_case);
  absl::StrAppend(&the_case.who, " in an organization of mine");
  Finish(std::move(the_case));
}

void CaseBuilder::AddAnonymous() {
  Case the_case;
  the_case.who = "anybody, without credentials";
  Finish(std::move(the_case));
}

}  // namespace deputy
