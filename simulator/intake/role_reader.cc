#include "simulator/intake/role_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy_parser.h"
#include "simulator/intake/document.h"
#include "simulator/intake/document_policy.h"
#include "simulator/intake/json_documents.h"
#include "simulator/intake/role_list.h"

namespace deputy {
namespace {

// The ARN of a role and its trust policy, as they stand in the file.
struct Parts {
  const std::string* arn = nullptr;
  TextRange range;
  const JsonValue* policy = nullptr;
};

Parts PartsOf(const RoleNode& node) {
  if (node.by_arn != nullptr)
    return {&node.by_arn->name, node.by_arn->name_range, &node.by_arn->value};
  Parts parts;
  if (!node.role->is_object()) return parts;
  const JsonMember* arn = node.role->Find("Arn");
  const JsonMember* policy = node.role->Find("AssumeRolePolicyDocument");
  if (arn == nullptr || !arn->value.is_string() || policy == nullptr) return parts;
  return {&arn->value.text, arn->value.range, &policy->value};
}

void ReadRole(const Document& file, const RoleNode& node, std::vector<RoleDocument>& roles,
              Diagnostics& diagnostics) {
  const Parts parts = PartsOf(node);
  if (parts.policy == nullptr) {
    diagnostics.Error("not-a-role", {node.range().begin, node.range().begin + 1},
                      "a role needs an `Arn` and an `AssumeRolePolicyDocument`");
    return;
  }
  const std::optional<Principal> role = ParseIamPrincipal(*parts.arn);
  if (!role || role->kind != PrincipalKind::kRole) {
    diagnostics.Error("invalid-arn", parts.range,
                      absl::StrCat(Quote(*parts.arn), " is not the ARN of a role"));
    return;
  }
  if (!parts.policy->is_string()) {  // nothing to unwrap
    roles.push_back(
        {*parts.arn, parts.range, ParsePolicy(*parts.policy, PolicyType::kTrust, diagnostics)});
    return;
  }
  FoundPolicy found;
  ReadPolicyNode(file, *parts.policy, PolicyType::kTrust, found);
  for (const Diagnostic& item : found.diagnostics.items()) diagnostics.Add(item);
  roles.push_back({*parts.arn, parts.range, std::move(found.policy)});
}

}  // namespace

std::vector<RoleDocument> ReadRoles(absl::string_view text, Diagnostics& diagnostics) {
  Document file;
  file.text = text;
  std::vector<RoleDocument> roles;
  ReadJsonDocuments(text, FileLimits(), diagnostics, [&](const JsonValue& document) {
    const std::optional<std::vector<RoleNode>> nodes = FindRoles(document);
    if (!nodes) {
      diagnostics.Error(
          "no-roles", {document.range.begin, document.range.begin + 1}, "there are no roles here",
          "give what `aws iam list-roles` prints, or an object of role ARN to trust policy");
      return;
    }
    for (const RoleNode& node : *nodes) ReadRole(file, node, roles, diagnostics);
  });
  return roles;
}

}  // namespace deputy
