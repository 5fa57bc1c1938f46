#include "engine/prove/certificate_text.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/text/digest.h"

namespace deputy {
namespace {

constexpr absl::string_view kTitle = "deputy-certificate 1";

void AddLine(absl::string_view word, const Numbers& numbers, std::string& out) {
  absl::StrAppend(&out, word);
  for (const int64_t number : numbers) absl::StrAppend(&out, " ", number);
  absl::StrAppend(&out, "\n");
}

void Print(const VariableProof& variable, std::string& out) {
  absl::StrAppend(&out, "variable ", variable.variable, " ", variable.name, "\n");
  AddLine("rows", variable.rows, out);
  AddLine("letters", variable.letters, out);
  absl::StrAppend(&out, "states ", variable.states.size(), "\n");
  for (size_t i = 0; i < variable.states.size(); ++i) {
    AddLine(absl::StrCat("state ", i), variable.states[i].places, out);
    if (!variable.states[i].steps.empty())
      AddLine(absl::StrCat("step ", i), variable.states[i].steps, out);
  }
}

class Reader {
 public:
  explicit Reader(absl::string_view body) : lines_(absl::StrSplit(body, '\n')) {}

  // Reads on as long as lines are of the form; what was read is printed again and compared.
  Certificate Read() {
    Certificate certificate;
    Take(kTitle);
    certificate.property = std::string(Take("property"));
    Take("cases");
    while (Is("case")) {
      CaseProof& the_case = certificate.cases.emplace_back();
      the_case.who = AfterNumber(Take("case"));
      while (Is("goal")) ReadGoal(the_case);
    }
    return certificate;
  }

 private:
  bool Is(absl::string_view word) const {
    return at_ < lines_.size() &&
           (lines_[at_] == word || absl::StartsWith(lines_[at_], absl::StrCat(word, " ")));
  }
  // What stands behind the word; empty, and nothing is taken, where it is another line.
  absl::string_view Take(absl::string_view word) {
    if (!Is(word)) return "";
    absl::string_view line = lines_[at_++];
    line.remove_prefix(word.size());
    return line.empty() ? line : line.substr(1);
  }
  static std::string AfterNumber(absl::string_view text) {
    const size_t blank = text.find(' ');
    return blank == absl::string_view::npos ? "" : std::string(text.substr(blank + 1));
  }
  Numbers TakeNumbers(absl::string_view word) {
    Numbers numbers;
    for (const absl::string_view part : absl::StrSplit(Take(word), ' ', absl::SkipEmpty())) {
      int64_t number = 0;
      if (absl::SimpleAtoi(part, &number)) numbers.push_back(number);
    }
    return numbers;
  }
  static Numbers WithoutFirst(Numbers numbers) {
    if (!numbers.empty()) numbers.erase(numbers.begin());
    return numbers;
  }

  void ReadGoal(CaseProof& the_case) {
    GoalProof& goal = the_case.goals.emplace_back();
    if (!absl::SimpleAtoi(Take("goal"), &goal.row)) return;
    while (Is("variable")) ReadVariable(goal);
  }

  void ReadVariable(GoalProof& goal) {
    VariableProof& variable = goal.variables.emplace_back();
    const absl::string_view line = Take("variable");
    if (!absl::SimpleAtoi(line.substr(0, line.find(' ')), &variable.variable)) return;
    variable.name = AfterNumber(line);
    variable.rows = TakeNumbers("rows");
    variable.letters = TakeNumbers("letters");
    Take("states");
    while (Is("state")) {
      StateProof& state = variable.states.emplace_back();
      state.places = WithoutFirst(TakeNumbers("state"));
      if (Is("step")) state.steps = WithoutFirst(TakeNumbers("step"));
    }
  }

  std::vector<absl::string_view> lines_;
  size_t at_ = 0;
};

}  // namespace

std::string PrintCertificate(const Certificate& certificate) {
  std::string out = absl::StrCat(kTitle, "\nproperty ", certificate.property, "\ncases ",
                                 certificate.cases.size(), "\n");
  for (size_t i = 0; i < certificate.cases.size(); ++i) {
    absl::StrAppend(&out, "case ", i, " ", certificate.cases[i].who, "\n");
    for (const GoalProof& goal : certificate.cases[i].goals) {
      absl::StrAppend(&out, "goal ", goal.row, "\n");
      for (const VariableProof& variable : goal.variables) Print(variable, out);
    }
  }
  absl::StrAppend(&out, "end ", Digest(out), "\n");
  return out;
}

std::variant<Certificate, std::string> ParseCertificate(absl::string_view text) {
  const size_t end = text.rfind("end ");
  if (end == absl::string_view::npos) return std::string("there is no end");
  Certificate certificate = Reader(text.substr(0, end)).Read();
  // All counts, numbers and the digest follow from the data.
  if (PrintCertificate(certificate) != text) return std::string("it was changed or cut");
  return certificate;
}

}  // namespace deputy
