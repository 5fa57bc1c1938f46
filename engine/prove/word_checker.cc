#include "engine/prove/word_checker.h"

#include <algorithm>

namespace deputy {

void Keep(const Flags& flags, const Flags& deny, std::vector<Flags>& all) {
  const auto as_good = [&](const Flags& other) {
    for (size_t i = 0; i < flags.size(); ++i) {
      if (flags[i] != other[i] && other[i] == deny[i]) return false;
    }
    return true;
  };
  if (std::none_of(all.begin(), all.end(), as_good)) all.push_back(flags);
}

WordChecker::WordChecker(const EncodedVariable& variable, const Flags& deny)
    : variable_(variable), deny_(deny) {
  for (const ValueGuard& guard : variable.variable->guards)
    guards_.push_back(Add(guard.languages, guard.negated));
  for (const Column& column : variable.columns) {
    for (const Criterion& test : column.tests) {
      if (test.kind == Criterion::Kind::kText) tests_[&test] = Add(test.languages, test.negated);
    }
  }
}

WordChecker::Test WordChecker::Add(const std::vector<Language>& languages, bool negated) {
  Test test;
  test.negated = negated;
  for (const Language& language : languages) {
    test.languages.emplace_back(end_, &language);
    begins_.insert(end_);
    for (const Item& item : language) items_.emplace(end_++, &item);
    ++end_;
  }
  return test;
}

bool WordChecker::HasAllLetters(const Numbers& letters) const {
  const CharSet any = AnyChar();
  std::set<uint32_t> firsts = {any[0].low, any[1].low};  // of stretches that are treated alike
  for (const auto& [place, item] : items_) {
    for (const CharRange& range : item->set) firsts.insert({range.low, range.high + 1});
  }
  const auto held = [&](uint32_t c) {
    Flags in;
    for (const auto& [place, item] : items_) in.push_back(Contains(item->set, c));
    return in;
  };
  std::set<Flags> covered;
  for (const int64_t letter : letters) covered.insert(held(static_cast<uint32_t>(letter)));
  return std::all_of(firsts.begin(), firsts.end(),
                     [&](uint32_t c) { return !Contains(any, c) || covered.contains(held(c)); });
}

Places WordChecker::Start() const { return Closed(begins_); }

Places WordChecker::Step(const Places& at, uint32_t c) const {
  Places next;
  for (const int64_t place : at) {
    const auto item = items_.find(place);
    if (item == items_.end() || !Contains(item->second->set, c)) continue;
    next.insert(item->second->star ? place : place + 1);
  }
  return Closed(std::move(next));
}

// A star lets on without taking anything. And the places before it, back to the first that takes
// what the star does not take, lead to no word to which it does not lead itself.
Places WordChecker::Closed(Places at) const {
  Places covered;
  for (auto place = at.begin(); place != at.end(); ++place) {
    const auto star = items_.find(*place);
    if (star == items_.end() || !star->second->star) continue;
    at.insert(*place + 1);
    for (auto before = items_.find(*place - 1);
         before != items_.end() && IsSubset(before->second->set, star->second->set);
         before = items_.find(before->first - 1))
      covered.insert(before->first);
  }
  for (const int64_t place : covered) at.erase(place);
  return at;
}

WordChecker::Passing WordChecker::PassingAt(const Test& test, const Places& at) {
  Passing passing;
  for (const auto& [begin, language] : test.languages) {
    const auto end = begin + static_cast<int64_t>(language->size());
    const auto first = at.lower_bound(begin);
    passing.now = passing.now || at.contains(end);
    passing.some = passing.some || (first != at.end() && *first <= end);
    passing.all = passing.all || (end > begin && at.contains(end - 1) && language->back().star &&
                                  IsSubset(AnyChar(), language->back().set));
  }
  if (test.negated) return {!passing.now, !passing.all, !passing.some};
  return passing;
}

Flags WordChecker::ColumnsAt(const Places& at, bool best) const {
  Flags columns;
  for (size_t c = 0; c < variable_.columns.size(); ++c) {
    bool passes = true;
    for (const Criterion& test : variable_.columns[c].tests) {
      const auto text = tests_.find(&test);
      if (text == tests_.end()) {  // a number, time or address counts as what would be better
        passes = passes && (test.kind == Criterion::Kind::kConstant ? test.constant : !deny_[c]);
        continue;
      }
      const Passing passing = PassingAt(text->second, at);
      passes = passes && (!best ? passing.now : deny_[c] ? passing.all : passing.some);
    }
    columns.push_back(passes);
  }
  return columns;
}

void WordChecker::AddHere(const Places& at, std::vector<Flags>& vectors) const {
  for (const Test& guard : guards_) {
    if (!PassingAt(guard, at).now) return;
  }
  Keep(ColumnsAt(at, false), deny_, vectors);
}

void WordChecker::AddBest(const Places& at, std::vector<Flags>& vectors) const {
  for (const Test& guard : guards_) {
    if (!PassingAt(guard, at).some) return;
  }
  Keep(ColumnsAt(at, true), deny_, vectors);
}

}  // namespace deputy
