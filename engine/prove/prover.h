// Proves properties of one trust or resource policy over all requests, or finds a request that
// breaks them. What is searched, what is assumed and what ends in kUnknown: docs/prover.md.
//
// A request is split into cases (who calls, which source keys a service sends), and in a case every
// key is a regular language or a handful of classes, so that the answer is exact. Every witness was
// decided by Authorize() before it is returned. Deterministic, thread-safe, total; the work is
// bounded by `budget`, and running out of it is kUnknown.
#ifndef DEPUTY_ENGINE_PROVE_PROVER_H_
#define DEPUTY_ENGINE_PROVE_PROVER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "engine/iam/service_fact.h"
#include "engine/policy/policy.h"
#include "engine/prove/property.h"

namespace deputy {

inline constexpr uint64_t kDefaultStateBudget = 200'000;

// What is borrowed must outlive the call.
struct RoleQuestion {
  const Policy* policy = nullptr;  // not null: the trust policy of a role, or the policy of another
                                   // resource (PolicyType::kResource)
  std::vector<const Policy*> rcps;  // around it; only their Deny counts
  // The ARN of the role or the other resource, or the account that it is in. Empty: a placeholder
  // role in the first trusted account, or any resource that the policy names. Its account is
  // trusted without being listed. Without an ARN, it may be in each partition that the policy
  // mentions.
  std::string resource;
  TrustedParties trusted;
  // What is known of services. A service that the policy names and that is not here may send any of
  // the source keys, with the ARN of any service.
  absl::Span<const ServiceFact> services;
  uint64_t budget = kDefaultStateBudget;  // states, for each property
};

// The three properties, in the order of Property, told in full.
std::vector<Answer> Prove(const RoleQuestion& question);

// One of them without `kept_out`, which takes as long again for each condition.
Answer ProveProperty(const RoleQuestion& question, Property property);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_PROVER_H_
