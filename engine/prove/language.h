// Regular languages of the shape that policy patterns have: a row of items, each one code point of
// a set, or any number of them. Words are rows of code points and not of bytes: `?` is one code
// point (engine/iam/wildcard.h), and what a policy compares are whole code points of valid UTF-8.
//
// Everything is plain data; functions are total and thread-safe.
#ifndef DEPUTY_ENGINE_PROVE_LANGUAGE_H_
#define DEPUTY_ENGINE_PROVE_LANGUAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "engine/iam/decimal.h"

namespace deputy {

struct CharRange {
  uint32_t low = 0;  // both ends are in
  uint32_t high = 0;

  friend bool operator==(const CharRange&, const CharRange&) = default;
};

// Sorted, disjoint. U+0000 and surrogates are in no set, since no string of a request holds them.
using CharSet = absl::InlinedVector<CharRange, 2>;

CharSet AnyChar();
CharSet AnyButColon();
// As in a regular expression's brackets: `a-z0-9-`; a hyphen that stands last is itself.
CharSet CharsOf(absl::string_view brackets);
bool Contains(const CharSet& set, uint32_t c);
bool IsSubset(const CharSet& inner, const CharSet& outer);
CharSet Intersection(const CharSet& a, const CharSet& b);

struct Item {
  CharSet set;
  bool star = false;  // any number of them
};
using Language = std::vector<Item>;

Language LiteralLanguage(absl::string_view text);
Language IgnoreCaseLanguage(absl::string_view text);  // ASCII letters in both cases
Language PatternLanguage(absl::string_view encoded);  // of wildcard.h; stars cross colons
Language Joined(const std::vector<Language>& parts);
Language AnyText();                                          // one code point or more
Language Run(absl::string_view brackets, bool one_or_more);  // `[…]*` or `[…]+`
Language Digits(int count);

// All ways to write a number (4.5): signs, zeros in front and behind.
std::vector<Language> NumberLanguages(const Decimal& number);

// An ARN pattern (docs/semantics.md 4.6) as the language of the values that it matches; nothing
// when it matches none.
std::optional<Language> ArnLanguage(absl::string_view encoded);

// The ARNs whose account lies in the language; nothing when no account does.
std::optional<Language> AtAccount(const Language& account);
// The user ARNs whose name lies in the language, whatever their path.
std::vector<Language> AtUserName(const Language& name);

// The words as code points; bytes that are no UTF-8 count one each.
std::vector<uint32_t> CodePoints(absl::string_view text);
std::string FromCodePoints(const std::vector<uint32_t>& word);

bool Accepts(const Language& language, absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_PROVE_LANGUAGE_H_
