// The languages of the prover against what the engine says of each word, over all short words.
#include "engine/prove/language.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/arn.h"
#include "engine/iam/wildcard.h"

namespace deputy {
namespace {

// All words over `letters` of at most `longest`.
std::vector<std::string> Words(const std::string& letters, size_t longest) {
  std::vector<std::string> words = {""};
  for (size_t i = 0; i < words.size() && words[i].size() < longest; ++i) {
    for (const char c : letters) words.push_back(words[i] + c);
  }
  return words;
}

using Says = std::function<bool(const std::string&)>;

bool AnyAccepts(const std::vector<Language>& languages, const std::string& word) {
  return std::any_of(languages.begin(), languages.end(),
                     [&](const Language& language) { return Accepts(language, word); });
}

void ExpectSame(const std::vector<Language>& languages, const std::vector<std::string>& words,
                const std::string& about, const Says& says) {
  for (const std::string& word : words)
    EXPECT_EQ(AnyAccepts(languages, word), says(word)) << about << " and `" << word << "`";
}

TEST(CharSets, HoldWhatAStringMayHold) {
  for (const uint32_t c : {0u, 0xd800u, 0xdfffu, 0x110000u}) {
    EXPECT_FALSE(Contains(AnyChar(), c)) << c;
    EXPECT_FALSE(Contains(AnyButColon(), c)) << c;
  }
  for (const uint32_t c : {1u, 0x39u, 0x3bu, 0xd7ffu, 0xe000u, 0x10ffffu}) {
    EXPECT_TRUE(Contains(AnyChar(), c)) << c;
    EXPECT_TRUE(Contains(AnyButColon(), c)) << c;
  }
  EXPECT_TRUE(Contains(AnyChar(), ':'));
  EXPECT_FALSE(Contains(AnyButColon(), ':'));
}

TEST(CharSets, AreCutOutOfUserNames) {
  for (const char* name : {"\x01", ".", "0", "\ud7ff", "\ue000", "\U0010ffff"}) {
    EXPECT_TRUE(AnyAccepts(AtUserName(LiteralLanguage(name)),
                           absl::StrCat("arn:aws:iam::111122223333:user/p/", name)))
        << name;
  }
  EXPECT_TRUE(AtUserName(LiteralLanguage("/")).empty());
}

TEST(CharSets, AreReadLikeBrackets) {
  EXPECT_EQ(CharsOf("a-cA9-"), (CharSet{{'-', '-'}, {'9', '9'}, {'A', 'A'}, {'a', 'c'}}));
  EXPECT_EQ(CharsOf("0-9"), (CharSet{{'0', '9'}}));
  EXPECT_EQ(CharsOf("x-"), (CharSet{{'-', '-'}, {'x', 'x'}}));
}

TEST(CharSets, MeetAndCoverCharacterByCharacter) {
  const std::vector<CharSet> sets = {
      {},        CharsOf("a-c"), CharsOf("b-d"),      CharsOf("ac"),
      AnyChar(), AnyButColon(),  CharSet{{':', ':'}}, CharsOf("c-cx")};
  const std::string letters = "abcdx:;9";
  for (const CharSet& a : sets) {
    for (const CharSet& b : sets) {
      bool covered = true;
      for (const char c : letters) {
        const uint32_t letter = static_cast<unsigned char>(c);
        EXPECT_EQ(Contains(Intersection(a, b), letter), Contains(a, letter) && Contains(b, letter));
        covered = covered && (!Contains(a, letter) || Contains(b, letter));
      }
      EXPECT_EQ(IsSubset(a, b), covered);
    }
  }
}

TEST(Languages, CodePointsAreThoseOfUtf8) {
  for (const uint32_t c :
       {1u, 0x7fu, 0x80u, 0x7ffu, 0x800u, 0xd7ffu, 0xe000u, 0xffffu, 0x10000u, 0x10ffffu})
    EXPECT_EQ(CodePoints(FromCodePoints({c, 'a'})), (std::vector<uint32_t>{c, 'a'}));
  EXPECT_EQ(FromCodePoints({0x7f, 0x80}), "\x7f\xc2\x80") << "the last of one byte";
  EXPECT_EQ(FromCodePoints({0xe9, 0x20ac, 0x1f600}), "é€😀");
  EXPECT_EQ(CodePoints("\x80z\xc3"), (std::vector<uint32_t>{0x80, 'z', 0xc3}));
}

TEST(Languages, PatternsAcceptWhatTheyMatch) {
  const std::vector<std::string> words = Words("ab:", 5);
  for (const std::string& pattern : Words("a*?", 4)) {
    const std::string encoded = EncodePattern(pattern);
    ExpectSame({PatternLanguage(encoded)}, words, pattern,
               [&](const std::string& word) { return MatchesPattern(encoded, word); });
  }
  ExpectSame({PatternLanguage(EncodePattern("?"))}, {"é", "€", "ab", "", "😀"}, "?",
             [](const std::string& word) { return !word.empty() && word != "ab"; });
}

TEST(Languages, IgnoreTheCaseOfAsciiLettersOnly) {
  for (const std::string text : {"aZ", "@[", "`{", "k9"}) {
    ExpectSame({IgnoreCaseLanguage(text)}, Words("aAzZ@[`{kK9", 2), text,
               [&](const std::string& word) { return absl::EqualsIgnoreCase(text, word); });
  }
}

TEST(Languages, RunsAndDigits) {
  const std::vector<std::string> words = Words("0a9", 4);
  const auto all = [](const std::string& word) { return word.find('a') == std::string::npos; };
  ExpectSame({deputy::Run("0-9", false)}, words, "[0-9]*", all);
  ExpectSame({deputy::Run("0-9", true)}, words, "[0-9]+",
             [&](const std::string& word) { return !word.empty() && all(word); });
  ExpectSame({Digits(2)}, words, "two digits",
             [&](const std::string& word) { return word.size() == 2 && all(word); });
  ExpectSame({Joined({Digits(1), LiteralLanguage("a"), deputy::Run("0", false)})}, words, "joined",
             [&](const std::string& word) {
               return word.size() > 1 && word[0] != 'a' && word[1] == 'a' &&
                      word.find_first_not_of('0', 2) == std::string::npos;
             });
}

TEST(Languages, NumbersAreAllTheirSpellings) {
  const std::vector<std::string> words = Words("+-.01", 5);
  for (const std::string number : {"0", "-0", "1", "-1", "10", "0.1", "-0.01", "1.10"}) {
    const Decimal decimal = *ParseDecimal(number);
    ExpectSame(NumberLanguages(decimal), words, number, [&](const std::string& word) {
      const std::optional<Decimal> other = ParseDecimal(word);
      return other && *other <=> decimal == 0;
    });
  }
}

// Components in place of each other, and colons where none belong.
std::vector<std::string> Arns() {
  std::vector<std::string> arns = {"arn", "", "arn:a:b:c:d", "arm:a:b:c:1:d"};
  for (const std::string region : {"", "c", "us-1"}) {
    for (const std::string account : {"", "1", "12", "2"}) {
      for (const std::string resource :
           {"", "r", "r:x", "user/n", "user/p/n", "user/p/q/n", "user/m", "users/n", "user/n/m"})
        arns.push_back(absl::StrCat("arn:aws:iam:", region, ":", account, ":", resource));
    }
  }
  return arns;
}

TEST(Languages, ArnPatternsAreComparedByComponents) {
  for (const std::string pattern :
       {"arn:aws:iam::1:r", "arn:*:*:*:*:*", "*:aws:iam:*:1*:user/*", "a?n:aws:*:?:?2:*n",
        "arm:*:*:*:*:*", "arn:aws:iam:*", "arn:aws:iam:us-*:1:r:?", "*"}) {
    const std::string encoded = EncodePattern(pattern);
    const std::optional<Language> language = ArnLanguage(encoded);
    const std::optional<Arn> cut = SplitArn(encoded);
    ExpectSame(language ? std::vector<Language>{*language} : std::vector<Language>{}, Arns(),
               pattern, [&](const std::string& word) {
                 const std::optional<Arn> value = ParseArn(word);
                 if (!value || !cut) return false;
                 for (size_t i = 0; i < kArnComponents; ++i) {
                   if (!MatchesPattern(cut->components[i], value->components[i])) return false;
                 }
                 return true;
               });
  }
}

TEST(Languages, AtTheAccountOfAnArn) {
  for (const std::string account : {"1", "1?", "*", "?", ""}) {
    const std::string encoded = EncodePattern(account);
    ExpectSame({AtAccount(PatternLanguage(encoded)).value()}, Arns(), account,
               [&](const std::string& word) {
                 const std::optional<Arn> arn = SplitArn(word);
                 return arn && MatchesPattern(encoded, arn->account());
               });
  }
  EXPECT_FALSE(AtAccount(LiteralLanguage("1:2")).has_value()) << "no account has a colon";
}

TEST(Languages, AtTheNameOfAUser) {
  for (const std::string name : {"n", "?", "*", "m"}) {
    const std::string encoded = EncodePattern(name);
    ExpectSame(AtUserName(PatternLanguage(encoded)), Arns(), name, [&](const std::string& word) {
      const std::optional<Arn> arn = SplitArn(word);
      if (!arn || !absl::StartsWith(arn->resource(), "user/")) return false;
      return MatchesPattern(encoded, word.substr(word.find_last_of('/') + 1));
    });
  }
  EXPECT_TRUE(AtUserName(LiteralLanguage("p/n")).empty()) << "no name has a slash";
}

}  // namespace
}  // namespace deputy
