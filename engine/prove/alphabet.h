// All code points in as few letters as some languages need: two code points that no item of any
// language tells apart are one letter. Each letter has a code point that stands for it in
// witnesses, a readable one where there is one.
#ifndef DEPUTY_ENGINE_PROVE_ALPHABET_H_
#define DEPUTY_ENGINE_PROVE_ALPHABET_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "engine/prove/bits.h"
#include "engine/prove/language.h"

namespace deputy {

struct Letter {
  uint32_t stands_for = 0;
  Bits items;  // that hold it; an item's index counts through the languages, each followed by one
               // place for its end
};

// In the order in which a search should try them: readable ones first.
std::vector<Letter> AlphabetOf(absl::Span<const Language> languages);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_ALPHABET_H_
