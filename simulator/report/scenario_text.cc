#include "simulator/report/scenario_text.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/count.h"
#include "simulator/report/trace_text.h"
#include "simulator/report/verdict.h"
#include "simulator/report/wrap.h"
#include "simulator/scenario/narrative.h"
#include "simulator/scenario/scenario.h"

namespace deputy {
namespace {

Ink InkOf(StepVerdict verdict) {
  static constexpr Ink kInks[] = {Ink::kRed, Ink::kGreen, Ink::kGreen, Ink::kYellow, Ink::kYellow};
  return kInks[static_cast<size_t>(verdict)];
}

constexpr size_t kVerdictWidth = 11;

// The verdict, and behind it in a column of its own what came with it.
std::string VerdictLine(const std::string& indent, StepVerdict verdict, const std::string& because,
                        const Style& style) {
  if (because.empty())
    return absl::StrCat(indent, style.Paint(InkOf(verdict), VerdictWord(verdict)), "\n");
  const size_t column = WidthOf(indent) + kVerdictWidth;
  // Wrapped without colours, which take no column.
  const std::string wrapped = Wrap(std::string(column, ' '), because).substr(column);
  return absl::StrCat(
      indent, style.Paint(InkOf(verdict), PadRight(VerdictWord(verdict), kVerdictWidth)), wrapped);
}

std::string Mismatch(const std::string& indent, const std::string& mismatch, const Style& style) {
  constexpr absl::string_view kWords = "NOT AS EXPECTED: ";
  const std::string wrapped = Wrap(absl::StrCat(indent, kWords), mismatch);
  return absl::StrCat(indent, style.Paint(Ink::kRed, kWords),
                      wrapped.substr(indent.size() + kWords.size()));
}

// What the engine remarks on the trust policies of a variant, of those that no earlier variant had:
// an account id left as a placeholder, a wildcard that is none.
std::vector<std::string> PolicyWarnings(const Scenario& scenario, size_t variant) {
  std::set<const PolicyDocument*> seen;
  std::vector<std::string> warnings;
  for (size_t i = 0; i <= variant; ++i) {
    for (const Role& role : scenario.variants[i].world.roles) {
      const PolicyDocument* document = role.trust_policy.get();
      if (document == nullptr || !seen.insert(document).second || i < variant) continue;
      for (const Diagnostic& diagnostic : document->diagnostics) {
        if (diagnostic.severity == Severity::kError) continue;
        std::string warning = absl::StrCat(document->name, ": ", diagnostic.message);
        if (absl::c_linear_search(warnings, warning)) continue;
        warnings.push_back(std::move(warning));
      }
    }
  }
  return warnings;
}

class Teller {
 public:
  Teller(const ScenarioResult& result, ExplainDetail detail, const Style& style)
      : result_(result), scenario_(*result.scenario), detail_(detail), style_(style) {}

  std::string Tell() {
    const std::string title = Escape(scenario_.title, 400);
    absl::StrAppend(&out_, style_.Paint(Ink::kBold, title), "\n",
                    std::string(std::min(WidthOf(title), kTerminalWidth), '='), "\n");
    absl::StrAppend(
        &out_, style_.Paint(Ink::kDim, absl::StrCat(scenario_.id, ", ", scenario_.kind)), "\n\n");
    Paragraph("", scenario_.story);
    for (size_t i = 0; i < scenario_.variants.size(); ++i) TellVariant(i);
    out_.push_back('\n');
    Paragraph("Lesson: ", scenario_.lesson);
    for (const std::string& limit : scenario_.does_not_stop)
      Paragraph("What this does not stop: ", limit);
    for (const std::string& note : scenario_.notes) Paragraph("Note: ", note);
    for (const std::string& claim : scenario_.claims)
      Paragraph("Shows: ", absl::StrCat("\"", claim, "\""));
    for (const std::string& source : scenario_.sources) Paragraph("Source: ", source);
    return std::move(out_);
  }

 private:
  void Paragraph(absl::string_view first, absl::string_view text) {
    out_ += Wrap(first, Escape(text, 4000));
  }

  void TellVariant(size_t index) {
    const ScenarioVariant& variant = scenario_.variants[index];
    const VariantResult& result = result_.variants[index];
    std::string heading = Escape(variant.id);
    if (!variant.title.empty()) absl::StrAppend(&heading, ": ", Escape(variant.title, 400));
    // Painted after wrapping, which counts columns.
    const std::string wrapped = Wrap("", heading);
    absl::StrAppend(&out_, "\n", style_.Paint(Ink::kBold, wrapped.substr(0, wrapped.size() - 1)),
                    "\n");
    if (result.refused != nullptr) out_ += TellRefusal(*result.refused);
    for (const std::string& warning : PolicyWarnings(scenario_, index)) {
      out_ += Wrap("  Beware: ", warning);
    }
    for (size_t step = 0; step < result.steps.size(); ++step) TellStep(index, step);
  }

  void TellStep(size_t variant, size_t index) {
    const Step& step = scenario_.steps[index];
    const StepResult& result = result_.variants[variant].steps[index];
    out_ += Wrap("  - ", Escape(step.says, 2000));
    out_ += TellOutcome(result_, static_cast<int>(variant), static_cast<int>(index), style_);
    for (const CallResult& call : result.calls) TellCall(call);
    for (const std::string& mismatch : result.mismatches) {
      out_ += Mismatch("    ", mismatch, style_);
    }
  }

  void TellCall(const CallResult& call) {
    if (detail_ != ExplainDetail::kAll || !call.decided) return;
    out_ +=
        Wrap("      ", absl::StrCat(call.request.action, " on ", Escape(call.request.resource, 400),
                                    ": ", DecisionName(call.decision.kind)));
    for (const PolicyTrace& policy : call.trace.policies) {
      for (const AppliedPolicy& applied : call.policies) {
        if (applied.ref == policy.policy)
          out_ += PolicyTraceText(applied.document->policy, policy, call.request, style_);
      }
    }
  }

  const ScenarioResult& result_;
  const Scenario& scenario_;
  ExplainDetail detail_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string TellScenario(const ScenarioResult& result, ExplainDetail detail, const Style& style) {
  return Teller(result, detail, style).Tell();
}

std::string TellOutcome(const ScenarioResult& result, int variant, int step, const Style& style) {
  const size_t v = static_cast<size_t>(variant);
  const size_t s = static_cast<size_t>(step);
  const StepResult& found = result.variants[v].steps[s];
  std::string out;
  if (found.outcome != Outcome::kRejected)
    out += Wrap("    ", Narrate(*result.scenario, result, variant, step));
  return out + VerdictLine("    ", VerdictOf(result.scenario->steps[s], found.outcome),
                           WhyVerdict(result, v, s), style);
}

std::string TellRefusal(const PolicyDocument& document) {
  std::string out =
      Wrap("  ", absl::StrCat("IAM refuses ", document.name, ", so nothing is decided:"));
  for (const Diagnostic& diagnostic : document.diagnostics) {
    if (diagnostic.severity == Severity::kError)
      out += Wrap("    ", absl::StrCat(diagnostic.message, " [", diagnostic.rule, "]"));
  }
  return out;
}

std::string OutlineScenario(const ScenarioResult& result, const Style& style) {
  const Scenario& scenario = *result.scenario;
  std::string out = absl::StrCat(style.Paint(Ink::kBold, scenario.id), "\n",
                                 Wrap("  ", Escape(scenario.title, 400)));
  size_t variant_width = 0;
  for (const ScenarioVariant& variant : scenario.variants)
    variant_width = std::max(variant_width, WidthOf(variant.id));
  for (size_t step = 0; step < scenario.steps.size(); ++step) {
    out += Wrap("    ", Escape(scenario.steps[step].says, 2000));
    for (size_t variant = 0; variant < scenario.variants.size(); ++variant) {
      const StepResult& found = result.variants[variant].steps[step];
      const std::string indent = absl::StrCat(
          "      ", PadRight(Escape(scenario.variants[variant].id), variant_width), "  ");
      out += VerdictLine(indent, VerdictOf(scenario.steps[step], found.outcome),
                         WhyVerdict(result, variant, step), style);
      for (const std::string& mismatch : found.mismatches) {
        out += Mismatch("      ", mismatch, style);
      }
    }
  }
  return out;
}

void RunTotals::Add(const ScenarioResult& result) {
  ++scenarios;
  outcomes += result.steps;
  unmet += result.unmet;
  for (const VariantResult& variant : result.variants) {
    for (size_t step = 0; step < variant.steps.size(); ++step) {
      const bool hostile = IsHostile(result.scenario->steps[step]);
      const Outcome outcome = variant.steps[step].outcome;
      int& total = outcome == Outcome::kRejected ? refused
                   : outcome == Outcome::kSucceeds
                       ? (hostile ? attacks_in : honest_served)
                       : (hostile ? attacks_stopped : honest_locked_out);
      ++total;
      stopped_too_late +=
          hostile && outcome == Outcome::kBlocked && !variant.steps[step].losses.empty() ? 1 : 0;
      for (const std::string& mismatch : variant.steps[step].mismatches) {
        const size_t index = static_cast<size_t>(&variant - result.variants.data());
        misses.push_back(absl::StrCat(result.scenario->id, ", variant ",
                                      Escape(result.scenario->variants[index].id), ", step ",
                                      Escape(result.scenario->steps[step].id), ": ", mismatch));
      }
    }
  }
}

std::string TooLate(const RunTotals& totals) {
  if (totals.stopped_too_late == 0) return "";
  return absl::StrCat(" (", totals.stopped_too_late, " when something was lost already)");
}

std::string DescribeTotals(const RunTotals& totals, const Style& style) {
  std::string out;
  for (const std::string& miss : totals.misses) out += Wrap("NOT AS EXPECTED: ", miss);
  if (totals.rejected_files > 0) {
    absl::StrAppend(&out, Count(totals.rejected_files, "file", "files"), " rejected",
                    totals.scenarios == 0 ? ", nothing run\n" : "; of the others:\n");
  }
  if (totals.scenarios == 0) return out;
  const std::string verdict =
      totals.unmet == 0 ? style.Paint(Ink::kGreen, "all as expected")
                        : style.Paint(Ink::kRed, absl::StrCat(totals.unmet, " NOT AS EXPECTED"));
  absl::StrAppend(&out, Count(totals.scenarios, "scenario", "scenarios"), ", ",
                  Count(totals.outcomes, "outcome", "outcomes"), ": ", verdict,
                  "\nattacks: ", Count(totals.attacks_in, "gets", "get"), " in, ",
                  Count(totals.attacks_stopped, "is", "are"), " stopped", TooLate(totals),
                  "\nhonest callers: ", Count(totals.honest_served, "is", "are"), " served, ",
                  totals.honest_locked_out, " locked out\n");
  if (totals.refused > 0) {
    absl::StrAppend(&out, "steps of policies that IAM refuses: ", totals.refused, "\n");
  }
  return out;
}

}  // namespace deputy
