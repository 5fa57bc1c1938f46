#include "engine/prove/comparison.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "engine/prove/case_solver.h"
#include "engine/prove/judge.h"
#include "engine/prove/mentions.h"

namespace deputy {
namespace {

// A request that `a` allows and `b` does not; without one, the reason why that is not sure.
CaseAnswer Difference(const Policy& a, const Policy& b, absl::string_view resource,
                      uint64_t& budget) {
  const Scene scene = SceneOf(a, b, resource);
  const Judge judge_a(a, {}, /*alone=*/true);
  const Judge judge_b(b, {}, /*alone=*/true);
  const Wanted wanted = [&](const Request& request) {
    return judge_a.Allows(request) && !judge_b.Allows(request);
  };
  CaseAnswer unknown;
  for (const Case& the_case : CasesOf(scene, Side::kAll, true, true)) {
    CaseAnswer answer = SolveCase(scene, the_case, wanted, budget);
    if (answer.kind == CaseAnswer::Kind::kFound) return answer;
    if (answer.kind == CaseAnswer::Kind::kUnknown && unknown.reason.empty()) {
      unknown = std::move(answer);
      unknown.reason = absl::StrCat(the_case.who, ": ", unknown.reason);
    }
  }
  return unknown;
}

void Conclude(PolicyComparison& comparison) {
  comparison.relation = Relation::kUnknown;
  if (!comparison.reason.empty()) return;
  const bool narrower = comparison.only_before.has_value();
  const bool wider = comparison.only_after.has_value();
  comparison.relation = narrower && wider ? Relation::kIncomparable
                        : narrower        ? Relation::kNarrower
                        : wider           ? Relation::kWider
                                          : Relation::kEquivalent;
}

bool IsPrincipalOf(const PrincipalEntry& entry, absl::string_view account) {
  return entry.kind == PrincipalEntryKind::kPrincipal && entry.principal.IsIam() &&
         entry.principal.kind != PrincipalKind::kAccountRoot && entry.principal.account == account;
}

// What callers of the owner's account without identity policies are allowed by a role.
Policy ToThoseNamed(Policy policy, absl::string_view owner) {
  std::erase_if(policy.statements, [&](Statement& statement) {
    if (statement.effect == Effect::kDeny) return false;
    if (!statement.principal || statement.principal->negated) return true;
    std::erase_if(statement.principal->entries,
                  [&](const PrincipalEntry& entry) { return !IsPrincipalOf(entry, owner); });
    return statement.principal->entries.empty();
  });
  return policy;
}

// What callers of the owner's account whose identity policies allow everything are allowed by
// another resource, as a statement of its policy.
Policy WithIdentityOf(Policy policy, absl::string_view owner) {
  Diagnostics none;
  const std::optional<Policy> all = ParsePolicyText(
      absl::StrCat(R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":")",
                   owner, R"("},"Action":"*","Resource":"*"}})"),
      PolicyType::kResource, none);
  policy.statements.push_back(all->statements[0]);
  return policy;
}

// The policy as callers of the owner's account meet it whose identity policies make a difference.
Policy ToOwner(const Policy& policy, absl::string_view owner) {
  return policy.type == PolicyType::kResource ? WithIdentityOf(policy, owner)
                                              : ToThoseNamed(policy, owner);
}

// Accounts that the resource may be in, each of which is to be asked about; `known` is the only one
// where somebody says it. Other resources without a Deny are alike to callers of their account.
std::set<std::string> Owners(const Policy& before, const Policy& after, std::string known) {
  if (before.type == PolicyType::kResource && !HasDeny(before) && !HasDeny(after)) return {};
  if (!known.empty()) return {std::move(known)};
  std::set<std::string> owners;
  if (before.type == PolicyType::kResource) owners.insert(absl::StrCat(kPlaceholderAccount));
  for (const Policy* policy : {&before, &after}) {
    for (const Statement& statement : policy->statements) {
      if (!statement.principal) continue;
      for (const PrincipalEntry& entry : statement.principal->entries) {
        if (IsPrincipalOf(entry, entry.principal.account)) owners.insert(entry.principal.account);
      }
    }
  }
  return owners;
}

// What is allowed to canonical users, whom no request can name, and what is denied.
std::string ToCanonicalUsers(Policy policy) {
  std::erase_if(policy.statements, [](const Statement& statement) {
    return statement.effect == Effect::kAllow && !AllowsCanonicalUser(statement);
  });
  return PrintPolicy(policy, JsonStyle::kCompact);
}

}  // namespace

absl::string_view RelationName(Relation relation) {
  static constexpr absl::string_view kNames[] = {"equivalent", "narrower", "wider", "incomparable",
                                                 "unknown"};
  return kNames[static_cast<size_t>(relation)];
}

PolicyComparison Compare(const Policy& before, const Policy& after, absl::string_view resource,
                         uint64_t budget) {
  PolicyComparison comparison;
  uint64_t left = budget / 2;  // each way has its half, so that neither takes the other's
  CaseAnswer lost = Difference(before, after, resource, left);
  uint64_t right = budget - budget / 2;
  CaseAnswer won = Difference(after, before, resource, right);
  comparison.states = budget - left - right;
  comparison.only_before = std::move(lost.witness);
  comparison.only_after = std::move(won.witness);
  for (const CaseAnswer* answer : {&lost, &won}) {
    if (comparison.reason.empty()) comparison.reason = answer->reason;
  }
  if (comparison.reason.empty() && (AllowsCanonicalUser(before) || AllowsCanonicalUser(after)) &&
      ToCanonicalUsers(before) != ToCanonicalUsers(after))
    comparison.reason = "what canonical users are allowed or denied is not compared";
  Conclude(comparison);
  return comparison;
}

PolicyComparison CompareAccess(const Policy& before, const Policy& after,
                               absl::string_view resource, uint64_t budget) {
  PolicyComparison all = Compare(before, after, resource, budget);
  const bool is_role = before.type != PolicyType::kResource;
  const auto brings = [&](const std::optional<Request>& request) {
    return !request || is_role || request->principal.account != request->ResourceAccount();
  };
  all.identity_before = brings(all.only_before);
  all.identity_after = brings(all.only_after);
  const std::string known = OwnerOf(before, resource);
  for (const std::string& owner : Owners(before, after, known)) {
    PolicyComparison part = Compare(ToOwner(before, owner), ToOwner(after, owner),
                                    known.empty() ? owner : resource, budget);
    if (!all.only_before && part.only_before) {
      all.only_before = std::move(part.only_before);
      all.identity_before = !is_role;
    }
    if (!all.only_after && part.only_after) {
      all.only_after = std::move(part.only_after);
      all.identity_after = !is_role;
    }
    if (all.reason.empty()) all.reason = std::move(part.reason);
    all.states += part.states;
  }
  Conclude(all);
  return all;
}

bool IsDifference(const Policy& allows, const Policy& allows_not, const Request& request) {
  const auto differ = [&](const Policy& a, const Policy& b) {
    return Judge(a, {}, /*alone=*/true).Allows(request) &&
           !Judge(b, {}, /*alone=*/true).Allows(request);
  };
  const std::string owner(request.ResourceAccount());
  return differ(allows, allows_not) ||
         (IsAccountId(owner) && differ(ToOwner(allows, owner), ToOwner(allows_not, owner)));
}

}  // namespace deputy
