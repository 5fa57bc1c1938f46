#include "engine/prove/case_builder.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/decide/request.h"
#include "engine/iam/action.h"
#include "engine/iam/context_key.h"
#include "engine/prove/encoder.h"
#include "engine/prove/source_arn.h"

namespace deputy {
namespace {

// Of a provider: what the keys of its tokens begin with, folded.
std::string ClaimPrefix(const Principal& provider) {
  const absl::string_view text = provider.text;
  if (absl::StrContains(text, ":saml-provider/")) return "saml:";
  const size_t at = text.find(":oidc-provider/");
  return FoldKey(absl::StrCat(at == absl::string_view::npos ? text : text.substr(at + 15), ":"));
}

// `token.actions.githubusercontent.com:sub`, `saml:aud`: keys of a token and of nothing else.
bool IsClaim(absl::string_view folded) {
  const absl::string_view host = folded.substr(0, folded.find(':'));
  return host == "saml" || absl::StrContains(host, ".");
}

ValueGuard Whole(std::vector<Language> languages) { return {std::move(languages), false}; }

// The form that every value of the key has; a service or STS would not send another.
void SetForm(const ContextKeyInfo& info, Variable& variable) {
  if (info.type == OperandType::kBool) {
    variable.guards.push_back(Whole({LiteralLanguage("true"), LiteralLanguage("false")}));
  } else if (info.type == OperandType::kDate || info.type == OperandType::kNumeric ||
             info.type == OperandType::kIpAddress) {
    variable.form = info.type;
  }
}

// Keys that every request has.
bool IsAlwaysSent(absl::string_view folded) {
  return folded == "aws:currenttime" || folded == "aws:epochtime" ||
         folded == "aws:securetransport";
}

}  // namespace

size_t AddVariable(Case& the_case, Variable variable) {
  the_case.variables.push_back(std::move(variable));
  return the_case.variables.size() - 1;
}

void Bind(Case& the_case, absl::string_view key, size_t variable, Part part) {
  the_case.keys.insert_or_assign(FoldKey(key), KeyRule{{}, variable, part});
}

void Fix(Case& the_case, absl::string_view key, std::vector<std::string> values) {
  the_case.keys.insert_or_assign(FoldKey(key), KeyRule{std::move(values), {}, Part::kWhole});
}

ValueGuard OneOf(const std::vector<std::string>& texts, Part part, bool negated) {
  ValueGuard guard;
  guard.negated = negated;
  for (const std::string& text : texts) {
    for (Language& language : AtPart(LiteralLanguage(text), part))
      guard.languages.push_back(std::move(language));
  }
  return guard;
}

std::vector<Language> WithPath(const Language& head, const Language& name) {
  return {Joined({head, name}), Joined({head, Run("!-)+->@-~", true), LiteralLanguage("/"), name})};
}

void CaseBuilder::Finish(Case the_case) {
  for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
    const std::string key = FoldKey(implied.name);
    if (the_case.keys.contains(key)) continue;
    // All names that the service has: its own, and others of which nothing is known.
    if (key == kServiceNames && scene_.keys.contains(key) && !implied.value.empty()) continue;
    Fix(the_case, key,
        implied.value.empty() ? std::vector<std::string>()
                              : std::vector<std::string>{implied.value});
  }
  Fix(the_case, "aws:ResourceAccount", {site_.owner});
  AddResourceOrganization(the_case);
  AddAccountKeys(the_case);
  SetAction(the_case);
  SetResource(the_case);
  for (const auto& [folded, spelled] : scene_.keys) {
    if (!the_case.keys.contains(folded)) OpenKey(folded, spelled, the_case);
  }
  cases_.push_back(std::move(the_case));
}

// A caller comes to a role by the action of its kind; other actions on it let nobody in.
void CaseBuilder::SetAction(Case& the_case) const {
  if (scene_.is_role && side_ != Side::kAll)
    return Fix(the_case, kActionKey, {FoldAction(RoleActionOf(the_case.principal))});
  Variable action;
  action.name = kActionKey;
  action.may_be_absent = false;
  const Language prefix = scene_.is_role ? LiteralLanguage("sts") : Run("a-z0-9-", true);
  action.guards.push_back(Whole({Joined({prefix, LiteralLanguage(":"), Run("a-z0-9_", true)})}));
  for (const Sheet::Row& row : scene_.sheet.rows) {
    for (const PolicyString& pattern : row.statement->action.patterns)
      action.friendly.push_back(FoldAction(ExampleAction(pattern.text)));
  }
  Bind(the_case, kActionKey, AddVariable(the_case, std::move(action)));
}

void CaseBuilder::SetResource(Case& the_case) const {
  if (!scene_.resource.empty()) return Fix(the_case, kResourceKey, {scene_.resource});
  const std::string roles = absl::StrCat("arn:", site_.partition, ":iam::", site_.owner, ":role/");
  const bool any_name = absl::c_any_of(scene_.sheet.rows, [](const Sheet::Row& row) {
    return row.statement->resource.has_value();  // of a role that of an RCP
  });
  if (scene_.is_role && !any_name) return Fix(the_case, kResourceKey, {roles + "Role"});
  Variable resource;
  resource.name = kResourceKey;
  resource.may_be_absent = false;
  const auto of_account = [&](const std::string& account) {
    return Joined({LiteralLanguage(absl::StrCat("arn:", site_.partition, ":")),
                   Run("a-z0-9-", true), LiteralLanguage(":"), Run("a-z0-9-", false),
                   LiteralLanguage(absl::StrCat(":", account, ":")), AnyText()});
  };
  if (scene_.is_role) {
    resource.guards.push_back(Whole(WithPath(LiteralLanguage(roles), Run(kNameChars, true))));
    resource.friendly.push_back(roles + "Role");
  } else {
    resource.guards.push_back(Whole({of_account(site_.owner), of_account("")}));
  }
  for (const Sheet::Row& row : scene_.sheet.rows) {
    if (!row.statement->resource) continue;
    for (const PolicyString& pattern : row.statement->resource->patterns)
      resource.friendly.push_back(ExampleOf(pattern.text, site_.owner));
  }
  Bind(the_case, kResourceKey, AddVariable(the_case, std::move(resource)));
}

// Whether a caller of that kind can have the key at all (docs/semantics.md part 7).
bool CaseBuilder::CanCarry(const Principal& caller, const std::string& folded) const {
  if (side_ == Side::kAll) return true;
  const bool federated = caller.kind == PrincipalKind::kFederated;
  if (IsClaim(folded)) return federated && absl::StartsWith(folded, ClaimPrefix(caller));
  const ContextKeyInfo* info = FindContextKey(folded);
  if (info == nullptr) return true;
  switch (info->origin) {
    case KeyOrigin::kCallingService:  // what a service sends was bound before
      return false;
    case KeyOrigin::kPrincipal:
      if (folded == kServiceNames) return caller.kind == PrincipalKind::kService;
      // IAM Roles Anywhere calls with what the certificate of its caller says.
      if (absl::StartsWith(folded, "aws:principaltag/"))
        return caller.IsIam() || caller.kind == PrincipalKind::kService;
      return caller.IsIam() ||
             (federated && (folded == "aws:federatedprovider" || folded == "aws:tokenissuetime"));
    case KeyOrigin::kNetwork:
      return caller.kind != PrincipalKind::kService ||
             !(absl::StartsWith(folded, "aws:source") || absl::StartsWith(folded, "aws:vpc"));
    default:
      return true;
  }
}

void CaseBuilder::BindIfAsked(absl::string_view name, bool may_be_absent, ValueGuard guard,
                              Case& the_case) const {
  if (!scene_.keys.contains(FoldKey(name))) return;
  Variable variable;
  variable.name = std::string(name);
  variable.multivalued = FindContextKey(name)->cardinality == Cardinality::kMulti;
  variable.may_be_absent = may_be_absent;
  variable.guards.push_back(std::move(guard));
  Bind(the_case, name, AddVariable(the_case, std::move(variable)));
}

void CaseBuilder::AddResourceOrganization(Case& the_case) const {
  if (!site_.organization) return;
  const bool in_one = !site_.organization->empty();
  const std::vector<std::string> id(in_one ? 1 : 0, *site_.organization);
  Fix(the_case, "aws:ResourceOrgID", id);
  Fix(the_case, "aws:ResourceOrgPaths", {});
  the_case.assumptions.push_back(
      absl::StrCat("the ", scene_.is_role ? "role" : "resource",
                   "'s own organization is none other than the trusted ones"));
  if (in_one) BindIfAsked("aws:ResourceOrgPaths", false, WithinOrganizations(id, false), the_case);
}

void CaseBuilder::OpenKey(const std::string& folded, const std::string& spelled,
                          Case& the_case) const {
  if (!CanCarry(the_case.principal, folded)) return Fix(the_case, folded, {});
  const ContextKeyInfo* info = FindContextKey(folded);
  Variable variable;
  variable.name = spelled;
  variable.multivalued = info == nullptr || info->cardinality == Cardinality::kMulti;
  if (side_ != Side::kAll) {
    if (info != nullptr) SetForm(*info, variable);
    variable.may_be_absent = !IsAlwaysSent(folded);
    // Who is in one of my organizations is mine.
    if (side_ == Side::kForeign && folded == "aws:principalorgid")
      variable.guards.push_back(OneOf(scene_.trusted.organizations, Part::kWhole, true));
    if (side_ == Side::kForeign && folded == "aws:principalorgpaths")
      variable.guards.push_back(WithinOrganizations(scene_.trusted.organizations, true));
  }
  if (folded == kServiceNames && the_case.principal.kind == PrincipalKind::kService)
    variable.may_be_absent = false;
  Bind(the_case, folded, AddVariable(the_case, std::move(variable)));
}

ValueGuard WithinOrganizations(const std::vector<std::string>& organizations, bool negated) {
  ValueGuard guard;
  guard.negated = negated;
  for (const std::string& organization : organizations) {
    guard.languages.push_back(LiteralLanguage(organization));
    guard.languages.push_back(
        Joined({LiteralLanguage(absl::StrCat(organization, "/")), {{AnyChar(), true}}}));
  }
  return guard;
}

}  // namespace deputy
