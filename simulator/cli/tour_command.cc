// `deputy tour`: the course in the terminal. A lesson shows a scene and asks; then the engine
// decides, and what it finds is told. Answers are lines of standard input, typed or from a pipe.

#include <unistd.h>

#include <cstdio>
#include <memory>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/spelling.h"
#include "simulator/cli/command.h"
#include "simulator/cli/output.h"
#include "simulator/embedded/shipped.h"
#include "simulator/report/tour_text.h"
#include "simulator/report/wrap.h"
#include "simulator/scenario/course.h"
#include "simulator/scenario/scenario_parser.h"
#include "simulator/scenario/scenario_runner.h"
#include "simulator/world/shipped_catalogue.h"

namespace deputy {
namespace {

struct TourFlags {
  std::string lesson;
  std::string format;
  std::string color;
  bool no_questions = false;
};

// A line of standard input without its end; nothing at the end of the input, and of a line that is
// longer than any answer.
std::optional<std::string> ReadLine() {
  constexpr size_t kLongest = 1000;
  std::string line;
  for (int c = std::getc(stdin); c != '\n'; c = std::getc(stdin)) {
    if (c == EOF && line.empty()) return std::nullopt;
    if (c == EOF) break;
    line.push_back(static_cast<char>(c));
    if (line.size() > kLongest) return std::nullopt;
  }
  return line;
}

// A scenario of the course; a test keeps the course to what is shipped.
const EmbeddedFile* FindShipped(absl::string_view name) {
  for (const EmbeddedFile& file : ShippedScenarios()) {
    if (file.name == name) return &file;
  }
  return nullptr;
}

class Tour {
 public:
  explicit Tour(const TourFlags& flags)
      : flags_(flags), course_(ShippedCourse()), style_(StyleFor(flags.color, STDOUT_FILENO)) {}

  ExitCode Run() {
    if (flags_.format == "markdown") {
      if (!flags_.lesson.empty() || flags_.no_questions) {
        return ReportUsage(
            "`--format markdown` prints the list of lessons; leave out LESSON and --no-questions");
      }
      return WriteOutput("", CourseMarkdown(course_));
    }
    if (flags_.lesson.empty() && !flags_.no_questions) {
      return WriteOutput("", absl::StrCat(CourseOutline(course_, style_), "\n",
                                          "`deputy tour 1` begins; a lesson's name goes there.\n"));
    }
    const int first = flags_.lesson.empty() ? 0 : course_.Find(flags_.lesson);
    if (first < 0) return ReportUsage(Unknown());
    absl::StatusOr<Output> output = Output::Open("");
    if (!output.ok()) return ReportFailure(output.status());
    output_ = &*output;
    const int lessons = static_cast<int>(course_.lessons.size());
    const int end = flags_.no_questions && !flags_.lesson.empty() ? first + 1 : lessons;
    for (int i = first; i < end && !over_; ++i) {
      Teach(i);
      if (flags_.no_questions || over_) continue;
      if (i + 1 == end) {
        Say("\nThat was the last lesson. `deputy run --list` names all the scenarios.\n");
      } else {
        GoOn(i + 1);
      }
    }
    return status_.ok() ? ExitCode::kOk : ReportFailure(status_);
  }

 private:
  std::string Unknown() const {
    std::vector<absl::string_view> ids;
    for (const Lesson& lesson : course_.lessons) ids.emplace_back(lesson.id);
    return absl::StrCat("there is no lesson ", Quote(flags_.lesson), DidYouMean(flags_.lesson, ids),
                        "; `deputy tour` lists them");
  }

  void Say(absl::string_view text) {
    if (status_.ok()) status_ = output_->Write(text);
    if (!status_.ok()) over_ = true;
  }

  // What somebody typed after `prompt`; nothing when he wants to leave, or nobody is there.
  std::optional<std::string> Prompt(absl::string_view prompt) {
    Say(style_.Paint(Ink::kBold, prompt));
    if (over_) return std::nullopt;
    std::optional<std::string> line = ReadLine();
    // A terminal shows what was typed; in the output of a pipe it would be missing.
    if (isatty(STDIN_FILENO) == 0) Say(absl::StrCat(Escape(line.value_or("")), "\n"));
    const std::string word = absl::AsciiStrToLower(absl::StripAsciiWhitespace(line.value_or("q")));
    if (word == "q" || word == "quit") {
      Leave();
      return std::nullopt;
    }
    return line;
  }

  void Leave() {
    Say(absl::StrCat("\nUntil next time: `deputy tour ", lesson_ + 1, "` goes on from here.\n"));
    over_ = true;
  }

  void GoOn(int next) {
    const Lesson& lesson = course_.lessons[static_cast<size_t>(next)];
    lesson_ = next;
    if (Prompt(
            absl::StrCat("\nEnter for lesson ", next + 1, " (", lesson.title, "), q to leave: "))) {
      Say("\n");
    }
  }

  // Three chances for a line that is an answer; then the answer is told.
  std::optional<int> Hear(const Question& question) {
    const std::string letters = absl::StrJoin(ChoiceLetters(question), ", ");
    for (int chances = 3; chances > 0; --chances) {
      const std::optional<std::string> line = Prompt(absl::StrCat("Your answer (", letters, "): "));
      if (!line || absl::StripAsciiWhitespace(*line).empty()) return std::nullopt;
      if (const std::optional<int> choice = ReadChoice(question, *line)) return choice;
      Say(Wrap("",
               absl::StrCat("Type one of ", letters, "; enter alone shows the answer, q leaves.")));
    }
    return std::nullopt;
  }

  void Teach(int number) {
    lesson_ = number;
    const Lesson& lesson = course_.lessons[static_cast<size_t>(number)];
    const EmbeddedFile* const file = FindShipped(absl::StrCat(lesson.scenario, ".json"));
    Diagnostics diagnostics;
    const auto scenario = ParseScenario(file->contents, ShippedCatalogue(), diagnostics);
    const ScenarioResult result = RunScenario(*scenario);
    LessonTeller teller(lesson, result, file->contents, style_);
    Say(teller.Opening(number + 1, static_cast<int>(course_.lessons.size())));
    int right = 0;
    for (const Question& question : lesson.questions) {
      Say(teller.Ask(question));
      std::optional<int> chosen;
      if (!flags_.no_questions) chosen = Hear(question);
      if (over_) return;
      right += chosen == RightChoice(question, result) ? 1 : 0;
      Say(teller.Answer(question, chosen));
    }
    Say(teller.Closing());
    if (!flags_.no_questions)
      Say(absl::StrCat("\n", right, " of ", lesson.questions.size(), " right.\n"));
    if (flags_.no_questions) Say("\n");
  }

  const TourFlags& flags_;
  const Course& course_;
  Style style_;
  Output* output_ = nullptr;
  absl::Status status_;
  int lesson_ = 0;  // where to go on
  bool over_ = false;
};

}  // namespace

std::function<ExitCode()> SetUpTour(CLI::App& app) {
  auto flags = std::make_shared<TourFlags>();
  app.add_option("LESSON", flags->lesson,
                 "where to begin: a lesson's number or name (default: list the lessons)");
  app.add_flag("--no-questions", flags->no_questions,
               "ask nothing and tell the answers; without LESSON, the whole course");
  app.add_option("--format", flags->format, "text, or markdown for the list of lessons")
      ->check(CLI::IsMember({"text", "markdown"}))
      ->default_val("text")
      ->type_name("FORMAT");
  AddColorFlag(app, flags->color);
  app.footer(R"(Each lesson shows a scene of a scenario and asks what comes of it; then the
engine decides. Answers are lines of standard input: a letter, enter alone to be
told, q to leave.

Examples:
  deputy tour                      the lessons
  deputy tour 1                    begin with the first
  deputy tour external-id          go to one by its name
  printf 'n\ny\n' | deputy tour 2  answers from a pipe)");
  return [flags] { return Tour(*flags).Run(); };
}

}  // namespace deputy
