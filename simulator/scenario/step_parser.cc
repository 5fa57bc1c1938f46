#include "simulator/scenario/step_parser.h"

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/action.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

constexpr absl::string_view kActors[] = {"attacker", "insider",  "customer",
                                         "legacy",   "operator", "vendor"};

Hop ParseHop(const JsonValue& value, const StepContext& context) {
  ObjectReader reader(value, "a hop", context.diagnostics);
  Hop hop;
  hop.role = ReadRef(reader, "role", "role", context.names.roles);
  hop.session_name = ReadName(reader, "sessionName", NameForm::kSessionName, false, "session");
  hop.external_id = reader.Text("externalId", false);
  hop.source_identity = ReadName(reader, "sourceIdentity", NameForm::kSessionName, false);
  hop.tags = ReadTags(reader.Optional("tags"), context.diagnostics);
  hop.session_policies = context.documents.ReadList(reader.List("sessionPolicies"),
                                                    PolicyType::kSession, "session policy");
  hop.also_sends =
      ReadExtraKeys(reader.Optional("alsoSends"), KeyUse::kAlsoSends, context.diagnostics);
  reader.Finish();
  return hop;
}

// A chain that comes back to a role goes round in a circle.
void CheckCycle(const Step& step, const StepContext& context) {
  std::string path;
  std::set<Index> seen;
  const auto visit = [&](Index role) {
    if (role == kNoIndex) return true;
    absl::StrAppend(&path, path.empty() ? "" : " -> ", context.names.roles[role]);
    return seen.insert(role).second;
  };
  bool straight = visit(RoleOf(step.act));
  for (const Hop& hop : step.chain) straight = visit(hop.role) && straight;
  if (!straight) {
    context.diagnostics.Error("cycle", {step.range.begin, step.range.begin + 1},
                              absl::StrCat("the chain goes in a circle: ", Quote(path)));
  }
}

// There must be something that is called, and somebody who can.
void CheckPlot(const Step& step, const StepContext& context) {
  const TextRange range = {step.range.begin, step.range.begin + 1};
  if (std::holds_alternative<Calls>(step.act) && step.chain.empty() && step.then.empty()) {
    context.diagnostics.Error(
        "missing-member", range,
        absl::StrCat("who ", Quote("calls"), " needs ", Quote("chain"), " or ", Quote("then")));
  }
  const auto* service = std::get_if<UsesService>(&step.act);
  if (service != nullptr && service->target && !(step.chain.empty() && step.then.empty())) {
    context.diagnostics.Error("invalid-value", range,
                              "a service that acts itself gives nobody a session",
                              "`chain` and `then` go with `role`");
  }
}

}  // namespace

ResourceAction ParseResourceAction(const JsonValue& value, const StepContext& context) {
  ObjectReader reader(value, "an action", context.diagnostics);
  ResourceAction action;
  const JsonValue* name = reader.Required("action");
  if (name != nullptr) action.action = NonEmptyText(*name, Quote("action"), context.diagnostics);
  if (name != nullptr && !action.action.empty() && !IsAction(action.action)) {
    context.diagnostics.Error("invalid-value", name->range,
                              absl::StrCat(Quote(action.action), " is no action"),
                              "an action is `service:Name`");
  }
  const JsonValue* resource = reader.Required("resource");
  const std::string path = reader.Text("path", false);
  if (resource != nullptr) {
    const std::string text = NonEmptyText(*resource, Quote("resource"), context.diagnostics);
    if (absl::StartsWith(text, "arn:")) {
      CheckArn(text, resource->range, context.diagnostics);
      action.arn = text;
    } else if (!text.empty()) {
      action.resource = ResolveName(text, resource->range, context.names.resources,
                                    "unresolved-reference", "resource", context.diagnostics);
      if (action.resource != kNoIndex) action.arn = context.world.resources[action.resource].arn;
    }
  }
  if (!path.empty()) absl::StrAppend(&action.arn, "/", path);
  for (size_t i = 0; i < context.world.resources.size() && action.resource == kNoIndex; ++i) {
    const std::string& arn = context.world.resources[i].arn;
    if (!arn.empty() && (action.arn == arn || absl::StartsWith(action.arn, arn + "/"))) {
      action.resource = static_cast<Index>(i);
    }
  }
  action.loss = reader.Text("loss", false);
  action.also_sends =
      ReadExtraKeys(reader.Optional("alsoSends"), KeyUse::kAlsoSends, context.diagnostics);
  reader.Finish();
  return action;
}

Step ParseStep(const JsonValue& value, const StepContext& context) {
  ObjectReader reader(value, "a step", context.diagnostics);
  Step step;
  step.range = value.range;
  step.id = ReadName(reader, "id", NameForm::kId);
  step.actor = static_cast<ActorKind>(reader.Word("actor", kActors, 0, true));
  step.says = reader.Text("says");
  ParseAct(reader, context, step);
  for (const absl::string_view list : {"chain", "then"}) {
    const JsonMember* member = value.Find(list);
    if (member != nullptr && member->value.is_array() && member->value.items.empty()) {
      context.diagnostics.Error("invalid-value", member->value.range,
                                absl::StrCat(Quote(list), " must not be empty"));
    }
  }
  for (const JsonValue& hop : reader.List("chain")) step.chain.push_back(ParseHop(hop, context));
  for (const JsonValue& action : reader.List("then")) {
    step.then.push_back(ParseResourceAction(action, context));
  }
  if (const JsonValue* expect = reader.Required("expect")) {
    step.expect = ParseExpectations(*expect, context);
  }
  reader.Finish();
  CheckCycle(step, context);
  CheckPlot(step, context);
  return step;
}

Index RoleOf(const Act& act) {
  if (const auto* service = std::get_if<UsesService>(&act)) return service->role;
  if (const auto* vendor = std::get_if<UsesVendor>(&act)) return vendor->role;
  if (const auto* token = std::get_if<PresentsToken>(&act)) return token->role;
  const Calls& calls = std::get<Calls>(act);
  return calls.as == Calls::As::kRole ? calls.who : kNoIndex;
}

absl::string_view ActorKindName(ActorKind kind) { return kActors[static_cast<int>(kind)]; }

}  // namespace deputy
