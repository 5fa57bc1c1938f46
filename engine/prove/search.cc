#include "engine/prove/search.h"

#include <algorithm>
#include <numeric>
#include <utility>

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

// Choices for the variables one after the other, those dropped that are no better than another.
class Chooser {
 public:
  Chooser(const Sheet& sheet, const Bits& possible, uint64_t& budget)
      : sheet_(sheet), unwanted_(sheet.Unwanted()), budget_(budget) {
    levels_.push_back({{possible, 0, nullptr}});
  }

  bool Add(const std::vector<Outcome>& outcomes, bool exact_only) {
    std::vector<Partial> next;
    const std::vector<Partial>& last = levels_.back();
    for (size_t i = 0; i < last.size(); ++i) {
      for (const Outcome& outcome : outcomes) {
        if (exact_only && !outcome.exact) continue;
        Bits rows = last[i].rows & outcome.rows;
        if (!rows.Meets(sheet_.allow_a)) continue;  // and fewer rows will not make it better
        const bool known = std::any_of(next.begin(), next.end(), [&](const Partial& other) {
          return (other.rows ^ unwanted_).Covers(rows ^ unwanted_);
        });
        if (known) continue;
        if (budget_ == 0) return false;
        --budget_;
        next.push_back({std::move(rows), i, &outcome});
      }
    }
    levels_.push_back(std::move(next));
    return true;
  }

  // The outcomes chosen, in the order in which the variables were added.
  std::optional<std::vector<const Outcome*>> Chosen() const {
    const std::vector<Partial>& last = levels_.back();
    for (size_t i = 0; i < last.size(); ++i) {
      if (!sheet_.Reached(last[i].rows)) continue;
      std::vector<const Outcome*> chosen(levels_.size() - 1);
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
    const Outcome* outcome;
  };

  const Sheet& sheet_;
  const Bits unwanted_;
  uint64_t& budget_;
  std::vector<std::vector<Partial>> levels_;
};

}  // namespace

SearchResult Search(const Sheet& sheet, const Case& the_case, Bound bound,
                    const std::map<std::string, std::string>& known, uint64_t& budget,
                    SearchRecord* record) {
  SearchResult result;
  EncodedCase encoded = Encode(sheet, the_case, bound, known);
  result.open_keys = encoded.open_keys;
  Bits possible = encoded.possible;
  result.relevant = possible.Meets(sheet.allow_a);
  if (!result.relevant) return result;

  const std::vector<size_t> order = Order(encoded.variables);
  std::vector<VariableOutcomes> outcomes;
  for (const size_t v : order) {
    std::erase_if(encoded.variables[v].columns,
                  [&](const Column& column) { return !possible.Get(column.row); });
    ProductRecord* product = nullptr;
    if (record != nullptr) {
      record->variables.push_back({v, possible, {}});
      product = &record->variables.back().product;
    }
    outcomes.push_back(
        OutcomesOf(encoded.variables[v], sheet.Unwanted(), sheet.rows.size(), budget, product));
    result.complete = result.complete && outcomes.back().complete;
    Bits some(sheet.rows.size());
    for (const Outcome& outcome : outcomes.back().outcomes) some = some | outcome.rows;
    // Without the whole list of outcomes nothing is ruled out.
    if (outcomes.back().complete) possible = possible & some;
    if (!possible.Meets(sheet.allow_a)) {
      result.complete = true;  // whatever the others are
      return result;
    }
  }
  for (const bool exact_only : {true, false}) {
    Chooser chooser(sheet, possible, budget);
    bool whole = true;
    for (const VariableOutcomes& of_one : outcomes)
      whole = whole && chooser.Add(of_one.outcomes, exact_only);
    if (!whole) {
      result.complete = false;
      return result;
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
