// Which combinations of tests one string can pass: the languages of the tests run side by side, and
// the states that can be reached are walked breadth first, so that witnesses are short.
//
// A state is the set of places in all languages where the words read so far can stand. A star makes
// the places before it that it covers useless, and they are dropped; a state from which nothing
// better than what was found can come is not walked on from.
#ifndef DEPUTY_ENGINE_PROVE_PRODUCT_H_
#define DEPUTY_ENGINE_PROVE_PRODUCT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "engine/prove/alphabet.h"
#include "engine/prove/bits.h"
#include "engine/prove/language.h"

namespace deputy {

// The word lies in one of the languages; negated: in none.
struct Membership {
  std::vector<uint32_t> languages;
  bool negated = false;
};

struct ProductQuestion {
  std::vector<Language> languages;
  std::vector<Membership> guards;                // every word has to pass all of them
  std::vector<std::vector<Membership>> columns;  // each true when all of it is
  Bits unwanted;  // columns that are better false; the others are better true
  Bits required;  // columns that have to be as is better; other words are of no use
};

struct ProductOutcome {
  Bits columns;
  std::string word;
};

// What a walk went through, for a certificate.
struct ProductRecord {
  size_t places = 0;
  std::vector<Letter> letters;
  std::vector<Bits> states;  // the first is the start
  // A step for each letter, or nothing for a state that was not walked on from. -1: to a state from
  // which no word passes the guards, or none is better than what was found.
  std::vector<std::vector<int64_t>> steps;
};

struct ProductAnswer {
  // Such that every word that passes the guards is at most as good, column by column, as one of
  // these; unless the budget ran out.
  std::vector<ProductOutcome> outcomes;
  bool complete = true;
};

// Takes what it explored off `budget`.
ProductAnswer Explore(const ProductQuestion& question, uint64_t& budget,
                      ProductRecord* record = nullptr);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_PRODUCT_H_
