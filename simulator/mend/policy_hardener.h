// Hardens the policies of a file one by one, those that are alike once.
#ifndef DEPUTY_SIMULATOR_MEND_POLICY_HARDENER_H_
#define DEPUTY_SIMULATOR_MEND_POLICY_HARDENER_H_

#include <map>
#include <string>
#include <vector>

#include "engine/harden/hardener.h"
#include "simulator/intake/policy_source.h"
#include "simulator/mend/hardened_file.h"

namespace deputy {

class PolicyHardener {
 public:
  // `settings` must outlive it. A policy that stands alone in its file is whom requests to keep are
  // for; else it is the one that their resource names.
  PolicyHardener(const HardenSettings& settings, bool alone) : settings_(settings), alone_(alone) {}

  // `found` holds a policy. `proofs` of the result are those that were made now.
  HardenResult Harden(const FoundPolicy& found);
  const std::vector<Answer>& Prove(const FoundPolicy& found);

 private:
  HardenQuestion QuestionOf(const FoundPolicy& found);

  const HardenSettings& settings_;
  const bool alone_;
  std::vector<const KeptRequest*> keep_;
  std::map<std::string, HardenResult> hardened_;  // by likeness, as the next one
  std::map<std::string, std::vector<Answer>> proved_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_MEND_POLICY_HARDENER_H_
