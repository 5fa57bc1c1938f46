// What must hold for any text. The reader is compared with a recogniser written straight from the
// grammar of RFC 8259, which shares no code with it.
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>

#include "absl/strings/match.h"
#include "engine/text/json_writer.h"
#include "tests/text/json_test_support.h"

namespace deputy {
namespace {

using std::string_literals::operator""s;  // NOLINT(misc-unused-using-decls): every ""s uses it

// RFC 8259, sections 2 to 7, one function a production. Every function advances over what it
// recognises.
class Grammar {
 public:
  explicit Grammar(absl::string_view text) : rest_(text) {}

  bool Document() { return Value() && rest_.empty(); }

 private:
  bool Eat(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool EatWord(absl::string_view word) {
    if (!absl::StartsWith(rest_, word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool EatFrom(absl::string_view set) {
    if (rest_.empty() || !absl::StrContains(set, rest_.substr(0, 1))) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool Blank() {
    while (EatFrom(" \t\n\r")) {
    }
    return true;
  }
  bool Value() {
    Blank();
    const bool good = EatWord("false") || EatWord("null") || EatWord("true") || Object() ||
                      Array() || Number() || String();
    return good && Blank();
  }
  bool Object() {
    if (!Eat('{')) return false;
    Blank();
    if (Eat('}')) return true;
    do {
      Blank();
      if (!String() || !Blank() || !Eat(':') || !Value()) return Fail();
    } while (Eat(','));
    return Eat('}') || Fail();
  }
  bool Array() {
    if (!Eat('[')) return false;
    Blank();
    if (Eat(']')) return true;
    do {
      if (!Value()) return Fail();
    } while (Eat(','));
    return Eat(']') || Fail();
  }
  bool Digits() {
    if (!EatFrom("0123456789")) return false;
    while (EatFrom("0123456789")) {
    }
    return true;
  }
  bool Number() {
    const absl::string_view before = rest_;
    Eat('-');
    if (!Eat('0') && !Digits()) {
      rest_ = before;
      return false;
    }
    if (Eat('.') && !Digits()) return Fail();
    if (EatFrom("eE")) {
      EatFrom("+-");
      if (!Digits()) return Fail();
    }
    return true;
  }
  bool String() {
    if (!Eat('"')) return false;
    while (!Eat('"')) {
      if (rest_.empty()) return false;
      if (Eat('\\')) {
        if (EatFrom("\"\\/bfnrt")) continue;
        if (!Eat('u')) return Fail();
        for (int i = 0; i < 4; ++i) {
          if (!EatFrom("0123456789abcdefABCDEF")) return Fail();
        }
      } else if (!CodePoint()) {
        return Fail();
      }
    }
    return true;
  }
  // Decodes generously and then asks whether that was the only way to write it.
  bool CodePoint() {
    const auto lead = static_cast<unsigned char>(rest_[0]);
    const size_t length = lead < 0x80       ? 1
                          : lead >> 5 == 6  ? 2
                          : lead >> 4 == 14 ? 3
                          : lead >> 3 == 30 ? 4
                                            : 0;
    if (length == 0 || rest_.size() < length || lead < 0x20) return false;
    uint32_t c = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (size_t i = 1; i < length; ++i) {
      const auto byte = static_cast<unsigned char>(rest_[i]);
      if (byte >> 6 != 2) return false;
      c = c << 6 | (byte & 0x3fu);
    }
    const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < least[length] || c > 0x10ffff || (c >= 0xd800 && c < 0xe000)) return false;
    rest_.remove_prefix(length);
    return true;
  }
  bool Fail() {
    rest_ = absl::string_view("!");  // nothing accepts this
    return false;
  }

  absl::string_view rest_;
};

// What the reader's answer says about the grammar: that the text follows it, that it does not, or
// nothing, when reading stopped at something that the grammar allows.
std::optional<bool> FollowsGrammar(const Diagnostics& diagnostics) {
  std::optional<bool> follows = true;
  for (const Diagnostic& item : diagnostics.items()) {
    if (item.rule == "duplicate-key") continue;
    if (item.rule != "nul-in-string" && !absl::StrContains(item.message, "out of range") &&
        !absl::StrContains(item.message, "half a surrogate pair")) {
      return false;
    }
    follows = std::nullopt;
  }
  return follows;
}

// Every value, cut out at its range, reads as itself.
void CheckRanges(absl::string_view text, const JsonValue& value) {
  ASSERT_TRUE(SameValue(MustRead(Slice(text, value.range)), value)) << Escape(text);
  for (const JsonValue& item : value.items) CheckRanges(text, item);
  for (const JsonMember& member : value.members) {
    ASSERT_EQ(MustRead(Slice(text, member.name_range)).text, member.name);
    CheckRanges(text, member.value);
  }
}

void CheckText(absl::string_view text) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> value = ReadJson(text, {}, diagnostics);
  const bool good = Grammar(text).Document();
  ASSERT_EQ(value.has_value(), !diagnostics.has_errors());
  ASSERT_EQ(good, FollowsGrammar(diagnostics).value_or(good)) << Escape(text, 1000);
  for (const Diagnostic& item : diagnostics.items()) {
    ASSERT_LE(item.range.begin, item.range.end);
    ASSERT_LE(item.range.end, text.size()) << Escape(text, 1000);
    ASSERT_FALSE(item.message.empty());
    ASSERT_NE(item.message.back(), '.');
    // A fault of syntax is at a byte or at the end; nothing before it is wrong, so that filling up
    // helps.
    ASSERT_TRUE(item.range.begin < item.range.end || item.range.begin == text.size() ||
                item.rule == "empty-document");
  }
  if (!value) return;
  CheckRanges(text, *value);
  for (const JsonStyle style : {JsonStyle::kCompact, JsonStyle::kPretty}) {
    const std::string written = JsonWriter(style).Value(*value).Take();
    ASSERT_TRUE(SameValue(MustRead(written), *value)) << Escape(text, 1000);
    ASSERT_EQ(JsonWriter(style).Value(MustRead(written)).Take(), written);
  }
}

const absl::string_view kSeeds[] = {
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":)"
    R"({"AWS":["111122223333"]}}]})",
    R"(["\u00e9\ud83d\ude00\n\"\\",-0.5e-10,10E+2,true,false,null,[],{},{"a":{"b":[1,2]}}])",
    "{ \"gr\u00f6\u00dfe\" :\r\n [ \"\u20ac\U0001F600\" , 0 ] , \"\" : 1 }",
    R"([1,[2,[3,[4]]],"",{"":""}])",
};

TEST(JsonProperties, MutatedDocuments) {
  std::mt19937 random(20240817);
  const auto pick = [&](size_t n) { return static_cast<size_t>(random() % n); };
  const std::string bytes =
      "{}[]:,\"\\u0019aeE+-.dD8fnltrs/* \t\r\n\0\x01\x1f\x7f\x80\xbf\xc2\xed\xa0\xf4\xff"s;
  for (int round = 0; round < 60000; ++round) {
    std::string text(kSeeds[pick(std::size(kSeeds))]);
    for (size_t edits = 1 + pick(4); edits > 0 && !text.empty(); --edits) {
      const size_t at = pick(text.size());
      switch (pick(5)) {
        case 0:
          text.erase(at, 1 + pick(3));
          break;
        case 1:
          text.insert(at, 1, bytes[pick(bytes.size())]);
          break;
        case 2:
          text[at] = bytes[pick(bytes.size())];
          break;
        case 3:
          text.insert(pick(text.size()), text.substr(at, pick(20)));
          break;
        default:
          text[at] = static_cast<char>(random());
          break;
      }
    }
    CheckText(text);
    if (HasFatalFailure()) return;
  }
}

TEST(JsonProperties, TokenSoup) {
  std::mt19937 random(42);
  const absl::string_view tokens[] = {
      "{",  "}",    "[",     "]",  ":",       ",",    "\"a\"", "\"b\"", "1",    "-",    "0",
      ".5", "e1",   " ",     "\n", "true",    "null", "false", "\"\\u", "dc00", "d83d", "\\",
      "\"", "\x80", "1e400", "/",  "\"\\n\"", "é",    "'",     "+",     "E-3",  "x"};
  for (int round = 0; round < 100000; ++round) {
    std::string text;
    for (size_t i = 1 + random() % 9; i > 0; --i) {
      const absl::string_view token = tokens[random() % std::size(tokens)];
      text.append(token.data(), token.size());
    }
    CheckText(text);
    if (HasFatalFailure()) return;
  }
}

TEST(JsonProperties, EveryShortTextOfSomeBytes) {
  // All texts of up to five bytes over an alphabet that holds every kind of token.
  const std::string bytes = "{}[]:,\"\\0-.e 1\x80"s;
  for (size_t length = 1; length <= 5; ++length) {
    std::string text(length, bytes[0]);
    std::vector<size_t> digits(length, 0);
    for (size_t at = 0; at < length;) {
      for (size_t i = 0; i < length; ++i) text[i] = bytes[digits[i]];
      const bool good = Grammar(text).Document();
      Diagnostics diagnostics;
      ReadJson(text, {}, diagnostics);
      ASSERT_EQ(good, FollowsGrammar(diagnostics).value_or(good)) << Escape(text);
      for (at = 0; at < length && ++digits[at] == bytes.size(); ++at) digits[at] = 0;
    }
  }
}

}  // namespace
}  // namespace deputy
