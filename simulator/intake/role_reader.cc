#include "simulator/intake/role_reader.h"

#include <array>
#include <iterator>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/principal.h"
#include "engine/policy/policy_parser.h"
#include "engine/text/json_items.h"
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

// Roles, and what is wrong with them.
struct RolesRead {
  std::vector<KeptRole> roles;
  Diagnostics diagnostics;
};

class RoleReader {
 public:
  RoleReader(absl::string_view text, Diagnostics& diagnostics, PolicyKeeper keep)
      : diagnostics_(diagnostics), keep_(keep) {
    file_.text = text;
  }

  std::vector<KeptRole> Run() {
    Diagnostics whole;
    const auto take = [&](absl::string_view list, JsonValue& item) { return Take(list, item); };
    if (const auto document = ReadJsonItems(file_.text, FileLimits(), whole, take)) {
      AddDocument(*document);
    } else if (whole.FirstError()->rule == "trailing-content") {  // several documents
      taken_ = {};
      ReadJsonDocuments(file_.text, FileLimits(), diagnostics_,
                        [&](const JsonValue& one) { AddDocument(one); });
    } else {
      AddDiagnostics(whole);
    }
    return std::move(roles_);
  }

 private:
  // What was taken of a document while it was read: of each of kRoleLists, and of the document's
  // own list.
  static constexpr size_t kOwnList = std::size(kRoleLists);
  struct Taken {
    std::array<RolesRead, kOwnList + 1> lists;
    bool own_list = false;   // something was taken of it
    bool shapeless = false;  // and not all of that holds roles
  };

  bool Take(absl::string_view list, const JsonValue& item) {
    if (list.empty()) {
      std::vector<RoleNode> nodes;
      taken_.own_list = true;
      if (!AddRolesOfItem(item, nodes)) taken_.shapeless = true;
      for (const RoleNode& node : nodes) ReadRole(node, taken_.lists[kOwnList]);
      return true;
    }
    const auto found = absl::c_find(kRoleLists, list);
    if (found == std::end(kRoleLists)) return false;
    ReadRole({&item, nullptr}, taken_.lists[static_cast<size_t>(found - kRoleLists)]);
    return true;
  }

  void AddDocument(const JsonValue& document) {
    const std::optional<std::vector<RoleNode>> nodes = LeftIn(document);
    if (!nodes) {
      diagnostics_.Error(
          "no-roles", {document.range.begin, document.range.begin + 1}, "there are no roles here",
          "give what `aws iam list-roles` prints, or an object of role ARN to trust policy");
      return;
    }
    RolesRead& read = taken_.lists[ListOf(document)];
    for (const RoleNode& node : *nodes) ReadRole(node, read);
    absl::c_move(read.roles, std::back_inserter(roles_));
    AddDiagnostics(read.diagnostics);
    taken_ = {};
  }

  // The roles that were not taken; nothing when the document has none of the shapes.
  std::optional<std::vector<RoleNode>> LeftIn(const JsonValue& document) const {
    if (taken_.shapeless) return std::nullopt;
    const bool all_taken = document.is_array() && document.items.empty() && taken_.own_list;
    return all_taken ? std::vector<RoleNode>() : FindRoles(document);
  }

  static size_t ListOf(const JsonValue& document) {
    for (size_t i = 0; i < kOwnList; ++i) {
      const JsonMember* member = document.is_object() ? document.Find(kRoleLists[i]) : nullptr;
      if (member != nullptr && member->value.is_array()) return i;
    }
    return kOwnList;
  }

  void ReadRole(const RoleNode& node, RolesRead& read) {
    const Parts parts = PartsOf(node);
    if (parts.policy == nullptr) {
      read.diagnostics.Error("not-a-role", {node.range().begin, node.range().begin + 1},
                             "a role needs an `Arn` and an `AssumeRolePolicyDocument`");
      return;
    }
    const std::optional<Principal> role = ParseIamPrincipal(*parts.arn);
    if (!role || role->kind != PrincipalKind::kRole) {
      read.diagnostics.Error("invalid-arn", parts.range,
                             absl::StrCat(Quote(*parts.arn), " is not the ARN of a role"));
      return;
    }
    std::optional<Policy> policy;
    if (!parts.policy->is_string()) {  // nothing to unwrap
      policy = ParsePolicy(*parts.policy, PolicyType::kTrust, read.diagnostics);
    } else {
      FoundPolicy found;
      ReadPolicyNode(file_, *parts.policy, PolicyType::kTrust, found);
      for (const Diagnostic& item : found.diagnostics.items()) read.diagnostics.Add(item);
      policy = std::move(found.policy);
    }
    KeptRole& kept = read.roles.emplace_back();
    kept.arn = *parts.arn;
    kept.range = parts.range;
    if (policy) kept.policy = keep_(*std::move(policy));
  }

  void AddDiagnostics(Diagnostics& from) {
    if (diagnostics_.items().empty()) {  // so that what was not kept of them is counted too
      diagnostics_ = std::move(from);
    } else {
      for (const Diagnostic& item : from.items()) diagnostics_.Add(item);
    }
  }

  Document file_;
  Diagnostics& diagnostics_;
  PolicyKeeper keep_;
  Taken taken_;
  std::vector<KeptRole> roles_;
};

}  // namespace

std::vector<KeptRole> ReadRoles(absl::string_view text, Diagnostics& diagnostics,
                                PolicyKeeper keep) {
  return RoleReader(text, diagnostics, keep).Run();
}

std::vector<RoleDocument> ReadRoles(absl::string_view text, Diagnostics& diagnostics) {
  std::vector<Policy> policies;
  const auto keep = [&](Policy policy) {
    policies.push_back(std::move(policy));
    return static_cast<uint32_t>(policies.size() - 1);
  };
  std::vector<RoleDocument> roles;
  for (KeptRole& role : ReadRoles(text, diagnostics, keep)) {
    RoleDocument& document = roles.emplace_back();
    document.arn = std::move(role.arn);
    document.range = role.range;
    if (role.policy) document.trust_policy = std::move(policies[*role.policy]);
  }
  return roles;
}

}  // namespace deputy
