// "Did you mean": the nearest of a list of known words.
#ifndef DEPUTY_ENGINE_TEXT_SPELLING_H_
#define DEPUTY_ENGINE_TEXT_SPELLING_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

// The candidate nearest to `word` by edit distance with transpositions, case ignored; empty when
// none is near enough to be a typing mistake (a third of the word's length, at least one). Ties go
// to the earlier candidate.
absl::string_view NearestWord(absl::string_view word,
                              absl::Span<const absl::string_view> candidates);

// "; did you mean `X`?", or empty. To be put behind a message.
std::string DidYouMean(absl::string_view word, absl::Span<const absl::string_view> candidates);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_SPELLING_H_
