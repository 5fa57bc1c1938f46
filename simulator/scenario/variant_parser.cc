// ParseVariant of world_parser.h: a world with some members replaced.
#include <utility>

#include "absl/strings/str_cat.h"
#include "simulator/scenario/deputy_parser.h"
#include "simulator/scenario/world_parser.h"

namespace deputy {
namespace {

class VariantParser {
 public:
  VariantParser(const JsonValue& value, const World& base, DocumentReader& documents,
                Diagnostics& diagnostics)
      : reader_(value, "a variant", diagnostics),
        names_(NamesOf(base)),
        documents_(documents),
        diagnostics_(diagnostics) {
    variant_.world = base;
  }

  ScenarioVariant Run() {
    variant_.id = ReadName(reader_, "id", NameForm::kId);
    variant_.title = reader_.Text("title", false);
    World& world = variant_.world;
    ForEach("roles", "role", names_.roles, [&](Index i, ObjectReader& reader) {
      Document(reader, "trustPolicy", PolicyType::kTrust, "trust policy of role ",
               world.roles[i].id, world.roles[i].trust_policy);
      Identity(reader, "role ", world.roles[i]);
    });
    ForEach("users", "user", names_.users,
            [&](Index i, ObjectReader& reader) { Identity(reader, "user ", world.users[i]); });
    ForEach("resources", "resource", names_.resources, [&](Index i, ObjectReader& reader) {
      Document(reader, "resourcePolicy", PolicyType::kResource, "policy of resource ",
               world.resources[i].id, world.resources[i].policy, true);
    });
    ForEach("deputies", "deputy", names_.deputies,
            [&](Index i, ObjectReader& reader) { ReplaceDeputy(reader, world.deputies[i]); });
    ForEach("organizations", "organization", names_.organizations,
            [&](Index i, ObjectReader& reader) {
              Organization& organization = world.organizations[i];
              Documents(reader, "serviceControlPolicies", PolicyType::kScp, "SCP of organization ",
                        organization.id, organization.scps);
              Documents(reader, "resourceControlPolicies", PolicyType::kRcp, "RCP of organization ",
                        organization.id, organization.rcps);
            });
    reader_.Finish();
    return std::move(variant_);
  }

 private:
  template <typename Replace>
  void ForEach(absl::string_view member, absl::string_view what,
               const std::vector<std::string>& known, Replace replace) {
    const JsonValue* things = reader_.Optional(member);
    if (things == nullptr || !Expect(*things, JsonKind::kObject, Quote(member), diagnostics_)) {
      return;
    }
    for (const JsonMember& thing : things->members) {
      const Index index = ResolveName(thing.name, thing.name_range, known, "unresolved-reference",
                                      what, diagnostics_);
      if (index == kNoIndex) continue;
      ObjectReader reader(thing.value, absl::StrCat("a variant of a ", what), diagnostics_);
      replace(index, reader);
      reader.Finish();
    }
  }

  void Document(ObjectReader& reader, absl::string_view member, PolicyType type,
                absl::string_view of, absl::string_view id, PolicyDocumentPtr& document,
                bool may_go = false) {
    const JsonValue* value = reader.Optional(member);
    if (value == nullptr) return;
    if (value->is_null() && may_go) {
      document = nullptr;
    } else {
      document = documents_.Read(*value, type, absl::StrCat(of, Quote(id)));
    }
  }

  void Documents(ObjectReader& reader, absl::string_view member, PolicyType type,
                 absl::string_view of, absl::string_view id,
                 std::vector<PolicyDocumentPtr>& documents) {
    if (reader.value().Find(member) == nullptr) {
      reader.Optional(member);
      return;
    }
    documents = documents_.ReadList(reader.List(member), type, absl::StrCat(of, Quote(id)));
  }

  template <typename Who>
  void Identity(ObjectReader& reader, absl::string_view kind, Who& who) {
    Documents(reader, "identityPolicies", PolicyType::kIdentity,
              absl::StrCat("identity policy of ", kind), who.id, who.identity_policies);
    Document(reader, "permissionsBoundary", PolicyType::kBoundary,
             absl::StrCat("permissions boundary of ", kind), who.id, who.boundary, true);
  }

  void ReplaceDeputy(ObjectReader& reader, Deputy& deputy) {
    deputy.version = ReadName(reader, "version", NameForm::kVersion, false, deputy.version);
    deputy.pass_role_check = ReadPassRoleCheck(reader, deputy.pass_role_check);
    if (reader.value().Find("sends") != nullptr) deputy.sends = ReadSourceKeys(reader, "sends");
    reader.Optional("sends");
    if (const JsonValue* rule = reader.Optional("externalId")) {
      deputy.external_id = ReadExternalIdRule(*rule, names_, diagnostics_);
    }
    for (const absl::string_view member : {"version", "passRoleCheck", "sends", "externalId"}) {
      const JsonMember* found = reader.value().Find(member);
      if (found == nullptr || deputy.is_vendor() == (member == "externalId")) continue;
      diagnostics_.Error("invalid-value", found->name_range,
                         absl::StrCat(Quote(member), " is no matter of a ",
                                      deputy.is_vendor() ? "vendor" : "service"));
    }
  }

  ObjectReader reader_;
  const WorldNames names_;
  DocumentReader& documents_;
  Diagnostics& diagnostics_;
  ScenarioVariant variant_;
};

}  // namespace

ScenarioVariant ParseVariant(const JsonValue& value, const World& base, DocumentReader& documents,
                             Diagnostics& diagnostics) {
  return VariantParser(value, base, documents, diagnostics).Run();
}

}  // namespace deputy
