// A suite a scenario file, a case a step under a variant.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "simulator/report/junit.h"
#include "simulator/report/run_report.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

void WriteSuite(const PlayedFile& file, JunitWriter& writer) {
  const Scenario& scenario = *file.scenario;
  writer.BeginSuite(file.source.name);
  for (size_t variant = 0; variant < scenario.variants.size(); ++variant) {
    const std::string classname = absl::StrCat(scenario.id, ".", scenario.variants[variant].id);
    for (size_t i = 0; i < scenario.steps.size(); ++i) {
      const Step& step = scenario.steps[i];
      const StepResult& found = file.result.variants[variant].steps[i];
      const std::string name = absl::StrCat(ActorKindName(step.actor), ": ", step.id);
      if (found.as_expected) {
        writer.Case(classname, name, JunitOutcome::kPassed);
        continue;
      }
      const Expectation& expected = step.expect[variant];
      const TextPosition at = PositionOf(file.source.text, expected.range.begin);
      writer.Case(
          classname, name, JunitOutcome::kFailure, absl::StrJoin(found.mismatches, "; "),
          absl::StrCat(
              file.source.name, ":", at.line, ":", at.column, ": expected ",
              NarrateExpectation(expected), "\n", absl::StrJoin(found.mismatches, "\n"), "\n",
              Narrate(scenario, file.result, static_cast<int>(variant), static_cast<int>(i)),
              "\n"));
    }
  }
  writer.EndSuite();
}

}  // namespace

std::string RunJunit(const RunReport& report) {
  JunitWriter writer("deputy run");
  for (const PlayedFile& file : report.files) WriteSuite(file, writer);
  for (const UnplayedFile& file : report.unplayed) {
    writer.BeginSuite(file.source.name);
    if (!file.unread.empty())
      writer.Case(file.source.name, "unreadable", JunitOutcome::kError, file.unread);
    for (const Diagnostic& error : file.errors) {
      const TextPosition at = PositionOf(file.source.text, error.range.begin);
      writer.Case(file.source.name, error.rule, JunitOutcome::kError,
                  absl::StrCat(at.line, ":", at.column, ": ", error.message));
    }
    writer.EndSuite();
  }
  return writer.Take();
}

}  // namespace deputy
