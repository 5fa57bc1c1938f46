// Proofs told on a terminal: for each policy what was proved, or who gets in and how to see it.
#ifndef DEPUTY_SIMULATOR_REPORT_PROOF_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_PROOF_TEXT_H_

#include <cstddef>
#include <string>

#include "engine/decide/request.h"
#include "simulator/report/proof.h"
#include "simulator/report/style.h"

namespace deputy {

inline constexpr size_t kMostOfPolicy = 400;  // bytes of a text of a policy that are shown

// The first line of a policy is exactly `PROVED`, `REFUTED` or `UNKNOWN` and its subject, two
// blanks between them. Refused policies are counted at the end; their errors were said elsewhere.
std::string ProofAsText(const ProofReport& report, const Style& style);

// A request and the command that decides it, in lines that begin with `indent`.
std::string RequestAsText(const Request& request, const ReplayScene& scene,
                          absl::string_view indent);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_PROOF_TEXT_H_
