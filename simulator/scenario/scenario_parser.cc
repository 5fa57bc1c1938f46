#include "simulator/scenario/scenario_parser.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "simulator/scenario/step_parser.h"
#include "simulator/scenario/world_parser.h"

namespace deputy {
namespace {

constexpr absl::string_view kKinds[] = {"incident",    "incident-class", "doc-bug", "pattern",
                                        "constructed", "baseline",       "control", "availability",
                                        "limit",       "semantics"};

// Every document that is in force in a world.
std::vector<PolicyDocumentPtr> DocumentsOf(const World& world) {
  std::vector<PolicyDocumentPtr> documents;
  const auto add = [&](const PolicyDocumentPtr& document) {
    if (document != nullptr) documents.push_back(document);
  };
  const auto add_all = [&](const std::vector<PolicyDocumentPtr>& list) {
    for (const PolicyDocumentPtr& document : list) add(document);
  };
  for (const Role& role : world.roles) {
    add(role.trust_policy);
    add_all(role.identity_policies);
    add(role.boundary);
  }
  for (const User& user : world.users) {
    add_all(user.identity_policies);
    add(user.boundary);
  }
  for (const Resource& resource : world.resources) add(resource.policy);
  for (const Organization& organization : world.organizations) {
    add_all(organization.scps);
    add_all(organization.rcps);
  }
  return documents;
}

class ScenarioParser {
 public:
  ScenarioParser(const JsonValue& root, const ServiceCatalogue& catalogue, Diagnostics& diagnostics)
      : reader_(root, "a scenario", diagnostics),
        catalogue_(catalogue),
        diagnostics_(diagnostics),
        documents_(diagnostics) {}

  std::unique_ptr<const Scenario> Run() {
    if (!reader_.value().is_object() || !KnownVersion()) return nullptr;
    Words();
    if (const JsonValue* world = reader_.Required("world")) {
      base_ = ParseWorld(*world, catalogue_, documents_, diagnostics_);
    }
    Variants();
    Steps();
    reader_.Finish();
    if (!scenario_->variants.empty()) {
      RequireTrustPolicies();
      JudgeDocuments();
    }
    if (diagnostics_.has_errors()) return nullptr;
    return std::move(scenario_);
  }

 private:
  bool KnownVersion() {
    const JsonValue* version = reader_.Optional("version");
    if (version != nullptr && version->is_number() && version->text == "1") return true;
    const TextRange range = version != nullptr ? version->range
                                               : TextRange{reader_.value().range.begin,
                                                           reader_.value().range.begin + 1};
    diagnostics_.Error("unsupported-version", range,
                       version != nullptr ? "the version of the format is not supported"
                                          : "the version of the format is missing",
                       "versions that are supported: 1");
    return false;
  }

  void Words() {
    if (const JsonValue* schema = reader_.Optional("$schema")) {
      Expect(*schema, JsonKind::kString, Quote("$schema"), diagnostics_);
    }
    scenario_->id = ReadName(reader_, "id", NameForm::kId);
    scenario_->title = reader_.Text("title");
    scenario_->topic = ReadName(reader_, "topic", NameForm::kId);
    scenario_->kind = std::string(kKinds[reader_.Word("kind", kKinds, 0, true)]);
    scenario_->story = reader_.Text("story");
    scenario_->lesson = reader_.Text("lesson");
    scenario_->sources = reader_.Texts("sources", true);
    NotEmpty("sources");
    scenario_->claims = reader_.Texts("claims");
    scenario_->notes = reader_.Texts("notes");
    scenario_->does_not_stop = reader_.Texts("doesNotStop");
  }

  void NotEmpty(absl::string_view list) {
    const JsonMember* member = reader_.value().Find(list);
    if (member == nullptr || !member->value.is_array() || !member->value.items.empty()) return;
    diagnostics_.Error("invalid-value", member->value.range,
                       absl::StrCat(Quote(list), " must not be empty"));
  }

  void Variants() {
    std::set<std::string> ids;
    for (const JsonValue& value : reader_.List("variants", true)) {
      scenario_->variants.push_back(ParseVariant(value, base_, documents_, diagnostics_));
      Unique(ids, scenario_->variants.back().id, value, "variant");
    }
    NotEmpty("variants");
  }

  void Steps() {
    const absl::Span<const JsonValue> steps = reader_.List("steps", true);
    const JsonMember* member = reader_.value().Find("steps");
    if (member != nullptr && member->value.is_array() && steps.empty()) {
      diagnostics_.Warning("nothing-to-do", member->value.range, "the scenario has no steps");
    }
    if (steps.size() > kMaxSteps) {
      diagnostics_.Error("too-many-steps", member->name_range,
                         absl::StrCat("the scenario has ", steps.size(), " steps"),
                         absl::StrCat("at most ", kMaxSteps));
      return;
    }
    const WorldNames names = NamesOf(base_);
    const StepContext context{base_, names, scenario_->variants, documents_, diagnostics_};
    std::set<std::string> ids;
    for (const JsonValue& value : steps) {
      scenario_->steps.push_back(ParseStep(value, context));
      Unique(ids, scenario_->steps.back().id, value, "step");
    }
  }

  void Unique(std::set<std::string>& ids, const std::string& id, const JsonValue& value,
              absl::string_view what) {
    if (id.empty() || ids.insert(id).second) return;
    diagnostics_.Error("duplicate-id", value.Find("id")->value.range,
                       absl::StrCat("there are two of ", what, " ", Quote(id)));
  }

  void RequireTrustPolicies() {
    const JsonMember* world = reader_.value().Find("world");
    const JsonMember* roles = world == nullptr ? nullptr : world->value.Find("roles");
    for (size_t i = 0; i < base_.roles.size(); ++i) {
      for (const ScenarioVariant& variant : scenario_->variants) {
        if (variant.world.roles[i].trust_policy != nullptr) continue;
        const uint32_t at = roles->value.items[i].range.begin;
        diagnostics_.Error("missing-policy", {at, at + 1},
                           absl::StrCat("role ", Quote(base_.roles[i].id),
                                        " has no trust policy in variant ", Quote(variant.id)));
        break;
      }
    }
  }

  // A document that IAM refuses is what a variant is about when all steps expect it to be
  // `rejected`; else it is the author's mistake.
  void JudgeDocuments() {
    std::set<const PolicyDocument*> expected;
    std::set<const PolicyDocument*> in_force_elsewhere;
    for (size_t v = 0; v < scenario_->variants.size(); ++v) {
      ScenarioVariant& variant = scenario_->variants[v];
      const bool about_it =
          !scenario_->steps.empty() &&
          std::all_of(scenario_->steps.begin(), scenario_->steps.end(), [&](const Step& step) {
            return v < step.expect.size() && step.expect[v].outcome == Outcome::kRejected;
          });
      for (const PolicyDocumentPtr& document : DocumentsOf(variant.world)) {
        if (!document->refused) continue;
        if (variant.refused == nullptr) variant.refused = document;
        (about_it ? expected : in_force_elsewhere).insert(document.get());
      }
    }
    for (const PolicyDocumentPtr& document : documents_.refused()) {
      if (expected.contains(document.get()) && !in_force_elsewhere.contains(document.get())) {
        continue;
      }
      for (const Diagnostic& diagnostic : document->diagnostics) diagnostics_.Add(diagnostic);
    }
  }

  ObjectReader reader_;
  const ServiceCatalogue& catalogue_;
  Diagnostics& diagnostics_;
  DocumentReader documents_;
  World base_;
  std::unique_ptr<Scenario> scenario_ = std::make_unique<Scenario>();
};

}  // namespace

std::unique_ptr<const Scenario> ParseScenario(absl::string_view text,
                                              const ServiceCatalogue& catalogue,
                                              Diagnostics& diagnostics) {
  JsonLimits limits;
  limits.max_bytes = kMaxScenarioBytes;
  const std::optional<JsonValue> root = ReadJson(text, limits, diagnostics);
  if (!root) return nullptr;
  return ScenarioParser(*root, catalogue, diagnostics).Run();
}

}  // namespace deputy
