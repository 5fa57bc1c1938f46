// The slow, obvious oracle: decides a request line of `deputy eval` with docs/semantics.md in hand.
//
// Everything clever answers to it, so it shares no code with the engine and does all the plainest
// way: texts are split, decoded and compared anew each time. Each function cites its rule.
//
//   const Decision decision = Evaluate(line);               // one line
//   const PreparedPolicies prepared = Prepare(policies);    // or: one set of policies ...
//   const Decision first = Decide(prepared, request);       // ... and many requests
#ifndef DEPUTY_TESTS_SUPPORT_REFERENCE_EVALUATOR_H_
#define DEPUTY_TESTS_SUPPORT_REFERENCE_EVALUATOR_H_

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace deputy::reference {

enum class PolicyType {
  kTrustPolicy,
  kResourcePolicy,
  kIdentityPolicy,
  kPermissionsBoundary,
  kSessionPolicy,
  kServiceControlPolicy,
  kResourceControlPolicy,
};

// Part 1: would IAM store this document? `reason` is empty when it would.
struct Validity {
  bool valid = true;
  std::string reason;
};
Validity ValidatePolicy(const nlohmann::json& document, PolicyType type);

struct DeterminingStatement {
  std::string
      policy;  // The path in the request line: `trustPolicy`, `serviceControlPolicies[0][1]`.
  std::size_t statement = 0;  // From 0; a lone statement object is number 0.
  std::string sid;

  bool operator==(const DeterminingStatement&) const = default;
};

struct Decision {
  std::string
      decision;  // `allowed`, `explicitDeny` or `implicitDeny`; empty when there is an error.
  std::vector<DeterminingStatement> determining;
  std::string error;   // `invalid-request`, `invalid-policy`, `unknown-role`, or empty.
  std::string reason;  // For people who look at a failed test; never compared.
};

struct PreparedPolicy {
  std::string name;
  PolicyType type = PolicyType::kTrustPolicy;
  std::size_t level = 0;       // Of SCPs and RCPs: from the root (0) down.
  bool has_variables = false;  // Version 2012-10-17.
  std::vector<nlohmann::json> statements;
};

struct PreparedPolicies {
  std::vector<PreparedPolicy> policies;  // In the order of rule 6.10.
  std::size_t service_control_levels = 0;
  std::string request_error;  // The line has an unknown member or one of the wrong shape.
  std::string policy_error;   // A document that IAM would not store.
};

// Reads the policies of a request line; its other members are left alone.
PreparedPolicies Prepare(const nlohmann::json& line);

// Reads the principal, action, resource and context of a request line; its policies are left alone.
Decision Decide(const PreparedPolicies& prepared, const nlohmann::json& request);

Decision Evaluate(const nlohmann::json& line);

// The result line, an error as its code alone: its message is nothing two implementations share.
nlohmann::json ResultLine(const nlohmann::json& id, const Decision& decision);

}  // namespace deputy::reference

#endif  // DEPUTY_TESTS_SUPPORT_REFERENCE_EVALUATOR_H_
