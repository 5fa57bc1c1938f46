#include "engine/prove/search.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/prove/meter.h"

namespace deputy {
namespace {

// Cheap variables first: what they rule out, the dear ones need not look at.
std::vector<size_t> Order(const std::vector<EncodedVariable>& variables) {
  const auto cost = [&](size_t v) {
    size_t items = 0;
    for (const Column& column : variables[v].columns) {
      for (const Criterion& test : column.tests) {
        for (const Language& language : test.languages) items += language.size();
      }
    }
    return items;
  };
  std::vector<size_t> order(variables.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return cost(a) < cost(b); });
  return order;
}

// Rows of the goal that this variable alone has a say in: those that must match, and of the others
// those on which no other variable has a test.
Bits Settled(const EncodedCase& encoded, const Goal& goal, const Bits& possible, size_t variable) {
  Bits settled = goal.Rows() & possible;
  for (size_t v = 0; v < encoded.variables.size(); ++v) {
    for (const Column& column : encoded.variables[v].columns) {
      if (v != variable && goal.must_not.Get(column.row)) settled.Set(column.row, false);
    }
  }
  Bits here(goal.must);
  for (const Column& column : encoded.variables[variable].columns) here.Set(column.row);
  return settled & here;
}

// So many combinations, each as good as no other, are kept.
constexpr size_t kMostChoices = 4000;

// Choices for the variables one after the other, those dropped that are no better than another.
class Chooser {
 public:
  Chooser(const Goal& goal, const Bits& possible, uint64_t& budget) : goal_(goal), meter_(budget) {
    levels_.push_back({{possible, 0, nullptr}});
  }

  // False when there were too many to keep them all.
  bool Add(const std::vector<VariableOutcome>& outcomes, bool exact_only) {
    bool whole = true;
    std::vector<Partial> next;
    const std::vector<Partial>& last = levels_.back();
    for (size_t i = 0; i < last.size(); ++i) {
      for (const VariableOutcome& outcome : outcomes) {
        if (exact_only && !outcome.exact) continue;
        whole = meter_.TakeWork(64 + next.size()) && whole;
        if (!whole) break;
        Bits rows = last[i].rows & outcome.rows;
        const bool known = std::any_of(next.begin(), next.end(), [&](const Partial& other) {
          return other.rows.IsAsGoodAs(rows, goal_.must_not);
        });
        if (known) continue;
        whole = whole && next.size() < kMostChoices;
        if (!whole) break;
        next.push_back({std::move(rows), i, &outcome});
      }
    }
    levels_.push_back(std::move(next));
    return whole;
  }

  // The outcomes chosen, in the order in which the variables were added.
  std::optional<std::vector<const VariableOutcome*>> Chosen() const {
    const std::vector<Partial>& last = levels_.back();
    for (size_t i = 0; i < last.size(); ++i) {
      if (!goal_.Reached(last[i].rows)) continue;
      std::vector<const VariableOutcome*> chosen(levels_.size() - 1);
      size_t at = i;
      for (size_t level = levels_.size() - 1; level > 0; --level) {
        chosen[level - 1] = levels_[level][at].outcome;
        at = levels_[level][at].before;
      }
      return chosen;
    }
    return std::nullopt;
  }

 private:
  struct Partial {
    Bits rows;
    size_t before;
    const VariableOutcome* outcome;
  };

  const Goal& goal_;
  Meter meter_;
  std::vector<std::vector<Partial>> levels_;
};

}  // namespace

SearchResult Search(const Sheet& sheet, const Goal& goal, const Case& the_case, Bound bound,
                    const std::map<std::string, std::string>& known, uint64_t& budget,
                    SearchRecord* record) {
  SearchResult result;
  EncodedCase encoded = Encode(sheet, goal.Rows(), the_case, bound, known);
  result.open_keys = encoded.open_keys;
  Bits possible = encoded.possible;
  result.relevant = possible.Covers(goal.must);
  if (!result.relevant) return result;

  const std::vector<size_t> order = Order(encoded.variables);
  std::vector<VariableOutcomes> outcomes;
  for (const size_t v : order) {
    EncodedVariable& variable = encoded.variables[v];
    std::erase_if(variable.columns,
                  [&](const Column& column) { return !possible.Get(column.row); });
    ProductRecord* product = nullptr;
    if (record != nullptr) {
      record->variables.push_back({v, possible, {}});
      product = &record->variables.back().product;
    }
    outcomes.push_back(OutcomesOf(variable, goal, Settled(encoded, goal, possible, v),
                                  sheet.rows.size(), budget, product));
    result.complete = result.complete && outcomes.back().complete;
    Bits some(sheet.rows.size());
    for (const VariableOutcome& outcome : outcomes.back().outcomes) some |= outcome.rows;
    // Without the whole list of outcomes nothing is ruled out.
    if (outcomes.back().complete) possible = possible & some;
    if (!possible.Covers(goal.must)) {
      result.complete = true;  // whatever the others are
      return result;
    }
  }
  for (const bool exact_only : {true, false}) {
    Chooser chooser(goal, possible, budget);
    for (const VariableOutcomes& of_one : outcomes) {
      // What is found is found, but nothing is ruled out any more.
      if (!chooser.Add(of_one.outcomes, exact_only)) result.complete = false;
    }
    if (const auto chosen = chooser.Chosen()) {
      result.exact = exact_only;
      result.assignment.emplace(the_case.variables.size());
      for (size_t i = 0; i < order.size(); ++i)
        (*result.assignment)[order[i]] = (*chosen)[i]->values;
      return result;
    }
  }
  return result;
}

}  // namespace deputy
