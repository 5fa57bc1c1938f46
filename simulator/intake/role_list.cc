#include "simulator/intake/role_list.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "engine/iam/arn.h"
#include "simulator/intake/document_policy.h"

namespace deputy {
namespace {

// What else `get-account-authorization-details` prints; with a filter there may be no roles.
constexpr absl::string_view kDetailLists[] = {"UserDetailList", "GroupDetailList"};

// False when the value has none of the shapes of an object.
bool AddRoles(const JsonValue& value, std::vector<RoleNode>& roles) {
  for (const absl::string_view list : kRoleLists) {
    const JsonMember* member = value.Find(list);
    if (member == nullptr || !member->value.is_array()) continue;
    for (const JsonValue& role : member->value.items) roles.push_back({&role, nullptr});
    return true;
  }
  if (const JsonMember* role = value.Find("Role")) {
    roles.push_back({&role->value, nullptr});
    return true;
  }
  if (value.Find("AssumeRolePolicyDocument") != nullptr) {
    roles.push_back({&value, nullptr});
    return true;
  }
  for (const absl::string_view list : kDetailLists) {
    if (const JsonMember* member = value.Find(list); member != nullptr && member->value.is_array())
      return true;
  }
  const bool by_arn =
      !value.members.empty() &&
      std::all_of(value.members.begin(), value.members.end(),
                  [](const JsonMember& m) { return absl::StartsWith(m.name, "arn:"); });
  if (!by_arn) return false;
  for (const JsonMember& role : value.members) roles.push_back({nullptr, &role});
  return true;
}

absl::string_view TextOf(const JsonValue& object, absl::string_view name) {
  const JsonMember* member = object.Find(name);
  return member != nullptr && member->value.is_string() ? absl::string_view(member->value.text)
                                                        : absl::string_view();
}

}  // namespace

bool AddRolesOfItem(const JsonValue& item, std::vector<RoleNode>& roles) {
  return item.is_object() && AddRoles(item, roles);
}

std::optional<std::vector<RoleNode>> FindRoles(const JsonValue& document) {
  std::vector<RoleNode> roles;
  if (document.is_object()) {
    if (AddRoles(document, roles)) return roles;
    return std::nullopt;
  }
  if (!document.is_array() || document.items.empty()) return std::nullopt;
  for (const JsonValue& item : document.items) {
    if (!AddRolesOfItem(item, roles)) return std::nullopt;
  }
  return roles;
}

void ReadRoleList(const Document& document, const std::vector<RoleNode>& roles, Intake& intake) {
  for (const RoleNode& node : roles) {
    FoundPolicy found;
    const JsonValue* policy = nullptr;
    if (node.by_arn != nullptr) {
      found.role_arn = node.by_arn->name;
      policy = &node.by_arn->value;
    } else if (node.role->is_object()) {
      found.role_arn = std::string(TextOf(*node.role, "Arn"));
      if (const JsonMember* member = node.role->Find("AssumeRolePolicyDocument"))
        policy = &member->value;
      found.service_linked = absl::StartsWith(TextOf(*node.role, "Path"), "/aws-service-role/");
    }
    if (policy == nullptr) {
      intake.diagnostics.Error(
          "not-a-role", document.to_file.Map({node.role->range.begin, node.role->range.begin + 1}),
          "a role needs an `AssumeRolePolicyDocument`");
      continue;
    }
    found.service_linked = found.service_linked || IsServiceLinkedRoleArn(found.role_arn);
    found.subject =
        !found.role_arn.empty() ? found.role_arn : std::string(TextOf(*node.role, "RoleName"));
    if (found.subject.empty()) found.subject = "a role without a name";
    ReadPolicyNode(document, *policy, PolicyType::kTrust, found);
    intake.file.policies.push_back(std::move(found));
  }
}

}  // namespace deputy
