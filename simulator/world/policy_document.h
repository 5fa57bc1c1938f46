// A policy document at its place in the world: a role's trust policy, a bucket's policy, an SCP.
#ifndef DEPUTY_SIMULATOR_WORLD_POLICY_DOCUMENT_H_
#define DEPUTY_SIMULATOR_WORLD_POLICY_DOCUMENT_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/policy/policy.h"
#include "engine/text/diagnostic.h"

namespace deputy {

// Shared and immutable: the variants of a scenario have most of their documents in common.
struct PolicyDocument {
  std::string name;  // for a person: "the trust policy of role `dms-vpc-role`"
  PolicyType type = PolicyType::kTrust;
  TextRange range;  // in the scenario file; empty of a document that the simulator supplies
  Policy policy;    // without statements when refused
  std::vector<Diagnostic> diagnostics;  // warnings too
  bool refused = false;                 // IAM would not store it (docs/semantics.md 1.8)
};

using PolicyDocumentPtr = std::shared_ptr<const PolicyDocument>;

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_POLICY_DOCUMENT_H_
