// The cases in which a service calls, for a source of somebody.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/prove/case_builder.h"
#include "engine/prove/source_arn.h"

namespace deputy {

struct SourceKind {
  absl::string_view service;
  const ServiceFact* fact = nullptr;
  bool sends_arn = false;
  bool sends_account = false;
  bool arn_shows_account = false;
  bool mine_by_organization = false;  // of an honest source: by its organization, not its account
  ArnForms forms = ArnForms::kAny;
};

namespace {

std::vector<bool> Possible(Known known) {
  if (known == Known::kUnknown) return {true, false};
  return {known == Known::kYes};
}

bool IsServiceName(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
  });
}

std::string KeysText(bool arn, bool account) {
  if (arn && account) return "aws:SourceArn and aws:SourceAccount";
  return arn ? "aws:SourceArn" : "aws:SourceAccount";
}

std::string Assumption(const SourceKind& kind) {
  const auto is = [&](Known known) {
    return kind.fact != nullptr && kind.fact->sends_source_arn == known &&
           kind.fact->sends_source_account == known;
  };
  if (is(Known::kYes)) return absl::StrCat(kind.service, " sends ", KeysText(true, true));
  if (is(Known::kNo))
    return absl::StrCat(kind.service, " sends no ", KeysText(true, false), " and no ",
                        KeysText(false, true));
  if (kind.fact == nullptr)
    return absl::StrCat("nothing is known of ", kind.service,
                        ": it may send any source key or none");
  std::string text;
  const auto add = [&](Known known, absl::string_view key) {
    const absl::string_view verb = known == Known::kYes  ? " sends "
                                   : known == Known::kNo ? " sends no "
                                                         : " may or may not send ";
    absl::StrAppend(&text, text.empty() ? std::string(kind.service) : " and", verb, key);
  };
  add(kind.fact->sends_source_arn, KeysText(true, false));
  add(kind.fact->sends_source_account, KeysText(false, true));
  return text;
}

}  // namespace

void CaseBuilder::AddServices() {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    if (side_ != Side::kAll && !IsServiceName(name)) return;  // no service has such a name
    names.push_back(name);
  };
  for (const Principal& principal : scene_.named) {
    if (principal.kind == PrincipalKind::kService) add(principal.text);
  }
  if (scene_.names_everyone && side_ != Side::kAll) {
    for (const ServiceFact& fact : scene_.services) add(fact.principal);
  }
  for (const std::string& name : names) AddService(*ParseServicePrincipal(name));
  if (scene_.names_everyone || side_ == Side::kAll) AddOtherServices();
}

void CaseBuilder::AddService(const Principal& principal) {
  Case base;
  base.principal = principal;
  AddSources(base, principal.text);
}

// All services that no statement names and of which nothing is known.
void CaseBuilder::AddOtherServices() {
  Variable name;
  name.name = "aws:PrincipalServiceName";
  name.may_be_absent = false;
  // Most end in `.amazonaws.com`; `.amazon.com`, `.amazonaws.com.cn` and others are there too.
  const Language dotted =
      Joined({Run("a-z0-9.-", true), LiteralLanguage("."), Run("a-z0-9.-", true)});
  name.guards.push_back({{side_ == Side::kAll ? Run("!-~", true) : dotted}, false});
  std::vector<std::string> known;
  for (const Principal& principal : scene_.named) {
    if (principal.kind == PrincipalKind::kService) known.push_back(principal.text);
  }
  if (side_ != Side::kAll) {
    for (const ServiceFact& fact : scene_.services) known.push_back(fact.principal);
  }
  if (!known.empty()) name.guards.push_back(OneOf(known, Part::kWhole, true));
  std::string example = "service.amazonaws.com";
  while (std::find(known.begin(), known.end(), example) != known.end())
    example.insert(0, "another-");
  name.friendly.push_back(example);
  Case base;
  base.principal = *ParseServicePrincipal(example);
  const size_t variable = AddVariable(base, std::move(name));
  base.principal_variable = variable;
  Bind(base, "aws:PrincipalServiceName", variable);
  if (!scene_.keys.contains(kServiceNames)) Bind(base, "aws:PrincipalServiceNamesList", variable);
  AddSources(base, "any other service");
}

void CaseBuilder::AddSources(const Case& base, absl::string_view service) {
  if (side_ == Side::kAll) {
    Case the_case = base;
    the_case.who = std::string(service);
    return Finish(std::move(the_case));
  }
  std::vector<const ServiceFact*> facts;
  for (const ServiceFact& fact : scene_.services) {
    if (fact.principal == service) facts.push_back(&fact);
  }
  if (facts.empty()) facts.push_back(nullptr);
  std::vector<bool> ways = {false};
  if (side_ == Side::kHonest && !scene_.trusted.organizations.empty()) ways.push_back(true);
  const auto first = static_cast<ptrdiff_t>(cases_.size());
  for (const ServiceFact* fact : facts) {
    for (const bool arn : Possible(fact == nullptr ? Known::kUnknown : fact->sends_source_arn)) {
      for (const bool account :
           Possible(fact == nullptr ? Known::kUnknown : fact->sends_source_account)) {
        for (const bool shows_account : {true, false}) {
          if (!arn && !shows_account) continue;
          for (const bool by_organization : ways)
            AddSourceOf({service, fact, arn, account, arn && shows_account, by_organization}, base);
        }
      }
    }
  }
  std::stable_partition(cases_.begin() + first, cases_.end(),
                        [](const Case& the_case) { return the_case.unless.empty(); });
}

// No page shows all forms that the ARNs of a service's sources have. A foreign one may have any,
// and is told by one that is known where that gets in; one of mine of another form leaves open
// whether there is such a source.
void CaseBuilder::AddSourceOf(SourceKind kind, const Case& base) {
  const bool known = kind.sends_arn && kind.fact != nullptr && !kind.fact->source_arns.empty();
  kind.forms = known ? ArnForms::kKnown : ArnForms::kAny;
  AddSource(base, kind);
  if (!known) return;
  Case other = base;
  if (side_ == Side::kHonest) {
    kind.forms = ArnForms::kOther;
    other.unclear = "no page that was read shows such an aws:SourceArn of it";
  } else {
    kind.forms = ArnForms::kAny;
  }
  AddSource(std::move(other), kind);
}

void CaseBuilder::AddSource(Case the_case, const SourceKind& kind) {
  const std::string who = absl::StrCat(side_ == Side::kForeign ? "any account" : "a source of mine",
                                       ", through ", kind.service);
  the_case.who = who;
  if (!kind.sends_arn && !kind.sends_account) {
    absl::StrAppend(&the_case.who, " when it sends no aws:SourceArn and no aws:SourceAccount");
  } else if (kind.sends_arn != kind.sends_account) {
    absl::StrAppend(&the_case.who, " when it sends no ", KeysText(!kind.sends_arn, kind.sends_arn));
  }
  if (kind.sends_arn && !kind.arn_shows_account)
    absl::StrAppend(&the_case.who, " for a source whose ARN shows no account");
  the_case.assumptions.push_back(Assumption(kind));
  Fix(the_case, "aws:SourceArn", {});
  Fix(the_case, "aws:SourceAccount", {});
  if (kind.sends_arn) {
    if (!AddSourceArn(kind, the_case)) the_case.unless = who;
    if (the_case.variables.back().guards[0].languages.empty()) return;  // there is no such source
  }
  if (kind.sends_account && !kind.arn_shows_account) AddSourceAccount(kind, the_case);
  AddSourceOrganization(kind, the_case);
  Finish(std::move(the_case));
}

// False where no template shows such ARNs.
bool CaseBuilder::AddSourceArn(const SourceKind& kind, Case& the_case) const {
  const bool foreign = side_ == Side::kForeign;
  const std::string account = foreign ? scene_.ForeignAccount() : scene_.trusted.accounts[0];
  SourceArns arns = SourceArnsOf(the_case.principal.text, kind.fact, kind.arn_shows_account,
                                 kind.forms, site_.partition, account);
  Variable arn;
  arn.name = "aws:SourceArn";
  arn.may_be_absent = false;
  arn.friendly = std::move(arns.examples);
  for (const Sheet::Row& row : scene_.sheet.rows) {
    for (const ConditionClause& clause : row.statement->conditions) {
      if (FoldKey(clause.key) != "aws:sourcearn") continue;
      for (const PolicyString& value : clause.values)
        arn.friendly.push_back(ExampleOf(value.text, account));
    }
  }
  arn.guards.push_back({std::move(arns.languages), false});
  if (!arns.but_not.empty()) arn.guards.push_back({std::move(arns.but_not), true});
  if (kind.arn_shows_account && !kind.mine_by_organization)
    arn.guards.push_back(OneOf(scene_.trusted.accounts, Part::kAccount, foreign));
  const size_t variable = AddVariable(the_case, std::move(arn));
  Bind(the_case, "aws:SourceArn", variable);
  if (kind.sends_account && kind.arn_shows_account)
    Bind(the_case, "aws:SourceAccount", variable, Part::kAccount);
  return arns.shown;
}

void CaseBuilder::AddSourceAccount(const SourceKind& kind, Case& the_case) const {
  const bool foreign = side_ == Side::kForeign;
  Variable account;
  account.name = "aws:SourceAccount";
  account.may_be_absent = false;
  account.guards.push_back({{Digits(12)}, false});
  if (!kind.mine_by_organization)
    account.guards.push_back(OneOf(scene_.trusted.accounts, Part::kWhole, foreign));
  account.friendly.push_back(foreign ? scene_.ForeignAccount() : scene_.trusted.accounts[0]);
  Bind(the_case, "aws:SourceAccount", AddVariable(the_case, std::move(account)));
}

// The organization of the source's account: none of mine for a foreign one, and where it makes the
// source mine, one of mine. Sent when the account is in one, unless the service sends nothing.
void CaseBuilder::AddSourceOrganization(const SourceKind& kind, Case& the_case) const {
  const auto& mine = scene_.trusted.organizations;
  const bool foreign = side_ == Side::kForeign;
  const bool sends = kind.sends_arn || kind.sends_account || kind.fact == nullptr;
  Fix(the_case, "aws:SourceOrgID", {});
  Fix(the_case, "aws:SourceOrgPaths", {});
  if (!sends) return;
  const bool bound = foreign || kind.mine_by_organization;
  const auto add = [&](absl::string_view name, ValueGuard guard) {
    BindIfAsked(name, !kind.mine_by_organization, bound ? std::move(guard) : ValueGuard{{}, true},
                the_case);
  };
  add("aws:SourceOrgID", OneOf(mine, Part::kWhole, foreign));
  add("aws:SourceOrgPaths", WithinOrganizations(mine, foreign));
}

}  // namespace deputy
