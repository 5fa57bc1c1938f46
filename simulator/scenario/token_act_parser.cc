// The acts of act_parser.h that present a token of an identity provider.
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/iam/principal.h"
#include "simulator/scenario/act_parser.h"

namespace deputy {
namespace {

constexpr absl::string_view kGitHub = "token.actions.githubusercontent.com";
constexpr absl::string_view kCognito = "cognito-identity.amazonaws.com";

void ReadClaims(const JsonValue& value, const StepContext& context, PresentsToken& act) {
  constexpr absl::string_view kOidc = ":oidc-provider/";
  const size_t at = act.provider.find(kOidc.data(), 0, kOidc.size());
  const std::string host =
      at == std::string::npos ? act.provider : act.provider.substr(at + kOidc.size());
  for (const JsonMember& member : value.members) {
    std::string key = absl::StrCat(act.saml ? "saml" : host, ":", member.name);
    std::vector<std::string> values = ReadValues(member.value, context.diagnostics);
    const ContextKeyInfo* info = FindContextKey(key);
    const bool single = info != nullptr && info->cardinality == Cardinality::kSingle;
    if (!IsContextKeyName(key)) {
      context.diagnostics.Error("invalid-context-key", member.name_range,
                                absl::StrCat(Quote(member.name), " is no name of a claim"));
    } else if (IsWorldKey(key)) {
      context.diagnostics.Error("contradicts-world", member.name_range,
                                absl::StrCat("a token cannot set ", Quote(key)));
    } else if (single && values.size() > 1) {
      context.diagnostics.Error("multivalue-on-single", member.value.range,
                                absl::StrCat(Quote(key), " has one value at most"));
    } else {
      act.claims.push_back({std::move(key), std::move(values)});
    }
  }
}

}  // namespace

PresentsToken ParseWorkflow(ObjectReader& reader, const StepContext& context) {
  const std::string repository = ReadName(reader, "repository", NameForm::kRepository);
  const std::string ref = reader.Text("ref", false);
  const std::string environment = reader.Text("environment", false);
  const bool pull_request = reader.Flag("pullRequest", false);
  const JsonMember* flag = reader.value().Find("pullRequest");
  if (flag != nullptr && flag->value.is_bool() && !pull_request) {
    context.diagnostics.Error("invalid-value", flag->value.range,
                              "`pullRequest` is `true` or absent");
  }
  int given = flag != nullptr ? 1 : 0;
  for (const absl::string_view name : {"ref", "environment"}) {
    if (reader.value().Find(name) != nullptr) ++given;
  }
  if (given > 1) {
    context.diagnostics.Error("invalid-value",
                              {reader.value().range.begin, reader.value().range.begin + 1},
                              "`ref`, `environment` and `pullRequest` exclude each other");
  }
  std::string audience = reader.Text("audience", false);
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
  act.role = ReadRef(reader, "role", "role", context.names.roles);
  return act;
}

PresentsToken ParseIdentityPool(ObjectReader& reader, const StepContext& context) {
  const std::string pool = reader.Text("pool");
  const bool authenticated = reader.Flag("authenticated", true);
  PresentsToken act;
  act.provider = std::string(kCognito);
  act.about = absl::StrCat("a user of identity pool ", Quote(pool));
  act.claims = {
      {absl::StrCat(kCognito, ":aud"), {pool}},
      {absl::StrCat(kCognito, ":amr"), {authenticated ? "authenticated" : "unauthenticated"}}};
  act.role = ReadRef(reader, "role", "role", context.names.roles);
  return act;
}

PresentsToken ParseToken(ObjectReader& reader, const StepContext& context) {
  PresentsToken act;
  const JsonValue* provider = reader.Required("provider");
  if (provider != nullptr) {
    act.provider = NonEmptyText(*provider, Quote("provider"), context.diagnostics);
    if (!act.provider.empty() && !ParseFederatedPrincipal(act.provider)) {
      context.diagnostics.Error("invalid-value", provider->range,
                                absl::StrCat(Quote(act.provider), " is no identity provider"));
    }
  }
  act.saml = absl::StrContains(act.provider, ":saml-provider/");
  act.about = absl::StrCat("a user of ", Quote(act.provider));
  const JsonValue* claims = reader.Required("claims");
  if (claims != nullptr &&
      Expect(*claims, JsonKind::kObject, Quote("claims"), context.diagnostics)) {
    ReadClaims(*claims, context, act);
  }
  act.role = ReadRef(reader, "role", "role", context.names.roles);
  return act;
}

}  // namespace deputy
