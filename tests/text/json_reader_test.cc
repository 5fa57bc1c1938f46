// What a good document becomes: values, members in order, and a range for each of them.
#include "engine/text/json_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/text/json_test_support.h"

namespace deputy {
namespace {

TEST(JsonReader, ReadsEveryKind) {
  const JsonValue root =
      MustRead(R"({"s":"x","n":-1.50e+3,"t":true,"f":false,"z":null,"a":[],"o":{}})");
  ASSERT_TRUE(root.is_object());
  ASSERT_EQ(root.members.size(), 7u);
  EXPECT_EQ(root.members[0].value.text, "x");
  EXPECT_TRUE(root.Find("s")->value.is_string());
  EXPECT_TRUE(root.Find("n")->value.is_number());
  EXPECT_EQ(root.Find("n")->value.text, "-1.50e+3");
  EXPECT_TRUE(root.Find("t")->value.bool_value());
  EXPECT_TRUE(root.Find("f")->value.is_bool());
  EXPECT_FALSE(root.Find("f")->value.bool_value());
  EXPECT_EQ(root.Find("f")->value.text, "false");
  EXPECT_TRUE(root.Find("z")->value.is_null());
  EXPECT_EQ(root.Find("z")->value.text, "");
  EXPECT_TRUE(root.Find("a")->value.is_array());
  EXPECT_TRUE(root.Find("o")->value.is_object());
  EXPECT_EQ(root.Find("S"), nullptr);
  EXPECT_EQ(root.Find(""), nullptr);
}

TEST(JsonReader, NamesTheKinds) {
  EXPECT_EQ(JsonKindName(MustRead("null").kind), "null");
  EXPECT_EQ(JsonKindName(MustRead("true").kind), "a boolean");
  EXPECT_EQ(JsonKindName(MustRead("1").kind), "a number");
  EXPECT_EQ(JsonKindName(MustRead("\"\"").kind), "a string");
  EXPECT_EQ(JsonKindName(MustRead("[]").kind), "a list");
  EXPECT_EQ(JsonKindName(MustRead("{}").kind), "an object");
}

TEST(JsonReader, DecodesEscapes) {
  EXPECT_EQ(MustRead(R"("\"\\\/\b\f\n\r\t")").text, "\"\\/\b\f\n\r\t");
  EXPECT_EQ(MustRead(R"("\u0041\u00e9\u20AC\ud83d\uDE00\u007f\u0001")").text, "Aé€😀\x7f\x01");
  EXPECT_EQ(MustRead("\"\x7f é€😀\"").text, "\x7f é€😀");
}

TEST(JsonReader, KeepsChildrenApart) {
  const JsonValue root = MustRead(R"([1,[2,[3,{"a":[4,5],"b":{"c":6}}],7],{"d":[]},8])");
  ASSERT_EQ(root.items.size(), 4u);
  EXPECT_EQ(root.items[0].text, "1");
  const JsonValue& second = root.items[1];
  ASSERT_EQ(second.items.size(), 3u);
  EXPECT_EQ(second.items[2].text, "7");
  const JsonValue& object = second.items[1].items[1];
  ASSERT_EQ(object.members.size(), 2u);
  EXPECT_EQ(object.Find("a")->value.items[1].text, "5");
  EXPECT_EQ(object.Find("b")->value.Find("c")->value.text, "6");
  EXPECT_TRUE(root.items[2].Find("d")->value.items.empty());
  EXPECT_EQ(root.items[3].text, "8");
}

TEST(JsonReader, EveryRangeIsExact) {
  const std::string text =
      "\xEF\xBB\xBF \r\n{ \"a\\n\\\"\" :\t[ -1.5e3 ,\"x\\\\\", {} , [ ] ,true],\r\"é\":null }\n";
  const JsonValue root = MustRead(text);
  EXPECT_EQ(root.range, (TextRange{6, static_cast<uint32_t>(text.size() - 1)}));
  EXPECT_EQ(Slice(text, root.members[0].name_range), "\"a\\n\\\"\"");
  const JsonValue& list = root.members[0].value;
  EXPECT_EQ(Slice(text, list.range), "[ -1.5e3 ,\"x\\\\\", {} , [ ] ,true]");
  EXPECT_EQ(Slice(text, list.items[0].range), "-1.5e3");
  EXPECT_EQ(Slice(text, list.items[1].range), "\"x\\\\\"");
  EXPECT_EQ(Slice(text, list.items[2].range), "{}");
  EXPECT_EQ(Slice(text, list.items[3].range), "[ ]");
  EXPECT_EQ(Slice(text, list.items[4].range), "true");
  EXPECT_EQ(Slice(text, root.members[1].name_range), "\"é\"");
  EXPECT_EQ(Slice(text, root.members[1].value.range), "null");
}

TEST(JsonReader, StringsThatLookLikeSeparatorsKeepTheirRange) {
  const std::string text = R"({",:":":, ","b":[", :",": ,"]})";
  const JsonValue root = MustRead(text);
  EXPECT_EQ(Slice(text, root.members[0].name_range), "\",:\"");
  EXPECT_EQ(Slice(text, root.members[0].value.range), "\":, \"");
  EXPECT_EQ(Slice(text, root.members[1].value.items[1].range), "\": ,\"");
}

TEST(JsonReader, TheTextNeedsNoNulBehindIt) {
  const std::string text = "[12]34";
  EXPECT_EQ(MustRead(absl::string_view(text).substr(0, 4)).items[0].text, "12");
  EXPECT_EQ(MustRead(absl::string_view(text).substr(1, 1)).text, "1");
  EXPECT_EQ(MustRead(absl::string_view(text).substr(4)).text, "34");
}

TEST(JsonReader, LimitsHoldExactly) {
  JsonLimits limits;
  limits.max_bytes = 10;
  limits.max_depth = 2;
  limits.max_members = 1;
  limits.max_string = 3;
  EXPECT_EQ(Verdict("[        ]", limits), "accepted");
  EXPECT_EQ(Verdict("[         ]", limits), "too-large@0-0 1:1");
  EXPECT_EQ(Verdict("[[1],[2]]", limits), "accepted");
  EXPECT_EQ(Verdict("[[1],[[]]]", limits), "too-deep@6-7 1:7");
  EXPECT_EQ(Verdict("[{\"a\":1}]", limits), "accepted");
  limits.max_bytes = 100;
  EXPECT_EQ(Verdict("[{\"a\":1},{\"a\":1,\"b\":2}]", limits), "too-many-members@16-19 1:17");
  EXPECT_EQ(Verdict(R"(["abc","\u20ac","\u0061bc"])", limits), "accepted");
  EXPECT_EQ(Verdict(R"({"abcd":1})", limits), "value-too-long@1-7 1:2");
  EXPECT_EQ(Verdict(R"(["abc","€u"])", limits), "value-too-long@7-13 1:8");
  EXPECT_EQ(Complaint(R"(["abcd"])", limits), "a string of 4 bytes; the limit is 3");
  limits.max_depth = 0;
  EXPECT_EQ(Verdict("1", limits), "accepted");
  EXPECT_EQ(Verdict("[]", limits), "too-deep@0-1 1:1");
  limits.max_depth = -1;
  EXPECT_EQ(Verdict("[]", limits), "too-deep@0-1 1:1");
}

TEST(JsonReader, SaysEverythingThatDoesNotStopReading) {
  EXPECT_EQ(Verdict(R"({"a":"\u0000","b":"\udc00","a":1,"c":{"d":1,"d":2}})"),
            "nul-in-string@6-12 1:7, invalid-unicode-escape@19-25 1:20, duplicate-key@27-30 1:28, "
            "duplicate-key@44-47 1:45");
  // Also what stood before a fault that does.
  EXPECT_EQ(Verdict("[{\"a\":1,\"a\":2},]"), "duplicate-key@8-11 1:9, invalid-syntax@14-15 1:15");
}

TEST(JsonReader, ComplaintsAreBounded) {
  std::string text = "[";
  for (int i = 0; i < 20000; ++i) text += "{\"a\":1,\"a\":2},";
  text += "1]";
  Diagnostics diagnostics;
  EXPECT_FALSE(ReadJson(text, {}, diagnostics).has_value());
  EXPECT_LE(diagnostics.items().size(), Diagnostics::kMaxItems);
  EXPECT_EQ(diagnostics.FirstError()->range, (TextRange{8, 11}));
}

TEST(JsonReader, OfManyDuplicatesInOneObjectTheFirstAreReported) {
  std::string text = "{";
  for (int i = 1000; i > 0; --i) absl::StrAppend(&text, "\"k", i, "\":1,\n");
  for (int i = 1000; i > 0; --i) absl::StrAppend(&text, "\"k", i, "\":2", i > 1 ? ",\n" : "}");
  Diagnostics diagnostics;
  EXPECT_FALSE(ReadJson(text, {}, diagnostics).has_value());
  EXPECT_EQ(diagnostics.error_count(), Diagnostics::kMaxItems);
  for (size_t i = 0; i < diagnostics.items().size(); ++i) {
    const auto line = static_cast<int>(i) + 1;
    EXPECT_EQ(PositionOf(text, diagnostics.items()[i].range.begin).line, 1000 + line);
    EXPECT_EQ(diagnostics.items()[i].notes.front(),
              absl::StrCat("first at ", line, i == 0 ? ":2" : ":1"));
  }
}

TEST(JsonReader, ThreeOfOneNameAllPointToTheFirst) {
  Diagnostics diagnostics;
  EXPECT_FALSE(ReadJson("{\"a\":1,\n \"a\":2,\n  \"a\":3}", {}, diagnostics).has_value());
  ASSERT_EQ(diagnostics.items().size(), 2u);
  for (const Diagnostic& item : diagnostics.items()) {
    EXPECT_EQ(item.notes, std::vector<std::string>{"first at 1:2"});
  }
}

TEST(JsonReader, DuplicatesAmongManyMembers) {
  std::string text = "{";
  for (int i = 0; i < 500; ++i) absl::StrAppend(&text, "\"k", i, "\":", i, ",\n");
  const size_t at = text.size();
  text += "\"k250\":0}";
  EXPECT_EQ(Verdict(text), absl::StrCat("duplicate-key@", at, "-", at + 6, " 501:1"));
  EXPECT_EQ(Complaint(text), "duplicate name `k250` [first at 251:1]");
}

TEST(JsonReader, DuplicatesOnOneLongLineAreNotQuadratic) {
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  std::string text = "[";
  text.append(20 << 20, ' ');
  for (int i = 0; i < 199; ++i) text += "{\"a\":1,\"a\":2},";
  text += "1]";
  Diagnostics diagnostics;
  EXPECT_FALSE(ReadJson(text, limits, diagnostics).has_value());
  EXPECT_EQ(diagnostics.error_count(), 199u);
}

TEST(JsonReader, AsksForNoMoreThanTheHardLimit) {
  JsonLimits limits;
  limits.max_bytes = ~size_t{0};
  const absl::string_view text("[]", 2);
  EXPECT_EQ(Verdict(text, limits), "accepted");
}

TEST(JsonReader, NumbersOutOfRangeDoNotDependOnHowTheyAreWritten) {
  EXPECT_EQ(MustRead("1e308").text, "1e308");
  EXPECT_EQ(MustRead("1e-99999").text, "1e-99999");
  EXPECT_EQ(MustRead(std::string(300, '9')).text, std::string(300, '9'));
  EXPECT_EQ(MustRead("0." + std::string(5000, '3')).text.size(), 5002u);
  EXPECT_EQ(Verdict("[1e309]"), "invalid-syntax@1-6 1:2");
  EXPECT_EQ(Verdict("[" + std::string(400, '9') + "]"), "invalid-syntax@1-401 1:2");
}

TEST(JsonReader, MessagesAPersonUnderstands) {
  const struct {
    absl::string_view text;
    absl::string_view complaint;
  } kCases[] = {
      {"", "the document is empty"},
      {"[\"abc", "unexpected end of file in a string"},
      {"{\"a\":1", "unexpected end of file, expected `,` or `}`"},
      {"[", "unexpected end of file, expected a value or `]`"},
      {"[-", "unexpected end of file in a number"},
      {"tru", "unexpected end of file in `true`"},
      {"{\"a\":1 \"b\":2}", "unexpected `\"`, expected `,` or `}`"},
      {"{\"a\" 1}", "unexpected `1`, expected `:`"},
      {"[1 2]", "unexpected `2`, expected `,` or `]`"},
      {"{1:2}", "the name `1` must be in double quotes"},
      {"[1]]", "unexpected `]`, expected the end of the document"},
      {"[None]", "`None` is not JSON [text must be in double quotes]"},
      {"[True]", "`True` is not JSON; write `true`"},
      {"[\"\\x\"]", "unknown escape `\\x` [a backslash is written `\\\\`]"},
      {"[\"a\nb\"]",
       "a line end in a string [a closing quote may be missing; a line end is written `\\n`]"},
      {"[\"a\x01\"]", "the control character `\\x01` in a string [it must be escaped]"},
      {"[\"\\ud800\"]", "`\\ud800` is half a surrogate pair"},
      {"[\"\\u12g4\"]", "`\\u` must be followed by four hexadecimal digits"},
      {"[\"\\u0000\"]", "U+0000 in a string"},
      {"[\"\xff\"]", "the byte `\\xff` is not UTF-8"},
      {"[01]", "unexpected `1` in a number [a number cannot start with `0`]"},
      {"[+1]", "a number cannot start with `+`"},
      {"[1e999]", "the number `1e999` is out of range"},
      {"{\u201ca\u201d:1}", "typographic quotes are not JSON [use `\"`]"},
      {"\x1b[", "unexpected `\\x1b`, expected a value"},
  };
  for (const auto& [text, complaint] : kCases) EXPECT_EQ(Complaint(text), complaint) << text;
}

}  // namespace
}  // namespace deputy
