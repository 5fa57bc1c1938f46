// What `deputy run` has to tell, for every writer of it; and those writers that tell it for other
// programs and people than the terminal's (scenario_text.h and scenario_json.h have the others).
#ifndef DEPUTY_SIMULATOR_REPORT_RUN_REPORT_H_
#define DEPUTY_SIMULATOR_REPORT_RUN_REPORT_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/text/diagnostic.h"
#include "engine/text/source.h"
#include "simulator/report/scenario_text.h"
#include "simulator/scenario/scenario.h"
#include "simulator/scenario/scenario_result.h"

namespace deputy {

struct PlayedFile {
  Source source;
  std::unique_ptr<const Scenario> scenario;
  ScenarioResult result;  // of `scenario`
};

struct UnplayedFile {
  Source source;                   // its text may be missing
  std::vector<Diagnostic> errors;  // why it is no scenario
  std::string unread;              // or why it could not be read
};

struct RunReport {
  std::vector<PlayedFile> files;
  std::vector<UnplayedFile> unplayed;
  RunTotals totals;
  std::string version;  // of deputy
};

// JUnit's XML: one root, a suite a file, a case a step of a variant; a failure says what was
// expected and what was found, and where the expectation stands.
std::string RunJunit(const RunReport& report);

// For the description of, or a comment on, a pull request: what is not as expected, then every
// outcome.
std::string RunMarkdown(const RunReport& report);

// One page that needs nothing else: no network, no scripts.
std::string RunHtml(const RunReport& report);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_RUN_REPORT_H_
