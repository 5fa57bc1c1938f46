#include "engine/prove/outcomes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "engine/prove/meter.h"

namespace deputy {
namespace {

// More sets of values than these, each as good as no other, are not put together.
constexpr size_t kMostSets = 2000;

// The tests of a variable as a question about words. Tests that are not about text count as passed
// or failed, whichever is better.
ProductQuestion TextQuestion(const EncodedVariable& variable, const Bits& unwanted) {
  ProductQuestion question;
  question.unwanted = Bits(variable.columns.size());
  const auto add = [&](const std::vector<Language>& languages, bool negated) {
    Membership membership;
    membership.negated = negated;
    for (const Language& language : languages) {
      membership.languages.push_back(static_cast<uint32_t>(question.languages.size()));
      question.languages.push_back(language);
    }
    return membership;
  };
  for (const ValueGuard& guard : variable.variable->guards)
    question.guards.push_back(add(guard.languages, guard.negated));
  for (size_t i = 0; i < variable.columns.size(); ++i) {
    const Column& column = variable.columns[i];
    const bool is_unwanted = unwanted.Get(column.row);
    question.unwanted.Set(i, is_unwanted);
    std::vector<Membership>& tests = question.columns.emplace_back();
    for (const Criterion& test : column.tests) {
      const bool text = test.kind == Criterion::Kind::kText;
      const bool passes = test.kind == Criterion::Kind::kConstant ? test.constant : !is_unwanted;
      // In none of no languages lies everything.
      tests.push_back(text ? add(test.languages, test.negated) : Membership{{}, passes});
    }
  }
  return question;
}

// One value, or the values of a set together, by column.
struct Vector {
  Bits columns;
  std::vector<std::string> values;
  bool exact = true;
};

class Finder {
 public:
  Finder(const EncodedVariable& variable, const Goal& goal, const Bits& settled, size_t rows,
         uint64_t& budget, ProductRecord* record)
      : variable_(*variable.variable),
        columns_(variable.columns),
        encoded_(variable),
        goal_(goal),
        settled_(settled),
        unwanted_(variable.columns.size()),
        rows_(rows),
        budget_(budget),
        record_(record) {
    for (size_t i = 0; i < columns_.size(); ++i)
      unwanted_.Set(i, goal_.must_not.Get(columns_[i].row));
  }

  VariableOutcomes Run() {
    if (variable_.may_be_absent) AddAbsent();
    if (variable_.may_be_present) {
      std::vector<Vector> single = OneValue();
      if (variable_.multivalued) single = Sets(single);
      for (Vector& vector : single) AddOutcome(std::move(vector));
    }
    return std::move(result_);
  }

 private:
  // The kinds of tests that are not about text.
  std::set<Criterion::Kind> TypedKinds() const {
    std::set<Criterion::Kind> kinds;
    for (const Column& column : columns_) {
      for (const Criterion& test : column.tests) {
        if (test.kind != Criterion::Kind::kText && test.kind != Criterion::Kind::kConstant)
          kinds.insert(test.kind);
      }
    }
    return kinds;
  }

  std::vector<Vector> OneValue() {
    const std::set<Criterion::Kind> kinds = TypedKinds();
    std::vector<Vector> found;
    std::vector<std::string> values;
    for (const Criterion::Kind kind : kinds) {
      for (std::string& value : ValuesOf(kind)) values.push_back(std::move(value));
    }
    const bool typed = kinds.size() == 1 && !HasText();
    if (!typed) {
      ProductAnswer words = Explore(Question(), budget_, record_);
      result_.complete = words.complete;
      for (ProductOutcome& word : words.outcomes) {
        if (!kinds.empty()) values.push_back(word.word);
        Keep(found, {std::move(word.columns), {std::move(word.word)}, kinds.empty()});
      }
    }
    for (std::string& value : values) {
      if (!PassesGuards(variable_, value)) continue;
      Bits columns(columns_.size());
      for (size_t i = 0; i < columns_.size(); ++i) {
        columns.Set(i, std::all_of(columns_[i].tests.begin(), columns_[i].tests.end(),
                                   [&](const Criterion& test) { return Passes(test, value); }));
      }
      Keep(found, {std::move(columns), {std::move(value)}, true});
    }
    return found;
  }

  ProductQuestion Question() const {
    ProductQuestion question = TextQuestion(encoded_, goal_.must_not);
    question.required = Bits(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      const Column& column = columns_[i];
      const auto of_row = [&](const Column& other) { return other.row == column.row; };
      // Of a set all values have to do what a test on all of them asks, and none what a test on one
      // of them must not find.
      const bool each = !variable_.multivalued || column.for_all != goal_.must_not.Get(column.row);
      const bool only = goal_.must.Get(column.row) ||
                        std::count_if(columns_.begin(), columns_.end(), of_row) == 1;
      question.required.Set(i, settled_.Get(column.row) && each && only);
    }
    return question;
  }

  bool HasText() const {
    if (!variable_.guards.empty()) return true;
    for (const Column& column : columns_) {
      for (const Criterion& test : column.tests) {
        if (test.kind == Criterion::Kind::kText || test.part != Part::kWhole) return true;
      }
    }
    return false;
  }

  std::vector<std::string> ValuesOf(Criterion::Kind kind) const {
    std::vector<const Criterion*> tests;
    for (const Column& column : columns_) {
      for (const Criterion& test : column.tests) {
        if (test.kind == kind) tests.push_back(&test);
      }
    }
    return ClassValues(tests, kind, variable_.form);
  }

  // An exact vector makes those that are no better useless, a bound only other bounds.
  bool Keep(std::vector<Vector>& all, Vector vector) const {
    for (const Vector& other : all) {
      if ((other.exact || !vector.exact) && other.columns.IsAsGoodAs(vector.columns, unwanted_))
        return false;
    }
    all.push_back(std::move(vector));
    return true;
  }

  // Sets of values: one member for each test that needs one, so that adding members until nothing
  // new comes of it ends.
  std::vector<Vector> Sets(const std::vector<Vector>& single) {
    std::vector<Vector> all = single;
    Meter meter(budget_);
    for (size_t i = 0; i < all.size(); ++i) {
      for (const Vector& member : single) {
        if (!meter.TakeWork(64 + columns_.size() + all.size()) || all.size() > kMostSets) {
          result_.complete = false;
          return all;
        }
        Vector both = all[i];
        for (size_t c = 0; c < columns_.size(); ++c) {
          const bool a = all[i].columns.Get(c);
          const bool b = member.columns.Get(c);
          both.columns.Set(c, columns_[c].for_all ? a && b : a || b);
        }
        both.exact = both.exact && member.exact;
        both.values.push_back(member.values[0]);
        Keep(all, std::move(both));
      }
    }
    return all;
  }

  void AddAbsent() {
    Vector absent = {Bits(columns_.size()), {}, true};
    for (size_t i = 0; i < columns_.size(); ++i) absent.columns.Set(i, columns_[i].when_absent);
    AddOutcome(std::move(absent));
  }

  void AddOutcome(Vector vector) {
    Bits rows(rows_, true);
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!vector.columns.Get(i)) rows.Set(columns_[i].row, false);
    }
    const Bits matching = rows & settled_;
    if (!matching.Covers(settled_ & goal_.must) || matching.Meets(goal_.must_not)) return;
    for (const VariableOutcome& other : result_.outcomes) {
      if ((other.exact || !vector.exact) && other.rows.IsAsGoodAs(rows, goal_.must_not)) return;
    }
    result_.outcomes.push_back({std::move(rows), std::move(vector.values), vector.exact});
  }

  const Variable& variable_;
  const std::vector<Column>& columns_;
  const EncodedVariable& encoded_;
  const Goal& goal_;
  const Bits& settled_;
  Bits unwanted_;  // columns
  size_t rows_;
  uint64_t& budget_;
  ProductRecord* record_;
  VariableOutcomes result_;
};

}  // namespace

VariableOutcomes OutcomesOf(const EncodedVariable& variable, const Goal& goal, const Bits& settled,
                            size_t rows, uint64_t& budget, ProductRecord* record) {
  return Finder(variable, goal, settled, rows, budget, record).Run();
}

bool PassesGuards(const Variable& variable, absl::string_view value) {
  return std::all_of(variable.guards.begin(), variable.guards.end(), [&](const ValueGuard& guard) {
    return guard.negated !=
           std::any_of(guard.languages.begin(), guard.languages.end(),
                       [&](const Language& language) { return Accepts(language, value); });
  });
}

}  // namespace deputy
