#include "simulator/scenario/deputy_parser.h"

#include "absl/strings/str_cat.h"
#include "engine/text/spelling.h"
#include "simulator/scenario/value_reader.h"

namespace deputy {
namespace {

void ParseService(ObjectReader& reader, const ServiceCatalogue& catalogue, Deputy& deputy) {
  static const ServiceFacts* const kNobody = new ServiceFacts();
  deputy.service = kNobody;
  const JsonValue* service = reader.Required("service");
  if (service != nullptr) {
    const std::string principal = NonEmptyText(*service, Quote("service"), reader.diagnostics());
    const ServiceFacts* facts = catalogue.Find(principal);
    if (facts != nullptr) {
      deputy.service = facts;
    } else if (!principal.empty()) {
      reader.diagnostics().Error("unresolved-reference", service->range,
                                 absl::StrCat("the catalogue has no service ", Quote(principal),
                                              DidYouMean(principal, catalogue.Principals())));
    }
  }
  deputy.version = ReadName(reader, "version", NameForm::kVersion, false);
  deputy.pass_role_check = ReadPassRoleCheck(reader, PassRoleCheck::kEnforced);
  if (reader.value().Find("sends") != nullptr) deputy.sends = ReadSourceKeys(reader, "sends");
  reader.Optional("sends");  // so that it is known to an object that has none
  deputy.compromised = reader.Flag("compromised", false);
}

}  // namespace

Deputy ParseDeputy(const JsonValue& value, const ServiceCatalogue& catalogue,
                   const WorldNames& names, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a deputy", diagnostics);
  Deputy deputy;
  deputy.id = ReadName(reader, "id", NameForm::kLocalId);
  if (value.Find("vendorRole") != nullptr) {
    deputy.vendor_role = ReadRef(reader, "vendorRole", "role", names.roles);
    if (const JsonValue* rule = reader.Required("externalId")) {
      deputy.external_id = ReadExternalIdRule(*rule, names, diagnostics);
    }
  } else {
    ParseService(reader, catalogue, deputy);
  }
  reader.Finish();
  return deputy;
}

ExternalIdRule ReadExternalIdRule(const JsonValue& value, const WorldNames& names,
                                  Diagnostics& diagnostics) {
  static constexpr absl::string_view kRules[] = {"none", "as-typed", "constant", "per-customer"};
  ObjectReader reader(value, "an ExternalId rule", diagnostics);
  ExternalIdRule rule;
  rule.kind = static_cast<ExternalIdRule::Kind>(reader.Word("rule", kRules, 0, true));
  if (rule.kind == ExternalIdRule::Kind::kConstant) rule.constant = reader.Text("value");
  if (rule.kind == ExternalIdRule::Kind::kPerCustomer) {
    const JsonValue* ids = reader.Required("ids");
    if (ids != nullptr && Expect(*ids, JsonKind::kObject, Quote("ids"), diagnostics)) {
      for (const JsonMember& member : ids->members) {
        const int account = ResolveName(member.name, member.name_range, names.accounts,
                                        "unresolved-reference", "account", diagnostics);
        const std::string id = NonEmptyText(member.value, "an ExternalId", diagnostics);
        if (account >= 0) rule.per_customer.emplace_back(account / 2, id);
      }
    }
  }
  reader.Finish();
  return rule;
}

std::vector<std::string> ReadSourceKeys(ObjectReader& reader, absl::string_view name) {
  static const std::vector<std::string>* const kKeys = new std::vector<std::string>{
      "aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"};
  std::vector<std::string> keys;
  for (const JsonValue& item : reader.List(name)) {
    if (!Expect(item, JsonKind::kString, "a source key", reader.diagnostics())) continue;
    ResolveName(item.text, item.range, *kKeys, "invalid-value", "source key", reader.diagnostics());
    keys.push_back(item.text);
  }
  return keys;
}

PassRoleCheck ReadPassRoleCheck(ObjectReader& reader, PassRoleCheck absent) {
  static constexpr absl::string_view kChecks[] = {"enforced", "bypassed", "absent"};
  return static_cast<PassRoleCheck>(
      reader.Word("passRoleCheck", kChecks, static_cast<int>(absent)));
}

}  // namespace deputy
