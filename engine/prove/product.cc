#include "engine/prove/product.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace deputy {
namespace {

class Walk {
 public:
  Walk(const ProductQuestion& question, uint64_t& budget, ProductRecord* record)
      : question_(question), budget_(budget), record_(record) {
    size_t places = 0;
    for (const Language& language : question.languages) {
      begins_.push_back(places);
      places += language.size() + 1;
    }
    cost_ = 1 + places / 512;
    stars_ = Bits(places);
    whole_ = Bits(places);
    for (size_t l = 0; l < question.languages.size(); ++l) AddLanguage(l);
    letters_ = AlphabetOf(question.languages);
  }

  ProductAnswer Run() {
    Bits start(stars_);
    start = start - stars_;
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
      record_->places =
          begins_.empty() ? 0 : begins_.back() + question_.languages.back().size() + 1;
    }
    return std::move(answer_);
  }

 private:
  struct State {
    Bits places;
    int64_t from = -1;
    size_t letter = 0;
  };
  struct Cover {
    size_t star;
    Bits before;
  };

  void AddLanguage(size_t index) {
    const Language& language = question_.languages[index];
    const size_t begin = begins_[index];
    for (size_t i = 0; i < language.size(); ++i) {
      if (!language[i].star) continue;
      stars_.Set(begin + i);
      if (i + 1 == language.size() && IsSubset(AnyChar(), language[i].set)) whole_.Set(begin + i);
      Cover cover = {begin + i, Bits(stars_) - stars_};
      for (size_t k = i; k-- > 0 && IsSubset(language[k].set, language[i].set);)
        cover.before.Set(begin + k);
      if (cover.before.Any()) covers_.push_back(std::move(cover));
    }
  }

  // A star also lets on without taking anything.
  Bits Closed(Bits places) const {
    for (;;) {
      Bits next = places | (places & stars_).ShiftedUp();
      if (next == places) break;
      places = std::move(next);
    }
    for (const Cover& cover : covers_) {
      if (places.Get(cover.star)) places = places - cover.before;
    }
    return places;
  }

  Bits Step(const Bits& places, const Letter& letter) const {
    const Bits taken = places & letter.items;
    return Closed((taken & stars_) | (taken - stars_).ShiftedUp());
  }

  // What a language says of the words that go on from here.
  struct Says {
    bool now = false;     // the word that ends here lies in it
    bool may = false;     // some word does
    bool always = false;  // every word does
  };

  Says Of(const Membership& membership, const Bits& places) const {
    Says says;
    for (const uint32_t l : membership.languages) {
      const size_t begin = begins_[l];
      const size_t end = begin + question_.languages[l].size();
      says.now = says.now || places.Get(end);
      for (size_t i = begin; i <= end; ++i) says.may = says.may || places.Get(i);
      says.always = says.always || (end > begin && whole_.Get(end - 1) && places.Get(end - 1));
    }
    if (membership.negated) says = {!says.now, !says.always, !says.may};
    return says;
  }

  bool Better(const Bits& a, const Bits& b) const {  // or as good
    return (a ^ question_.unwanted).Covers(b ^ question_.unwanted);
  }

  bool Found(const Bits& columns) const {
    return std::any_of(
        answer_.outcomes.begin(), answer_.outcomes.end(),
        [&](const ProductOutcome& outcome) { return Better(outcome.columns, columns); });
  }

  // No word that goes on from here passes the guards and is better than what was found.
  bool Hopeless(const Bits& places) const {
    for (const Membership& guard : question_.guards) {
      if (!Of(guard, places).may) return true;
    }
    Bits best(question_.columns.size());
    for (size_t i = 0; i < question_.columns.size(); ++i) {
      bool may = true;
      bool always = true;
      for (const Membership& test : question_.columns[i]) {
        const Says says = Of(test, places);
        may = may && says.may;
        always = always && says.always;
      }
      best.Set(i, question_.unwanted.Get(i) ? always : may);
    }
    return Found(best);
  }

  // The index of the state, or -1 when it is not worth walking on from.
  int64_t Visit(Bits places, int64_t from, size_t letter) {
    const auto known = index_.find(places);
    if (known != index_.end()) return known->second;
    if (Hopeless(places)) return -1;
    if (budget_ < cost_) {
      budget_ = 0;
      answer_.complete = false;
      return -1;
    }
    budget_ -= cost_;
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
    for (const Membership& guard : question_.guards) {
      if (!Of(guard, places).now) return;
    }
    Bits columns(question_.columns.size());
    for (size_t i = 0; i < question_.columns.size(); ++i) {
      columns.Set(i, std::all_of(question_.columns[i].begin(), question_.columns[i].end(),
                                 [&](const Membership& test) { return Of(test, places).now; }));
    }
    if (Found(columns)) return;
    std::erase_if(answer_.outcomes,
                  [&](const ProductOutcome& outcome) { return Better(columns, outcome.columns); });
    answer_.outcomes.push_back({std::move(columns), WordTo(states_.size() - 1)});
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
  uint64_t& budget_;
  ProductRecord* record_;
  std::vector<size_t> begins_;  // of each language, its first place
  uint64_t cost_ = 1;           // of a state: a wide one takes more memory
  Bits stars_;
  Bits whole_;  // stars that end a language and take everything
  std::vector<Cover> covers_;
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
