#include "engine/prove/smt.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "engine/prove/encoder.h"
#include "engine/prove/scene.h"

namespace deputy {
namespace {

using Terms = std::vector<std::string>;

std::string Apply(absl::string_view op, const Terms& terms, absl::string_view neutral) {
  if (terms.empty()) return std::string(neutral);
  if (terms.size() == 1) return terms[0];
  return absl::StrCat("(", op, " ", absl::StrJoin(terms, " "), ")");
}

std::string And(const Terms& terms) { return Apply("and", terms, "true"); }
std::string Or(const Terms& terms) { return Apply("or", terms, "false"); }
std::string Not(const std::string& term) { return absl::StrCat("(not ", term, ")"); }

std::string Char(uint32_t c) { return absl::StrFormat("\"\\u{%x}\"", c); }

std::string SetTerm(const CharSet& set) {
  Terms ranges;
  for (const CharRange& range : set) {
    // The theory knows the code points of the first three planes only.
    const uint32_t high = std::min(range.high, 0x2ffffu);
    if (range.low > high) continue;
    ranges.push_back(range.low == high
                         ? absl::StrCat("(str.to_re ", Char(high), ")")
                         : absl::StrCat("(re.range ", Char(range.low), " ", Char(high), ")"));
  }
  return Apply("re.union", ranges, "re.none");
}

std::string LanguageTerm(const Language& language) {
  Terms items;
  for (const Item& item : language) {
    const std::string set = SetTerm(item.set);
    items.push_back(item.star ? absl::StrCat("(re.* ", set, ")") : set);
  }
  return Apply("re.++", items, "(str.to_re \"\")");
}

std::string InOne(const std::string& word, const std::vector<Language>& languages, bool negated) {
  Terms terms;
  for (const Language& language : languages)
    terms.push_back(absl::StrCat("(str.in_re ", word, " ", LanguageTerm(language), ")"));
  return negated ? Not(Or(terms)) : Or(terms);
}

class Exporter {
 public:
  explicit Exporter(const Scene& scene) : scene_(scene) {}

  void AddCase(const Case& the_case) {
    absl::StrAppend(&script_.text, "; case ", script_.cases++, ": ", the_case.principal.KindName(),
                    "\n(push 1)\n");
    const EncodedCase encoded =
        Encode(scene_.sheet, Bits(scene_.sheet.rows.size(), true), the_case, Bound::kOver);
    script_.exact = script_.exact && encoded.open_keys.empty();
    std::vector<Terms> rows(scene_.sheet.rows.size());
    for (size_t v = 0; v < encoded.variables.size(); ++v) AddVariable(v, encoded, rows);
    Terms allows;
    Terms denies;
    for (size_t row = 0; row < rows.size(); ++row) {
      if (!encoded.possible.Get(row)) continue;
      (scene_.sheet.allow_a.Get(row) ? allows : denies).push_back(And(rows[row]));
    }
    Assert(And({Or(allows), Not(Or(denies))}));
    absl::StrAppend(&script_.text, "(check-sat)\n(pop 1)\n");
  }

  SmtScript Take() && { return std::move(script_); }

 private:
  void Assert(const std::string& term) { absl::StrAppend(&script_.text, "(assert ", term, ")\n"); }
  std::string Declare(const std::string& name, const char* sort) {
    absl::StrAppend(&script_.text, "(declare-const ", name, " ", sort, ")\n");
    return name;
  }

  // Members of its value: the first is there when the key is, the others may be.
  void AddVariable(size_t v, const EncodedCase& encoded, std::vector<Terms>& rows) {
    const EncodedVariable& encoded_variable = encoded.variables[v];
    const Variable& variable = *encoded_variable.variable;
    if (encoded_variable.columns.empty() && variable.may_be_absent) return;
    const size_t members =
        variable.multivalued ? std::max<size_t>(encoded_variable.columns.size(), 1) : 1;
    Terms words;
    Terms there;
    for (size_t m = 0; m < members; ++m) {
      words.push_back(Declare(absl::StrCat("v", v, "_", m), "String"));
      there.push_back(Declare(absl::StrCat("p", v, "_", m), "Bool"));
      for (const ValueGuard& guard : variable.guards)
        Assert(Or({Not(there[m]), InOne(words[m], guard.languages, guard.negated)}));
      if (m > 0) Assert(Or({there[0], Not(there[m])}));
    }
    if (!variable.may_be_absent) Assert(there[0]);
    if (!variable.may_be_present) Assert(Not(there[0]));
    for (const Column& column : encoded_variable.columns) {
      Terms passing;
      for (size_t m = 0; m < members; ++m) {
        Terms tests;
        for (const Criterion& test : column.tests) tests.push_back(TestTerm(test, words[m]));
        passing.push_back(column.for_all ? Or({Not(there[m]), And(tests)})
                                         : And({there[m], And(tests)}));
      }
      const std::string present = column.for_all ? And(passing) : Or(passing);
      rows[column.row].push_back(absl::StrCat("(ite ", there[0], " ", present, " ",
                                              column.when_absent ? "true" : "false", ")"));
    }
  }

  std::string TestTerm(const Criterion& test, const std::string& word) {
    if (test.kind == Criterion::Kind::kText) return InOne(word, test.languages, test.negated);
    if (test.kind == Criterion::Kind::kConstant) return test.constant ? "true" : "false";
    script_.exact = false;
    return Declare(absl::StrCat("t", free_++), "Bool");
  }

  const Scene& scene_;
  SmtScript script_;
  size_t free_ = 0;
};

}  // namespace

SmtScript ExportSmt(const RoleQuestion& question, Property property) {
  const Scene scene = SceneOf(question);
  Exporter exporter(scene);
  const bool honest = property == Property::kSomeoneHonest;
  for (const Case& the_case :
       CasesOf(scene, honest ? Side::kHonest : Side::kForeign,
               property != Property::kNoForeignPrincipal, property != Property::kNoForeignSource))
    exporter.AddCase(the_case);
  SmtScript script = std::move(exporter).Take();
  script.text.insert(0, "(set-logic QF_S)\n(set-option :strings-exp true)\n");
  return script;
}

}  // namespace deputy
