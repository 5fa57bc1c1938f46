// The same calls give the same bytes, and what is written reads as what was meant.
#include "engine/text/json_writer.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>
#include <string>
#include <utility>

#include "tests/text/json_test_support.h"

namespace deputy {
namespace {

void WriteSample(JsonWriter& writer) {
  writer.BeginObject()
      .Member("name", "x")
      .Member("count", -7)
      .Key("yes")
      .Bool(true)
      .Key("no")
      .Bool(false)
      .Key("none")
      .Null()
      .Key("list")
      .BeginArray()
      .Int(1)
      .BeginObject()
      .EndObject()
      .BeginArray()
      .EndArray()
      .EndArray()
      .EndObject();
}

TEST(JsonWriter, Compact) {
  JsonWriter writer;
  WriteSample(writer);
  EXPECT_EQ(writer.Take(),
            R"({"name":"x","count":-7,"yes":true,"no":false,"none":null,"list":[1,{},[]]})");
}

TEST(JsonWriter, PrettyIndentsByTwo) {
  JsonWriter writer(JsonStyle::kPretty);
  WriteSample(writer);
  EXPECT_EQ(writer.Take(), R"({
  "name": "x",
  "count": -7,
  "yes": true,
  "no": false,
  "none": null,
  "list": [
    1,
    {},
    []
  ]
})");
}

TEST(JsonWriter, TakeLeavesItReadyForTheNext) {
  for (const JsonStyle style : {JsonStyle::kCompact, JsonStyle::kPretty}) {
    JsonWriter writer(style);
    EXPECT_EQ(writer.Take(), "");
    EXPECT_EQ(writer.Int(1).Take(), "1");
    EXPECT_EQ(writer.String("a").Take(), "\"a\"");
    EXPECT_EQ(writer.BeginArray().EndArray().Take(), "[]");
    EXPECT_EQ(writer.Take(), "");
  }
}

TEST(JsonWriter, Moves) {
  JsonWriter first(JsonStyle::kPretty);
  first.BeginArray().Int(1);
  JsonWriter second = std::move(first);
  second.Int(2).EndArray();
  EXPECT_EQ(second.Take(), "[\n  1,\n  2\n]");
  JsonWriter third;
  third = std::move(second);
  EXPECT_EQ(third.BeginArray().EndArray().Take(), "[]");
}

TEST(JsonWriter, EscapesWhatMustBeEscaped) {
  EXPECT_EQ(JsonWriter().String("\"\\/\b\f\n\r\t\x01\x1f\x7f").Take(),
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001F\x7f\"");
  EXPECT_EQ(JsonWriter().String(absl::string_view("a\0b", 3)).Take(), "\"a\\u0000b\"");
  EXPECT_EQ(JsonWriter().String("é€😀").Take(), "\"é€😀\"");
  EXPECT_EQ(JsonWriter().String(absl::string_view()).Take(), "\"\"");
}

TEST(JsonWriter, InvalidBytesBecomeReplacementCharacters) {
  EXPECT_EQ(JsonWriter().String("a\xff\xfez").Take(), "\"a\uFFFD\uFFFDz\"");
  EXPECT_EQ(JsonWriter().String("\xed\xa0\x80").Take(), "\"\uFFFD\uFFFD\uFFFD\"");
  EXPECT_EQ(JsonWriter().BeginObject().Key("\xc3").Null().EndObject().Take(), "{\"\uFFFD\":null}");
}

TEST(JsonWriter, Integers) {
  EXPECT_EQ(JsonWriter().Int(std::numeric_limits<int64_t>::min()).Take(), "-9223372036854775808");
  EXPECT_EQ(JsonWriter().Int(std::numeric_limits<int64_t>::max()).Take(), "9223372036854775807");
  EXPECT_EQ(JsonWriter().Int(0).Take(), "0");
}

TEST(JsonWriter, BI154_NoLocale) {
  const char* const changed = std::setlocale(LC_ALL, "de_DE.UTF-8");
  EXPECT_EQ(JsonWriter().BeginArray().Int(1234567).Value(MustRead("0.5")).EndArray().Take(),
            "[1234567,0.5]");
  if (changed != nullptr) std::setlocale(LC_ALL, "C");
}

TEST(JsonWriter, ATreeIsWrittenAsItWasRead) {
  const std::string text =
      R"({"b":[1.50,-0,1e+5,123456789012345678901234567890],"a":{"é":null,"t":true},"":"\u0001"})";
  EXPECT_EQ(JsonWriter().Value(MustRead(text)).Take(), text);
  JsonWriter pretty(JsonStyle::kPretty);
  const std::string written = pretty.Value(MustRead(text)).Take();
  EXPECT_TRUE(SameValue(MustRead(written), MustRead(text)));
  EXPECT_EQ(JsonWriter().Value(MustRead(written)).Take(), text);
}

TEST(JsonWriter, NumbersInPrettyObjectsStandInTheirPlace) {
  EXPECT_EQ(JsonWriter(JsonStyle::kPretty).Value(MustRead("{\"a\":1.0,\"b\":[2,3]}")).Take(),
            "{\n  \"a\": 1.0,\n  \"b\": [\n    2,\n    3\n  ]\n}");
}

TEST(JsonWriter, LargeDocuments) {
  JsonWriter writer;
  writer.BeginArray();
  for (int i = 0; i < 100000; ++i) writer.String("0123456789");
  const std::string written = writer.EndArray().Take();
  EXPECT_EQ(written.size(), 100000u * 13 + 1);
}

}  // namespace
}  // namespace deputy
