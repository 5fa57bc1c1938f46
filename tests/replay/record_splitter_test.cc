// However the bytes come, the records are the same.
#include "simulator/replay/record_splitter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Pieces {
  std::vector<std::string> records;
  std::vector<std::string> problems;

  friend bool operator==(const Pieces&, const Pieces&) = default;
};

Pieces Split(const std::string& text, size_t block) {
  RecordSplitter splitter;
  Pieces pieces;
  std::string buffer;
  size_t at = 0;
  while (true) {
    const std::string fresh = text.substr(at, block);
    at += fresh.size();
    buffer += fresh;
    const bool last = at == text.size();
    std::vector<RecordSpan> spans;
    const size_t done = splitter.Split(buffer, last, spans);
    for (const RecordSpan& span : spans) {
      if (span.problem != nullptr) {
        pieces.problems.emplace_back(span.problem);
      } else {
        pieces.records.push_back(buffer.substr(span.begin, span.end - span.begin));
      }
    }
    buffer.erase(0, done);
    if (last) return pieces;
  }
}

// The same at every size of block.
Pieces Split(const std::string& text) {
  Pieces whole = Split(text, text.size() + 1);
  for (size_t block = 1; block <= text.size(); ++block)
    EXPECT_EQ(Split(text, block), whole) << text << " in blocks of " << block;
  return whole;
}

TEST(RecordSplitter, EveryShape) {
  const std::string a = R"({"a":"}{][\"\\","b":[{"c":1}]})";
  const std::string b = R"({"d":{}})";
  const std::string shapes[] = {
      "{\"Records\":[" + a + "," + b + "]}",
      "{ \"Records\" : [ " + a + " ,\r\n" + b + " ] }\n",
      "{\"Records\":[" + a + "],\"more\":{\"x\":\"]}\"}}\n{\"Records\":[" + b + "]}",
      "{\n  \"Events\": [" + a + ", " + b + "],\n  \"NextToken\": \"x]\"\n}\n",
      "[" + a + "," + b + "]",
      a + "\n" + b + "\n",
      a + "\r\n\r\n" + b,
      a + b,
      "{\"Records\":[]}[" + a + "]" + b,
      "\xEF\xBB\xBF{\"Records\":[" + a + "," + b + "]}",
      "\xEF\xBB\xBF" + a + "\n\xEF\xBB\xBF[" + b + "]",
  };
  for (const std::string& text : shapes) {
    const Pieces pieces = Split(text);
    EXPECT_THAT(pieces.records, ElementsAre(a, b)) << text;
    EXPECT_THAT(pieces.problems, IsEmpty()) << text;
  }
  EXPECT_THAT(Split("").records, IsEmpty());
  EXPECT_THAT(Split(" \n").problems, IsEmpty());
}

TEST(RecordSplitter, PrintedOverManyLines) {
  const std::string record = "{\n  \"a\": [\n    {\n      \"b\": \"c\"\n    }\n  ]\n}";
  EXPECT_THAT(Split("[\n" + record + ",\n" + record + "\n]\n").records,
              ElementsAre(record, record));
  EXPECT_THAT(Split(record + "\n" + record).records, ElementsAre(record, record));
}

TEST(RecordSplitter, ALineThatIsCutOffTakesNoOtherWithIt) {
  const std::string good = R"({"a":1})";
  for (const char* cut : {R"({"a":"b)", R"({"a":"b")", R"({"a":{"b":1)", R"({"a":[1,2])"}) {
    const Pieces pieces = Split(absl::StrCat(cut, "\n", good, "\n", good, "\n"));
    EXPECT_THAT(pieces.records, ElementsAre(good, good)) << cut;
    EXPECT_THAT(pieces.problems, ElementsAre(HasSubstr("a line ends inside of it"))) << cut;
  }
}

TEST(RecordSplitter, WhatIsNoRecordIsSaid) {
  const std::string good = R"({"a":1})";
  EXPECT_THAT(Split("hello\n" + good + "\n").problems, ElementsAre(HasSubstr("no record")));
  EXPECT_THAT(Split("hello\n" + good + "\n").records, ElementsAre(good));
  EXPECT_THAT(Split("\xEF\xBB" + good + "\n").problems, ElementsAre(HasSubstr("no record")));
  EXPECT_THAT(Split("[1,2]\n" + good).records, ElementsAre(good));
  EXPECT_THAT(Split("{\"Records\":[" + good).problems, ElementsAre(HasSubstr("cut off")));
  EXPECT_THAT(Split("{\"Records\":[" + good + ",{\"a\"").problems,
              ElementsAre(HasSubstr("cut off")));
  EXPECT_THAT(Split("{\"Records\"").problems, ElementsAre(HasSubstr("cut off")));
}

// What is no record takes none of those behind it along.
TEST(RecordSplitter, TheListGoesOnBehindWhatIsNoRecord) {
  const std::string good = R"({"a":1})";
  for (const char* other : {"null", "true", "-1.5e+3", R"("a \"text\", \\")", R"("")"}) {
    const Pieces pieces =
        Split(absl::StrCat("{\"Records\":[", other, ",", good, ",", other, ",", good, "]}"));
    EXPECT_THAT(pieces.records, ElementsAre(good, good)) << other;
    EXPECT_THAT(pieces.problems, ElementsAre(HasSubstr("no record"), HasSubstr("no record")))
        << other;
  }
  // A list is cut out as if it were one, so that whoever reads it says what it is.
  EXPECT_THAT(Split("[" + good + R"(,[{"b":["]"]}],)" + good + "]").records,
              ElementsAre(good, R"([{"b":["]"]}])", good));
  const std::string cut = "[" + good + ",\"cut\n" + good + "\n" + good;
  EXPECT_THAT(Split(cut).records, ElementsAre(good, good, good));
}

TEST(RecordSplitter, AnEndlessRecordTakesNoMemory) {
  RecordSplitter splitter;
  std::string buffer = R"({"a":")";
  size_t most = 0;
  std::vector<RecordSpan> spans;
  for (int i = 0; i < 40; ++i) {
    buffer += std::string(size_t{1} << 20, 'x');
    most = std::max(most, buffer.size());
    buffer.erase(0, splitter.Split(buffer, false, spans));
  }
  EXPECT_LT(most, kMostRecordBytes + (size_t{3} << 20));
  buffer += "\"}\n{\"b\":1}\n";
  splitter.Split(buffer, true, spans);
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_THAT(spans[0].problem, HasSubstr("longer than 4 MiB"));
  EXPECT_EQ(buffer.substr(spans[1].begin, spans[1].end - spans[1].begin), R"({"b":1})");
}

}  // namespace
}  // namespace deputy
