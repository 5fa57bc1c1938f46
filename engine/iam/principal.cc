#include "engine/iam/principal.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/partition.h"

namespace deputy {
namespace {

// The forms of an IAM principal's ARN: service, the start of the resource, what it names.
struct ArnForm {
  absl::string_view service;
  absl::string_view prefix;
  PrincipalKind kind;
};

constexpr ArnForm kForms[] = {
    {"iam", "user/", PrincipalKind::kUser},
    {"iam", "role/", PrincipalKind::kRole},
    {"sts", "assumed-role/", PrincipalKind::kRoleSession},
    {"sts", "federated-user/", PrincipalKind::kFederatedUser},
};

// The parts that the ARNs of IAM principals and of providers have in common.
bool NamesAccount(const Arn& arn) {
  return IsPartition(arn.partition()) && arn.region().empty() && IsAccountId(arn.account());
}

bool HasWildcard(absl::string_view text) {
  return text.find_first_of("*?") != absl::string_view::npos;
}

// No blanks and no control characters, and not empty.
bool IsPlainName(absl::string_view text) {
  return !text.empty() && absl::c_all_of(text, [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7F;
  });
}

// What stands behind the prefix of each form; false when it names nobody.
bool ReadName(absl::string_view rest, Principal& principal) {
  if (!IsPlainName(rest) || HasWildcard(rest)) return false;  // 2.3
  if (principal.kind == PrincipalKind::kFederatedUser) {
    principal.name = principal.session = std::string(rest);
    return true;
  }
  if (principal.kind == PrincipalKind::kRoleSession) {
    const size_t slash = rest.find('/');
    if (slash == absl::string_view::npos || slash == 0 || slash + 1 == rest.size()) return false;
    principal.name = std::string(rest.substr(0, slash));
    principal.session = std::string(rest.substr(slash + 1));
    return !absl::StrContains(principal.session, "/");
  }
  const size_t slash = rest.rfind('/');
  principal.name = std::string(slash == absl::string_view::npos ? rest : rest.substr(slash + 1));
  return !principal.name.empty();
}

}  // namespace

bool Principal::IsServiceLinkedRole() const {
  if (kind == PrincipalKind::kRole) return IsServiceLinkedRoleArn(text);
  // A session does not show the path.
  return kind == PrincipalKind::kRoleSession && absl::StartsWith(name, "AWSServiceRoleFor");
}

absl::string_view Principal::KindName() const {
  static constexpr absl::string_view kNames[] = {
      "anonymous caller", "service",        "account root",     "user", "role",
      "role session",     "federated user", "identity provider"};
  return kNames[static_cast<size_t>(kind)];
}

std::string Principal::PrincipalArn() const {
  if (kind == PrincipalKind::kRoleSession) {
    return absl::StrCat("arn:", partition, ":iam::", account, ":role/", name);
  }
  return IsIam() ? text : "";
}

std::optional<Principal> ParseIamPrincipal(absl::string_view text) {
  Principal principal;
  if (IsAccountId(text)) {
    principal.kind = PrincipalKind::kAccountRoot;
    principal.partition = "aws";
    principal.account = std::string(text);
    principal.text = absl::StrCat("arn:aws:iam::", text, ":root");
    return principal;
  }
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn || !NamesAccount(*arn)) return std::nullopt;
  principal.text = std::string(text);
  principal.partition = std::string(arn->partition());
  principal.account = std::string(arn->account());
  if (arn->service() == "iam" && arn->resource() == "root") {
    principal.kind = PrincipalKind::kAccountRoot;
    return principal;
  }
  for (const ArnForm& form : kForms) {
    absl::string_view rest = arn->resource();
    if (arn->service() != form.service || !absl::ConsumePrefix(&rest, form.prefix)) continue;
    principal.kind = form.kind;
    if (!ReadName(rest, principal)) return std::nullopt;
    return principal;
  }
  return std::nullopt;
}

std::optional<Principal> ParseServicePrincipal(absl::string_view text) {
  if (!IsPlainName(text)) return std::nullopt;
  Principal principal;
  principal.kind = PrincipalKind::kService;
  principal.text = std::string(text);
  return principal;
}

std::optional<Principal> ParseFederatedPrincipal(absl::string_view text) {
  if (!IsPlainName(text) || HasWildcard(text)) return std::nullopt;  // 2.5
  Principal principal;
  principal.kind = PrincipalKind::kFederated;
  principal.text = std::string(text);
  if (!absl::StartsWith(text, "arn:")) {
    // Of a host and its path (`oidc.example.com/id/1`) the host is a domain; a URL has none there.
    const bool domain = absl::StrContains(text.substr(0, text.find('/')), ".");
    return domain ? std::optional<Principal>(principal) : std::nullopt;
  }
  const std::optional<Arn> arn = ParseArn(text);
  if (!arn || arn->service() != "iam" || !NamesAccount(*arn)) return std::nullopt;
  absl::string_view name = arn->resource();
  if (!absl::ConsumePrefix(&name, "oidc-provider/") &&
      !absl::ConsumePrefix(&name, "saml-provider/")) {
    return std::nullopt;
  }
  if (name.empty()) return std::nullopt;
  principal.account = std::string(arn->account());
  principal.partition = std::string(arn->partition());
  return principal;
}

bool IsUniqueId(absl::string_view text) {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  const bool known = absl::StartsWith(text, "AROA") || absl::StartsWith(text, "AIDA");
  return known && text.size() >= 8 && text.size() <= 128 && absl::c_all_of(text, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

}  // namespace deputy
