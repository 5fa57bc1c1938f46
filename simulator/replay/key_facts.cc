#include "simulator/replay/key_facts.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/iam/cidr.h"
#include "engine/iam/context_key.h"
#include "engine/iam/timestamp.h"

namespace deputy {
namespace {

using State = KeyFact::State;

KeyFact Absent() { return {State::kAbsent, {}}; }
KeyFact Open() { return {}; }
KeyFact Exactly(absl::string_view value) { return {State::kKnown, {std::string(value)}}; }
KeyFact ExactlyOrAbsent(absl::string_view value) {
  return value.empty() ? Absent() : Exactly(value);
}
KeyFact ExactlyOrOpen(absl::string_view value) { return value.empty() ? Open() : Exactly(value); }
KeyFact All(std::vector<std::string> values) {
  return values.empty() ? Absent() : KeyFact{State::kKnown, std::move(values)};
}

// A parameter of the call: of a call that was denied none is recorded.
KeyFact Parameter(const TrailEvent& event, absl::string_view value) {
  return event.parameters.known ? ExactlyOrAbsent(value) : Open();
}

bool IsService(const TrailEvent& event) { return CallerKindOf(event) == CallerKind::kService; }
// A service called on behalf of the caller (forward access session).
bool IsForwarded(const TrailEvent& event) {
  return !IsService(event) && !event.identity.invoked_by.empty();
}

KeyFact SourceIp(const TrailEvent& event) {
  if (IsService(event) || !event.vpc_endpoint.empty()) return Absent();
  return !IsForwarded(event) && ParseCidr(event.source_ip) ? Exactly(event.source_ip) : Open();
}

KeyFact Mfa(const TrailEvent& event) {
  if (IsService(event)) return Absent();
  if (!event.parameters.serial_number.empty()) return Exactly("true");
  if (!event.identity.mfa.empty()) return Exactly(event.identity.mfa);
  // Without a session these are long-term credentials, and without a serial number no device.
  const bool plain = event.parameters.known && event.identity.type == "IAMUser";
  return plain && !event.identity.has_session ? Absent() : Open();
}

KeyFact MfaAge(const TrailEvent& event) {
  const KeyFact mfa = Mfa(event);
  const bool without = mfa.state == State::kKnown && mfa.values[0] == "false";
  return mfa.state == State::kAbsent || without ? Absent() : Open();
}

KeyFact Epoch(const TrailEvent& event) {
  return Exactly(absl::StrCat(ParseTimestamp(event.time)->seconds));
}

KeyFact CalledVia(const TrailEvent& event) { return IsForwarded(event) ? Open() : Absent(); }

KeyFact TagKeys(const TrailEvent& event) {
  if (!event.parameters.known) return Open();
  std::vector<std::string> keys;
  for (const auto& [tag, value] : event.tags()) keys.push_back(tag);
  return All(std::move(keys));
}

KeyFact TransitiveKeys(const TrailEvent& event) {
  return event.parameters.known ? All(event.parameters.transitive_keys) : Open();
}

// One that goes on from the caller's session is not passed, and whether the key has it no page
// says.
KeyFact SourceIdentity(const TrailEvent& event) {
  const bool inherited = event.source_identity().empty() && !event.identity.source_identity.empty();
  return inherited ? Open() : Parameter(event, event.source_identity());
}

KeyFact VpcSourceIp(const TrailEvent& event) {
  if (IsService(event) || event.vpc_endpoint.empty()) return Absent();
  return ParseCidr(event.source_ip) ? Exactly(event.source_ip) : Open();
}

KeyFact Vpc(const TrailEvent& event) { return event.vpc_endpoint.empty() ? Absent() : Open(); }

struct Row {
  absl::string_view key;  // folded
  KeyFact (*fact)(const TrailEvent& event);
};

constexpr Row kRows[] = {
    {"aws:calledvia", CalledVia},
    {"aws:calledviafirst", CalledVia},
    {"aws:calledvialast", CalledVia},
    {"aws:currenttime", [](const TrailEvent& e) { return Exactly(e.time); }},
    {"aws:epochtime", Epoch},
    {"aws:multifactorauthage", MfaAge},
    {"aws:multifactorauthpresent", Mfa},
    {"aws:requestedregion", [](const TrailEvent& e) { return ExactlyOrOpen(e.region); }},
    {"aws:securetransport", [](const TrailEvent&) { return Exactly("true"); }},  // STS has no other
    {"aws:sourceidentity",
     [](const TrailEvent& e) { return ExactlyOrAbsent(e.identity.source_identity); }},
    {"aws:sourceip", SourceIp},
    {"aws:sourcevpc", Vpc},
    {"aws:sourcevpcarn", Vpc},
    {"aws:sourcevpce", [](const TrailEvent& e) { return ExactlyOrAbsent(e.vpc_endpoint); }},
    {"aws:tagkeys", TagKeys},
    {"aws:tokenissuetime",
     [](const TrailEvent& e) {
       return e.identity.has_session || e.identity.type != "IAMUser"
                  ? ExactlyOrOpen(e.identity.created)
                  : Absent();
     }},
    {"aws:useragent",
     [](const TrailEvent& e) { return IsService(e) ? Open() : ExactlyOrOpen(e.user_agent); }},
    {"aws:userid", [](const TrailEvent& e) { return ExactlyOrOpen(e.identity.principal_id); }},
    {"aws:viaawsservice",
     [](const TrailEvent& e) { return Exactly(IsForwarded(e) ? "true" : "false"); }},
    {"aws:vpcsourceip", VpcSourceIp},
    {"sts:externalid", [](const TrailEvent& e) { return Parameter(e, e.parameters.external_id); }},
    {"sts:rolesessionname",
     [](const TrailEvent& e) { return Parameter(e, e.parameters.session_name); }},
    {"sts:sourceidentity", SourceIdentity},
    {"sts:transitivetagkeys", TransitiveKeys},
};

// What a claim of a token was, by what stands behind the provider's prefix.
KeyFact Claim(const TrailEvent& event, absl::string_view claim) {
  const TrailEvent::Response& response = event.response;
  if (CallerKindOf(event) == CallerKind::kSaml) {
    const std::pair<absl::string_view, absl::string_view> claims[] = {
        {"sub", response.subject},
        {"sub_type", response.subject_type},
        {"aud", response.audience},
        {"iss", response.issuer},
        {"namequalifier", response.name_qualifier}};
    for (const auto& [name, value] : claims) {
      if (name == claim) return ExactlyOrOpen(value);
    }
    return Open();
  }
  // principalId is provider:audience:subject, and the subject stands in userName too.
  absl::string_view audience = response.audience;
  absl::string_view rest = event.identity.principal_id;
  const absl::string_view subject =
      response.subject.empty() ? event.identity.user_name : response.subject;
  if (audience.empty() && !subject.empty() && absl::ConsumePrefix(&rest, ProviderOf(event)) &&
      absl::ConsumePrefix(&rest, ":") && absl::ConsumeSuffix(&rest, subject) &&
      absl::ConsumeSuffix(&rest, ":"))
    audience = rest;
  if (claim == "sub") return ExactlyOrOpen(subject);
  return claim == "aud" ? ExactlyOrOpen(audience) : Open();
}

// What follows from the kind of the caller for a key that is not recorded.
KeyFact ByOrigin(const TrailEvent& event, const ContextKeyInfo* info) {
  if (info == nullptr) return Open();
  const bool service = IsService(event);
  switch (info->origin) {
    case KeyOrigin::kCallingService:
      return service ? Open() : Absent();
    case KeyOrigin::kPrincipal:
      return service ? Absent() : Open();
    default:
      return Open();
  }
}

}  // namespace

CallerKind CallerKindOf(const TrailEvent& event) {
  static constexpr std::pair<absl::string_view, CallerKind> kKinds[] = {
      {"AWSService", CallerKind::kService},
      {"IAMUser", CallerKind::kIam},
      {"AssumedRole", CallerKind::kIam},
      {"Role", CallerKind::kIam},
      {"Root", CallerKind::kIam},
      {"FederatedUser", CallerKind::kIam},
      {"WebIdentityUser", CallerKind::kWeb},
      {"SAMLUser", CallerKind::kSaml},
      {"AWSAccount", CallerKind::kAccount}};
  for (const auto& [type, kind] : kKinds) {
    if (type != event.identity.type) continue;
    // Of a caller without an ARN its account may be known.
    if (kind != CallerKind::kIam || !event.identity.arn.empty()) return kind;
    return event.identity.account.empty() ? CallerKind::kUnknown : CallerKind::kAccount;
  }
  return CallerKind::kUnknown;
}

absl::string_view ProviderOf(const TrailEvent& event) {
  if (CallerKindOf(event) == CallerKind::kSaml) return event.parameters.saml_provider;
  for (const absl::string_view provider :
       {event.identity.provider, event.response.provider, event.parameters.web_provider}) {
    if (!provider.empty()) return provider;
  }
  return "";
}

std::string ClaimPrefixOf(const TrailEvent& event) {
  if (CallerKindOf(event) == CallerKind::kSaml) return "saml:";
  const absl::string_view provider = ProviderOf(event);
  const size_t at = provider.find(":oidc-provider/");
  return FoldKey(
      absl::StrCat(at == absl::string_view::npos ? provider : provider.substr(at + 15), ":"));
}

KeyFact FactOf(const TrailEvent& event, absl::string_view folded) {
  for (const Row& row : kRows) {
    if (row.key == folded) return row.fact(event);
  }
  constexpr absl::string_view kTag = "aws:requesttag/";
  if (absl::StartsWith(folded, kTag)) {
    if (!event.parameters.known) return Open();
    for (const auto& [tag, value] : event.tags()) {
      if (FoldKey(tag) == folded.substr(kTag.size())) return Exactly(value);
    }
    return Absent();
  }
  const absl::string_view host = folded.substr(0, folded.find(':'));
  if (host == "saml" || absl::StrContains(host, ".")) {  // a claim of a token
    const CallerKind kind = CallerKindOf(event);
    if (kind != CallerKind::kWeb && kind != CallerKind::kSaml)
      return kind == CallerKind::kService ? Absent() : Open();
    const std::string prefix = ClaimPrefixOf(event);
    return absl::StartsWith(folded, prefix) ? Claim(event, folded.substr(prefix.size())) : Absent();
  }
  return ByOrigin(event, FindContextKey(folded));
}

}  // namespace deputy
