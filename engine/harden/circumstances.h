// What the edits of a policy are made from: who is trusted, and what is known of services.
#ifndef DEPUTY_ENGINE_HARDEN_CIRCUMSTANCES_H_
#define DEPUTY_ENGINE_HARDEN_CIRCUMSTANCES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/policy/policy.h"
#include "engine/prove/prover.h"

namespace deputy {

// Refers to the question, which must outlive it.
struct Circumstances {
  const RoleQuestion* question = nullptr;
  std::vector<std::string> accounts;  // trusted ones, the resource's own behind them
  std::string partition;

  bool Trusts(absl::string_view account) const;
  const ThirdParty* FindThirdParty(absl::string_view account) const;
  const ServiceFact* FindFact(absl::string_view service) const;
};

Circumstances CircumstancesOf(const RoleQuestion& question);

// In their order, each once.
using PrincipalEntries = std::vector<PrincipalEntry>;
std::vector<std::string> EachOnce(const std::vector<std::string>& texts);
PrincipalEntries EachOnce(PrincipalEntries entries);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_CIRCUMSTANCES_H_
