#include "engine/iam/wildcard.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

bool Matches(absl::string_view policy_text, absl::string_view text) {
  const std::string encoded = EncodePattern(policy_text);
  const bool matches = MatchesPattern(encoded, text);
  EXPECT_EQ(Pattern(encoded).Matches(text), matches) << policy_text << " " << text;
  return matches;
}

// The definition itself, on units: code points, or single bytes where there is none. `*` is "no
// unit, or one unit and `*` again".
using Units = std::vector<std::string>;

bool Obviously(const Units& pattern, size_t p, const Units& text, size_t t) {
  if (p == pattern.size()) return t == text.size();
  if (pattern[p] == "*") {
    return Obviously(pattern, p + 1, text, t) ||
           (t < text.size() && Obviously(pattern, p, text, t + 1));
  }
  if (t == text.size() || (pattern[p] != "?" && pattern[p] != text[t])) return false;
  return Obviously(pattern, p + 1, text, t + 1);
}

std::string Join(const Units& units) {
  std::string all;
  for (const std::string& unit : units) all += unit;
  return all;
}

// All words over the alphabet of at most `longest` units.
std::vector<Units> Words(const Units& alphabet, size_t longest) {
  std::vector<Units> words = {{}};
  for (size_t begin = 0; words[begin].size() < longest; ++begin) {
    for (const std::string& unit : alphabet) {
      words.push_back(words[begin]);
      words.back().push_back(unit);
    }
  }
  return words;
}

TEST(Wildcard, MatchesWholeTexts) {
  EXPECT_TRUE(Matches("", ""));
  EXPECT_FALSE(Matches("", "a"));
  EXPECT_TRUE(Matches("abc", "abc"));
  EXPECT_FALSE(Matches("abc", "abcd"));
  EXPECT_FALSE(Matches("abc", "ab"));
  EXPECT_FALSE(Matches("abc", "aBc"));  // case counts
  EXPECT_TRUE(Matches("*", ""));
  EXPECT_TRUE(Matches("*", "anything: at all"));
  EXPECT_TRUE(Matches("a*c", "ac"));
  EXPECT_TRUE(Matches("a*c", "abcbc"));
  EXPECT_FALSE(Matches("a*c", "abcb"));
  EXPECT_TRUE(Matches("?", "x"));
  EXPECT_FALSE(Matches("?", ""));
  EXPECT_TRUE(Matches("a**b", "ab"));
  EXPECT_TRUE(Matches("*?*?*", "xy"));
  EXPECT_FALSE(Matches("*?*?*", "x"));
  EXPECT_TRUE(Matches("\\*", "\\anything"));  // `\` has no meaning (4.4)
}

// 8.1: a star of StringLike crosses colons; BI-085
TEST(Wildcard, StarCrossesColons) {
  EXPECT_TRUE(Matches("arn:aws:dms:*:111122223333:*", "arn:aws:dms::000000000000:111122223333:"));
}

TEST(Wildcard, AnyOneIsACodePoint) {
  EXPECT_TRUE(Matches("?", "é"));
  EXPECT_TRUE(Matches("?", "€"));
  EXPECT_TRUE(Matches("?", "😀"));
  EXPECT_FALSE(Matches("??", "é"));
  EXPECT_TRUE(Matches("*?", "aé"));
  EXPECT_FALSE(Matches("*??", "é"));
  EXPECT_TRUE(Matches("a?c", "aéc"));
}

TEST(Wildcard, AnyOneIsAByteWhereTextIsNotUtf8) {
  EXPECT_TRUE(Matches("?", "\xff"));
  EXPECT_TRUE(Matches("?", "\xfe"));
  EXPECT_TRUE(Matches("??", "\xc0\x80"));  // overlong
  EXPECT_FALSE(Matches("?", "\xc0\x80"));
  EXPECT_TRUE(Matches("???", "\xed\xa0\x80"));       // a surrogate
  EXPECT_TRUE(Matches("????", "\xf5\x80\x80\x80"));  // above U+10FFFF
  EXPECT_TRUE(Matches("??",
                      "\xc3"
                      "a"));
  EXPECT_TRUE(Matches("?", "\x80"));
  EXPECT_TRUE(Matches("?", "\xc3"));  // cut
  EXPECT_FALSE(Matches("a", "\xff"));
}

// No text can be mistaken for a wildcard, nor a star of a text for a star of the policy (8.4).
TEST(Wildcard, StandsApartFromText) {
  const std::string pattern = absl::StrCat("a", "*?", std::string(1, kAnyRun));
  EXPECT_TRUE(MatchesPattern(pattern, "a*?bc"));
  EXPECT_FALSE(MatchesPattern(pattern, "axybc"));
  EXPECT_FALSE(MatchesPattern("*", "a"));
  EXPECT_FALSE(MatchesPattern("a", std::string(1, kAnyRun)));
  EXPECT_TRUE(Matches("?*", absl::StrCat(std::string(1, kAnyRun), std::string(1, kAnyOne))));
}

TEST(Wildcard, EncodesAndDecodes) {
  EXPECT_EQ(EncodePattern("a*b?c"),
            "a\xff"
            "b\xfe"
            "c");
  EXPECT_EQ(EncodePattern("a***b"),
            "a\xff"
            "b");
  EXPECT_EQ(EncodePattern("*?*"), "\xff\xfe\xff");
  EXPECT_EQ(EncodePattern(""), "");
  EXPECT_EQ(DecodePattern(EncodePattern("a**b?c*")), "a*b?c*");
  EXPECT_EQ(EncodePattern(std::string(10000, '*')), std::string(1, kAnyRun));  // BI-099
}

TEST(Wildcard, KnowsItsKind) {
  const struct {
    absl::string_view text;
    Pattern::Kind kind;
    absl::string_view literal;
  } kKinds[] = {
      {"", Pattern::Kind::kLiteral, ""},       {"abc", Pattern::Kind::kLiteral, "abc"},
      {"*", Pattern::Kind::kAny, ""},          {"**", Pattern::Kind::kAny, ""},
      {"abc*", Pattern::Kind::kPrefix, "abc"}, {"a*c", Pattern::Kind::kGeneral, ""},
      {"*c", Pattern::Kind::kGeneral, ""},     {"a?", Pattern::Kind::kGeneral, ""},
      {"?", Pattern::Kind::kGeneral, ""},      {"a?*", Pattern::Kind::kGeneral, ""},
      {"a*b*", Pattern::Kind::kGeneral, ""},
  };
  for (const auto& c : kKinds) {
    const Pattern pattern(EncodePattern(c.text));
    EXPECT_EQ(pattern.kind(), c.kind) << c.text;
    EXPECT_EQ(pattern.literal(), c.literal) << c.text;
    EXPECT_EQ(pattern.encoded(), EncodePattern(c.text));
  }
  EXPECT_TRUE(Pattern().Matches(""));
  EXPECT_FALSE(Pattern().Matches("a"));
}

TEST(Wildcard, AgreesWithTheDefinitionOnAllShortWords) {
  const std::vector<Units> patterns = Words({"a", "b", "*", "?"}, 5);
  const std::vector<Units> texts = Words({"a", "b"}, 6);
  for (const Units& pattern : patterns) {
    const std::string encoded = EncodePattern(Join(pattern));
    const Pattern ready(encoded);
    for (const Units& text : texts) {
      const bool expected = Obviously(pattern, 0, text, 0);
      ASSERT_EQ(MatchesPattern(encoded, Join(text)), expected)
          << Join(pattern) << " " << Join(text);
      ASSERT_EQ(ready.Matches(Join(text)), expected) << Join(pattern) << " " << Join(text);
    }
  }
}

TEST(Wildcard, AgreesWithTheDefinitionBeyondAscii) {
  const std::vector<Units> patterns = Words({"é", "è", "a", "*", "?"}, 4);
  const std::vector<Units> texts = Words({"é", "è", "a", "\xff"}, 4);
  for (const Units& pattern : patterns) {
    const std::string encoded = EncodePattern(Join(pattern));
    for (const Units& text : texts) {
      ASSERT_EQ(MatchesPattern(encoded, Join(text)), Obviously(pattern, 0, text, 0))
          << Join(pattern) << " " << Join(text);
    }
  }
}

TEST(Wildcard, AgreesWithTheDefinitionOnLongerWords) {
  std::mt19937 random(3);
  const auto word = [&](const Units& alphabet, size_t longest) {
    Units units(random() % (longest + 1));
    for (std::string& unit : units) unit = alphabet[random() % alphabet.size()];
    return units;
  };
  int matched = 0;
  for (int i = 0; i < 100000; ++i) {
    const Units pattern = word({"a", "b", "*", "*", "?"}, 10);
    const Units text = word({"a", "b"}, 14);
    const bool expected = Obviously(pattern, 0, text, 0);
    matched += expected ? 1 : 0;
    ASSERT_EQ(MatchesPattern(EncodePattern(Join(pattern)), Join(text)), expected)
        << Join(pattern) << " " << Join(text);
  }
  EXPECT_GT(matched, 5000);  // both answers were tried
}

// Patterns on which naive recursion takes longer than anybody lives, let alone than a test may:
// BI-098, BI-099.
TEST(WildcardTime, ManyStars) {
  std::string pattern;
  for (int i = 0; i < 16; ++i) pattern += "*a";
  pattern += "*b";
  EXPECT_FALSE(Matches(pattern, std::string(5000, 'a')));
  EXPECT_TRUE(Matches(pattern, std::string(5000, 'a') + "b"));
}

TEST(WildcardTime, LongRuns) {
  const std::string mebibyte(1 << 20, 'a');
  EXPECT_TRUE(Matches(std::string(10000, '*'), mebibyte));
  EXPECT_FALSE(Matches(std::string(10000, '?'), mebibyte));
  EXPECT_TRUE(Matches(std::string(10000, '?') + "*", mebibyte));
  std::string alternating;
  for (int i = 0; i < 10000; ++i) alternating += "*?";
  EXPECT_TRUE(Matches(alternating, mebibyte));
  EXPECT_FALSE(Matches(alternating + "b", mebibyte));
  EXPECT_FALSE(Matches("*" + std::string(100, 'a') + "b", mebibyte));
}

}  // namespace
}  // namespace deputy
