// Scenarios told on a terminal: one as a story that can be read aloud, many as an overview with a
// line an outcome.
#ifndef DEPUTY_SIMULATOR_REPORT_SCENARIO_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_SCENARIO_TEXT_H_

#include <string>
#include <vector>

#include "simulator/report/style.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

// kDeciding: what decided; kAll: every clause of every statement of every policy that was asked.
enum class ExplainDetail { kDeciding, kAll };

std::string TellScenario(const ScenarioResult& result, ExplainDetail detail, const Style& style);

// What came of one step of a variant: the story in sentences, then the verdict.
std::string TellOutcome(const ScenarioResult& result, int variant, int step, const Style& style);

// Why IAM does not store a document.
std::string TellRefusal(const PolicyDocument& document);

std::string OutlineScenario(const ScenarioResult& result, const Style& style);

// What came of all of them together.
struct RunTotals {
  int scenarios = 0;
  int outcomes = 0;
  int unmet = 0;
  int attacks_in = 0;
  int attacks_stopped = 0;
  int stopped_too_late = 0;  // of these, when something was lost
  int honest_served = 0;
  int honest_locked_out = 0;
  int refused = 0;                  // outcomes of variants with a document that IAM refuses
  int rejected_files = 0;           // files that are no scenarios
  std::vector<std::string> misses;  // what was not as expected, a line each

  void Add(const ScenarioResult& result);
};

// " (2 when something was lost already)", or nothing.
std::string TooLate(const RunTotals& totals);

std::string DescribeTotals(const RunTotals& totals, const Style& style);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_SCENARIO_TEXT_H_
