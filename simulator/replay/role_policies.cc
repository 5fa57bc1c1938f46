#include "simulator/replay/role_policies.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/policy/policy_printer.h"

namespace deputy {
namespace {

void MakeReady(absl::string_view arn, RolePolicy& role) {
  if (role.policy != nullptr && role.decider == nullptr)
    role.decider = std::make_shared<const OpenDecider>(*role.policy, arn);
}

void AddAskedBy(const RolePolicy& role, AskedFor& asked) {
  if (role.policy == nullptr) return;
  asked.keys.insert(role.decider->keys().begin(), role.decider->keys().end());
  for (const Statement& statement : role.policy->statements) {
    if (!statement.principal) continue;
    for (const PrincipalEntry& entry : statement.principal->entries) {
      if (entry.kind == PrincipalEntryKind::kPrincipal &&
          entry.principal.kind == PrincipalKind::kRoleSession)
        asked.sessions = true;
    }
  }
}

std::string Printed(const RolePolicy& role) {
  return role.policy == nullptr ? absl::StrCat("unknown: ", role.unknown)
                                : PrintPolicy(*role.policy, JsonStyle::kCompact);
}

}  // namespace

uint64_t Fingerprint(absl::string_view text, uint64_t before) {
  for (const char c : text) before = (before ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return before;
}

ReplayRole& RolePolicies::Role(absl::string_view arn) {
  const auto found = roles_.find(arn);
  if (found != roles_.end()) return found->second;
  ReplayRole& role = roles_[std::string(arn)];
  role.arn = std::string(arn);
  role.today.unknown = "today's files do not have the role";
  return role;
}

void RolePolicies::SetAfter(absl::string_view arn, RolePolicy policy) {
  Role(arn);
  after_.insert_or_assign(std::string(arn), std::move(policy));
  compares_ = true;
}

void RolePolicies::Finish() {
  for (auto& [arn, role] : roles_) {
    const auto proposed = after_.find(arn);
    MakeReady(arn, role.today);
    role.after = proposed == after_.end() ? role.today : proposed->second;
    MakeReady(arn, role.after);
    AddAskedBy(role.today, role.asked);
    AddAskedBy(role.after, role.asked);
    by_arn_.emplace(arn, &role);
  }
}

const ReplayRole* RolePolicies::Find(absl::string_view arn) const {
  const auto found = by_arn_.find(arn);
  return found == by_arn_.end() ? nullptr : found->second;
}

uint64_t RolePolicies::Fingerprint() const {
  uint64_t print = deputy::Fingerprint(compares_ ? "compares" : "");
  for (const auto& [arn, role] : roles_) {
    print = deputy::Fingerprint(arn, print);
    print = deputy::Fingerprint(Printed(role.today), print);
    print = deputy::Fingerprint(Printed(role.after), print);
  }
  return print;
}

}  // namespace deputy
