#include "simulator/report/tour_text.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/scenario_text.h"
#include "simulator/report/wrap.h"
#include "simulator/scenario/narrative.h"

namespace deputy {
namespace {

size_t At(int index) { return static_cast<size_t>(index); }

// Wrapped first, for colours take no column.
std::string Painted(const Style& style, Ink ink, absl::string_view text) {
  const std::string wrapped = Wrap("", text);
  return absl::StrCat(style.Paint(ink, wrapped.substr(0, wrapped.size() - 1)), "\n");
}

constexpr absl::string_view kPolicyIndent = "    ";

// A document as it stands in the file, moved to the left as a whole; in the longer form of the
// printer where its lines are too wide for that.
std::string DocumentText(absl::string_view source, const PolicyDocument& document) {
  const TextRange range = document.range;
  const size_t line = source.substr(0, range.begin).find_last_of('\n') + 1;
  const size_t blanks = source.find_first_not_of(' ', line) - line;
  std::string out;
  bool fits = true;
  const absl::string_view written = source.substr(range.begin, range.end - range.begin);
  for (absl::string_view row : absl::StrSplit(written, '\n')) {
    if (!out.empty()) row.remove_prefix(std::min({blanks, row.find_first_not_of(' '), row.size()}));
    fits = fits && WidthOf(row) + kPolicyIndent.size() <= kTerminalWidth;
    absl::StrAppend(&out, kPolicyIndent, Escape(row, 400), "\n");
  }
  if (fits || document.refused) return out;
  out.clear();
  for (const absl::string_view row : absl::StrSplit(PrintPolicy(document.policy), '\n'))
    absl::StrAppend(&out, kPolicyIndent, Escape(row, 400), "\n");
  return out;
}

// Whether another variant gives the role other permissions, so that they matter to the story.
bool PermissionsDiffer(const Scenario& scenario, size_t variant, Index role) {
  const auto& policies = scenario.variants[variant].world.roles[At(role)].identity_policies;
  return absl::c_any_of(scenario.variants, [&](const ScenarioVariant& other) {
    return other.world.roles[At(role)].identity_policies != policies;
  });
}

void Add(const PolicyDocumentPtr& document, std::vector<PolicyDocumentPtr>& documents) {
  const bool written = document != nullptr && document->range != TextRange{};
  if (written && !absl::c_linear_search(documents, document)) documents.push_back(document);
}

// The policies on the way of a step, in the order in which it meets them. Those of the caller are
// left out where no variant changes them.
std::vector<PolicyDocumentPtr> PoliciesOnTheWay(const Scenario& scenario, StepPlace place) {
  const Step& step = scenario.steps[At(place.step)];
  const World& world = scenario.variants[At(place.variant)].world;
  std::vector<PolicyDocumentPtr> documents;
  const auto add_role = [&](Index role) {
    if (role == kNoIndex) return;
    Add(world.roles[At(role)].trust_policy, documents);
    if (!PermissionsDiffer(scenario, At(place.variant), role)) return;
    for (const auto& policy : world.roles[At(role)].identity_policies) Add(policy, documents);
  };
  const auto add_resource = [&](const ResourceAction& action) {
    if (action.resource != kNoIndex) Add(world.resources[At(action.resource)].policy, documents);
  };
  add_role(RoleOf(step.act));
  for (const Hop& hop : step.chain) add_role(hop.role);
  const auto* service = std::get_if<UsesService>(&step.act);
  if (service != nullptr && service->target) add_resource(*service->target);
  for (const ResourceAction& action : step.then) add_resource(action);
  for (const Organization& organization : world.organizations) {
    for (const auto& policy : organization.scps) Add(policy, documents);
    for (const auto& policy : organization.rcps) Add(policy, documents);
  }
  return documents;
}

// Text of the course in Markdown: ARNs and keys as code, nothing else as mark-up.
std::string Marked(absl::string_view text) {
  constexpr absl::string_view kCode[] = {"arn:", "aws:", "sts:", "repo:"};
  std::vector<std::string> words;
  for (const absl::string_view word : absl::StrSplit(text, ' ')) {
    const size_t end = word.find_last_not_of(".,:;?") + 1;
    const bool code = absl::c_any_of(
        kCode, [&](absl::string_view prefix) { return absl::StartsWith(word, prefix); });
    words.push_back(code ? absl::StrCat("`", word.substr(0, end), "`", word.substr(end))
                         : absl::StrReplaceAll(word, {{"*", "\\*"}, {"_", "\\_"}, {"<", "&lt;"}}));
  }
  return absl::StrJoin(words, " ");
}

}  // namespace

std::string CourseOutline(const Course& course, const Style& style) {
  std::string out = absl::StrCat(style.Paint(Ink::kBold, course.title), "\n");
  std::string part;
  size_t width = 0;
  for (const Lesson& lesson : course.lessons) width = std::max(width, WidthOf(lesson.id));
  for (size_t i = 0; i < course.lessons.size(); ++i) {
    const Lesson& lesson = course.lessons[i];
    if (lesson.part != part)
      absl::StrAppend(&out, "\n", style.Paint(Ink::kBold, lesson.part), "\n");
    part = lesson.part;
    out +=
        Wrap(absl::StrCat(i + 1 < 10 ? "   " : "  ", i + 1, "  ", PadRight(lesson.id, width), "  "),
             lesson.title);
  }
  return out;
}

std::string CourseMarkdown(const Course& course) {
  std::string out;
  std::string part;
  int number = 0;
  for (const Lesson& lesson : course.lessons) {
    if (lesson.part != part)
      absl::StrAppend(&out, part.empty() ? "" : "\n", "### ", lesson.part, "\n\n");
    part = lesson.part;
    out += Wrap(absl::StrCat(++number, ". "),
                absl::StrCat("**", Marked(lesson.title), "**, [`", lesson.scenario, "`](",
                             lesson.scenario, ".json). ", Marked(lesson.look_at)));
    for (const Question& question : lesson.questions)
      out += Wrap(number < 10 ? "   - " : "    - ", Marked(question.asks));
  }
  return out;
}

std::vector<std::string> ChoiceLetters(const Question& question) {
  if (question.is_prediction()) return {"y", "n"};
  std::vector<std::string> letters;
  for (size_t i = 0; i < question.choices.size(); ++i)
    letters.emplace_back(1, static_cast<char>('a' + i));
  return letters;
}

std::optional<int> ReadChoice(const Question& question, absl::string_view line) {
  const std::string word = absl::AsciiStrToLower(absl::StripAsciiWhitespace(line));
  const std::vector<std::string> letters = ChoiceLetters(question);
  for (size_t i = 0; i < letters.size(); ++i) {
    if (word == letters[i] || (question.is_prediction() && word == question.choices[i]))
      return static_cast<int>(i);
  }
  return std::nullopt;
}

LessonTeller::LessonTeller(const Lesson& lesson, const ScenarioResult& result,
                           absl::string_view source, const Style& style)
    : lesson_(lesson),
      result_(result),
      scenario_(*result.scenario),
      source_(source),
      style_(style) {}

std::string LessonTeller::Opening(int number, int lessons) const {
  const std::string title = absl::StrCat("Lesson ", number, " of ", lessons, ": ", lesson_.title);
  return absl::StrCat(Painted(style_, Ink::kBold, title),
                      std::string(std::min(WidthOf(title), kTerminalWidth), '='), "\n\n",
                      Wrap("", Escape(scenario_.story, 4000)), "\n",
                      Wrap("Look at: ", lesson_.look_at));
}

// What the request has of the keys that the first policies on the way ask for.
std::string LessonTeller::Asked(StepPlace place) const {
  const StepResult& step = result_.variants[At(place.variant)].steps[At(place.step)];
  if (step.calls.empty() || !step.calls.front().decided) return "";
  const CallResult& call = step.calls.front();
  std::vector<std::pair<std::string, std::string>> rows;
  std::set<std::string> seen;
  size_t width = 0;
  for (const AppliedPolicy& applied : call.policies) {
    for (const Statement& statement : applied.document->policy.statements) {
      for (const ConditionClause& clause : statement.conditions) {
        if (!seen.insert(FoldKey(clause.key)).second) continue;
        const auto found = call.request.context.find(FoldKey(clause.key));
        const bool there = found != call.request.context.end() && !found->second.values.empty();
        rows.emplace_back(Escape(clause.key),
                          there ? absl::StrJoin(found->second.values, ", ") : "absent");
        width = std::max(width, WidthOf(rows.back().first));
      }
    }
  }
  if (rows.empty()) return "";
  std::string out = "\n  The request has:\n";
  for (const auto& [key, value] : rows)
    out += Wrap(absl::StrCat("    ", PadRight(key, width), "  "), Escape(value, 400));
  return out;
}

std::string LessonTeller::Policies(StepPlace place) {
  std::string out;
  for (const PolicyDocumentPtr& document : PoliciesOnTheWay(scenario_, place)) {
    absl::StrAppend(&out, "\n", Wrap("  ", absl::StrCat(document->name, ":")),
                    DocumentText(source_, *document));
  }
  if (out == shown_policies_) return out.empty() ? "" : "\n  The policies are as before.\n";
  shown_policies_ = out;
  return out;
}

std::string LessonTeller::Scene(StepPlace place) {
  const ScenarioVariant& variant = scenario_.variants[At(place.variant)];
  std::string out = "\n";
  if (!variant.title.empty())
    out += Wrap("", absl::StrCat("Variant ", variant.id, ": ", Escape(variant.title, 400)));
  out += Policies(place);
  absl::StrAppend(&out, "\n", Wrap("  ", Escape(scenario_.steps[At(place.step)].says, 2000)));
  return out + Asked(place);
}

std::string LessonTeller::Ask(const Question& question) {
  std::string out;
  if (question.shows) {
    if (const auto place = FindStep(scenario_, *question.shows)) out += Scene(*place);
  }
  absl::StrAppend(&out, "\n", Painted(style_, Ink::kCyan, question.asks));
  if (question.is_prediction()) return out;
  const std::vector<std::string> letters = ChoiceLetters(question);
  for (size_t i = 0; i < letters.size(); ++i)
    out += Wrap(absl::StrCat("  ", letters[i], ") "), question.choices[i]);
  return out;
}

std::string LessonTeller::Answer(const Question& question, std::optional<int> chosen) const {
  const int right = RightChoice(question, result_);
  std::string answer = question.choices[At(right)];
  if (!question.is_prediction())
    answer = absl::StrCat(ChoiceLetters(question)[At(right)], ") ", answer);
  std::string out = "\n";
  if (!chosen) {
    out += Painted(style_, Ink::kBold, absl::StrCat("The answer: ", answer));
  } else if (*chosen == right) {
    out += Painted(style_, Ink::kGreen, absl::StrCat("Right: ", answer));
  } else {
    out += Painted(style_, Ink::kYellow, absl::StrCat("Not so. The answer: ", answer));
  }
  if (question.shows) {
    if (const auto place = FindStep(scenario_, *question.shows)) {
      const VariantResult& variant = result_.variants[At(place->variant)];
      if (variant.refused != nullptr) out += TellRefusal(*variant.refused);
      out += TellOutcome(result_, place->variant, place->step, style_);
    }
  }
  return absl::StrCat(out, question.shows ? "\n" : "", Wrap("", question.explains));
}

std::string LessonTeller::Closing() const {
  std::string out = absl::StrCat("\n", Wrap("Lesson: ", Escape(scenario_.lesson, 4000)));
  for (const std::string& limit : scenario_.does_not_stop)
    out += Wrap("What this does not stop: ", Escape(limit, 4000));
  return absl::StrCat(out, "\n`deputy run --filter ", scenario_.id, "` tells all of it.\n");
}

}  // namespace deputy
