#include "simulator/world/service_catalogue.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/iam/arn.h"
#include "engine/text/json_reader.h"
#include "simulator/world/object_reader.h"

namespace deputy {
namespace {

FactSource ReadFact(ObjectReader& reader) { return {reader.Text("source"), reader.Text("date")}; }

SourceResourceKind ReadKind(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a kind of resource", diagnostics);
  SourceResourceKind kind{reader.Text("kind"), reader.Text("arn"), ReadFact(reader)};
  reader.Finish();
  if (!ParseArn(kind.arn) || !absl::StrContains(kind.arn, "${Name}")) {
    diagnostics.Error("invalid-value", value.range, "a kind needs an ARN with `${Name}`");
  }
  return kind;
}

SentKeys ReadSent(const JsonValue& value, Diagnostics& diagnostics) {
  static constexpr absl::string_view kTargets[] = {"role", "resource"};
  ObjectReader reader(value, "a fact of what is sent", diagnostics);
  SentKeys sent;
  sent.to = static_cast<TargetKind>(reader.Word("to", kTargets, 0, true));
  sent.since = reader.Text("since", false);
  const JsonValue* keys = reader.Required("keys");
  if (keys != nullptr && keys->is_string() && keys->text == "unknown") {
    sent.unknown = true;
  } else {
    sent.keys = reader.Texts("keys", true);
  }
  sent.fact = ReadFact(reader);
  reader.Finish();
  return sent;
}

PassRoleFact ReadPassRole(const JsonValue& value, Diagnostics& diagnostics) {
  static constexpr absl::string_view kChecks[] = {"enforced", "absent", "unknown"};
  ObjectReader reader(value, "the PassRole check", diagnostics);
  PassRoleFact fact;
  fact.checks = static_cast<Knowledge>(reader.Word("check", kChecks, 2, true));
  fact.fact = ReadFact(reader);
  reader.Finish();
  return fact;
}

ServiceFacts ReadService(const JsonValue& value, Diagnostics& diagnostics) {
  ObjectReader reader(value, "a service", diagnostics);
  ServiceFacts facts;
  facts.principal = reader.Text("principal");
  facts.name = reader.Text("name");
  for (const JsonValue& kind : reader.List("resources", true)) {
    facts.resources.push_back(ReadKind(kind, diagnostics));
  }
  for (const JsonValue& sent : reader.List("sends", true)) {
    facts.sends.push_back(ReadSent(sent, diagnostics));
  }
  if (const JsonValue* check = reader.Required("passRoleCheck")) {
    facts.pass_role = ReadPassRole(*check, diagnostics);
  }
  facts.notes = reader.Texts("notes");
  reader.Finish();
  return facts;
}

}  // namespace

bool SourceResourceKind::needs_region() const { return absl::StrContains(arn, "${Region}"); }

const SourceResourceKind* ServiceFacts::FindKind(absl::string_view kind) const {
  for (const SourceResourceKind& resource : resources) {
    if (resource.kind == kind) return &resource;
  }
  return nullptr;
}

const SentKeys* ServiceFacts::SendsTo(TargetKind to, absl::string_view version) const {
  const SentKeys* found = nullptr;
  for (const SentKeys& sent : sends) {
    if (sent.to != to) continue;
    const bool reached =
        sent.since.empty() || version.empty() || CompareVersions(version, sent.since) >= 0;
    if (reached) found = &sent;
  }
  return found == nullptr || found->unknown ? nullptr : found;
}

bool ServiceFacts::has_versions() const {
  return std::any_of(sends.begin(), sends.end(),
                     [](const SentKeys& sent) { return !sent.since.empty(); });
}

const ServiceFacts* ServiceCatalogue::Find(absl::string_view principal) const {
  const auto found = std::lower_bound(
      services_.begin(), services_.end(), principal,
      [](const ServiceFacts& facts, absl::string_view name) { return facts.principal < name; });
  return found == services_.end() || found->principal != principal ? nullptr : &*found;
}

std::vector<absl::string_view> ServiceCatalogue::Principals() const {
  std::vector<absl::string_view> names;
  for (const ServiceFacts& facts : services_) names.emplace_back(facts.principal);
  return names;
}

std::unique_ptr<const ServiceCatalogue> LoadServiceCatalogue(absl::string_view text,
                                                             Diagnostics& diagnostics) {
  const std::optional<JsonValue> root = ReadJson(text, {}, diagnostics);
  if (!root) return nullptr;
  auto catalogue = std::make_unique<ServiceCatalogue>();
  ObjectReader reader(*root, "the catalogue", diagnostics);
  reader.Required("version");
  reader.Text("note", false);
  for (const JsonValue& service : reader.List("services", true)) {
    catalogue->services_.push_back(ReadService(service, diagnostics));
    const size_t count = catalogue->services_.size();
    if (count > 1 &&
        catalogue->services_[count - 2].principal >= catalogue->services_[count - 1].principal) {
      diagnostics.Error("invalid-value", {service.range.begin, service.range.begin + 1},
                        "services must be ordered by principal, each once");
    }
  }
  reader.Finish();
  if (diagnostics.has_errors()) return nullptr;
  return catalogue;
}

int CompareVersions(absl::string_view a, absl::string_view b) {
  const std::vector<absl::string_view> parts_a = absl::StrSplit(a, '.');
  const std::vector<absl::string_view> parts_b = absl::StrSplit(b, '.');
  for (size_t i = 0; i < std::max(parts_a.size(), parts_b.size()); ++i) {
    uint64_t x = 0;
    uint64_t y = 0;
    if (i < parts_a.size() && !absl::SimpleAtoi(parts_a[i], &x)) x = 0;
    if (i < parts_b.size() && !absl::SimpleAtoi(parts_b[i], &y)) y = 0;
    if (x != y) return x < y ? -1 : 1;
  }
  return 0;
}

}  // namespace deputy
