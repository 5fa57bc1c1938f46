// A suggestion is made for a typing mistake and for nothing else.
#include "engine/text/spelling.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace deputy {
namespace {

const std::vector<absl::string_view> kOperators = {"StringEquals", "StringNotEquals", "StringLike",
                                                   "ArnEquals",    "ArnLike",         "Bool"};

TEST(NearestWord, FindsTypingMistakes) {
  EXPECT_EQ(NearestWord("StringEqual", kOperators), "StringEquals");
  EXPECT_EQ(NearestWord("StringEqualss", kOperators), "StringEquals");
  EXPECT_EQ(NearestWord("StirngLike", kOperators), "StringLike");
  EXPECT_EQ(NearestWord("ArnLikes", kOperators), "ArnLike");
  EXPECT_EQ(NearestWord("ArnEqual", kOperators), "ArnEquals");
  EXPECT_EQ(NearestWord("Boll", kOperators), "Bool");
}

TEST(NearestWord, IgnoresCase) {
  EXPECT_EQ(NearestWord("STRINGLIKE", kOperators), "StringLike");
  EXPECT_EQ(NearestWord("arnlike", kOperators), "ArnLike");
}

TEST(NearestWord, FarWordsGetNoSuggestion) {
  EXPECT_EQ(NearestWord("Principal", kOperators), "");
  EXPECT_EQ(NearestWord("", kOperators), "");
  EXPECT_EQ(NearestWord("StringLike", {}), "");
  EXPECT_EQ(NearestWord("xy", {"ab"}), "");
}

TEST(NearestWord, AThirdOfTheLengthAtLeastOne) {
  EXPECT_EQ(NearestWord("ab", {"abc"}), "abc");
  EXPECT_EQ(NearestWord("abc", {"abcde"}), "");
  EXPECT_EQ(NearestWord("abcdef", {"abcdxy"}), "abcdxy");
  EXPECT_EQ(NearestWord("abcdef", {"abcxyz"}), "");
}

TEST(NearestWord, ASwapIsOneMistake) {
  EXPECT_EQ(NearestWord("ba", {"ab"}), "ab");
  EXPECT_EQ(NearestWord("Efefct", {"Effort", "Effect"}), "Effect");
}

TEST(NearestWord, TheNearestWinsAndTiesGoToTheEarlier) {
  EXPECT_EQ(NearestWord("abcdef", {"abcdxy", "abcdex"}), "abcdex");
  EXPECT_EQ(NearestWord("cat", {"bat", "hat"}), "bat");
  EXPECT_EQ(NearestWord("cat", {"hat", "bat"}), "hat");
  EXPECT_EQ(NearestWord("cat", {"cut", "CAT"}), "CAT");
}

TEST(NearestWord, AHugeWordIsNearNone) {
  const std::string huge(1 << 20, 'a');
  EXPECT_EQ(NearestWord(huge, kOperators), "");
}

TEST(DidYouMean, IsAClauseOrNothing) {
  EXPECT_EQ(DidYouMean("Efect", {"Effect"}), "; did you mean `Effect`?");
  EXPECT_EQ(DidYouMean("Nonsense", {"Effect"}), "");
}

}  // namespace
}  // namespace deputy
