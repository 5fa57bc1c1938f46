#include "simulator/lab/exercise.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/iam/arn.h"
#include "engine/lint/rules/claims.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "simulator/report/request_json.h"
#include "simulator/scenario/narrative.h"
#include "simulator/scenario/scenario_runner.h"

namespace deputy {
namespace {

constexpr size_t kMostColumns = 84;  // beyond, a line says too much to be read beside its marks

// The resource with a policy of its own that is called: the longest ARN of which the called one is
// a part.
Index ResourceOf(const World& world, absl::string_view called) {
  Index best = kNoIndex;
  size_t length = 0;
  for (size_t i = 0; i < world.resources.size(); ++i) {
    const absl::string_view arn = world.resources[i].arn;
    const bool part = called == arn || (absl::StartsWith(called, arn) &&
                                        absl::StrContains("/:", called.substr(arn.size(), 1)));
    if (!part || arn.size() <= length) continue;
    best = static_cast<Index>(i);
    length = arn.size();
  }
  return best;
}

// The variant whose calls are shown: this one, or where nothing was decided the first that was.
const StepResult* DecidedStep(const ScenarioResult& result, size_t variant, size_t step) {
  const VariantResult& own = result.variants[variant];
  if (own.refused == nullptr) return &own.steps[step];
  for (const VariantResult& other : result.variants) {
    if (other.refused == nullptr) return &other.steps[step];
  }
  return nullptr;
}

void WritePolicy(const PolicyDocumentPtr& document, JsonWriter& writer) {
  Diagnostics diagnostics;
  if (const auto tree = ReadJson(PrintPolicy(document->policy), JsonLimits(), diagnostics))
    writer.Value(*tree);
}

// Where the policy of an exercise stands; null for neither a role nor a resource.
template <class AnyWorld>
auto PolicyAt(AnyWorld& world, const Exercise& exercise) -> decltype(&world.resources[0].policy) {
  if (exercise.role != kNoIndex)
    return &world.roles[static_cast<size_t>(exercise.role)].trust_policy;
  if (exercise.resource != kNoIndex)
    return &world.resources[static_cast<size_t>(exercise.resource)].policy;
  return nullptr;
}

// The other policies of a call, by the member of a request in which they stand.
void WriteOtherPolicies(const CallResult& call, JsonWriter& writer) {
  std::map<Layer, std::map<uint16_t, std::vector<PolicyDocumentPtr>>> layers;
  for (const AppliedPolicy& applied : call.policies)
    layers[applied.ref.layer][applied.ref.level].push_back(applied.document);
  for (const auto& [layer, levels] : layers) {
    if (layer == Layer::kTrustPolicy || layer == Layer::kResourcePolicy) continue;
    writer.Key(LayerName(layer));
    if (layer == Layer::kBoundary) {
      WritePolicy(levels.begin()->second[0], writer);
      continue;
    }
    const bool by_level = layer == Layer::kScp || layer == Layer::kRcp;
    writer.BeginArray();
    for (const auto& [level, documents] : levels) {
      if (by_level) writer.BeginArray();
      for (const PolicyDocumentPtr& document : documents) WritePolicy(document, writer);
      if (by_level) writer.EndArray();
    }
    writer.EndArray();
  }
}

// Without what STS would fill in anyway, so that the caller can be changed without a contradiction.
Request WithoutImplied(const Request& request) {
  Request bare = request;
  for (auto it = bare.context.begin(); it != bare.context.end();) {
    Request filled = request;
    filled.context.erase(it->first);
    FillInContext(filled);
    const auto again = filled.context.find(it->first);
    const bool implied = again != filled.context.end() && again->second.values == it->second.values;
    it = implied ? bare.context.erase(it) : std::next(it);
  }
  return bare;
}

Index OwnerOf(const World& world, const CallResult& call) {
  if (call.role != kNoIndex) return world.roles[static_cast<size_t>(call.role)].account;
  return world.FindAccount(call.request.ResourceAccount());
}

void Add(std::string word, std::vector<std::string>& words) {
  if (!absl::c_linear_search(words, word)) words.push_back(std::move(word));
}

// `repo:acme/app:ref:…` is of the owner `acme`: any repository of his is mine. An audience is that
// of whoever asks for it, unless the provider is known to give each tenant its own.
void AddClaim(const ExtraKey& claim, std::vector<std::string>& words) {
  for (const std::string& value : claim.values) {
    const std::string tenant = TenantOfToken(claim.name, value);
    if (tenant.empty() && absl::EndsWith(claim.name, ":aud")) continue;
    Add(absl::StrCat(claim.name, "=", tenant.empty() ? value : tenant), words);
  }
}

}  // namespace

std::vector<Exercise> ExercisesOf(const ShelvedScenario& shelved, size_t variant, size_t step) {
  std::vector<Exercise> exercises;
  const ScenarioVariant& of = shelved.scenario->variants[variant];
  const StepResult* decided = DecidedStep(shelved.result, variant, step);
  if (decided == nullptr) return exercises;
  for (size_t i = 0; i < decided->calls.size(); ++i) {
    Exercise exercise;
    exercise.call = i;
    exercise.made = &decided->calls[i];
    exercise.about = NarrateCall(of.world, *exercise.made);
    exercise.role = exercise.made->role;
    if (exercise.role == kNoIndex)
      exercise.resource = ResourceOf(of.world, exercise.made->request.resource);
    const PolicyDocumentPtr* policy = PolicyAt(of.world, exercise);
    if (policy != nullptr) exercise.policy = *policy;
    if (exercise.policy != nullptr && exercise.policy->range.end > exercise.policy->range.begin)
      exercises.push_back(std::move(exercise));
  }
  return exercises;
}

std::unique_ptr<PlayedAgain> PlayWith(const ShelvedScenario& shelved, size_t variant,
                                      const Exercise& exercise, PolicyDocumentPtr policy) {
  auto played = std::make_unique<PlayedAgain>();
  Scenario& scenario = played->scenario;
  scenario = *shelved.scenario;
  scenario.variants = {shelved.scenario->variants[variant]};
  for (Step& step : scenario.steps) step.expect = {step.expect[variant]};
  ScenarioVariant& only = scenario.variants[0];
  if (only.refused == exercise.policy) only.refused = nullptr;
  *PolicyAt(only.world, exercise) = std::move(policy);
  played->result = RunScenario(scenario);
  return played;
}

std::string PolicyAsWritten(const ShelvedScenario& shelved, const PolicyDocument& policy) {
  const absl::string_view document =
      absl::string_view(shelved.source.text)
          .substr(policy.range.begin, policy.range.end - policy.range.begin);
  std::vector<absl::string_view> lines = absl::StrSplit(document, '\n');
  size_t margin = std::string::npos;  // of all lines but the first
  for (size_t i = 1; i < lines.size(); ++i)
    margin = std::min(margin, lines[i].find_first_not_of(' '));
  size_t width = lines[0].size();
  std::string text(lines[0]);
  for (size_t i = 1; i < lines.size(); ++i) {
    const absl::string_view line = lines[i].substr(std::min(margin, lines[i].size()));
    width = std::max(width, line.size());
    absl::StrAppend(&text, "\n", line);
  }
  if (width <= kMostColumns) return text;
  Diagnostics none;  // it was read before
  const std::optional<JsonValue> tree = ReadJson(document, JsonLimits(), none);
  return tree ? JsonWriter(JsonStyle::kPretty).Value(*tree).Take() : text;
}

void WriteExerciseRequest(const Exercise& exercise, JsonWriter& writer) {
  WriteGivenRequest(WithoutImplied(exercise.made->request), writer.BeginObject());
  WriteOtherPolicies(*exercise.made, writer);
  writer.EndObject();
}

std::vector<std::string> TrustedWords(const Scenario& scenario, const World& world,
                                      const Exercise& exercise) {
  std::vector<std::string> words;
  const Index owner = OwnerOf(world, *exercise.made);
  if (owner == kNoIndex) return words;
  const Account& account = world.accounts[static_cast<size_t>(owner)];
  words.push_back(account.id);
  if (account.organization != kNoIndex)
    words.push_back(world.organizations[static_cast<size_t>(account.organization)].id);
  for (const Deputy& deputy : world.deputies) {
    for (const auto& [customer, id] : deputy.external_id.per_customer) {
      if (customer != owner || deputy.vendor_role == kNoIndex) continue;
      const Role& vendor = world.roles[static_cast<size_t>(deputy.vendor_role)];
      Add(absl::StrCat(world.accounts[static_cast<size_t>(vendor.account)].id, "=", id), words);
    }
  }
  for (const Step& step : scenario.steps) {
    const auto* token = std::get_if<PresentsToken>(&step.act);
    if (token == nullptr || step.actor != ActorKind::kCustomer) continue;
    for (const ExtraKey& claim : token->claims) AddClaim(claim, words);
  }
  return words;
}

}  // namespace deputy
