// ParseAct of step_parser.h: what somebody does, one member an act.
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/iam/principal.h"
#include "engine/text/spelling.h"
#include "simulator/scenario/step_parser.h"

namespace deputy {
namespace {

constexpr absl::string_view kGitHub = "token.actions.githubusercontent.com";
constexpr absl::string_view kCognito = "cognito-identity.amazonaws.com";

// The partition that a region belongs to.
absl::string_view PartitionOf(absl::string_view region) {
  if (absl::StartsWith(region, "cn-")) return "aws-cn";
  return absl::StartsWith(region, "us-gov-") ? "aws-us-gov" : "aws";
}

class ActParser {
 public:
  ActParser(const JsonValue& value, absl::string_view what, const StepContext& context)
      : reader_(value, what, context.diagnostics), context_(context) {}

  // To be called once, after the act's own members.
  ExtraKeys Finish() {
    ExtraKeys keys =
        ReadExtraKeys(reader_.Optional("alsoSends"), KeyUse::kAlsoSends, context_.diagnostics);
    reader_.Finish();
    return keys;
  }

  UsesService Service() {
    UsesService act;
    act.deputy = Deputy(false);
    act.account = ReadAccountRef(reader_, "account", context_.names);
    if (const JsonValue* source = reader_.Optional("source")) act.source = Source(*source, act);
    const JsonMember* target = reader_.value().Find("target");
    const JsonMember* role = reader_.value().Find("role");
    if (target != nullptr && role != nullptr) {
      Error("one-act", target->name_range,
            "a service assumes a `role` or acts itself on a `target`, not both");
    }
    if (target == nullptr) {
      act.role = ReadRef(reader_, "role", "role", context_.names.roles);
      reader_.Optional("target");
    } else {
      reader_.Optional("role");
      act.target = ParseResourceAction(*reader_.Optional("target"), context_);
    }
    if (const JsonValue* forges = reader_.Optional("forges")) Forges(*forges, act);
    CheckFacts(act);
    return act;
  }

  UsesVendor Vendor() {
    UsesVendor act;
    act.deputy = Deputy(true);
    act.account = ReadAccountRef(reader_, "account", context_.names);
    act.role = ReadRef(reader_, "role", "role", context_.names.roles);
    const JsonValue* typed = reader_.Optional("typesExternalId");
    if (typed != nullptr &&
        Expect(*typed, JsonKind::kString, Quote("typesExternalId"), context_.diagnostics)) {
      act.typed_external_id = typed->text;  // blank, if the customer left it so
    }
    act.session_name = ReadName(reader_, "sessionName", NameForm::kSessionName, false, "vendor");
    return act;
  }

  Calls Calling() {
    Calls act;
    const JsonValue* as = reader_.Required("as");
    if (as == nullptr) return act;
    if (as->is_string()) {
      if (as->text != "anonymous") {
        Error("invalid-value", as->range, absl::StrCat("nobody calls as ", Quote(as->text)));
      }
      return act;
    }
    ObjectReader who(*as, "the caller", context_.diagnostics);
    if (!as->is_object()) return act;
    if (as->Find("user") != nullptr) {
      act.as = Calls::As::kUser;
      act.who = ReadRef(who, "user", "user", context_.names.users);
    } else if (as->Find("administratorOf") != nullptr) {
      act.as = Calls::As::kAdministrator;
      act.who = ReadAccountRef(who, "administratorOf", context_.names);
    } else {
      act.as = Calls::As::kRole;
      act.who = ReadRef(who, "role", "role", context_.names.roles);
    }
    who.Finish();
    return act;
  }

  PresentsToken Workflow() {
    const std::string repository = ReadName(reader_, "repository", NameForm::kRepository);
    const std::string ref = reader_.Text("ref", false);
    const std::string environment = reader_.Text("environment", false);
    const bool pull_request = reader_.Flag("pullRequest", false);
    const JsonMember* flag = reader_.value().Find("pullRequest");
    if (flag != nullptr && flag->value.is_bool() && !pull_request) {
      Error("invalid-value", flag->value.range, "`pullRequest` is `true` or absent");
    }
    int given = flag != nullptr ? 1 : 0;
    for (const absl::string_view name : {"ref", "environment"}) {
      if (reader_.value().Find(name) != nullptr) ++given;
    }
    if (given > 1) {
      Error("invalid-value", {reader_.value().range.begin, reader_.value().range.begin + 1},
            "`ref`, `environment` and `pullRequest` exclude each other");
    }
    std::string audience = reader_.Text("audience", false);
    if (audience.empty()) audience = "sts.amazonaws.com";
    const std::string run = !environment.empty() ? absl::StrCat("environment:", environment)
                            : pull_request
                                ? "pull_request"
                                : absl::StrCat("ref:", ref.empty() ? "refs/heads/main" : ref);
    PresentsToken act;
    act.provider = std::string(kGitHub);
    act.about = absl::StrCat("a GitHub workflow of ", Quote(repository));
    act.claims = {{absl::StrCat(kGitHub, ":aud"), {audience}},
                  {absl::StrCat(kGitHub, ":sub"), {absl::StrCat("repo:", repository, ":", run)}}};
    act.role = ReadRef(reader_, "role", "role", context_.names.roles);
    return act;
  }

  PresentsToken IdentityPool() {
    const std::string pool = reader_.Text("pool");
    const bool authenticated = reader_.Flag("authenticated", true);
    PresentsToken act;
    act.provider = std::string(kCognito);
    act.about = absl::StrCat("a user of identity pool ", Quote(pool));
    act.claims = {
        {absl::StrCat(kCognito, ":aud"), {pool}},
        {absl::StrCat(kCognito, ":amr"), {authenticated ? "authenticated" : "unauthenticated"}}};
    act.role = ReadRef(reader_, "role", "role", context_.names.roles);
    return act;
  }

  PresentsToken Token() {
    PresentsToken act;
    const JsonValue* provider = reader_.Required("provider");
    if (provider != nullptr) {
      act.provider = NonEmptyText(*provider, Quote("provider"), context_.diagnostics);
      if (!act.provider.empty() && !ParseFederatedPrincipal(act.provider)) {
        Error("invalid-value", provider->range,
              absl::StrCat(Quote(act.provider), " is no identity provider"));
      }
    }
    act.saml = absl::StrContains(act.provider, ":saml-provider/");
    act.about = absl::StrCat("a user of ", Quote(act.provider));
    const JsonValue* claims = reader_.Required("claims");
    if (claims != nullptr &&
        Expect(*claims, JsonKind::kObject, Quote("claims"), context_.diagnostics)) {
      Claims(*claims, act);
    }
    act.role = ReadRef(reader_, "role", "role", context_.names.roles);
    return act;
  }

 private:
  void Error(absl::string_view rule, TextRange range, std::string message) {
    context_.diagnostics.Error(rule, range, std::move(message));
  }

  Index Deputy(bool vendor) {
    const Index found = ReadRef(reader_, "deputy", "deputy", context_.names.deputies);
    if (found != kNoIndex && context_.world.deputies[found].is_vendor() != vendor) {
      Error("invalid-value", reader_.value().Find("deputy")->value.range,
            absl::StrCat("the deputy is a ", vendor ? "service" : "vendor", ", not a ",
                         vendor ? "vendor" : "service"));
      return kNoIndex;
    }
    return found;
  }

  SourceResource Source(const JsonValue& value, const UsesService& act) {
    ObjectReader reader(value, "a source", context_.diagnostics);
    SourceResource source;
    if (const JsonValue* arn = value.Find("arn") == nullptr ? nullptr : reader.Optional("arn")) {
      source.arn = NonEmptyText(*arn, Quote("arn"), context_.diagnostics);
      if (!source.arn.empty() && CheckArn(source.arn, arn->range, context_.diagnostics)) {
        CheckOwner(source.arn, arn->range, act);
      }
    } else {
      source.kind = reader.Text("resource");
      source.name = reader.Text("name");
      const std::string region = reader.Text("region", false);
      source.arn = Expand(value, source, region, act);
    }
    source.version = ReadName(reader, "version", NameForm::kVersion, false);
    reader.Finish();
    return source;
  }

  void CheckOwner(absl::string_view text, TextRange range, const UsesService& act) {
    const absl::string_view owner = ParseArn(text)->account();
    if (owner.empty() || act.account == kNoIndex) return;
    const std::string& acting = context_.world.accounts[act.account].id;
    if (owner == acting) return;
    context_.diagnostics.Warning(
        "inconsistent-source", range,
        absl::StrCat("the source is of account ", Quote(owner), ", and ", Quote(acting), " acts"));
  }

  // The ARN of a resource of a kind that the catalogue knows.
  std::string Expand(const JsonValue& value, const SourceResource& source, absl::string_view region,
                     const UsesService& act) {
    if (act.deputy == kNoIndex || act.account == kNoIndex || source.kind.empty()) return "";
    const ServiceFacts& facts = *context_.world.deputies[act.deputy].service;
    const SourceResourceKind* kind = facts.FindKind(source.kind);
    if (kind == nullptr) {
      std::vector<absl::string_view> known;
      for (const SourceResourceKind& each : facts.resources) known.emplace_back(each.kind);
      context_.diagnostics.Error(
          "unresolved-reference", value.Find("resource")->value.range,
          absl::StrCat("the catalogue has no resource ", Quote(source.kind), " of ",
                       Quote(facts.principal), DidYouMean(source.kind, known)),
          known.empty() ? "say `arn` instead"
                        : absl::StrCat("one of ", absl::StrJoin(known, ", ")));
      return "";
    }
    const TextRange open = {value.range.begin, value.range.begin + 1};
    if (kind->needs_region() && region.empty()) {
      Error("missing-member", open, absl::StrCat("the source needs ", Quote("region")));
    } else if (!kind->needs_region() && !region.empty()) {
      Error("invalid-value", value.Find("region")->value.range,
            "the ARN of such a resource has no region");
    }
    std::string arn =
        absl::StrReplaceAll(kind->arn, {{"${Partition}", PartitionOf(region)},
                                        {"${Region}", region},
                                        {"${Account}", context_.world.accounts[act.account].id},
                                        {"${Name}", source.name}});
    CheckArn(arn, open, context_.diagnostics);
    return arn;
  }

  void Forges(const JsonValue& value, UsesService& act) {
    act.forges = ReadExtraKeys(&value, KeyUse::kForges, context_.diagnostics);
    const TextRange open = {value.range.begin, value.range.begin + 1};
    if (value.is_object() && value.members.empty()) {
      Error("invalid-value", open, "`forges` must not be empty");
    }
    if (act.deputy != kNoIndex && !context_.world.deputies[act.deputy].compromised) {
      context_.diagnostics.Error("not-compromised", open,
                                 "only a compromised service sends keys of the attacker's choice",
                                 "give the deputy `\"compromised\": true`");
    }
    for (const ExtraKey& key : act.forges) {
      if (key.name == "aws:SourceAccount" && !key.values.empty() && !IsAccountId(key.values[0])) {
        Error("invalid-account-id", value.Find(key.name)->value.range,
              absl::StrCat(Quote(key.values[0]), " is not twelve digits"));
      }
      if (key.name == "aws:SourceArn" && !key.values.empty()) {
        CheckArn(key.values[0], value.Find(key.name)->value.range, context_.diagnostics);
      }
    }
  }

  // In every variant somebody must know what the service sends.
  void CheckFacts(const UsesService& act) {
    if (act.deputy == kNoIndex || !act.forges.empty()) return;
    const TargetKind to = act.target ? TargetKind::kResource : TargetKind::kRole;
    for (const ScenarioVariant& variant : context_.variants) {
      const deputy::Deputy& deputy = variant.world.deputies[act.deputy];
      const std::string& version =
          act.source && !act.source->version.empty() ? act.source->version : deputy.version;
      if (deputy.service->principal.empty()) return;  // reported where it stands
      if (deputy.sends || deputy.service->SendsTo(to, version) != nullptr) continue;
      context_.diagnostics.Error(
          "unknown-service-fact", reader_.value().Find("deputy")->value.range,
          absl::StrCat("nothing is known of what ", Quote(deputy.service->principal),
                       " sends to a ", to == TargetKind::kRole ? "role" : "resource"),
          "say it with `sends` in the deputy");
      return;
    }
  }

  void Claims(const JsonValue& value, PresentsToken& act) {
    constexpr absl::string_view kOidc = ":oidc-provider/";
    const size_t at = act.provider.find(kOidc.data(), 0, kOidc.size());
    const std::string host =
        at == std::string::npos ? act.provider : act.provider.substr(at + kOidc.size());
    for (const JsonMember& member : value.members) {
      std::string key = absl::StrCat(act.saml ? "saml" : host, ":", member.name);
      std::vector<std::string> values = ReadValues(member.value, context_.diagnostics);
      const ContextKeyInfo* info = FindContextKey(key);
      const bool single = info != nullptr && info->cardinality == Cardinality::kSingle;
      if (!IsContextKeyName(key)) {
        Error("invalid-context-key", member.name_range,
              absl::StrCat(Quote(member.name), " is no name of a claim"));
      } else if (IsWorldKey(key)) {
        Error("contradicts-world", member.name_range,
              absl::StrCat("a token cannot set ", Quote(key)));
      } else if (single && values.size() > 1) {
        Error("multivalue-on-single", member.value.range,
              absl::StrCat(Quote(key), " has one value at most"));
      } else {
        act.claims.push_back({std::move(key), std::move(values)});
      }
    }
  }

  ObjectReader reader_;
  const StepContext& context_;
};

struct ActMember {
  absl::string_view name;
  absl::string_view what;
  Act (*parse)(ActParser& parser);
};

constexpr ActMember kActs[] = {
    {"usesService", "the use of a service", [](ActParser& p) { return Act(p.Service()); }},
    {"usesVendor", "the use of a vendor", [](ActParser& p) { return Act(p.Vendor()); }},
    {"calls", "a call", [](ActParser& p) { return Act(p.Calling()); }},
    {"runsWorkflow", "a workflow", [](ActParser& p) { return Act(p.Workflow()); }},
    {"usesIdentityPool", "the use of an identity pool",
     [](ActParser& p) { return Act(p.IdentityPool()); }},
    {"presentsToken", "a token", [](ActParser& p) { return Act(p.Token()); }},
};

}  // namespace

void ParseAct(ObjectReader& reader, const StepContext& context, Step& step) {
  std::vector<absl::string_view> found;
  for (const ActMember& member : kActs) {
    const JsonValue* value = reader.Optional(member.name);
    if (value == nullptr) continue;
    found.push_back(member.name);
    ActParser parser(*value, member.what, context);
    step.act = member.parse(parser);
    step.also_sends = parser.Finish();
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
