#include "engine/lint/rules/caller_keys.h"

#include <cstdint>

#include "absl/strings/match.h"

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

}  // namespace

std::string KindThatLacks(const PrincipalElement& element, absl::string_view folded_key) {
  const Row* row = FindRow(folded_key);
  if (row == nullptr || element.negated || element.entries.empty()) return "";
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

std::string KeyInstead(absl::string_view folded_key) {
  const Row* row = FindRow(folded_key);
  return row == nullptr ? "" : std::string(row->instead);
}

}  // namespace deputy
