#include "engine/prove/scene.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/prove/case_builder.h"
#include "engine/prove/encoder.h"
#include "engine/prove/mentions.h"

namespace deputy {
namespace {

void AddRows(const Policy& policy, std::vector<Sheet::Row>& rows) {
  for (const Statement& statement : policy.statements) rows.push_back({&statement, policy.version});
}

Bits RowsOf(const Sheet& sheet, size_t begin, size_t end, Effect effect) {
  Bits rows(sheet.rows.size());
  for (size_t i = begin; i < end; ++i) {
    if (sheet.rows[i].statement->effect == effect) rows.Set(i);
  }
  return rows;
}

// The account that the policy of a bucket or queue is in, as far as its resources say so.
std::string AccountOfResources(const Policy& policy) {
  for (const Statement& statement : policy.statements) {
    if (!statement.resource) continue;
    for (const PolicyString& resource : statement.resource->patterns) {
      const std::optional<Arn> arn = SplitArn(resource.text);
      if (arn && IsAccountId(arn->account())) return std::string(arn->account());
    }
  }
  return "";
}

bool SameTexts(const std::vector<PolicyString>& a, const std::vector<PolicyString>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PolicyString& x, const PolicyString& y) { return x.text == y.text; });
}

bool Same(const PatternElement& a, const PatternElement& b) {
  return a.negated == b.negated && SameTexts(a.patterns, b.patterns);
}

bool Same(const PrincipalElement& a, const PrincipalElement& b) {
  return a.negated == b.negated &&
         std::equal(a.entries.begin(), a.entries.end(), b.entries.begin(), b.entries.end(),
                    [](const PrincipalEntry& x, const PrincipalEntry& y) {
                      return x.kind == y.kind && x.principal.kind == y.principal.kind &&
                             x.principal.text == y.principal.text;
                    });
}

// Of elements that a statement may not have.
template <class Element>
bool Same(const std::optional<Element>& a, const std::optional<Element>& b) {
  return a.has_value() == b.has_value() && (!a || Same(*a, *b));
}

// Whether they match the same requests because they say the same.
bool SaysTheSame(const Sheet::Row& a, const Sheet::Row& b) {
  const Statement& x = *a.statement;
  const Statement& y = *b.statement;
  return a.version == b.version && x.effect == y.effect && Same(x.principal, y.principal) &&
         Same(x.action, y.action) && Same(x.resource, y.resource) &&
         std::equal(x.conditions.begin(), x.conditions.end(), y.conditions.begin(),
                    y.conditions.end(), [](const ConditionClause& p, const ConditionClause& q) {
                      return p.op == q.op && p.key == q.key && SameTexts(p.values, q.values);
                    });
}

// What both policies say needs no search. A Deny of B that A has too denies nothing that A allows.
// When B has no others, it allows whatever A allows by a statement that B has too.
void DropShared(Sheet& sheet, size_t own) {
  const auto shared = [&](size_t row, size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (SaysTheSame(sheet.rows[row], sheet.rows[i])) return true;
    }
    return false;
  };
  for (size_t row = own; row < sheet.rows.size(); ++row) {
    if (sheet.deny_b.Get(row) && shared(row, 0, own)) sheet.deny_b.Set(row, false);
  }
  if (sheet.deny_b.Any()) return;
  for (size_t row = 0; row < own; ++row) {
    if (sheet.allow_a.Get(row) && shared(row, own, sheet.rows.size()))
      sheet.allow_a.Set(row, false);
  }
}

void ReadSheet(Scene& scene) {
  scene.goals = scene.sheet.Goals();
  scene.keys = KeysOf(scene.sheet);
  for (const Sheet::Row& row : scene.sheet.rows) {
    if (!row.statement->principal) continue;
    const PrincipalElement& element = *row.statement->principal;
    scene.names_everyone = scene.names_everyone || element.negated;
    for (const PrincipalEntry& entry : element.entries) {
      if (entry.kind == PrincipalEntryKind::kEveryone && row.statement->effect == Effect::kAllow)
        scene.names_everyone = true;
      if (entry.kind == PrincipalEntryKind::kPrincipal && !scene.Names(entry.principal))
        scene.named.push_back(entry.principal);
    }
  }
}

// Where the resource may be, as far as somebody asks: where some organizations are mine, it is in
// one of them or in none.
std::vector<std::optional<std::string>> OrganizationsAmong(const Scene& scene) {
  const bool asked =
      scene.keys.contains("aws:resourceorgid") || scene.keys.contains("aws:resourceorgpaths");
  const std::vector<std::string>& mine = scene.trusted.organizations;
  if (!asked || mine.empty()) return {std::nullopt};
  std::vector<std::optional<std::string>> organizations(mine.begin(), mine.end());
  organizations.emplace_back("");
  return organizations;
}

void ChooseResource(const Policy& policy, absl::string_view given, Scene& scene) {
  scene.is_role = policy.type != PolicyType::kResource;
  if (!IsAccountId(given)) scene.resource = std::string(given);
  std::vector<std::string> owners = {OwnerOf(policy, given)};
  if (owners[0].empty()) {
    if (!scene.trusted.accounts.empty())
      owners = OwnersAmong(scene.trusted.accounts, scene.sheet, scene.keys);
    else
      owners[0] = scene.sheet.compares ? absl::StrCat(kPlaceholderAccount)
                                       : UnmentionedAccount(scene.sheet);
  }
  const auto organizations = OrganizationsAmong(scene);
  for (const std::string& partition : PartitionsOf(scene.sheet, given)) {
    for (const std::string& owner : owners) {
      for (const auto& organization : organizations)
        scene.sites.push_back({partition, owner, organization});
    }
  }
  scene.trusted_accounts.insert(scene.trusted.accounts.begin(), scene.trusted.accounts.end());
  for (const std::string& owner : owners) {
    if (scene.trusted_accounts.insert(owner).second) scene.trusted.accounts.push_back(owner);
  }
}

}  // namespace

std::string OwnerOf(const Policy& policy, absl::string_view given) {
  if (IsAccountId(given)) return std::string(given);
  const std::optional<Arn> arn = ParseArn(given);
  return arn && IsAccountId(arn->account()) ? std::string(arn->account())
                                            : AccountOfResources(policy);
}

std::vector<Goal> Sheet::Goals() const {
  std::vector<Goal> goals;
  allow_a.ForEach([&](size_t allow) {
    Bits must(rows.size());
    must.Set(allow);
    goals.push_back({must, deny_a | allow_b});
    deny_b.ForEach([&](size_t deny) {
      goals.push_back({must, deny_a});
      goals.back().must.Set(deny);
    });
  });
  return goals;
}

bool Scene::Trusts(absl::string_view account) const { return trusted_accounts.contains(account); }

bool Scene::Names(const Principal& principal) const {
  return std::any_of(named.begin(), named.end(), [&](const Principal& other) {
    return other.kind == principal.kind && other.text == principal.text;
  });
}

std::string Scene::ForeignAccount() const {
  const auto taken = [&](const std::string& account) {
    return Trusts(account) ||
           std::any_of(named.begin(), named.end(),
                       [&](const Principal& p) { return p.account == account; }) ||
           std::any_of(trusted.third_parties.begin(), trusted.third_parties.end(),
                       [&](const ThirdParty& party) { return party.account == account; });
  };
  for (const char digit : absl::string_view("9087654321")) {
    std::string account(12, digit);
    if (!taken(account)) return account;
  }
  uint64_t number = 999'999'999'998;
  while (taken(absl::StrCat(number))) --number;
  return absl::StrCat(number);
}

Scene SceneOf(const RoleQuestion& question) {
  Scene scene;
  scene.trusted = question.trusted;
  scene.services = question.services;
  AddRows(*question.policy, scene.sheet.rows);
  const size_t own = scene.sheet.rows.size();
  for (const Policy* rcp : question.rcps) AddRows(*rcp, scene.sheet.rows);
  const size_t all = scene.sheet.rows.size();
  scene.sheet.allow_a = RowsOf(scene.sheet, 0, own, Effect::kAllow);
  scene.sheet.deny_a = RowsOf(scene.sheet, 0, all, Effect::kDeny);
  scene.sheet.allow_b = scene.sheet.deny_b = Bits(all);
  ReadSheet(scene);
  ChooseResource(*question.policy, question.resource, scene);
  return scene;
}

Scene SceneOf(const Policy& allows, const Policy& allows_not, absl::string_view resource) {
  Scene scene;
  scene.sheet.compares = true;
  AddRows(allows, scene.sheet.rows);
  const size_t own = scene.sheet.rows.size();
  AddRows(allows_not, scene.sheet.rows);
  const size_t all = scene.sheet.rows.size();
  scene.sheet.allow_a = RowsOf(scene.sheet, 0, own, Effect::kAllow);
  scene.sheet.deny_a = RowsOf(scene.sheet, 0, own, Effect::kDeny);
  scene.sheet.allow_b = RowsOf(scene.sheet, own, all, Effect::kAllow);
  scene.sheet.deny_b = RowsOf(scene.sheet, own, all, Effect::kDeny);
  DropShared(scene.sheet, own);
  ReadSheet(scene);
  ChooseResource(allows, resource, scene);
  return scene;
}

std::vector<Case> CasesOf(const Scene& scene, Side side, bool services, bool callers) {
  std::vector<Case> cases;
  for (const Site& site : scene.sites) {
    CaseBuilder builder(scene, side, site);
    if (services) builder.AddServices();
    if (callers) builder.AddCallers();
    absl::c_move(std::move(builder).Take(), std::back_inserter(cases));
  }
  return cases;
}

}  // namespace deputy
