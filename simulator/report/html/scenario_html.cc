#include "simulator/report/html/scenario_html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/html/policy_changes.h"
#include "simulator/report/html/prose.h"
#include "simulator/report/html/step_html.h"
#include "simulator/scenario/narrative.h"
#include "simulator/scenario/scenario.h"

namespace deputy {
namespace {

constexpr size_t kMostOfText = 4000;  // of a text of the author
constexpr size_t kMostSteps = 100;  // of a scenario; a person reads no more, and a page has an end

std::vector<View> AuthorViews(const std::vector<std::string>& texts) {
  std::vector<std::string> escaped;
  escaped.reserve(texts.size());
  for (const std::string& text : texts) escaped.push_back(Escape(text, kMostOfText));
  return ProseViews(escaped);
}

std::vector<View> SourceViews(const std::vector<std::string>& sources) {
  std::vector<View> views;
  for (const std::string& source : sources) {
    View view;
    view.Text("text", Escape(source, kMostOfText))
        .Flag("link", absl::StartsWith(source, "https://") && !absl::StrContains(source, " "));
    views.push_back(std::move(view));
  }
  return views;
}

class PageWriter {
 public:
  PageWriter(const ScenarioResult& result, absl::string_view file)
      : result_(result),
        scenario_(*result.scenario),
        file_(file),
        shown_(std::min(scenario_.steps.size(), kMostSteps)) {}

  Html Write(bool open) {
    View view;
    view.Text("id", Escape(scenario_.id))
        .Text("title", Escape(scenario_.title, 400))
        .Text("kind", Escape(scenario_.kind))
        .Fragment("story_html", ProseHtml(Escape(scenario_.story, kMostOfText)))
        .Fragment("lesson_html", ProseHtml(Escape(scenario_.lesson, kMostOfText)))
        .Flag("open", open)
        .Flag("cut", shown_ < scenario_.steps.size())
        .Number("left_out", static_cast<int>(scenario_.steps.size() - shown_))
        .List("steps", Steps())
        .List("rows", Rows())
        .List("cases", Cases())
        .Flag("changed", scenario_.variants.size() > 1)
        .List("first", Policies())
        .List("changes", Changes())
        .Flag("limited", !scenario_.does_not_stop.empty())
        .List("limits", AuthorViews(scenario_.does_not_stop))
        .List("notes", AuthorViews(scenario_.notes))
        .List("claims", AuthorViews(scenario_.claims))
        .List("sources", SourceViews(scenario_.sources));
    return RenderHtml("scenario", view);
  }

 private:
  std::string CellId(size_t variant, size_t step) const {
    return absl::StrCat(Escape(scenario_.id), ".", variant + 1, ".", step + 1);
  }

  View StepView(size_t index) const {
    const Step& step = scenario_.steps[index];
    View view;
    view.Text("actor", ActorKindName(step.actor))
        .Flag("hostile", IsHostile(step))
        .Text("step", Escape(step.id))
        .Fragment("says_html", ProseHtml(Escape(step.says, kMostOfText)));
    return view;
  }

  std::vector<View> Steps() const {
    std::vector<View> steps;
    for (size_t i = 0; i < shown_; ++i) steps.push_back(StepView(i));
    return steps;
  }

  // The matrix: a row a variant, a cell a step.
  std::vector<View> Rows() const {
    std::vector<View> rows;
    for (size_t variant = 0; variant < scenario_.variants.size(); ++variant) {
      std::vector<View> cells;
      for (size_t step = 0; step < shown_; ++step) cells.push_back(CellView(variant, step));
      View row = VariantView(variant);
      row.List("cells", cells);
      rows.push_back(std::move(row));
    }
    return rows;
  }

  View VariantView(size_t variant) const {
    View view;
    view.Text("variant", Escape(scenario_.variants[variant].id))
        .Text("variant_title", Escape(scenario_.variants[variant].title, 400));
    return view;
  }

  View CellView(size_t variant, size_t step) const {
    const StepResult& found = result_.variants[variant].steps[step];
    const StepVerdict verdict = VerdictOf(scenario_.steps[step], found.outcome);
    View view = VariantView(variant);
    view.Text("id", CellId(variant, step))
        .Text("look", LookOf(verdict))
        .Text("word", VerdictWord(verdict))
        .Text("by", found.stopped_by ? GuardTitle(*found.stopped_by) : "")
        .Flag("blocked", found.stopped_by.has_value())
        .Flag("unmet", !found.as_expected)
        .List("misses", ProseViews(found.mismatches));
    return view;
  }

  // The details of every cell, step by step.
  std::vector<View> Cases() const {
    std::vector<View> cases;
    for (size_t step = 0; step < shown_; ++step) {
      std::vector<View> cells;
      std::vector<std::string> told;  // of each variant
      for (size_t variant = 0; variant < scenario_.variants.size(); ++variant) {
        told.push_back(StepHtml(result_, variant, step, "").text());
        const size_t same = static_cast<size_t>(absl::c_find(told, told.back()) - told.begin());
        const std::string id = CellId(variant, step);
        View cell = CellView(variant, step);
        cell.Flag("open", IsHostile(scenario_.steps[step]) && same == variant)
            .Flag("same", same < variant)
            .Text("same_id", CellId(same, step))
            .Text("same_variant", Escape(scenario_.variants[same].id))
            .Fragment("detail_html",
                      same < variant ? Html() : StepHtml(result_, variant, step, id));
        cells.push_back(std::move(cell));
      }
      View view = StepView(step);
      view.List("cells", cells);
      cases.push_back(std::move(view));
    }
    return cases;
  }

  View PolicyView(const PolicyChange& change) const {
    std::vector<View> lines;
    for (const std::string& line : DiffLines(change, file_)) {
      View view;
      view.Flag("added", line[0] == '+' && change.before != nullptr)
          .Flag("removed", line[0] == '-')
          .Text("text", change.before == nullptr ? absl::StrCat(" ", line.substr(1)) : line);
      lines.push_back(std::move(view));
    }
    std::vector<View> remarks;
    if (change.after != nullptr) {
      for (const Diagnostic& diagnostic : change.after->diagnostics) {
        View remark;
        remark.Fragment("text_html", ProseHtml(diagnostic.message)).Text("rule", diagnostic.rule);
        remark.Flag("refused", diagnostic.severity == Severity::kError);
        remarks.push_back(std::move(remark));
      }
    }
    View view;
    view.Fragment("name_html", ProseHtml(change.name)).List("lines", lines);
    view.Flag("gone", change.after == nullptr).List("remarks", remarks);
    return view;
  }

  std::vector<View> PolicyViews(const std::vector<PolicyChange>& changes) const {
    std::vector<View> views;
    views.reserve(changes.size());
    for (const PolicyChange& change : changes) views.push_back(PolicyView(change));
    return views;
  }

  std::vector<View> Policies() const {
    View view = VariantView(0);
    view.List("policies", PolicyViews(PoliciesOf(scenario_.variants[0].world)));
    std::vector<View> views;
    views.push_back(std::move(view));
    return views;
  }

  // Every further variant against the first.
  std::vector<View> Changes() const {
    std::vector<View> views;
    for (size_t i = 1; i < scenario_.variants.size(); ++i) {
      const WorldChanges changes =
          ChangesOf(scenario_.variants[0].world, scenario_.variants[i].world);
      View view = VariantView(i);
      view.Text("first", Escape(scenario_.variants[0].id))
          .List("policies", PolicyViews(changes.policies));
      view.List("others", ProseViews(changes.others));
      views.push_back(std::move(view));
    }
    return views;
  }

  const ScenarioResult& result_;
  const Scenario& scenario_;
  absl::string_view file_;
  size_t shown_;  // steps
};

}  // namespace

absl::string_view LookOf(StepVerdict verdict) {
  static constexpr absl::string_view kLooks[] = {"gets-in", "stopped", "works", "locked-out",
                                                 "refused"};
  return kLooks[static_cast<size_t>(verdict)];
}

Html ScenarioHtml(const ScenarioResult& result, absl::string_view file, bool open) {
  return PageWriter(result, file).Write(open);
}

}  // namespace deputy
