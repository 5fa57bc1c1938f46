// What can be wrong inside a string of a JSON text: bytes and escapes.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_fault.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

class StringExplainer {
 public:
  explicit StringExplainer(absl::string_view text) : text_(text) {}

  std::optional<Diagnostic> Explain(size_t quote) const;

 private:
  bool AtEnd(size_t at) const { return at >= text_.size(); }
  bool Is(size_t at, char c) const { return !AtEnd(at) && text_[at] == c; }
  std::optional<Diagnostic> Escape(size_t backslash, size_t& next) const;
  int HexAt(size_t at) const;  // the four digits, or -1
  // Whether the text ends before `start` and four hexadecimal digits are complete, right so far.
  bool EndsInside(size_t at, absl::string_view start) const;
  bool EndsInsideCodePoint(size_t at) const;

  const absl::string_view text_;
};

std::optional<Diagnostic> StringExplainer::Explain(size_t quote) const {
  size_t at = quote + 1;
  while (!AtEnd(at)) {
    const auto c = static_cast<unsigned char>(text_[at]);
    if (c == '"') return std::nullopt;
    if (c == '\\') {
      if (auto fault = Escape(at, at)) return fault;
      continue;
    }
    if (c == '\n' || c == '\r') {
      return JsonFault("control-character", at, at + 1, "a line end in a string",
                       "a closing quote may be missing; a line end is written `\\n`");
    }
    if (c < 0x20) {
      return JsonFault(
          "control-character", at, at + 1,
          absl::StrCat("the control character ", Quote(text_.substr(at, 1)), " in a string"),
          "it must be escaped");
    }
    const size_t length = Utf8Length(text_, at);
    if (length == 0) {
      if (EndsInsideCodePoint(at)) break;
      return JsonFault("invalid-utf8", at, at + 1,
                       absl::StrCat("the byte ", Quote(text_.substr(at, 1)), " is not UTF-8"));
    }
    at += length;
  }
  return CutShort(text_, " in a string");
}

int StringExplainer::HexAt(size_t at) const {
  if (text_.size() - std::min(at, text_.size()) < 4) return -1;
  int value = 0;
  for (const char c : text_.substr(at, 4)) {
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    if (!absl::ascii_isdigit(lower) && (lower < 'a' || lower > 'f')) return -1;
    value = value * 16 + (absl::ascii_isdigit(lower) ? lower - '0' : lower - 'a' + 10);
  }
  return value;
}

bool StringExplainer::EndsInside(size_t at, absl::string_view start) const {
  const absl::string_view rest = text_.substr(at);
  if (rest.size() >= start.size() + 4) return false;
  if (rest.size() <= start.size()) return absl::StartsWith(start, rest);
  const absl::string_view digits = rest.substr(start.size());
  return absl::StartsWith(rest, start) && std::all_of(digits.begin(), digits.end(), [](char c) {
           return absl::ascii_isxdigit(static_cast<unsigned char>(c));
         });
}

// A file that was cut inside a code point is a file that was cut, before it is one of bad
// UTF-8.
bool StringExplainer::EndsInsideCodePoint(size_t at) const {
  const absl::string_view rest = text_.substr(at);
  const absl::string_view continuations[] = {"\x80",     "\x80\x80",     "\xbf",
                                             "\xbf\x80", "\x80\x80\x80", "\xbf\x80\x80"};
  return std::any_of(std::begin(continuations), std::end(continuations),
                     [&](absl::string_view more) {
                       const std::string whole = absl::StrCat(rest.substr(0, 4), more);
                       return Utf8Length(whole, 0) == whole.size();
                     });
}

// The range of a fault is the escape, so that it begins at the backslash.
std::optional<Diagnostic> StringExplainer::Escape(size_t backslash, size_t& next) const {
  constexpr absl::string_view kBad = "invalid-unicode-escape";
  const auto is_surrogate = [](int unit, int from) { return unit >= from && unit < from + 0x400; };
  const size_t letter = backslash + 1;
  if (AtEnd(letter)) return CutShort(text_, " in a string");
  if (!Is(letter, 'u')) {
    next = letter + 1;
    if (absl::StrContains("\"\\/bfnrt", text_.substr(letter, 1))) return std::nullopt;
    const size_t length = std::max<size_t>(Utf8Length(text_, letter), 1);
    return JsonFault(kInvalidSyntax, backslash, letter + length,
                     absl::StrCat("unknown escape ", Quote(text_.substr(backslash, 1 + length))),
                     "a backslash is written `\\\\`");
  }
  const int unit = HexAt(letter + 1);
  const size_t end = std::min(letter + 5, text_.size());
  if (unit < 0) {
    if (EndsInside(letter, "u")) return CutShort(text_, " in a string");
    return JsonFault(kBad, backslash, letter + 1,
                     "`\\u` must be followed by four hexadecimal digits");
  }
  next = end;
  const std::string written = Quote(text_.substr(backslash, end - backslash));
  if (unit == 0) return JsonFault("nul-in-string", backslash, end, "U+0000 in a string");
  if (is_surrogate(unit, 0xdc00)) {
    return JsonFault(kBad, backslash, end, absl::StrCat(written, " is half a surrogate pair"));
  }
  if (!is_surrogate(unit, 0xd800)) return std::nullopt;
  if (EndsInside(end, "\\u")) return CutShort(text_, " in a string");
  if (text_.substr(end, 2) == "\\u" && is_surrogate(HexAt(end + 2), 0xdc00)) {
    next = end + 6;
    return std::nullopt;
  }
  return JsonFault(kBad, backslash, end, absl::StrCat(written, " is half a surrogate pair"));
}

}  // namespace

std::optional<Diagnostic> ExplainString(absl::string_view text, size_t quote) {
  return StringExplainer(text).Explain(quote);
}

}  // namespace deputy
