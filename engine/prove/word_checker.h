// The checker's own reading of the tests on one variable: words run place by place through every
// language, and what they do is told by column. Shares nothing with product.h.
#ifndef DEPUTY_ENGINE_PROVE_WORD_CHECKER_H_
#define DEPUTY_ENGINE_PROVE_WORD_CHECKER_H_

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/prove/certificate_text.h"
#include "engine/prove/encoder.h"

namespace deputy {

using Places = std::set<int64_t>;
using Flags = std::vector<bool>;

// Adds what no other is as good as. Good is an Allow that holds and a Deny that does not.
void Keep(const Flags& flags, const Flags& deny, std::vector<Flags>& all);

class WordChecker {
 public:
  // Borrows both.
  WordChecker(const EncodedVariable& variable, const Flags& deny);

  // Whether every code point is one letter with one of them.
  bool HasAllLetters(const Numbers& letters) const;
  Places Start() const;
  Places Step(const Places& at, uint32_t c) const;
  // Adds what the word does that ends here, if the guards let it through.
  void AddHere(const Places& at, std::vector<Flags>& vectors) const;
  // Adds the best that any word that goes on from here could do.
  void AddBest(const Places& at, std::vector<Flags>& vectors) const;

 private:
  // A union of languages, each with its first place; each has one place more than items.
  struct Test {
    std::vector<std::pair<int64_t, const Language*>> languages;
    bool negated = false;
  };
  // Whether words that go on from some places pass: the one that ends there, some, all.
  struct Passing {
    bool now = false;
    bool some = false;
    bool all = false;
  };

  Test Add(const std::vector<Language>& languages, bool negated);
  Places Closed(Places at) const;
  static Passing PassingAt(const Test& test, const Places& at);
  Flags ColumnsAt(const Places& at, bool best) const;

  const EncodedVariable& variable_;
  const Flags& deny_;
  int64_t end_ = 0;
  Places begins_;
  std::map<int64_t, const Item*> items_;
  std::vector<Test> guards_;
  std::map<const Criterion*, Test> tests_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_WORD_CHECKER_H_
