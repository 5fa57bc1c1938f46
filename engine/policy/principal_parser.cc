#include "engine/policy/principal_parser.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/policy/value_parser.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

using Entry = std::optional<PrincipalEntry>;

Entry Everyone(const PolicyString& value) {
  return PrincipalEntry{PrincipalEntryKind::kEveryone, {}, value};
}

Entry Named(std::optional<Principal> principal, const PolicyString& value) {
  return PrincipalEntry{PrincipalEntryKind::kPrincipal, *std::move(principal), value};
}

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

Entry ParseAws(const PolicyString& value, Diagnostics& diagnostics) {
  const absl::string_view text = value.text;
  if (text == "*") return Everyone(value);
  if (auto principal = ParseIamPrincipal(text)) return Named(std::move(principal), value);
  if (IsUniqueId(text)) {
    diagnostics.Warning(
        "deleted-principal", value.range,
        absl::StrCat("the unique id ", Quote(text), " matches nobody"),
        "IAM shows the id of a principal that was deleted; name the new one by its ARN");
    return PrincipalEntry{PrincipalEntryKind::kUniqueId, {}, value};
  }
  const std::optional<Arn> arn = ParseArn(text);
  if (arn && HasWildcard(text)) {
    diagnostics.Error(
        "wildcard-principal-arn", value.range,
        absl::StrCat("a principal ARN takes no wildcard: ", Quote(text)),
        "name the account and put `aws:PrincipalArn` with ArnLike into the condition");
    return std::nullopt;
  }
  const absl::string_view account = arn ? arn->account() : text;
  if (!IsAccountId(account) && (!arn || arn->service() == "iam" || arn->service() == "sts")) {
    diagnostics.Error("invalid-account-id", value.range,
                      absl::StrCat(Quote(account), " is not an account id of twelve digits"),
                      LooksLikeAccountPlaceholder(account)
                          ? "put your own account id in place of the placeholder"
                          : "");
    return std::nullopt;
  }
  diagnostics.Error(
      "invalid-principal", value.range, absl::StrCat(Quote(text), " names no principal"),
      "an `AWS` principal is `*`, an account id, or the ARN of a root, user, role, role session or "
      "federated user");
  return std::nullopt;
}

Entry ParseService(const PolicyString& value, Diagnostics& diagnostics) {
  if (value.text == "*") {
    diagnostics.Error("service-wildcard", value.range, "there is no wildcard for services",
                      "name the service principal, such as `dms.amazonaws.com`");
    return std::nullopt;
  }
  auto principal = ParseServicePrincipal(value.text);
  if (!principal) {
    diagnostics.Error("invalid-principal", value.range,
                      absl::StrCat(Quote(value.text), " is no service principal"));
    return std::nullopt;
  }
  if (HasWildcard(value.text)) {
    diagnostics.Warning("wildcard-in-service", value.range,
                        absl::StrCat("the wildcard in ", Quote(value.text),
                                     " is plain text: it matches no service"));
  } else if (absl::c_any_of(value.text, absl::ascii_isupper) ||
             (!absl::EndsWith(value.text, ".amazonaws.com") &&
              !absl::EndsWith(value.text, ".amazonaws.com.cn"))) {
    diagnostics.Warning("odd-service-principal", value.range,
                        absl::StrCat(Quote(value.text), " does not look like a service principal"),
                        "they end in `.amazonaws.com` and are written in lower case");
  }
  return Named(std::move(principal), value);
}

Entry ParseFederated(const PolicyString& value, Diagnostics& diagnostics) {
  auto principal = HasWildcard(value.text) ? std::nullopt : ParseFederatedPrincipal(value.text);
  if (principal) return Named(std::move(principal), value);
  diagnostics.Error("invalid-principal", value.range,
                    absl::StrCat(Quote(value.text), " is no identity provider"),
                    "give the ARN of an OIDC or SAML provider, or the domain of a built-in one");
  return std::nullopt;
}

Entry ParseCanonicalUser(const PolicyString& value, Diagnostics& diagnostics) {
  if (!value.text.empty()) return PrincipalEntry{PrincipalEntryKind::kCanonicalUser, {}, value};
  diagnostics.Error("invalid-principal", value.range, "an empty text names no canonical user");
  return std::nullopt;
}

struct PrincipalType {
  absl::string_view name;
  Entry (*parse)(const PolicyString&, Diagnostics&);
  bool in_trust_policies;
};

constexpr PrincipalType kTypes[] = {
    {"AWS", ParseAws, true},
    {"Service", ParseService, true},
    {"Federated", ParseFederated, true},
    {"CanonicalUser", ParseCanonicalUser, false},
};
constexpr absl::string_view kTypeNames[] = {"AWS", "Service", "Federated", "CanonicalUser"};

const PrincipalType* FindType(absl::string_view name, PolicyType policy_type) {
  for (const PrincipalType& type : kTypes) {
    if (type.name == name && (type.in_trust_policies || policy_type == PolicyType::kResource))
      return &type;
  }
  return nullptr;
}

}  // namespace

PrincipalElement ParsePrincipalElement(const JsonMember& member, PolicyType type,
                                       Diagnostics& diagnostics) {
  PrincipalElement element;
  element.negated = member.name == "NotPrincipal";
  element.range = member.value.range;
  const std::string what = absl::StrCat("`", member.name, "`");
  if (member.value.is_string()) {
    if (member.value.text == "*") {
      element.entries.push_back(*Everyone({member.value.text, member.value.range}));
    } else {
      diagnostics.Error(
          "invalid-principal", member.value.range,
          absl::StrCat(what, " as a string can only be `*`, not ", Quote(member.value.text)),
          R"(write an object such as {"Service": "dms.amazonaws.com"} or {"AWS": "123456789012"})");
    }
    return element;
  }
  if (!member.value.is_object()) {
    ReportWrongType(member.value, what, "an object or `*`", diagnostics);
    return element;
  }
  if (member.value.members.empty()) {
    diagnostics.Error("empty-principal", member.value.range, absl::StrCat(what, " names nobody"));
  }
  for (const JsonMember& principal : member.value.members) {
    const PrincipalType* found = FindType(principal.name, type);
    if (found == nullptr) {
      diagnostics.Error(
          "unknown-principal-type", principal.name_range,
          absl::StrCat("unknown principal type ", Quote(principal.name),
                       DidYouMean(principal.name, absl::MakeConstSpan(kTypeNames).first(3))));
      continue;
    }
    if (principal.value.is_null() ||
        (principal.value.is_array() && principal.value.items.empty())) {
      diagnostics.Error("empty-principal", principal.value.range,
                        absl::StrCat("`", principal.name, "` names nobody"));
      continue;
    }
    for (PolicyString& value : ParseStrings(principal.value, absl::StrCat("`", principal.name, "`"),
                                            Scalars::kStringsOnly, diagnostics)) {
      if (Entry entry = found->parse(value, diagnostics))
        element.entries.push_back(*std::move(entry));
    }
  }
  return element;
}

}  // namespace deputy
