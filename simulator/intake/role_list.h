// Where the roles are in what AWS tools print of them: `get-role`, `list-roles`,
// `get-account-authorization-details`, a list of roles, or an object of role ARN to trust policy.
#ifndef DEPUTY_SIMULATOR_INTAKE_ROLE_LIST_H_
#define DEPUTY_SIMULATOR_INTAKE_ROLE_LIST_H_

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/json_value.h"
#include "simulator/intake/document.h"

namespace deputy {

// A role as an object with `AssumeRolePolicyDocument`, or by its ARN as the name of a member.
struct RoleNode {
  const JsonValue* role = nullptr;
  const JsonMember* by_arn = nullptr;
  TextRange range() const { return role != nullptr ? role->range : by_arn->value.range; }
};

// Members of a document that are lists of roles; the first of them that is there is meant.
inline constexpr absl::string_view kRoleLists[] = {"RoleDetailList", "Roles"};

// Nothing when the document has none of the shapes. Points into `document`.
std::optional<std::vector<RoleNode>> FindRoles(const JsonValue& document);

// The same for an item of a document that is a list; false when it has none of the shapes.
bool AddRolesOfItem(const JsonValue& item, std::vector<RoleNode>& roles);

void ReadRoleList(const Document& document, const std::vector<RoleNode>& roles, Intake& intake);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_ROLE_LIST_H_
