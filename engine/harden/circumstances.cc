#include "engine/harden/circumstances.h"

#include <optional>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "engine/iam/arn.h"
#include "engine/prove/mentions.h"

namespace deputy {

bool Circumstances::Trusts(absl::string_view account) const {
  return absl::c_any_of(accounts, [&](const std::string& mine) { return mine == account; });
}

const ThirdParty* Circumstances::FindThirdParty(absl::string_view account) const {
  for (const ThirdParty& party : question->trusted.third_parties) {
    if (party.account == account) return &party;
  }
  return nullptr;
}

const ServiceFact* Circumstances::FindFact(absl::string_view service) const {
  for (const ServiceFact& fact : question->services) {
    if (fact.principal == service) return &fact;
  }
  return nullptr;
}

Circumstances CircumstancesOf(const RoleQuestion& question) {
  Circumstances circumstances{&question, EachOnce(question.trusted.accounts),
                              PartitionOf(*question.policy, question.resource)};
  if (const std::optional<Arn> arn = ParseArn(question.resource)) {
    const std::string owner(arn->account());
    if (!owner.empty() && !circumstances.Trusts(owner)) circumstances.accounts.push_back(owner);
  }
  return circumstances;
}

// Thousands may be trusted.
std::vector<std::string> EachOnce(const std::vector<std::string>& texts) {
  std::vector<std::string> once;
  absl::flat_hash_set<absl::string_view> seen;
  for (const std::string& text : texts) {
    if (seen.insert(text).second) once.push_back(text);
  }
  return once;
}

// An account that stands beside `*` is not named twice.
PrincipalEntries EachOnce(PrincipalEntries entries) {
  absl::flat_hash_set<std::string> seen;
  std::erase_if(entries, [&](const PrincipalEntry& entry) {
    const bool named = entry.kind == PrincipalEntryKind::kPrincipal;
    return !seen.insert(named ? entry.principal.text : entry.written.text).second;
  });
  return entries;
}

}  // namespace deputy
