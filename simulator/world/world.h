// An invented AWS: accounts in organizations, roles, users, resources, and the deputies (services
// and vendors) that act for others. Plain data that somebody else has checked: every index is good.
#ifndef DEPUTY_SIMULATOR_WORLD_WORLD_H_
#define DEPUTY_SIMULATOR_WORLD_WORLD_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/world/policy_document.h"
#include "simulator/world/service_catalogue.h"

namespace deputy {

// A place in one of the world's lists.
using Index = int;
inline constexpr Index kNoIndex = -1;

struct Organization {
  std::string id;
  std::string root;
  Index management_account = kNoIndex;
  std::vector<PolicyDocumentPtr> scps;
  std::vector<PolicyDocumentPtr> rcps;
};

struct Account {
  std::string id;
  std::string name;
  Index organization = kNoIndex;
  std::string organization_path;  // `o-…/r-…/ou-…/`, empty without an organization
};

// Whether the service itself refuses a role of another account than the customer's: the first of
// the two layers (the trust policy is the second).
enum class PassRoleCheck { kEnforced, kBypassed, kAbsent };
absl::string_view PassRoleCheckName(PassRoleCheck check);

// Which ExternalId a vendor sends.
struct ExternalIdRule {
  enum class Kind { kNothing, kAsTyped, kConstant, kPerCustomer };
  Kind kind = Kind::kNothing;
  std::string constant;
  std::vector<std::pair<Index, std::string>> per_customer;  // account and its id
};

struct Deputy {
  std::string id;
  const ServiceFacts* service = nullptr;  // null: a vendor. Borrowed from the catalogue
  std::string version;                    // of a service; empty: the newest
  PassRoleCheck pass_role_check = PassRoleCheck::kEnforced;
  std::optional<std::vector<std::string>> sends;  // replaces the catalogue's fact
  bool compromised = false;
  Index vendor_role = kNoIndex;
  ExternalIdRule external_id;

  bool is_vendor() const { return service == nullptr; }
};

using Tags = std::vector<std::pair<std::string, std::string>>;

struct Role {
  std::string id;
  Index account = kNoIndex;
  std::string name;
  std::string path;
  std::string arn;
  PolicyDocumentPtr trust_policy;
  std::vector<PolicyDocumentPtr> identity_policies;
  PolicyDocumentPtr boundary;  // may be null
  Tags tags;
};

struct User {
  std::string id;
  Index account = kNoIndex;
  std::string name;
  std::string path;
  std::string arn;
  std::vector<PolicyDocumentPtr> identity_policies;
  PolicyDocumentPtr boundary;  // may be null
  Tags tags;
};

struct Resource {
  std::string id;
  std::string arn;
  Index account = kNoIndex;
  std::string holds;         // what is in it, to a person
  PolicyDocumentPtr policy;  // may be null
};

struct World {
  std::vector<Organization> organizations;
  std::vector<Account> accounts;
  std::vector<Deputy> deputies;
  std::vector<Role> roles;
  std::vector<User> users;
  std::vector<Resource> resources;

  Index FindAccount(absl::string_view id_or_name) const;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_WORLD_H_
