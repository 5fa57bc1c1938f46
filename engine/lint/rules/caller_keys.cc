#include "engine/lint/rules/caller_keys.h"

#include <cstdint>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/lint/rules/claims.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

enum Kind : uint8_t { kService = 1, kIam = 2, kFederated = 4 };

// A row a key, or a family that ends in `/` or `:`. `lacked_by`: the kinds that never carry it.
struct Row {
  absl::string_view key;
  uint8_t lacked_by;
  absl::string_view instead;
};

constexpr Row kRows[] = {
    {"aws:sourcearn", kIam | kFederated, "a service sends it when it acts for a resource"},
    {"aws:sourceaccount", kIam | kFederated, "`aws:PrincipalAccount` is the caller's account"},
    {"aws:sourceorgid", kIam | kFederated, "`aws:PrincipalOrgID` is the caller's organization"},
    {"aws:sourceorgpaths", kIam | kFederated, "`aws:PrincipalOrgPaths` is the caller's"},
    {"aws:principalorgid", kService,
     "`aws:SourceOrgID` is the organization for which a service acts"},
    {"aws:principalorgpaths", kService, "`aws:SourceOrgPaths` is where a service acts for"},
    {"aws:principalaccount", kService,
     "`aws:SourceAccount` is the account for which a service acts"},
    {"aws:principalarn", kService, "`aws:SourceArn` is the resource for which a service acts"},
    {"aws:principaltype", kService, ""},
    {"aws:userid", kService, ""},
    {"aws:username", kService | kFederated, ""},
    {"aws:sourceip", kService, "a service calls from addresses of AWS, and the key is not there"},
    {"aws:sourcevpc", kService, ""},
    {"aws:sourcevpce", kService, ""},
    {"aws:vpcsourceip", kService, ""},
    {"aws:multifactorauthpresent", kService | kFederated, ""},
    {"aws:multifactorauthage", kService | kFederated, ""},
    {"sts:externalid", kFederated, "the calls with a token or an assertion take none"},
    {"aws:principalservicename", kIam | kFederated, ""},
    {"aws:principalservicenameslist", kIam | kFederated, ""},
    {"saml:", kService | kIam, ""},
    {"cognito-identity.amazonaws.com:", kService | kIam, ""},
    {"token.actions.githubusercontent.com:", kService | kIam, ""},
};

const Row* FindRow(absl::string_view key) {
  for (const Row& row : kRows) {
    const bool family = absl::EndsWith(row.key, "/") || absl::EndsWith(row.key, ":");
    if (family ? absl::StartsWith(key, row.key) : key == row.key) return &row;
  }
  return nullptr;
}

uint8_t KindOf(const PrincipalEntry& entry) {
  if (entry.kind != PrincipalEntryKind::kPrincipal) return 0;
  if (entry.principal.kind == PrincipalKind::kService) return kService;
  if (entry.principal.kind == PrincipalKind::kFederated) return kFederated;
  return kIam;
}

// What the keys of its tokens begin with.
std::string ClaimsOf(const Principal& provider) {
  const bool saml = absl::StrContains(provider.text, ":saml-provider/");
  return FoldKey(absl::StrCat(saml ? "saml" : HostOf(provider), ":"));
}

// A claim that is of none of the providers, and all are providers.
bool IsClaimOfOthers(const PrincipalElement& element, absl::string_view folded_key) {
  const absl::string_view host = folded_key.substr(0, folded_key.find(':'));
  if (host != "saml" && !absl::StrContains(host, ".")) return false;
  return absl::c_all_of(element.entries, [&](const PrincipalEntry& entry) {
    return KindOf(entry) == kFederated && !absl::StartsWith(folded_key, ClaimsOf(entry.principal));
  });
}

}  // namespace

std::string KindThatLacks(const PrincipalElement& element, absl::string_view folded_key) {
  if (element.negated || element.entries.empty()) return "";
  if (IsClaimOfOthers(element, folded_key))
    return absl::StrCat("a token of ", Quote(element.entries[0].principal.text));
  const Row* row = FindRow(folded_key);
  if (row == nullptr) return "";
  uint8_t kinds = 0;
  for (const PrincipalEntry& entry : element.entries) {
    if ((KindOf(entry) & row->lacked_by) == 0) return "";
    kinds |= KindOf(entry);
  }
  if (kinds == kService) return "a service principal";
  return kinds == kIam         ? "an IAM principal"
         : kinds == kFederated ? "a federated caller"
                               : "such a caller";
}

std::string KeyInstead(const PrincipalElement& element, absl::string_view folded_key) {
  if (IsClaimOfOthers(element, folded_key)) {
    const absl::string_view host = HostOf(element.entries[0].principal);
    return element.entries.size() > 1 || host.empty() || absl::StartsWith(folded_key, "saml:")
               ? ""
               : absl::StrCat("its own is ",
                              Quote(absl::StrCat(host, folded_key.substr(folded_key.rfind(':')))));
  }
  const Row* row = FindRow(folded_key);
  return row == nullptr ? "" : std::string(row->instead);
}

}  // namespace deputy
