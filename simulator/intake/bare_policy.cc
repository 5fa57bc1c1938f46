#include "simulator/intake/bare_policy.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "engine/policy/policy_parser.h"
#include "simulator/intake/document_policy.h"

namespace deputy {
namespace {

bool HasStatement(const JsonValue& value) { return value.Find("Statement") != nullptr; }

// What the statements of a document have, all together.
struct Traits {
  bool principal = false;
  bool resource = false;
  bool action = false;
  bool sts_action = false;
  bool other_action = false;
};

void NoteActions(const JsonValue& value, Traits& traits) {
  if (value.is_string()) {
    traits.action = true;
    const bool sts = absl::StartsWith(absl::AsciiStrToLower(value.text), "sts:");
    traits.sts_action = traits.sts_action || sts;
    traits.other_action = traits.other_action || (!sts && absl::StrContains(value.text, ':'));
  }
  for (const JsonValue& item : value.items) NoteActions(item, traits);
}

Traits TraitsOf(const JsonValue& policy) {
  Traits traits;
  const JsonMember* member = policy.Find("Statement");
  if (member == nullptr) return traits;
  const auto statements = member->value.is_array() ? absl::MakeConstSpan(member->value.items)
                                                   : absl::MakeConstSpan(&member->value, 1);
  for (const JsonValue& statement : statements) {
    for (const JsonMember& element : statement.members) {
      const absl::string_view name = element.name;
      traits.principal = traits.principal || name == "Principal" || name == "NotPrincipal";
      traits.resource = traits.resource || name == "Resource" || name == "NotResource";
      if (name == "Action") NoteActions(element.value, traits);
    }
  }
  return traits;
}

}  // namespace

bool IsBarePolicy(const JsonValue& root) {
  if (root.is_array())
    return !root.items.empty() && std::all_of(root.items.begin(), root.items.end(), HasStatement);
  if (HasStatement(root)) return true;
  const JsonMember* policy = root.Find("Policy");
  return policy != nullptr && policy->value.is_string() &&
         absl::StrContains(policy->value.text, "Statement");
}

PolicyType TypeOfPolicy(const JsonValue& policy) {
  const Traits traits = TraitsOf(policy);
  // Only of roles; a Resource there is a mistake, and the parser says so.
  if (traits.sts_action && !traits.other_action && (traits.principal || !traits.resource))
    return PolicyType::kTrust;
  if (traits.principal)
    return traits.resource || traits.other_action ? PolicyType::kResource : PolicyType::kTrust;
  return traits.resource || traits.action ? PolicyType::kIdentity : PolicyType::kTrust;
}

void ReadBarePolicy(const Document& document, const JsonValue& root, Intake& intake) {
  const auto nodes =
      root.is_array() ? absl::MakeConstSpan(root.items) : absl::MakeConstSpan(&root, 1);
  for (const JsonValue& node : nodes) {
    FoundPolicy found;
    const JsonMember* inside = HasStatement(node) ? nullptr : node.Find("Policy");
    const JsonValue& policy = inside == nullptr ? node : inside->value;
    PolicyTree read = TreeOf(document, policy, found.diagnostics);
    const PolicyType type = read.tree ? TypeOfPolicy(*read.tree) : PolicyType::kTrust;
    if (type == PolicyType::kIdentity) {
      if (document.in_markdown) continue;
      intake.diagnostics.Warning(
          "identity-policy", {read.range.begin, read.range.begin + 1},
          "this is an identity policy, which names no `Principal`: it says what its holder may do, "
          "not who gets in",
          "give trust policies of roles, or policies of buckets, queues, topics, keys and "
          "functions");
      continue;
    }
    found.subject = absl::StrCat("policy ", intake.file.policies.size() + 1);
    found.range = read.range;
    found.wrapping = read.wrapping;
    if (read.tree) found.policy = ParsePolicy(*read.tree, type, found.diagnostics);
    intake.file.policies.push_back(std::move(found));
  }
}

}  // namespace deputy
