// Who is mine, what is known of services, and what stands around a policy: the flags that every
// question to the prover has.
#ifndef DEPUTY_SIMULATOR_CLI_TRUST_FLAGS_H_
#define DEPUTY_SIMULATOR_CLI_TRUST_FLAGS_H_

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/iam/service_fact.h"
#include "engine/policy/policy.h"
#include "engine/prove/prover.h"
#include "simulator/cli/exit_code.h"
#include "simulator/intake/policy_source.h"
#include "simulator/report/style.h"

namespace deputy {

struct TrustFlags {
  std::vector<std::string> accounts;
  std::vector<std::string> organizations;
  std::vector<std::string> claims;
  std::vector<std::string> third_parties;
  std::vector<std::string> services;
  std::vector<std::string> rcps;
};

struct InputFlags {
  std::string account;
  std::vector<std::string> parameters;
};

void AddTrustFlags(CLI::App& app, TrustFlags& flags);
void AddInputFlags(CLI::App& app, InputFlags& flags);
void AddBudgetFlag(CLI::App& app, uint64_t& budget);

// The flags, read.
struct TrustSetup {
  TrustedParties trusted;
  std::vector<std::string> services;        // NAME@VERSION, as given
  std::vector<ServiceFact> role_facts;      // what services send to a role
  std::vector<ServiceFact> resource_facts;  // and to other resources
  std::vector<Policy> rcps;
};

// Each says on standard error what is wrong: kUsage, kRejected or kIo.
ExitCode ReadTrustFlags(const TrustFlags& flags, const Style& errors, TrustSetup& setup);
ExitCode ReadInputFlags(const InputFlags& flags, IntakeOptions& options);

// Puts these versions in the place of the newest; false when one of them names no known service.
bool ChooseServices(const std::vector<std::string>& names, TrustSetup& setup);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_TRUST_FLAGS_H_
