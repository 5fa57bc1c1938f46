// The collector keeps its promises when it is full, and no user text reaches a terminal unescaped.
#include "engine/text/diagnostic.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "engine/text/utf8.h"

namespace deputy {
namespace {

TEST(SeverityName, NamesAllFour) {
  EXPECT_EQ(SeverityName(Severity::kError), "error");
  EXPECT_EQ(SeverityName(Severity::kSecurityWarning), "security-warning");
  EXPECT_EQ(SeverityName(Severity::kWarning), "warning");
  EXPECT_EQ(SeverityName(Severity::kSuggestion), "suggestion");
}

TEST(Diagnostics, StartsEmpty) {
  const Diagnostics diagnostics;
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.FirstError(), nullptr);
  EXPECT_TRUE(diagnostics.items().empty());
}

TEST(Diagnostics, SortsByPositionThenErrorsFirstThenAsAdded) {
  Diagnostics diagnostics;
  diagnostics.Error("c", {9, 10}, "third");
  diagnostics.Warning("b", {5, 6}, "warning");
  diagnostics.Error("a", {5, 9}, "error", "a note");
  diagnostics.Error("a", {5, 6}, "error again");
  diagnostics.Add({Severity::kSuggestion, "s", {0, 1}, "suggestion", {}});
  const auto& items = diagnostics.items();
  ASSERT_EQ(items.size(), 5u);
  EXPECT_EQ(items[0].message, "suggestion");
  EXPECT_EQ(items[1].message, "error");
  EXPECT_EQ(items[2].message, "error again");
  EXPECT_EQ(items[3].message, "warning");
  EXPECT_EQ(items[4].message, "third");
  EXPECT_EQ(items[1].notes, std::vector<std::string>{"a note"});
  EXPECT_TRUE(items[3].notes.empty());
  EXPECT_EQ(diagnostics.error_count(), 3u);
  EXPECT_EQ(diagnostics.FirstError()->message, "error");
}

TEST(Diagnostics, WarningsAreNoErrors) {
  Diagnostics diagnostics;
  diagnostics.Warning("w", {}, "w");
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(diagnostics.FirstError(), nullptr);
}

TEST(Diagnostics, KeepsSoManyAndCountsOn) {
  Diagnostics diagnostics;
  for (uint32_t i = 0; i < 1000; ++i) diagnostics.Error("e", {1000 - i, 1001 - i}, "e");
  EXPECT_EQ(diagnostics.items().size(), Diagnostics::kMaxItems);
  EXPECT_EQ(diagnostics.error_count(), 1000u);
  EXPECT_EQ(diagnostics.FirstError()->range.begin, 1u);
}

TEST(Diagnostics, AnErrorIsNeverCrowdedOutByWarnings) {
  Diagnostics diagnostics;
  for (uint32_t i = 0; i < 1000; ++i) diagnostics.Warning("w", {i, i + 1}, "w");
  diagnostics.Error("e", {5000, 5001}, "e");
  for (uint32_t i = 0; i < 1000; ++i) diagnostics.Warning("w", {i, i + 1}, "w");
  EXPECT_EQ(diagnostics.items().size(), Diagnostics::kMaxItems);
  ASSERT_NE(diagnostics.FirstError(), nullptr);
  EXPECT_EQ(diagnostics.FirstError()->range.begin, 5000u);
}

TEST(Diagnostics, WhatIsKeptDoesNotDependOnTheOrder) {
  Diagnostics upwards;
  Diagnostics downwards;
  for (uint32_t i = 0; i < 500; ++i) {
    upwards.Error("e", {i, i + 1}, "e");
    downwards.Error("e", {499 - i, 500 - i}, "e");
  }
  ASSERT_EQ(upwards.items().size(), downwards.items().size());
  for (size_t i = 0; i < upwards.items().size(); ++i) {
    EXPECT_EQ(upwards.items()[i].range, downwards.items()[i].range);
  }
}

TEST(Quote, PutsBackticksAround) {
  EXPECT_EQ(Quote("aws:SourceArn"), "`aws:SourceArn`");
  EXPECT_EQ(Quote(""), "``");
  EXPECT_EQ(Quote("größe 😀"), "`größe 😀`");
}

TEST(Escape, ControlBytes) {
  EXPECT_EQ(Escape("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(Escape(absl::string_view("\0\x1b[31m\x7f", 7)), "\\x00\\x1b[31m\\x7f");
}

TEST(Escape, InvalidUtf8) {
  EXPECT_EQ(Escape("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(Escape("a\xed\xa0\x80z"), "a\\xed\\xa0\\x80z");
}

TEST(Escape, CodePointsThatWouldShowAnotherText) {
  EXPECT_EQ(Escape("\u0085"), "\\u0085");        // a C1 control: a new line to some terminals
  EXPECT_EQ(Escape("\u009b31m"), "\\u009b31m");  // the C1 form of ESC [
  EXPECT_EQ(Escape("a\u202eb"), "a\\u202eb");    // right-to-left override
  EXPECT_EQ(Escape("1\u200b2\u00ad\u2060"), "1\\u200b2\\u00ad\\u2060");  // not seen at all
  EXPECT_EQ(Escape("\u2066x\u2069"), "\\u2066x\\u2069");
  EXPECT_EQ(Escape("\u2028\u2029"), "\\u2028\\u2029");
  EXPECT_EQ(Escape("\ufeff"), "\\ufeff");
}

TEST(Escape, CutsBehindTheLimitAndOnlyThen) {
  EXPECT_EQ(Escape(std::string(120, 'a')), std::string(120, 'a'));
  EXPECT_EQ(Escape(std::string(121, 'a')), std::string(120, 'a') + "…");
  EXPECT_EQ(Escape("abcdef", 3), "abc…");
  EXPECT_EQ(Escape("abc", 3), "abc");
  EXPECT_EQ(Escape("abc", 0), "…");
  EXPECT_EQ(Escape("", 0), "");
  EXPECT_EQ(Quote(std::string(500, 'a')), "`" + std::string(120, 'a') + "…`");
}

TEST(Escape, NeverCutsInsideACodePointOrAnEscape) {
  EXPECT_EQ(Escape("aéé", 4), "aé…");
  EXPECT_EQ(Escape("😀😀", 7), "😀…");
  EXPECT_EQ(Escape("ab\x01", 5), "ab…");
}

TEST(Escape, AnyBytesGiveAShortPrintableText) {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (size_t i = random() % 200; i > 0; --i) text += static_cast<char>(random());
    const std::string escaped = Escape(text);
    ASSERT_LE(escaped.size(), 120 + std::string("…").size());
    ASSERT_EQ(FindInvalidUtf8(escaped), absl::string_view::npos);
    for (const char c : escaped) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
  }
}

}  // namespace
}  // namespace deputy
