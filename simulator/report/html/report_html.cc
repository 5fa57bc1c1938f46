// RunHtml of run_report.h: the page around the scenarios.
#include <map>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/html/decision_html.h"
#include "simulator/report/html/prose.h"
#include "simulator/report/html/scenario_html.h"
#include "simulator/report/html/view.h"
#include "simulator/report/run_report.h"
#include "simulator/report/verdict.h"

namespace deputy {
namespace {

constexpr size_t kUnfolded = 3;  // so many scenarios are shown whole

// Attacks that get in under every variant of their scenario.
int AttacksThatNoPolicyStops(const RunReport& report) {
  int count = 0;
  for (const PlayedFile& file : report.files) {
    for (size_t step = 0; step < file.scenario->steps.size(); ++step) {
      count += IsHostile(file.scenario->steps[step]) &&
               absl::c_all_of(file.result.variants, [&](const VariantResult& variant) {
                 return variant.steps[step].outcome == Outcome::kSucceeds;
               });
    }
  }
  return count;
}

View Tile(absl::string_view look, int count, absl::string_view one, absl::string_view many) {
  View view;
  view.Text("look", count == 0 ? "zero" : look)
      .Number("count", count)
      .Text("words", count == 1 ? one : many);
  return view;
}

std::vector<View> Strip(const RunReport& report) {
  const RunTotals& totals = report.totals;
  std::vector<View> tiles;
  tiles.push_back(Tile("stopped", totals.attacks_stopped, "attack stopped", "attacks stopped"));
  tiles.push_back(Tile("gets-in", totals.attacks_in, "attack gets in", "attacks get in"));
  tiles.push_back(Tile("beyond", AttacksThatNoPolicyStops(report),
                       "attack gets in under every policy", "attacks get in under every policy"));
  tiles.push_back(Tile("works", totals.honest_served, "honest call works", "honest calls work"));
  tiles.push_back(Tile("locked-out", totals.honest_locked_out, "honest caller locked out",
                       "honest callers locked out"));
  if (totals.refused > 0)
    tiles.push_back(Tile("refused", totals.refused, "outcome of a policy that IAM refuses",
                         "outcomes of policies that IAM refuses"));
  return tiles;
}

View EntryView(const PlayedFile& file) {
  std::map<StepVerdict, int> counts;
  for (const VariantResult& variant : file.result.variants) {
    for (size_t i = 0; i < variant.steps.size(); ++i)
      ++counts[VerdictOf(file.scenario->steps[i], variant.steps[i].outcome)];
  }
  std::vector<View> chips;
  for (const auto& [verdict, count] : counts) {
    View chip;
    chip.Text("look", LookOf(verdict)).Text("word", VerdictWord(verdict)).Number("count", count);
    chips.push_back(std::move(chip));
  }
  View view;
  view.Text("id", Escape(file.scenario->id))
      .Text("title", Escape(file.scenario->title, 400))
      .Flag("unmet", !file.result.as_expected())
      .List("chips", chips);
  return view;
}

// The scenarios in the order of the topics, topics in that of their first scenario.
std::vector<std::pair<std::string, std::vector<const PlayedFile*>>> ByTopic(
    const RunReport& report) {
  std::vector<std::pair<std::string, std::vector<const PlayedFile*>>> topics;
  for (const PlayedFile& file : report.files) {
    auto found = absl::c_find_if(
        topics, [&](const auto& topic) { return topic.first == file.scenario->topic; });
    if (found == topics.end()) found = topics.insert(found, {file.scenario->topic, {}});
    found->second.push_back(&file);
  }
  return topics;
}

std::vector<View> Unplayed(const RunReport& report) {
  std::vector<View> views;
  for (const UnplayedFile& file : report.unplayed) {
    std::vector<std::string> said;
    if (!file.unread.empty()) said.push_back(Escape(file.unread, 1000));
    for (const Diagnostic& error : file.errors) {
      const TextPosition at = PositionOf(file.source.text, error.range.begin);
      said.push_back(absl::StrCat(at.line, ":", at.column, ": ", error.message));
    }
    for (const std::string& words : said) {
      View view;
      view.Text("name", Escape(file.source.name, 400)).Fragment("text_html", ProseHtml(words));
      views.push_back(std::move(view));
    }
  }
  return views;
}

}  // namespace

std::string RunHtml(const RunReport& report) {
  const RunTotals& totals = report.totals;
  std::vector<View> topics;
  for (const auto& [topic, files] : ByTopic(report)) {
    std::vector<View> entries;
    Html scenarios;
    for (const PlayedFile* file : files) {
      entries.push_back(EntryView(*file));
      scenarios += ScenarioHtml(file->result, file->source.text, report.files.size() <= kUnfolded);
    }
    View view;
    view.Text("topic", Escape(topic)).List("entries", entries);
    view.Fragment("scenarios_html", scenarios);
    topics.push_back(std::move(view));
  }
  View view;
  view.Text("title", report.files.size() == 1 ? Escape(report.files[0].scenario->title, 400)
                                              : absl::StrCat(totals.scenarios, " scenarios"))
      .Number("scenarios", totals.scenarios)
      .Number("outcomes", totals.outcomes)
      .Number("unmet", totals.unmet)
      .Text("version", report.version)
      .Flag("as_expected", totals.unmet == 0)
      .Flag("many", report.files.size() > 1)
      .Flag("some", !report.files.empty())
      .Flag("any_unplayed", !report.unplayed.empty())
      .List("unplayed", Unplayed(report))
      .List("strip", Strip(report))
      .List("misses", ProseViews(totals.misses))
      .Fragment("symbols_html", HtmlSymbols())
      .List("topics", topics);
  return RenderHtml("report", view).text();
}

}  // namespace deputy
