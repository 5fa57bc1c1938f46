#include "engine/prove/certificate_checker.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/prove/certificate_text.h"
#include "engine/prove/criterion.h"
#include "engine/prove/encoder.h"
#include "engine/prove/scene.h"
#include "engine/prove/word_checker.h"

namespace deputy {
namespace {

// Of one Allow statement in one case. Every function is false, and `wrong` says why, where the
// proof does not hold.
class GoalChecker {
 public:
  GoalChecker(const Sheet& sheet, size_t allow, const Case& the_case, std::string& wrong)
      : allow_(allow),
        encoded_(Encode(sheet, Rows(sheet, allow), the_case, Bound::kOver)),
        wrong_(wrong) {
    for (size_t row = 0; row < sheet.rows.size(); ++row) {
      deny_.push_back(sheet.deny_a.Get(row));
      possible_.push_back(encoded_.possible.Get(row));
    }
    reached_ = {possible_};
  }

  // Whether the statement can be about the callers of the case at all.
  bool IsRelevant() const { return possible_[allow_]; }

  bool Check(const GoalProof& proof) {
    if (proof.row != static_cast<int64_t>(allow_)) return Wrong("a statement is missing");
    std::set<int64_t> looked;
    for (const VariableProof& variable : proof.variables) {
      const auto v = static_cast<size_t>(variable.variable);
      if (variable.variable < 0 || v >= encoded_.variables.size() ||
          encoded_.variables[v].variable->name != variable.name ||
          !looked.insert(variable.variable).second)
        return Wrong("no such variable");
      if (!Add(variable, encoded_.variables[v])) return false;
    }
    if (!possible_[allow_]) return true;  // whatever the other variables are
    // A Deny counts when no variable that was not looked at has a say in it.
    Flags sure = deny_;
    for (size_t v = 0; v < encoded_.variables.size(); ++v) {
      if (looked.contains(static_cast<int64_t>(v))) continue;
      for (const Column& column : encoded_.variables[v].columns) sure[column.row] = false;
    }
    for (const Flags& rows : reached_) {
      bool denied = false;
      for (size_t row = 0; row < rows.size(); ++row) denied = denied || (sure[row] && rows[row]);
      if (!denied) return Wrong("a combination of values is allowed");
    }
    return true;
  }

 private:
  bool Wrong(const char* what) {
    wrong_ = what;
    return false;
  }

  static Bits Rows(const Sheet& sheet, size_t allow) {
    Bits rows = sheet.deny_a;
    rows.Set(allow);
    return rows;
  }

  // What this variable leaves of the combinations reached so far.
  bool Add(const VariableProof& proof, EncodedVariable& variable) {
    Flags left_out(deny_.size(), true);
    for (const int64_t row : proof.rows) {
      if (row < 0 || static_cast<size_t>(row) >= left_out.size()) return Wrong("no such statement");
      left_out[static_cast<size_t>(row)] = false;
    }
    for (size_t row = 0; row < left_out.size(); ++row) {
      // A Deny that is left out is taken not to match, which can only let more in.
      if (left_out[row] && !deny_[row] && possible_[row]) return Wrong("a statement is left out");
    }
    std::erase_if(variable.columns, [&](const Column& column) { return left_out[column.row]; });
    std::vector<Flags> vectors;
    if (!AddVectors(proof, variable, vectors)) return false;
    Flags some(deny_.size(), false);
    std::vector<Flags> next;
    for (const Flags& vector : vectors) {
      Flags rows(deny_.size(), true);
      for (size_t c = 0; c < vector.size(); ++c) {
        if (!vector[c]) rows[variable.columns[c].row] = false;
      }
      for (size_t row = 0; row < rows.size(); ++row) {
        rows[row] = rows[row] && !left_out[row];
        some[row] = some[row] || rows[row];
      }
      for (const Flags& before : reached_) {
        Flags both = before;
        for (size_t row = 0; row < both.size(); ++row) both[row] = both[row] && rows[row];
        if (both[allow_]) Keep(both, deny_, next);
      }
    }
    for (size_t row = 0; row < some.size(); ++row) possible_[row] = possible_[row] && some[row];
    reached_ = std::move(next);
    return true;
  }

  // By column: what each value, absence or set of values can do.
  bool AddVectors(const VariableProof& proof, const EncodedVariable& variable,
                  std::vector<Flags>& vectors) {
    Flags deny;
    for (const Column& column : variable.columns) deny.push_back(deny_[column.row]);
    if (variable.variable->may_be_present) {
      if (!AddValues(proof, variable, deny, vectors)) return false;
      for (size_t i = 0; variable.variable->multivalued && i < vectors.size(); ++i) {
        for (size_t k = 0; k < i; ++k) {  // two sets put together
          Flags both = vectors[i];
          for (size_t c = 0; c < both.size(); ++c) {
            const bool other = vectors[k][c];
            both[c] = variable.columns[c].for_all ? both[c] && other : both[c] || other;
          }
          Keep(both, deny, vectors);
        }
      }
    }
    if (variable.variable->may_be_absent) {
      Flags absent;
      for (const Column& column : variable.columns) absent.push_back(column.when_absent);
      vectors.push_back(std::move(absent));
    }
    return true;
  }

  bool AddValues(const VariableProof& proof, const EncodedVariable& variable, const Flags& deny,
                 std::vector<Flags>& vectors) {
    if (proof.letters.empty()) return AddClasses(proof, variable, deny, vectors);
    const WordChecker words(variable, deny);
    if (!words.HasAllLetters(proof.letters)) return Wrong("a letter is missing");
    std::map<Places, int64_t> index;
    for (const StateProof& state : proof.states) {
      index.emplace(Places(state.places.begin(), state.places.end()),
                    static_cast<int64_t>(index.size()));
    }
    if (index.size() != proof.states.size()) return Wrong("a state stands there twice");
    if (!index.contains(words.Start())) {
      // Without any state no word has to be of use.
      words.AddBest(words.Start(), vectors);
      const bool of_use = std::any_of(vectors.begin(), vectors.end(), [&](const Flags& vector) {
        return std::equal(vector.begin(), vector.end(), deny.begin(), std::not_equal_to<>());
      });
      if (!index.empty() || of_use) return Wrong("the start is missing");
    }
    for (const auto& [places, number] : index) {
      const Numbers& steps = proof.states[static_cast<size_t>(number)].steps;
      words.AddHere(places, vectors);
      if (steps.empty()) {
        words.AddBest(places, vectors);
        continue;
      }
      if (steps.size() != proof.letters.size()) return Wrong("a step is missing");
      for (size_t l = 0; l < steps.size(); ++l) {
        const Places to = words.Step(places, static_cast<uint32_t>(proof.letters[l]));
        const auto known = index.find(to);
        if (steps[l] != (known == index.end() ? -1 : known->second))
          return Wrong("a step leads elsewhere");
        if (known == index.end()) words.AddBest(to, vectors);
      }
    }
    return true;
  }

  // Tests that are all about numbers, about times or about addresses: a value for each class.
  bool AddClasses(const VariableProof& proof, const EncodedVariable& variable, const Flags& deny,
                  std::vector<Flags>& vectors) {
    std::vector<const Criterion*> tests;
    for (const Column& column : variable.columns) {
      for (const Criterion& test : column.tests) {
        if (test.kind != Criterion::Kind::kConstant) tests.push_back(&test);
      }
    }
    const bool of_one_kind =
        !tests.empty() && variable.variable->guards.empty() && proof.states.empty() &&
        std::all_of(tests.begin(), tests.end(), [&](const Criterion* test) {
          return test->kind == tests[0]->kind && test->kind != Criterion::Kind::kText &&
                 test->part == Part::kWhole;
        });
    if (!of_one_kind) return Wrong("the states are missing");
    for (const std::string& value : ClassValues(tests, tests[0]->kind, variable.variable->form)) {
      Flags columns;
      for (const Column& column : variable.columns) {
        columns.push_back(std::all_of(column.tests.begin(), column.tests.end(),
                                      [&](const Criterion& test) { return Passes(test, value); }));
      }
      Keep(columns, deny, vectors);
    }
    return true;
  }

  size_t allow_;
  EncodedCase encoded_;
  std::string& wrong_;
  Flags deny_;                  // by row
  Flags possible_;              // rows that some value of the variables so far leaves
  std::vector<Flags> reached_;  // combinations of rows, as good as any
};

}  // namespace

std::string CheckCertificate(const RoleQuestion& question, Property property,
                             absl::string_view certificate) {
  const bool source = property == Property::kNoForeignSource;
  const auto parsed = ParseCertificate(certificate);
  if (const auto* wrong = std::get_if<std::string>(&parsed)) return *wrong;
  const auto& proof = std::get<Certificate>(parsed);
  if (property == Property::kSomeoneHonest ||
      proof.property != (source ? "no-foreign-source" : "no-foreign-principal"))
    return "it is about another property";
  if (!source && AllowsCanonicalUser(*question.policy)) return kWhoseCanonicalUser;
  const Scene scene = SceneOf(question);
  const std::vector<Case> cases = CasesOf(scene, Side::kForeign, source, !source);
  if (proof.cases.size() != cases.size()) return "the list of cases is not whole";
  for (size_t i = 0; i < cases.size(); ++i) {
    if (proof.cases[i].who != cases[i].who) return "a case is missing";
    size_t goals = 0;
    for (size_t row = 0; row < scene.sheet.rows.size(); ++row) {
      if (!scene.sheet.allow_a.Get(row)) continue;
      std::string wrong;
      GoalChecker checker(scene.sheet, row, cases[i], wrong);
      if (!checker.IsRelevant()) continue;
      if (goals == proof.cases[i].goals.size()) return "a statement is missing";
      if (!checker.Check(proof.cases[i].goals[goals++])) return wrong;
    }
    if (goals != proof.cases[i].goals.size()) return "there is a statement too many";
  }
  return "";
}

}  // namespace deputy
