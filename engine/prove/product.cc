#include "engine/prove/product.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "engine/prove/meter.h"

namespace deputy {
namespace {

// With more outcomes than these, each as good as no other, nothing will come of it.
constexpr size_t kMostOutcomes = 2000;

class Walk {
 public:
  Walk(const ProductQuestion& question, uint64_t& budget, ProductRecord* record)
      : question_(question), meter_(budget), record_(record) {
    for (const Language& language : question.languages) {
      begins_.push_back(places_);
      places_ += language.size() + 1;
    }
    stars_ = Bits(places_);
    covers_.resize(places_);
    for (size_t l = 0; l < question.languages.size(); ++l) AddLanguage(l);
    for (const Membership& guard : question.guards) guards_.push_back(TestOf(guard));
    for (const std::vector<Membership>& column : question.columns) {
      std::vector<Test>& tests = columns_.emplace_back();
      for (const Membership& test : column) tests.push_back(TestOf(test));
    }
    letters_ = AlphabetOf(question.languages);
    const size_t words = places_ / 64 + 1;
    size_t tests = question.guards.size();
    for (const std::vector<Test>& column : columns_) tests += column.size();
    visit_ = words * (8 + 3 * tests);
  }

  ProductAnswer Run() {
    Bits start(places_);
    for (const size_t begin : begins_) start.Set(begin);
    Visit(Closed(std::move(start)), -1, 0);
    for (size_t i = 0; i < states_.size() && answer_.complete; ++i) {
      if (Hopeless(states_[i].places)) continue;
      std::vector<int64_t> steps;
      for (size_t c = 0; c < letters_.size() && answer_.complete; ++c)
        steps.push_back(Visit(Step(states_[i].places, letters_[c]), static_cast<int64_t>(i), c));
      if (record_ != nullptr) record_->steps[i] = std::move(steps);
    }
    if (record_ != nullptr) {
      record_->letters = letters_;
      record_->places = places_;
    }
    return std::move(answer_);
  }

 private:
  struct State {
    Bits places;
    int64_t from = -1;
    size_t letter = 0;
  };
  // A union of languages as places.
  struct Test {
    Bits places;
    Bits ends;
    Bits whole;  // stars that end a language and take everything
    bool negated = false;
  };

  void AddLanguage(size_t index) {
    const Language& language = question_.languages[index];
    const size_t begin = begins_[index];
    for (size_t i = 0; i < language.size(); ++i) {
      if (!language[i].star) continue;
      stars_.Set(begin + i);
      size_t first = i;
      while (first > 0 && IsSubset(language[first - 1].set, language[i].set)) --first;
      covers_[begin + i] = begin + first;
    }
  }

  Test TestOf(const Membership& membership) const {
    Test test = {Bits(places_), Bits(places_), Bits(places_), membership.negated};
    for (const uint32_t l : membership.languages) {
      const Language& language = question_.languages[l];
      const size_t end = begins_[l] + language.size();
      for (size_t i = begins_[l]; i <= end; ++i) test.places.Set(i);
      test.ends.Set(end);
      if (!language.empty() && language.back().star && IsSubset(AnyChar(), language.back().set))
        test.whole.Set(end - 1);
    }
    return test;
  }

  // A star also lets on without taking anything. In place, since a walk does little else.
  Bits Closed(Bits places) const {
    Bits on;
    for (;;) {
      on = places;
      on &= stars_;
      on.ShiftUp();
      if (places.Covers(on)) break;
      places |= on;
    }
    on = places;
    on &= stars_;
    on.ForEach([&](size_t star) { places.Clear(covers_[star], star); });
    return places;
  }

  Bits Step(const Bits& places, const Letter& letter) const {
    Bits stay = places & letter.items;
    Bits go = stay;
    stay &= stars_;
    go -= stars_;
    go.ShiftUp();
    return Closed(std::move(stay |= go));
  }

  // What a language says of the words that go on from here.
  struct Says {
    bool now = false;     // the word that ends here lies in it
    bool may = false;     // some word does
    bool always = false;  // every word does
  };

  static Says Of(const Test& test, const Bits& places) {
    const Says says = {places.Meets(test.ends), places.Meets(test.places),
                       places.Meets(test.whole)};
    return test.negated ? Says{!says.now, !says.always, !says.may} : says;
  }

  bool Found(const Bits& columns) const {
    return std::any_of(answer_.outcomes.begin(), answer_.outcomes.end(),
                       [&](const ProductOutcome& outcome) {
                         return outcome.columns.IsAsGoodAs(columns, question_.unwanted);
                       });
  }

  // No word that goes on from here is of use and better than what was found.
  bool Hopeless(const Bits& places) const {
    for (const Test& guard : guards_) {
      if (!Of(guard, places).may) return true;
    }
    Bits best(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      bool may = true;
      bool always = true;
      for (const Test& test : columns_[i]) {
        const Says says = Of(test, places);
        may = may && says.may;
        always = always && says.always;
      }
      const bool unwanted = question_.unwanted.Get(i);
      best.Set(i, unwanted ? always : may);
      if (question_.required.Get(i) && best.Get(i) == unwanted) return true;
    }
    return Found(best);
  }

  // The index of the state, or -1 when it is not worth walking on from.
  int64_t Visit(Bits places, int64_t from, size_t letter) {
    const auto known = index_.find(places);
    if (known != index_.end()) return known->second;
    const uint64_t compared = answer_.outcomes.size() * (columns_.size() / 64 + 1);
    if (!meter_.TakeWork(visit_ + compared)) {
      answer_.complete = false;
      return -1;
    }
    if (Hopeless(places)) return -1;
    meter_.TakeState();
    const auto index = static_cast<int64_t>(states_.size());
    index_.emplace(places, index);
    states_.push_back({places, from, letter});
    if (record_ != nullptr) {
      record_->states.push_back(places);
      record_->steps.emplace_back();
    }
    Accept(places);
    return index;
  }

  void Accept(const Bits& places) {
    for (const Test& guard : guards_) {
      if (!Of(guard, places).now) return;
    }
    Bits columns(columns_.size());
    for (size_t i = 0; i < columns_.size(); ++i) {
      columns.Set(i, std::all_of(columns_[i].begin(), columns_[i].end(),
                                 [&](const Test& test) { return Of(test, places).now; }));
      if (question_.required.Get(i) && columns.Get(i) == question_.unwanted.Get(i)) return;
    }
    if (Found(columns)) return;
    std::erase_if(answer_.outcomes, [&](const ProductOutcome& outcome) {
      return columns.IsAsGoodAs(outcome.columns, question_.unwanted);
    });
    answer_.outcomes.push_back({std::move(columns), WordTo(states_.size() - 1)});
    answer_.complete = answer_.outcomes.size() <= kMostOutcomes;
  }

  std::string WordTo(size_t state) const {
    std::vector<uint32_t> word;
    for (auto at = static_cast<int64_t>(state); states_[static_cast<size_t>(at)].from >= 0;
         at = states_[static_cast<size_t>(at)].from) {
      word.push_back(letters_[states_[static_cast<size_t>(at)].letter].stands_for);
    }
    std::reverse(word.begin(), word.end());
    return FromCodePoints(word);
  }

  const ProductQuestion& question_;
  Meter meter_;
  ProductRecord* record_;
  std::vector<size_t> begins_;  // of each language, its first place
  size_t places_ = 0;
  uint64_t visit_ = 0;  // steps that it takes to look at a state
  Bits stars_;
  std::vector<size_t> covers_;  // of each star, by its place: the first of the places before it
                                // that it covers
  std::vector<Test> guards_;
  std::vector<std::vector<Test>> columns_;
  std::vector<Letter> letters_;
  std::vector<State> states_;
  absl::flat_hash_map<Bits, int64_t> index_;
  ProductAnswer answer_;
};

}  // namespace

ProductAnswer Explore(const ProductQuestion& question, uint64_t& budget, ProductRecord* record) {
  return Walk(question, budget, record).Run();
}

}  // namespace deputy
