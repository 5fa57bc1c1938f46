// A decision told to a person: the deciding clause first, what the policy asked, what the request
// had, and what it would take to turn the decision round.
#ifndef DEPUTY_SIMULATOR_REPORT_EXPLANATION_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_EXPLANATION_TEXT_H_

#include <optional>
#include <string>

#include "simulator/batch/evaluation.h"
#include "simulator/batch/nearest_flip.h"
#include "simulator/report/style.h"

namespace deputy {

enum class Detail {
  kDeciding,
  kAll
};  // the statement that decided, or every statement of every policy

// The first line is exactly `ALLOWED`, `EXPLICIT DENY` or `IMPLICIT DENY`, uncoloured, for scripts.
std::string ExplainAsText(const Request& request, const PreparedEvaluation& evaluation,
                          const Decision& decision, const Trace& trace,
                          const std::optional<Flip>& flip, Detail detail, const Style& style);

// The principal of a request as a person would say it: `the service dms.amazonaws.com`.
std::string DescribeCaller(const Principal& principal);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_EXPLANATION_TEXT_H_
