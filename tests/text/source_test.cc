// Lines and columns, for every way to end a line and for text that is not ASCII or not even UTF-8.
#include "engine/text/source.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/text/utf8.h"

namespace deputy {
namespace {

TEST(PositionOf, CountsFromOne) {
  EXPECT_EQ(PositionOf("", 0), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf("abc", 0), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf("abc", 2), (TextPosition{1, 3}));
}

TEST(PositionOf, OffsetAtOrPastTheEndIsBehindTheLastByte) {
  EXPECT_EQ(PositionOf("abc", 3), (TextPosition{1, 4}));
  EXPECT_EQ(PositionOf("abc", 4000000000u), (TextPosition{1, 4}));
  EXPECT_EQ(PositionOf("abc\n", 4), (TextPosition{2, 1}));
}

TEST(PositionOf, BI017_LineEnds) {
  EXPECT_EQ(PositionOf("a\nb", 2), (TextPosition{2, 1}));
  EXPECT_EQ(PositionOf("a\rb", 2), (TextPosition{2, 1}));
  EXPECT_EQ(PositionOf("a\r\nb", 3), (TextPosition{2, 1}));
  EXPECT_EQ(PositionOf("a\n\nb", 3), (TextPosition{3, 1}));
  EXPECT_EQ(PositionOf("a\r\rb", 3), (TextPosition{3, 1}));
  EXPECT_EQ(PositionOf("a\n\rb", 3), (TextPosition{3, 1}));
  EXPECT_EQ(PositionOf("a\r\n\r\nb", 5), (TextPosition{3, 1}));
  EXPECT_EQ(PositionOf("a\r", 2), (TextPosition{2, 1}));
}

TEST(PositionOf, ALineEndStandsOnTheLineThatItEnds) {
  EXPECT_EQ(PositionOf("a\nb", 1), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf("a\r\nb", 1), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf("a\r\nb", 2), (TextPosition{1, 3}));
}

TEST(PositionOf, ColumnsAreCodePoints) {
  const std::string text = "é€😀x";  // 2, 3 and 4 bytes
  EXPECT_EQ(PositionOf(text, 2), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf(text, 5), (TextPosition{1, 3}));
  EXPECT_EQ(PositionOf(text, 9), (TextPosition{1, 4}));
  EXPECT_EQ(PositionOf(text, 10), (TextPosition{1, 5}));
}

TEST(PositionOf, AnOffsetInsideACodePointIsTheCodePoint) {
  EXPECT_EQ(PositionOf("a😀", 1), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf("a😀", 2), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf("a😀", 4), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf("a😀", 5), (TextPosition{1, 3}));
}

TEST(PositionOf, EveryByteThatIsNotUtf8IsAColumn) {
  EXPECT_EQ(PositionOf("\xff\xfe\x80x", 3), (TextPosition{1, 4}));
  EXPECT_EQ(PositionOf("a\xe2\x82", 2), (TextPosition{1, 3}));
}

TEST(PositionOf, BI011_AByteOrderMarkTakesNoColumn) {
  const std::string text = "\xEF\xBB\xBF{}\n x";
  EXPECT_EQ(PositionOf(text, 0), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf(text, 2), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf(text, 3), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf(text, 4), (TextPosition{1, 2}));
  EXPECT_EQ(PositionOf(text, 7), (TextPosition{2, 2}));
  EXPECT_EQ(PositionOf("\xEF\xBB\xBF", 3), (TextPosition{1, 1}));
  EXPECT_EQ(PositionOf("a\xEF\xBB\xBF", 4), (TextPosition{1, 3}));  // only at the start
}

TEST(PositionOf, BI033_ColumnsDoNotWrap) {
  const std::string text(1 << 20, 'x');
  EXPECT_EQ(PositionOf(text, 70000), (TextPosition{1, 70001}));
  EXPECT_EQ(PositionOf(text, 1 << 20), (TextPosition{1, (1 << 20) + 1}));
}

TEST(PositionFinder, AgreesWithPositionOfInAnyOrder) {
  std::mt19937 random(1);
  const std::string bytes = "ab\r\n\xc3\xa9\xff\xf0\x9f\x98\x80";
  for (int round = 0; round < 2000; ++round) {
    std::string text = round % 3 == 0 ? "\xEF\xBB\xBF" : "";
    for (size_t i = random() % 12; i > 0; --i) text += bytes[random() % bytes.size()];
    PositionFinder finder(text);
    for (int i = 0; i < 10; ++i) {
      const auto offset = static_cast<uint32_t>(random() % (text.size() + 2));
      ASSERT_EQ(finder.Find(offset), PositionOf(text, offset));
    }
  }
}

TEST(LineAt, GivesTheLineWithoutItsEnd) {
  const std::string text = "one\r\ntwo\rthree\n\nfive";
  EXPECT_EQ(LineAt(text, 0), "one");
  EXPECT_EQ(LineAt(text, 3), "one");
  EXPECT_EQ(LineAt(text, 4), "one");  // the LF of a CRLF
  EXPECT_EQ(LineAt(text, 5), "two");
  EXPECT_EQ(LineAt(text, 8), "two");
  EXPECT_EQ(LineAt(text, 9), "three");
  EXPECT_EQ(LineAt(text, 15), "");
  EXPECT_EQ(LineAt(text, 16), "five");
  EXPECT_EQ(LineAt(text, 99), "five");
  EXPECT_EQ(LineAt("", 0), "");
  EXPECT_EQ(LineAt("a\n", 2), "");
  EXPECT_EQ(LineAt("\nb", 0), "");
  EXPECT_EQ(LineAt("\xEF\xBB\xBF{\n}", 0), "{");
  EXPECT_EQ(LineAt("\xEF\xBB\xBF{\n}", 5), "}");
}

TEST(PositionFinder, CountsFromTheFirstLineAlsoWhenItGoesBack) {
  PositionFinder places("a\nb", 40);
  EXPECT_EQ(places.Find(2), (TextPosition{41, 1}));
  EXPECT_EQ(places.Find(0), (TextPosition{40, 1}));
}

TEST(Utf8, BI014_KnowsWhatIsWellFormed) {
  const auto valid = [](absl::string_view text) {
    return FindInvalidUtf8(text) == absl::string_view::npos;
  };
  for (const absl::string_view good :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(valid(good)) << good;
  }
  for (const absl::string_view bad :
       {"\x80", "\xbf", "\xc0\x80", "\xc0\xaf", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
        "\xed\xa0\x80", "\xed\xbf\xbf", "\xe2\x82", "\xe2\x82\x41", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80", "\xff", "\xfe",
        "\xf0\x9f\x98"}) {
    EXPECT_FALSE(valid(bad));
  }
}

TEST(Utf8, FindsTheFirstBadByteWhereverItStands) {
  for (size_t at = 0; at < 40; ++at) {
    std::string text(40, 'a');
    text[at] = '\x80';
    EXPECT_EQ(FindInvalidUtf8(text), at);
    EXPECT_EQ(FindInvalidUtf8(text.substr(0, at)), absl::string_view::npos);
  }
}

TEST(Utf8, AcceptsEveryCodePointAndNoSurrogate) {
  for (uint32_t c = 0x80; c <= 0x10ffff; c += 7) {
    std::string text;
    const auto add = [&](uint32_t byte) { text += static_cast<char>(byte); };
    if (c < 0x800) {
      add(0xc0 | c >> 6);
    } else if (c < 0x10000) {
      add(0xe0 | c >> 12);
      add(0x80 | (c >> 6 & 0x3f));
    } else {
      add(0xf0 | c >> 18);
      add(0x80 | (c >> 12 & 0x3f));
      add(0x80 | (c >> 6 & 0x3f));
    }
    add(0x80 | (c & 0x3f));
    const bool surrogate = c >= 0xd800 && c <= 0xdfff;
    ASSERT_EQ(Utf8Length(text, 0), surrogate ? 0 : text.size()) << c;
  }
}

}  // namespace
}  // namespace deputy
