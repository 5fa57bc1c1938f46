// And ParseAct of step_parser.h.
#include "simulator/scenario/act_parser.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace deputy {
namespace {

UsesVendor ParseUsesVendor(ObjectReader& reader, const StepContext& context) {
  UsesVendor act;
  act.deputy = ReadDeputyRef(reader, true, context);
  act.account = ReadAccountRef(reader, "account", context.names);
  act.role = ReadRef(reader, "role", "role", context.names.roles);
  const JsonValue* typed = reader.Optional("typesExternalId");
  if (typed != nullptr &&
      Expect(*typed, JsonKind::kString, Quote("typesExternalId"), context.diagnostics)) {
    act.typed_external_id = typed->text;  // blank, if the customer left it so
  }
  act.session_name = ReadName(reader, "sessionName", NameForm::kSessionName, false, "vendor");
  return act;
}

Calls ParseCalls(ObjectReader& reader, const StepContext& context) {
  Calls act;
  const JsonValue* as = reader.Required("as");
  if (as == nullptr) return act;
  if (as->is_string()) {
    if (as->text != "anonymous") {
      context.diagnostics.Error("invalid-value", as->range,
                                absl::StrCat("nobody calls as ", Quote(as->text)));
    }
    return act;
  }
  ObjectReader who(*as, "the caller", context.diagnostics);
  if (!as->is_object()) return act;
  if (as->Find("user") != nullptr) {
    act.as = Calls::As::kUser;
    act.who = ReadRef(who, "user", "user", context.names.users);
  } else if (as->Find("administratorOf") != nullptr) {
    act.as = Calls::As::kAdministrator;
    act.who = ReadAccountRef(who, "administratorOf", context.names);
  } else {
    act.as = Calls::As::kRole;
    act.who = ReadRef(who, "role", "role", context.names.roles);
  }
  who.Finish();
  return act;
}

struct ActMember {
  absl::string_view name;
  absl::string_view what;
  Act (*parse)(ObjectReader& reader, const StepContext& context);
};

template <auto parse>
Act As(ObjectReader& reader, const StepContext& context) {
  return parse(reader, context);
}

constexpr ActMember kActs[] = {
    {"usesService", "the use of a service", As<ParseUsesService>},
    {"usesVendor", "the use of a vendor", As<ParseUsesVendor>},
    {"calls", "a call", As<ParseCalls>},
    {"runsWorkflow", "a workflow", As<ParseWorkflow>},
    {"usesIdentityPool", "the use of an identity pool", As<ParseIdentityPool>},
    {"presentsToken", "a token", As<ParseToken>},
};

}  // namespace

Index ReadDeputyRef(ObjectReader& reader, bool vendor, const StepContext& context) {
  const Index found = ReadRef(reader, "deputy", "deputy", context.names.deputies);
  if (found != kNoIndex && context.world.deputies[found].is_vendor() != vendor) {
    context.diagnostics.Error("invalid-value", reader.value().Find("deputy")->value.range,
                              absl::StrCat("the deputy is a ", vendor ? "service" : "vendor",
                                           ", not a ", vendor ? "vendor" : "service"));
    return kNoIndex;
  }
  return found;
}

void ParseAct(ObjectReader& reader, const StepContext& context, Step& step) {
  std::vector<absl::string_view> found;
  for (const ActMember& member : kActs) {
    const JsonValue* value = reader.Optional(member.name);
    if (value == nullptr) continue;
    found.push_back(member.name);
    ObjectReader act(*value, member.what, context.diagnostics);
    step.act = member.parse(act, context);
    step.also_sends =
        ReadExtraKeys(act.Optional("alsoSends"), KeyUse::kAlsoSends, context.diagnostics);
    act.Finish();
  }
  if (found.size() == 1 || !reader.value().is_object()) return;
  std::vector<absl::string_view> names;
  for (const ActMember& member : kActs) names.push_back(member.name);
  context.diagnostics.Error("one-act", {reader.value().range.begin, reader.value().range.begin + 1},
                            found.empty() ? std::string("nobody does anything in this step")
                                          : absl::StrCat("a step has one act, and this one has ",
                                                         absl::StrJoin(found, " and ")),
                            absl::StrCat("one of ", absl::StrJoin(names, ", ")));
}

}  // namespace deputy
