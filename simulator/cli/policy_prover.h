// Proves the policies of many files, equal ones of one account once.
#ifndef DEPUTY_SIMULATOR_CLI_POLICY_PROVER_H_
#define DEPUTY_SIMULATOR_CLI_POLICY_PROVER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "simulator/cli/policy_files.h"
#include "simulator/cli/trust_flags.h"
#include "simulator/report/proof.h"

namespace deputy {

class PolicyProver {
 public:
  // `setup` and the files must outlive it and its report.
  PolicyProver(const TrustSetup& setup, uint64_t budget);

  void Prove(const LoadedFile& file, const FoundPolicy& found, PositionFinder& places);

  const ProofReport& report() const { return report_; }
  const TrustSetup& setup() const { return setup_; }
  // The question that was asked about this policy, for whatever else is to be made of it.
  RoleQuestion QuestionOf(const PolicyProof& proof) const;

 private:
  bool StillHolds(const PolicyProof& proof) const;

  const TrustSetup& setup_;
  uint64_t budget_;
  ProofReport report_;
  std::map<std::string, size_t> proved_;  // likeness: the first of the report that has it
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_POLICY_PROVER_H_
