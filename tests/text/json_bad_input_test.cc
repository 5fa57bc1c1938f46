// Group A of the bad-input catalogue: bytes and JSON syntax. One test an entry, named by its id;
// each asserts the rule and the place. Entries that are not about JSON (wrong type, unknown
// element) are here only as far as the reader sees them: it hands them on unharmed.
#include <gtest/gtest.h>
#include <sys/mman.h>

#include <string>

#include "tests/text/json_test_support.h"

namespace deputy {
namespace {

using absl::string_view;

const string_view kSamples[] = {
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
    R"({"Service":"dms.amazonaws.com"},"Action":"sts:AssumeRole","Condition":)"
    R"({"StringEquals":{"aws:SourceAccount":"111122223333"},)"
    R"("ArnLike":{"aws:SourceArn":"arn:aws:dms:*:111122223333:*"},)"
    R"("Bool":{"aws:SecureTransport":true}}}]})",
    "{\r\n  \"Id\" : \"gr\u00f6\u00dfe \\ud83d\\uDE00 \\u00e9 \\\\ \\\" \U0001F600 \u20ac\",\r\n"
    "  \"n\": [ -0.5e-10 , 0, 10E+2, true, false, null, [ ], { } ]\r\n}",
    "[\"\"]",
};

TEST(JsonReader, BI001_EmptyFile) { EXPECT_EQ(Verdict(""), "empty-document@0-0 1:1"); }

TEST(JsonReader, BI001_NullView) { EXPECT_EQ(Verdict(string_view()), "empty-document@0-0 1:1"); }

TEST(JsonReader, BI002_OnlyWhiteSpace) {
  EXPECT_EQ(Verdict(" \t\r\n\n "), "empty-document@0-0 1:1");
  EXPECT_EQ(Verdict("\xEF\xBB\xBF"), "empty-document@3-3 1:1");
  EXPECT_EQ(Verdict("\xEF\xBB\xBF \n"), "empty-document@3-3 1:1");
}

TEST(JsonReader, BI003_CutInTheMiddle) {
  EXPECT_EQ(Verdict("{\"a\":\"xy"), "invalid-syntax@8-8 1:9");
  EXPECT_EQ(Verdict("{\"a\":\n{"), "invalid-syntax@7-7 2:2");
  EXPECT_EQ(Verdict("{\"a\":1."), "invalid-syntax@7-7 1:8");
  EXPECT_EQ(Verdict("{\"a\":\"\\u12"), "invalid-syntax@10-10 1:11");
  for (const string_view text : {"{\"a\":\"xy", "{\"a\":{", "{\"a\":1.", "{\"a\":\"\\u12"}) {
    EXPECT_TRUE(Complaint(text).starts_with("unexpected end of file")) << text;
  }
}

TEST(JsonReader, BI004_CutAtEveryByte) {
  for (const string_view sample : kSamples) {
    ASSERT_EQ(Verdict(sample), "accepted");
    for (size_t cut = 1; cut < sample.size(); ++cut) {
      Diagnostics diagnostics;
      ASSERT_FALSE(ReadJson(sample.substr(0, cut), {}, diagnostics).has_value()) << cut;
      ASSERT_EQ(diagnostics.items().size(), 1u) << cut;
      const Diagnostic& item = diagnostics.items().front();
      EXPECT_EQ(item.rule, "invalid-syntax") << cut;
      EXPECT_EQ(item.range.begin, cut) << item.message;
      EXPECT_TRUE(item.message.starts_with("unexpected end of file")) << cut << item.message;
    }
  }
}

TEST(JsonReader, BI005_TrailingContent) {
  EXPECT_EQ(Verdict("{} x"), "trailing-content@3-4 1:4");
  EXPECT_EQ(Verdict("{}{}"), "trailing-content@2-3 1:3");
  EXPECT_EQ(Verdict("{}\n]"), "trailing-content@3-4 2:1");
  EXPECT_EQ(Verdict("{},"), "trailing-content@2-3 1:3");
  EXPECT_EQ(Verdict("1 2"), "trailing-content@2-3 1:3");
  EXPECT_EQ(Verdict("{}\xff"), "invalid-utf8@2-3 1:3");
  EXPECT_EQ(Verdict("{} \t\r\n"), "accepted");
}

TEST(JsonReader, BI006_NulBehindTheRoot) {
  EXPECT_EQ(Verdict(string_view("{}\0garbage", 10)), "trailing-content@2-3 1:3");
  EXPECT_EQ(Verdict(string_view("{} \n\0", 5)), "trailing-content@4-5 2:1");
  EXPECT_EQ(Verdict(string_view("1\0", 2)), "trailing-content@1-2 1:2");
}

TEST(JsonReader, BI006_NulBeforeOrInsideTheRoot) {
  EXPECT_EQ(Verdict(string_view("\0", 1)), "invalid-syntax@0-1 1:1");
  EXPECT_EQ(Verdict(string_view("\0{}", 3)), "invalid-syntax@0-1 1:1");
  EXPECT_EQ(Verdict(string_view("[1,\0 2]", 7)), "invalid-syntax@3-4 1:4");
  EXPECT_EQ(Verdict(string_view("[tr\0e]", 6)), "invalid-syntax@1-3 1:2");
}

TEST(JsonReader, BI007_RawNulInAString) {
  EXPECT_EQ(Verdict(string_view("[\"a\0b\"]", 7)), "control-character@3-4 1:4");
  EXPECT_EQ(Verdict(string_view("[\"abcd\0", 7)), "control-character@6-7 1:7");
}

TEST(JsonReader, BI008_EscapedNulInAValue) {
  EXPECT_EQ(Verdict(R"(["1111\u0000evil"])"), "nul-in-string@6-12 1:7");
  EXPECT_EQ(Verdict(R"(["\u0000"])"), "nul-in-string@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\\u0000"])"), "accepted");
}

TEST(JsonReader, BI009_EscapedNulInAName) {
  EXPECT_EQ(Verdict(R"({"Effect\u0000x":"Allow"})"), "nul-in-string@8-14 1:9");
}

TEST(JsonReader, BI010_RawControlCharacters) {
  EXPECT_EQ(Verdict("[\"a\tb\"]"), "control-character@3-4 1:4");
  EXPECT_EQ(Verdict("[\"a\nb\"]"), "control-character@3-4 1:4");
  EXPECT_EQ(Verdict("[\n\"a\rb\"]"), "control-character@4-5 2:3");
  for (char c = 1; c < 0x20; ++c) {
    EXPECT_EQ(Verdict(absl::StrCat("{\"", std::string(1, c), "\":1}")),
              "control-character@2-3 1:3");
  }
  EXPECT_EQ(Verdict("[\"\x7f\"]"), "accepted");
}

TEST(JsonReader, BI011_ByteOrderMark) {
  const std::string text = "\xEF\xBB\xBF{\"a\":x}";
  EXPECT_EQ(Verdict("\xEF\xBB\xBF{\"a\":1}"), "accepted");
  EXPECT_EQ(Verdict(text), "invalid-syntax@8-9 1:6");
  EXPECT_EQ(Verdict("\xEF\xBB\xBF\xEF\xBB\xBF{}"), "invalid-syntax@3-6 1:1");
  EXPECT_EQ(Verdict("\xEF\xBB"), "invalid-utf8@0-1 1:1");
}

TEST(JsonReader, BI012_Utf16) {
  EXPECT_EQ(Verdict(string_view("\xFF\xFE{\0}\0", 6)), "utf-16@0-2 1:1");
  EXPECT_EQ(Verdict(string_view("\xFE\xFF\0{\0}", 6)), "utf-16@0-2 1:1");
  EXPECT_EQ(Verdict(string_view("{\0}\0", 4)), "utf-16@0-2 1:1");
  EXPECT_EQ(Verdict(string_view("\0{\0}", 4)), "utf-16@0-2 1:1");
  EXPECT_EQ(Complaint("\xFF\xFE"), "UTF-16 is not supported; save as UTF-8");
}

TEST(JsonReader, BI013_InvalidUtf8) {
  EXPECT_EQ(Verdict("[\"ab\xff\xfe\"]"), "invalid-utf8@4-5 1:5");
  EXPECT_EQ(Verdict("{\"é\xff\":1}"), "invalid-utf8@4-5 1:4");
  EXPECT_EQ(Verdict("[\xff]"), "invalid-utf8@1-2 1:2");
  EXPECT_EQ(Verdict("[1\x80]"), "invalid-utf8@2-3 1:3");
}

TEST(JsonReader, BI014_OverlongSurrogateTooHigh) {
  EXPECT_EQ(Verdict("[\"\xc0\xaf\"]"), "invalid-utf8@2-3 1:3");
  EXPECT_EQ(Verdict("[\"\xe0\x80\xaf\"]"), "invalid-utf8@2-3 1:3");
  EXPECT_EQ(Verdict("[\"a\xed\xa0\x80\"]"), "invalid-utf8@3-4 1:4");
  EXPECT_EQ(Verdict("[\"\xf4\x90\x80\x80\"]"), "invalid-utf8@2-3 1:3");
  EXPECT_EQ(Verdict("[\"\xf0\x9f\x98\"]"), "invalid-utf8@2-3 1:3");
  EXPECT_EQ(Verdict("[\"\x80\"]"), "invalid-utf8@2-3 1:3");
  // Cut inside a code point: what is wrong is that the file was cut.
  EXPECT_EQ(Verdict("[\"\xf0\x9f\x98"), "invalid-syntax@5-5 1:6");
}

TEST(JsonReader, BI015_LoneLowSurrogate) {
  EXPECT_EQ(Verdict(R"(["ab\udc00"])"), "invalid-unicode-escape@4-10 1:5");
  EXPECT_EQ(Verdict(R"({"\uDFFF":1})"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\ud83d\ude00\ude00"])"), "invalid-unicode-escape@14-20 1:15");
}

TEST(JsonReader, BI016_LoneHighSurrogate) {
  EXPECT_EQ(Verdict(R"(["ab\ud800"])"), "invalid-unicode-escape@4-10 1:5");
  EXPECT_EQ(Verdict(R"(["\ud800\u0041"])"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\ud800\ud800"])"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\ud800x"])"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\ud800\n"])"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\ud800\u00"])"), "invalid-unicode-escape@2-8 1:3");
  EXPECT_EQ(Verdict(R"(["\u00g0"])"), "invalid-unicode-escape@2-4 1:3");
  EXPECT_EQ(Verdict(R"(["\u 041"])"), "invalid-unicode-escape@2-4 1:3");
  EXPECT_EQ(Verdict(R"(["\U0041"])"), "invalid-syntax@2-4 1:3");
}

TEST(JsonReader, BI017_LineEnds) {
  EXPECT_EQ(Verdict("{\r\n\"a\":\r\n1}"), "accepted");
  EXPECT_EQ(Verdict("{\r\"a\":\r1}"), "accepted");
  EXPECT_EQ(Verdict("{\r\n\"a\":\r\n x}"), "invalid-syntax@10-11 3:2");
  EXPECT_EQ(Verdict("{\r\"a\":\r x}"), "invalid-syntax@8-9 3:2");
}

TEST(JsonReader, BI018_NotJson) {
  const struct {
    string_view text;
    string_view verdict;
    string_view complaint;
  } kCases[] = {
      {"// c\n{}", "invalid-syntax@0-2 1:1", "comments are not JSON"},
      {"{} // c", "invalid-syntax@3-5 1:4", "comments are not JSON"},
      {"[1, /* c */ 2]", "invalid-syntax@4-6 1:5", "comments are not JSON"},
      {"{\n# c\n}", "invalid-syntax@2-3 2:1", "comments are not JSON"},
      {"[1 // c\n]", "invalid-syntax@3-5 1:4", "comments are not JSON"},
      {"{\"a\" /**/ : 1}", "invalid-syntax@5-7 1:6", "comments are not JSON"},
      {"[1,]", "invalid-syntax@2-3 1:3", "trailing comma"},
      {"[1, \n]", "invalid-syntax@2-3 1:3", "trailing comma"},
      {"{\"a\":1,}", "invalid-syntax@6-7 1:7", "trailing comma"},
      {"{'a':1}", "invalid-syntax@1-2 1:2", "single quotes are not JSON [use double quotes]"},
      {"['a']", "invalid-syntax@1-2 1:2", "single quotes are not JSON [use double quotes]"},
      {"{a:1}", "invalid-syntax@1-2 1:2", "the name `a` must be in double quotes"},
      {"{\"a\":NaN}", "invalid-syntax@5-8 1:6",
       "`NaN` is not JSON [text must be in double quotes]"},
      {"[Infinity]", "invalid-syntax@1-9 1:2",
       "`Infinity` is not JSON [text must be in double quotes]"},
      {"[-Infinity]", "invalid-syntax@1-10 1:2", "`-Infinity` is not JSON"},
      {"[-NaN]", "invalid-syntax@1-5 1:2", "`-NaN` is not JSON"},
      {"[\u00a01]", "invalid-syntax@1-3 1:2",
       "white space other than space, tab and line ends is not JSON [often a no-break space that "
       "came with copied text]"},
      {"[\f1]", "invalid-syntax@1-2 1:2", "unexpected `\\x0c`, expected a value or `]`"},
      {"[\v]", "invalid-syntax@1-2 1:2", "unexpected `\\x0b`, expected a value or `]`"},
      {"[1,,2]", "invalid-syntax@3-4 1:4", "unexpected `,`, expected a value"},
      {"[,]", "invalid-syntax@1-2 1:2", "unexpected `,`, expected a value or `]`"},
      {"{,}", "invalid-syntax@1-2 1:2", "unexpected `,`, expected a name in double quotes or `}`"},
      {"{\"a\"}", "invalid-syntax@4-5 1:5", "unexpected `}`, expected `:`"},
      {"{\"a\":}", "invalid-syntax@5-6 1:6", "unexpected `}`, expected a value"},
      {"[1}", "invalid-syntax@2-3 1:3", "unexpected `}`, expected `,` or `]`"},
      {"{\"a\":1]", "invalid-syntax@6-7 1:7", "unexpected `]`, expected `,` or `}`"},
      {"[1:2]", "invalid-syntax@2-3 1:3", "unexpected `:`, expected `,` or `]`"},
      {"]", "invalid-syntax@0-1 1:1", "unexpected `]`, expected a value"},
      {"[nulll]", "invalid-syntax@5-6 1:6", "unexpected `l`, expected `,` or `]`"},
  };
  for (const auto& [text, verdict, complaint] : kCases) {
    EXPECT_EQ(Verdict(text), verdict) << text;
    EXPECT_EQ(Complaint(text), complaint) << text;
  }
}

TEST(JsonReader, BI019_HundredThousandListsUnclosed) {
  EXPECT_EQ(Verdict(std::string(100000, '[')), "too-deep@64-65 1:65");
  EXPECT_EQ(Verdict(std::string(64, '[') + std::string(64, ']')), "accepted");
  EXPECT_EQ(Verdict(std::string(65, '[') + std::string(65, ']')), "too-deep@64-65 1:65");
  EXPECT_EQ(Complaint(std::string(65, '[')), "nested deeper than 64 levels");
}

TEST(JsonReader, BI020_AMillionListsClosed) {
  JsonLimits limits;
  limits.max_bytes = 4 << 20;
  const std::string bomb = std::string(1000000, '[') + std::string(1000000, ']');
  EXPECT_EQ(Verdict(bomb, limits), "too-deep@64-65 1:65");
}

TEST(JsonReader, BI021_NestedObjectsAndMixed) {
  std::string objects;
  std::string mixed;
  for (int i = 0; i < 100000; ++i) {
    objects += "{\"a\":";
    mixed += "[{\"a\":";
  }
  EXPECT_EQ(Verdict(objects), "too-deep@320-321 1:321");
  EXPECT_EQ(Verdict(mixed), "too-deep@192-193 1:193");
}

TEST(JsonReader, BI022_CrashNumberOfTheCve) {
  EXPECT_EQ(MustRead("[0.0000074836628E-2147483636]").items[0].text, "0.0000074836628E-2147483636");
  EXPECT_EQ(MustRead("{\"a\":0.0000074836628E-2147483636}").members[0].value.range,
            (TextRange{5, 32}));
}

TEST(JsonReader, BI023_CrashNumberOfFullPrecision) {
  const std::string number = "128.74836467836484838364836483643636483648e-336";
  EXPECT_EQ(MustRead("[" + number + "]").items[0].text, number);
  EXPECT_EQ(MustRead(number).text, number);
}

TEST(JsonReader, BI024_Numbers) {
  for (const string_view good :
       {"0", "-0", "1", "10", "-1", "0.0", "1.50", "1e5", "1E5", "1e+5", "1e-5", "0e0", "-0.0e-0",
        "4294967296", "-2147483649", "18446744073709551616", "-9223372036854775809"}) {
    EXPECT_EQ(MustRead(good).text, good);
    EXPECT_EQ(MustRead(absl::StrCat("[ ", good, " ]")).items[0].text, good);
  }
  const struct {
    string_view text;
    string_view verdict;
  } kBad[] = {
      {"[1e99999]", "invalid-syntax@1-8 1:2"},   {"[-]", "invalid-syntax@2-3 1:3"},
      {"-", "invalid-syntax@1-1 1:2"},           {"[01]", "invalid-syntax@2-3 1:3"},
      {"01", "invalid-syntax@1-2 1:2"},          {"[-01]", "invalid-syntax@3-4 1:4"},
      {"[00]", "invalid-syntax@2-3 1:3"},        {"[1.]", "invalid-syntax@3-4 1:4"},
      {"[1.e5]", "invalid-syntax@3-4 1:4"},      {"[.5]", "invalid-syntax@1-2 1:2"},
      {"[-.5]", "invalid-syntax@2-3 1:3"},       {"[+1]", "invalid-syntax@1-2 1:2"},
      {"[1e]", "invalid-syntax@3-4 1:4"},        {"[1e+]", "invalid-syntax@4-5 1:5"},
      {"[0x10]", "invalid-syntax@2-3 1:3"},      {"[1_000]", "invalid-syntax@2-3 1:3"},
      {"[1.2.3]", "invalid-syntax@4-5 1:5"},     {"[--1]", "invalid-syntax@2-3 1:3"},
      {"[1e1.5]", "invalid-syntax@4-5 1:5"},     {"[１]", "invalid-syntax@1-4 1:2"},
      {"[1,000.0,0]", "invalid-syntax@4-5 1:5"},
  };
  for (const auto& [text, verdict] : kBad) EXPECT_EQ(Verdict(text), verdict) << text;
}

TEST(JsonReader, BI025_NoDigitOfAnAccountIdIsLost) {
  EXPECT_EQ(MustRead("111122223333").text, "111122223333");
  EXPECT_EQ(MustRead("123456789012345678901234567890").text, "123456789012345678901234567890");
  EXPECT_EQ(Verdict("[011122223333]"), "invalid-syntax@2-3 1:3");
}

TEST(JsonReader, BI026_DuplicateName) {
  const string_view text = R"({"Effect":"Deny","Effect":"Allow"})";
  EXPECT_EQ(Verdict(text), "duplicate-key@17-25 1:18");
  EXPECT_EQ(Complaint(text), "duplicate name `Effect` [first at 1:2]");
  EXPECT_EQ(Verdict(R"({"":1,"":2})"), "duplicate-key@6-8 1:7");
  EXPECT_EQ(Verdict(R"({"a":1,"a":2,"a":3})"), "duplicate-key@7-10 1:8, duplicate-key@13-16 1:14");
  EXPECT_EQ(Verdict(R"([{"a":1},{"a":1},{"b":{"a":1},"a":2}])"), "accepted");
}

TEST(JsonReader, BI027_NamesThatDifferInCaseAreForThePolicy) {
  EXPECT_EQ(MustRead(R"({"aws:SourceArn":1,"AWS:sourcearn":2})").members.size(), 2u);
}

TEST(JsonReader, BI028_DuplicateByEscape) {
  EXPECT_EQ(Verdict(R"({"Effect":1,"\u0045ffect":2})"), "duplicate-key@12-25 1:13");
}

TEST(JsonReader, BI029_AnyRootIsJson) {
  for (const string_view text : {"[]", "\"x\"", "1", "null", "true"}) {
    EXPECT_EQ(Verdict(text), "accepted") << text;
  }
}

std::string ManyMembers(int count) {
  std::string text = "{";
  for (int i = 0; i < count; ++i) absl::StrAppend(&text, i == 0 ? "" : ",", "\"k", i, "\":1");
  return text + "}";
}

TEST(JsonReader, BI030_TooManyMembers) {
  const std::string text = ManyMembers(20001);
  const size_t at = text.find("\"k20000\"");
  EXPECT_EQ(Verdict(text), absl::StrCat("too-many-members@", at, "-", at + 8, " 1:", at + 1));
}

TEST(JsonReader, BI030_TwentyThousandMembersAreRead) {
  const std::string text = ManyMembers(20000);
  EXPECT_EQ(MustRead(text).members.size(), 20000u);
}

TEST(JsonReader, BI031_TooLargeIsSaidBeforeReading) {
  // A gigabyte that faults when anybody reads it.
  constexpr size_t kGigabyte = size_t{1} << 30;
  void* const pages =
      mmap(nullptr, kGigabyte, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  ASSERT_NE(pages, MAP_FAILED);
  const string_view text(static_cast<const char*>(pages), kGigabyte);
  JsonLimits all;
  all.max_bytes = ~size_t{0};
  for (const JsonLimits& limits : {JsonLimits{}, all}) {
    Diagnostics diagnostics;
    EXPECT_FALSE(ReadJson(text, limits, diagnostics).has_value());
    ASSERT_EQ(diagnostics.items().size(), 1u);
    EXPECT_EQ(diagnostics.items()[0].rule, "too-large");
    EXPECT_EQ(diagnostics.items()[0].range, TextRange{});
  }
  munmap(pages, kGigabyte);
}

TEST(JsonReader, BI031_TheLimitIsExact) {
  const std::string most = "[" + std::string((1 << 20) - 2, ' ') + "]";
  EXPECT_EQ(Verdict(most), "accepted");
  EXPECT_EQ(Verdict(most + " "), "too-large@0-0 1:1");
  EXPECT_EQ(Complaint(most + " "), "a document of 1048577 bytes; the limit is 1048576");
}

TEST(JsonReader, BI032_OneLongString) {
  const std::string text = "{\"a\":\"" + std::string(900 << 10, 'x') + "\"}";
  EXPECT_EQ(Verdict(text), "value-too-long@5-921607 1:6");
  EXPECT_EQ(Complaint(text), "a string of 921600 bytes; the limit is 262144");
  EXPECT_EQ(Verdict("[\"" + std::string(1 << 18, 'x') + "\"]"), "accepted");
}

TEST(JsonReader, BI033_AMegabyteOnOneLine) {
  std::string text = "\"" + std::string((1 << 20) - 1, 'x');
  EXPECT_EQ(Verdict(text), "invalid-syntax@1048576-1048576 1:1048577");
  EXPECT_EQ(Verdict("[" + std::string(1000000, ' ') + "\""),
            "invalid-syntax@1000002-1000002 1:1000003");
  EXPECT_EQ(Verdict("[" + std::string(1000000, ' ') + "x]"),
            "invalid-syntax@1000001-1000002 1:1000002");
}

}  // namespace
}  // namespace deputy
