#include "simulator/scenario/world_parser.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "simulator/scenario/deputy_parser.h"
#include "simulator/scenario/world_names.h"

namespace deputy {
namespace {

// Reads the lists of a world. First the ids of all things, so that any may refer to any, then the
// things.
class WorldParser {
 public:
  WorldParser(const JsonValue& value, const ServiceCatalogue& catalogue, DocumentReader& documents,
              Diagnostics& diagnostics)
      : reader_(value, "the world", diagnostics),
        catalogue_(catalogue),
        documents_(documents),
        diagnostics_(diagnostics) {}

  World Run() {
    const auto organizations = reader_.List("organizations");
    const auto accounts = reader_.List("accounts", true);
    const auto deputies = reader_.List("deputies");
    const auto roles = reader_.List("roles");
    const auto users = reader_.List("users");
    const auto resources = reader_.List("resources");
    if (const JsonValue* list = reader_.Optional("accounts");
        list != nullptr && list->is_array() && accounts.empty()) {
      diagnostics_.Error("invalid-value", list->range, "a world needs an account");
    }
    reader_.Finish();
    names_.organizations = Ids(organizations, "organization");
    names_.deputies = Ids(deputies, "deputy");
    names_.roles = Ids(roles, "role");
    names_.users = Ids(users, "user");
    names_.resources = Ids(resources, "resource");
    AccountNames(accounts);
    for (const JsonValue& item : accounts) world_.accounts.push_back(ParseAccount(item));
    for (const JsonValue& item : organizations) {
      world_.organizations.push_back(ParseOrganization(item));
    }
    for (Account& account : world_.accounts) PlaceInOrganization(account);
    for (const JsonValue& item : roles) world_.roles.push_back(ParseRole(item));
    for (const JsonValue& item : users) world_.users.push_back(ParseUser(item));
    for (const JsonValue& item : resources) world_.resources.push_back(ParseResource(item));
    for (const JsonValue& item : deputies)
      world_.deputies.push_back(ParseDeputy(item, catalogue_, names_, diagnostics_));
    return std::move(world_);
  }

 private:
  // Their `id`s as they stand, empty where there is none; says which stand twice.
  std::vector<std::string> Ids(absl::Span<const JsonValue> items, absl::string_view what) {
    std::vector<std::string> ids;
    std::set<std::string> seen;
    for (const JsonValue& item : items) {
      const JsonMember* id = item.Find("id");
      const bool good = id != nullptr && id->value.is_string();
      ids.push_back(good ? id->value.text : "");
      if (good && !seen.insert(ids.back()).second) Duplicate(id->value, what);
    }
    return ids;
  }

  // An id may not be the name of another account either: both refer to accounts.
  void AccountNames(absl::Span<const JsonValue> items) {
    std::set<std::string> seen;
    for (const JsonValue& item : items) {
      for (const absl::string_view member : {"id", "name"}) {
        const JsonMember* found = item.Find(member);
        const bool good = found != nullptr && found->value.is_string();
        names_.accounts.push_back(good ? found->value.text : "");
        if (good && !seen.insert(found->value.text).second) Duplicate(found->value, "account");
      }
    }
  }

  void Duplicate(const JsonValue& id, absl::string_view what) {
    diagnostics_.Error("duplicate-id", id.range,
                       absl::StrCat("there are two of ", what, " ", Quote(id.text)));
  }

  Account ParseAccount(const JsonValue& value) {
    ObjectReader reader(value, "an account", diagnostics_);
    Account account;
    const JsonValue* id = reader.Required("id");
    if (id != nullptr && id->is_number()) {
      diagnostics_.Error("wrong-type", id->range, "an account id must be a string",
                         "quote the account id: as a number it would lose leading zeros");
    } else if (id != nullptr && Expect(*id, JsonKind::kString, "an account id", diagnostics_)) {
      account.id = id->text;
      if (!IsAccountId(id->text)) {
        diagnostics_.Error("invalid-account-id", id->range,
                           absl::StrCat(Quote(id->text), " is not twelve digits"));
      }
    }
    account.name = ReadName(reader, "name", NameForm::kId);
    account.organization =
        ReadRef(reader, "organization", "organization", names_.organizations, false);
    const JsonValue* path = reader.Optional("organizationPath");
    if (path != nullptr) {
      account.organization_path = NonEmptyText(*path, Quote("organizationPath"), diagnostics_);
      const bool inside =
          account.organization != kNoIndex &&
          absl::string_view(account.organization_path)
                  .substr(0, names_.organizations[account.organization].size() + 1) ==
              absl::StrCat(names_.organizations[account.organization], "/");
      if (!inside) {
        diagnostics_.Error("invalid-value", path->range,
                           "the path must begin with the account's organization and a `/`");
      }
    }
    reader.Finish();
    return account;
  }

  void PlaceInOrganization(Account& account) {
    if (account.organization == kNoIndex || !account.organization_path.empty()) return;
    const Organization& organization = world_.organizations[account.organization];
    account.organization_path = absl::StrCat(organization.id, "/", organization.root, "/");
  }

  Organization ParseOrganization(const JsonValue& value) {
    ObjectReader reader(value, "an organization", diagnostics_);
    Organization organization;
    organization.id = ReadName(reader, "id", NameForm::kOrganization);
    organization.root = ReadName(reader, "root", NameForm::kRoot, false, "r-root");
    organization.management_account = ReadAccountRef(reader, "managementAccount", names_, false);
    const std::string of = absl::StrCat(" of organization ", Quote(organization.id));
    organization.scps = documents_.ReadList(reader.List("serviceControlPolicies"), PolicyType::kScp,
                                            absl::StrCat("SCP", of));
    organization.rcps = documents_.ReadList(reader.List("resourceControlPolicies"),
                                            PolicyType::kRcp, absl::StrCat("RCP", of));
    reader.Finish();
    return organization;
  }

  // What roles and users have in common.
  template <typename Identity>
  void ParseIdentity(ObjectReader& reader, absl::string_view kind, Identity& identity) {
    identity.id = ReadName(reader, "id", NameForm::kLocalId);
    identity.account = ReadAccountRef(reader, "account", names_);
    identity.name = ReadName(reader, "name", NameForm::kIamName, false, identity.id);
    identity.path = ReadName(reader, "path", NameForm::kIamPath, false, "/");
    if (identity.account != kNoIndex) {
      identity.arn = absl::StrCat("arn:aws:iam::", world_.accounts[identity.account].id, ":", kind,
                                  identity.path, identity.name);
    }
    const std::string of = absl::StrCat(" of ", kind, " ", Quote(identity.id));
    identity.identity_policies =
        documents_.ReadList(reader.List("identityPolicies"), PolicyType::kIdentity,
                            absl::StrCat("identity policy", of));
    if (const JsonValue* boundary = reader.Optional("permissionsBoundary")) {
      identity.boundary = documents_.Read(*boundary, PolicyType::kBoundary,
                                          absl::StrCat("permissions boundary", of));
    }
    identity.tags = ReadTags(reader.Optional("tags"), diagnostics_);
  }

  Role ParseRole(const JsonValue& value) {
    ObjectReader reader(value, "a role", diagnostics_);
    Role role;
    ParseIdentity(reader, "role", role);
    if (const JsonValue* trust = reader.Optional("trustPolicy")) {
      role.trust_policy = documents_.Read(*trust, PolicyType::kTrust,
                                          absl::StrCat("trust policy of role ", Quote(role.id)));
    }
    reader.Finish();
    for (const Role& other : world_.roles) {
      if (other.account == role.account &&
          absl::AsciiStrToLower(other.name) == absl::AsciiStrToLower(role.name)) {
        diagnostics_.Error("duplicate-id", {value.range.begin, value.range.begin + 1},
                           absl::StrCat("the account has two roles of name ", Quote(role.name)));
      }
    }
    return role;
  }

  User ParseUser(const JsonValue& value) {
    ObjectReader reader(value, "a user", diagnostics_);
    User user;
    ParseIdentity(reader, "user", user);
    reader.Finish();
    return user;
  }

  Resource ParseResource(const JsonValue& value) {
    ObjectReader reader(value, "a resource", diagnostics_);
    Resource resource;
    resource.id = ReadName(reader, "id", NameForm::kLocalId);
    const JsonValue* arn = reader.Required("arn");
    if (arn != nullptr) resource.arn = NonEmptyText(*arn, Quote("arn"), diagnostics_);
    resource.account = ReadAccountRef(reader, "account", names_, false);
    resource.holds = reader.Text("holds");
    if (const JsonValue* policy = reader.Optional("resourcePolicy")) {
      resource.policy = documents_.Read(*policy, PolicyType::kResource,
                                        absl::StrCat("policy of resource ", Quote(resource.id)));
    }
    reader.Finish();
    if (arn != nullptr && !resource.arn.empty() &&
        CheckArn(resource.arn, arn->range, diagnostics_)) {
      FindOwner(resource, *arn);
    }
    return resource;
  }

  void FindOwner(Resource& resource, const JsonValue& value) {
    const std::string in_arn(ParseArn(resource.arn)->account());
    if (in_arn.empty()) {
      if (resource.account == kNoIndex) {
        diagnostics_.Error("missing-member", value.range,
                           absl::StrCat("the resource needs ", Quote("account")),
                           "its ARN does not say whose it is");
      }
      return;
    }
    const Index owner = world_.FindAccount(in_arn);
    if (owner == kNoIndex) {
      diagnostics_.Error("unresolved-reference", value.range,
                         absl::StrCat("there is no account ", Quote(in_arn)));
    } else if (resource.account != kNoIndex && resource.account != owner) {
      diagnostics_.Error("invalid-value", value.range,
                         absl::StrCat("the ARN is of account ", Quote(in_arn)),
                         "`account` says another");
    }
    resource.account = owner;
  }

  ObjectReader reader_;
  const ServiceCatalogue& catalogue_;
  DocumentReader& documents_;
  Diagnostics& diagnostics_;
  WorldNames names_;
  World world_;
};

}  // namespace

World ParseWorld(const JsonValue& value, const ServiceCatalogue& catalogue,
                 DocumentReader& documents, Diagnostics& diagnostics) {
  return WorldParser(value, catalogue, documents, diagnostics).Run();
}

}  // namespace deputy
