#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "simulator/report/count.h"
#include "simulator/report/markdown.h"
#include "simulator/report/run_report.h"
#include "simulator/report/verdict.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

constexpr absl::string_view kMarks[] = {"❌", "✅", "✅", "⚠️", "⚠️"};  // by StepVerdict

std::string Place(const Source& source, uint32_t offset) {
  const TextPosition at = PositionOf(source.text, offset);
  return MarkdownText(absl::StrCat(source.name, ":", at.line, ":", at.column));
}

std::string Row(const std::vector<std::string>& cells) {
  return absl::StrCat("| ", absl::StrJoin(cells, " | "), " |\n");
}

// A row for each outcome that is not as expected.
std::string Misses(const PlayedFile& file) {
  std::string rows;
  for (size_t variant = 0; variant < file.result.variants.size(); ++variant) {
    for (size_t step = 0; step < file.scenario->steps.size(); ++step) {
      const StepResult& found = file.result.variants[variant].steps[step];
      if (found.as_expected) continue;
      const Expectation& expected = file.scenario->steps[step].expect[variant];
      rows += Row({Place(file.source, expected.range.begin),
                   MarkdownText(file.scenario->variants[variant].id),
                   MarkdownText(file.scenario->steps[step].id),
                   MarkdownText(NarrateExpectation(expected)),
                   MarkdownText(absl::StrJoin(found.mismatches, "; "))});
    }
  }
  return rows;
}

// A row for each step, its outcome under every variant in one cell.
std::string Outcomes(const PlayedFile& file) {
  std::string rows;
  for (size_t step = 0; step < file.scenario->steps.size(); ++step) {
    std::vector<std::string> outcomes;
    for (size_t variant = 0; variant < file.result.variants.size(); ++variant) {
      const StepVerdict verdict =
          VerdictOf(file.scenario->steps[step], file.result.variants[variant].steps[step].outcome);
      outcomes.push_back(absl::StrCat(MarkdownText(file.scenario->variants[variant].id), " ",
                                      kMarks[static_cast<size_t>(verdict)], " ",
                                      VerdictWord(verdict)));
    }
    rows += Row({step == 0 ? MarkdownText(file.scenario->id) : "",
                 absl::StrCat(ActorKindName(file.scenario->steps[step].actor), " ",
                              MarkdownText(file.scenario->steps[step].id)),
                 absl::StrJoin(outcomes, "<br>")});
  }
  return rows;
}

}  // namespace

std::string RunMarkdown(const RunReport& report) {
  const RunTotals& totals = report.totals;
  std::string misses;
  std::string outcomes;
  for (const PlayedFile& file : report.files) {
    misses += Misses(file);
    outcomes += Outcomes(file);
  }
  std::string out =
      absl::StrCat("### deputy run: ", Count(totals.scenarios, "scenario", "scenarios"), ", ",
                   Count(totals.outcomes, "outcome", "outcomes"), ", ",
                   totals.unmet == 0 ? std::string("all as expected")
                                     : absl::StrCat("**", totals.unmet, " not as expected**"),
                   "\n\n");
  if (!misses.empty())
    absl::StrAppend(&out, "| where | policy | step | expected | found |\n|---|---|---|---|---|\n",
                    misses, "\n");
  for (const UnplayedFile& file : report.unplayed) {
    if (!file.unread.empty())
      absl::StrAppend(&out, "- not run: ", MarkdownText(file.source.name), ": ",
                      MarkdownText(file.unread), "\n");
    for (const Diagnostic& error : file.errors)
      absl::StrAppend(&out, "- not run: ", Place(file.source, error.range.begin), ": ",
                      MarkdownText(error.message), "\n");
  }
  if (!report.unplayed.empty()) out += "\n";
  if (report.files.empty()) return out;
  absl::StrAppend(&out, "Attacks: ", totals.attacks_stopped, " stopped", TooLate(totals), ", ",
                  Count(totals.attacks_in, "gets", "get"),
                  " in. Honest calls: ", Count(totals.honest_served, "works", "work"), ", ",
                  totals.honest_locked_out, " locked out.\n\n");
  return absl::StrCat(out, "<details><summary>Every outcome</summary>\n\n",
                      "| scenario | step | under each policy |\n|---|---|---|\n", outcomes,
                      "\n</details>\n");
}

}  // namespace deputy
