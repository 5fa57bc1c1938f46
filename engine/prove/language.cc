#include "engine/prove/language.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "engine/iam/arn.h"
#include "engine/iam/wildcard.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

constexpr uint32_t kLast = 0x10ffff;

Item One(CharSet set) { return {std::move(set), false}; }
Item Many(CharSet set) { return {std::move(set), true}; }

CharSet Single(uint32_t c) { return {{c, c}}; }

// A pattern in which a star or a question mark takes what `wild` holds.
Language WithWildcards(absl::string_view encoded, const CharSet& wild) {
  Language language;
  absl::string_view rest = encoded;
  while (!rest.empty()) {
    if (rest[0] == kAnyRun || rest[0] == kAnyOne) {
      language.push_back({wild, rest[0] == kAnyRun});
      rest.remove_prefix(1);
      continue;
    }
    const size_t end = rest.find_first_of(absl::string_view("\xff\xfe", 2));
    for (const uint32_t c : CodePoints(rest.substr(0, end))) language.push_back(One(Single(c)));
    rest = end == absl::string_view::npos ? absl::string_view() : rest.substr(end);
  }
  return language;
}

}  // namespace

CharSet AnyChar() { return {{1, 0xd7ff}, {0xe000, kLast}}; }

CharSet AnyButColon() { return {{1, ':' - 1}, {':' + 1, 0xd7ff}, {0xe000, kLast}}; }

CharSet CharsOf(absl::string_view brackets) {
  std::vector<CharRange> ranges;
  for (size_t i = 0; i < brackets.size(); ++i) {
    const auto low = static_cast<unsigned char>(brackets[i]);
    if (i + 2 < brackets.size() && brackets[i + 1] == '-') {
      ranges.push_back({low, static_cast<unsigned char>(brackets[i + 2])});
      i += 2;
    } else {
      ranges.push_back({low, low});
    }
  }
  std::sort(ranges.begin(), ranges.end(),
            [](const CharRange& a, const CharRange& b) { return a.low < b.low; });
  return CharSet(ranges.begin(), ranges.end());
}

bool Contains(const CharSet& set, uint32_t c) {
  return std::any_of(set.begin(), set.end(),
                     [&](const CharRange& range) { return range.low <= c && c <= range.high; });
}

CharSet Intersection(const CharSet& a, const CharSet& b) {
  CharSet both;
  for (const CharRange& x : a) {
    for (const CharRange& y : b) {
      const CharRange common = {std::max(x.low, y.low), std::min(x.high, y.high)};
      if (common.low <= common.high) both.push_back(common);
    }
  }
  return both;
}

bool IsSubset(const CharSet& inner, const CharSet& outer) {
  return Intersection(inner, outer) == inner;
}

Language LiteralLanguage(absl::string_view text) { return WithWildcards(text, {}); }

Language IgnoreCaseLanguage(absl::string_view text) {
  Language language = LiteralLanguage(text);
  for (Item& item : language) {
    const uint32_t c = item.set[0].low;
    const uint32_t upper = c & ~0x20u;
    if (upper >= 'A' && upper <= 'Z') item.set = {{upper, upper}, {upper | 0x20, upper | 0x20}};
  }
  return language;
}

Language PatternLanguage(absl::string_view encoded) { return WithWildcards(encoded, AnyChar()); }

Language Joined(const std::vector<Language>& parts) {
  Language all;
  for (const Language& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Language AnyText() { return {One(AnyChar()), Many(AnyChar())}; }

Language Run(absl::string_view brackets, bool one_or_more) {
  Language language;
  if (one_or_more) language.push_back(One(CharsOf(brackets)));
  language.push_back(Many(CharsOf(brackets)));
  return language;
}

Language Digits(int count) { return Language(static_cast<size_t>(count), One(CharsOf("0-9"))); }

std::vector<Language> NumberLanguages(const Decimal& number) {
  const bool zero =
      number.whole.find_first_not_of('0') == std::string::npos && number.fraction.empty();
  std::vector<Language> languages;
  for (const char* sign : {"", "+", "-"}) {
    if (!zero && (*sign == '-') != number.negative) continue;
    Language whole =
        Joined({LiteralLanguage(sign), Run("0", false), LiteralLanguage(number.whole)});
    // At least one digit stands before the point.
    if (number.whole.empty()) whole = Joined({LiteralLanguage(sign), Run("0", true)});
    if (number.fraction.empty()) languages.push_back(whole);
    languages.push_back(Joined({whole, LiteralLanguage("."), LiteralLanguage(number.fraction),
                                Run("0", number.fraction.empty())}));
  }
  return languages;
}

std::optional<Language> ArnLanguage(absl::string_view encoded) {
  const std::optional<Arn> cut = SplitArn(encoded);
  // A value begins with `arn:`, so that the first component of a pattern is asked that only.
  if (!cut || !MatchesPattern(cut->components[0], "arn")) return std::nullopt;
  Language language = LiteralLanguage("arn");
  for (size_t i = 1; i < kArnComponents; ++i) {
    language.push_back(One(Single(':')));
    const bool last = i + 1 == kArnComponents;
    for (Item& item : WithWildcards(cut->components[i], last ? AnyChar() : AnyButColon()))
      language.push_back(std::move(item));
  }
  return language;
}

std::optional<Language> AtAccount(const Language& account) {
  Language language;
  for (int i = 0; i < 4; ++i) {
    language.push_back(Many(AnyButColon()));
    language.push_back(One(Single(':')));
  }
  for (const Item& item : account) {
    CharSet set = Intersection(item.set, AnyButColon());
    if (set.empty() && !item.star) return std::nullopt;
    if (!set.empty()) language.push_back({std::move(set), item.star});
  }
  language.push_back(One(Single(':')));
  language.push_back(Many(AnyChar()));
  return language;
}

std::vector<Language> AtUserName(const Language& name) {
  static const CharSet kNoSlash = {{1, '/' - 1}, {'/' + 1, 0xd7ff}, {0xe000, kLast}};
  Language plain;
  for (int i = 0; i < 5; ++i) {
    plain.push_back(Many(AnyButColon()));
    plain.push_back(One(Single(':')));
  }
  for (Item& item : LiteralLanguage("user/")) plain.push_back(std::move(item));
  Language with_path = plain;
  with_path.push_back(Many(AnyChar()));
  with_path.push_back(One(Single('/')));
  for (const Item& item : name) {
    CharSet set = Intersection(item.set, kNoSlash);
    if (set.empty() && !item.star) return {};
    if (set.empty()) continue;
    plain.push_back({set, item.star});
    with_path.push_back({set, item.star});
  }
  return {plain, with_path};
}

std::vector<uint32_t> CodePoints(absl::string_view text) {
  std::vector<uint32_t> word;
  word.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80 ? 1 : std::max<size_t>(Utf8Length(text, i), 1);
    uint32_t c = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t k = 1; k < length; ++k)
      c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    word.push_back(c);
    i += length;
  }
  return word;
}

std::string FromCodePoints(const std::vector<uint32_t>& word) {
  std::string text;
  for (const uint32_t c : word) {
    const int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static constexpr uint32_t kLead[] = {0, 0xc0, 0xe0, 0xf0};
    text.push_back(static_cast<char>(kLead[more] | (c >> (6 * more))));
    for (int i = more - 1; i >= 0; --i)
      text.push_back(static_cast<char>(0x80 | ((c >> (6 * i)) & 0x3f)));
  }
  return text;
}

bool Accepts(const Language& language, absl::string_view text) {
  const auto close = [&](std::vector<bool>& at) {
    for (size_t i = 0; i < language.size(); ++i) {
      if (at[i] && language[i].star) at[i + 1] = true;
    }
  };
  std::vector<bool> at(language.size() + 1, false);
  at[0] = true;
  close(at);
  for (const uint32_t c : CodePoints(text)) {
    std::vector<bool> next(at.size(), false);
    for (size_t i = 0; i < language.size(); ++i) {
      if (at[i] && Contains(language[i].set, c)) next[language[i].star ? i : i + 1] = true;
    }
    close(next);
    at = std::move(next);
  }
  return at.back();
}

}  // namespace deputy
