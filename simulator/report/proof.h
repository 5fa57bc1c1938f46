// What came of proving the policies of many files: what the writers of text and JSON are given.
#ifndef DEPUTY_SIMULATOR_REPORT_PROOF_H_
#define DEPUTY_SIMULATOR_REPORT_PROOF_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/prove/prover.h"
#include "simulator/report/replay.h"

namespace deputy {

// Of a policy as a whole: refuted when one of the properties is, else unknown when one of them is.
enum class PolicyVerdict { kProved, kRefuted, kUnknown, kRefused };

struct UnknownPlace {
  int line = 0;
  std::string what;
};

struct PolicyProof {
  std::string file;
  int line = 1;
  std::string subject;   // the role's ARN or name, or what the file calls it
  std::string resource;  // of the questions: an ARN, or empty
  PolicyVerdict verdict = PolicyVerdict::kUnknown;
  std::vector<UnknownPlace> unknown;  // parts of the policy that are not known yet
  // Null when nothing was asked: the policy was refused, or has unknown parts.
  std::shared_ptr<const std::vector<Answer>> answers;
  std::optional<size_t> same_as;  // the same policy in the same account, earlier in the list
  ReplayScene scene;
};

struct ProofReport {
  std::vector<PolicyProof> policies;  // in the order of the files
  size_t service_linked = 0;          // left out
  std::vector<std::string> trusted;   // who is mine, a line each

  size_t Count(PolicyVerdict verdict) const;
};

absl::string_view PolicyVerdictName(PolicyVerdict verdict);  // "proved", "refuted", …
absl::string_view VerdictName(Verdict verdict);
absl::string_view PropertyName(Property property);  // "no-foreign-source", …

PolicyVerdict VerdictOf(const std::vector<Answer>& answers);

// The request that was found, about this policy's own resource.
Request WitnessOf(const PolicyProof& proof, const Answer& answer);

std::vector<std::string> DescribeTrusted(const TrustedParties& trusted);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_PROOF_H_
