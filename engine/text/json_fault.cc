#include "engine/text/json_fault.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_value.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

bool IsWordByte(char c) {
  return absl::ascii_isdigit(c) || c == '_' || absl::ascii_isalpha(static_cast<unsigned char>(c));
}

// One text, and the faults that it can have. Offsets may equal the size: the end of the file.
class Explainer {
 public:
  explicit Explainer(absl::string_view text) : text_(text) {}

  Diagnostic Behind(const JsonPlace& place) const;

 private:
  bool AtEnd(size_t at) const { return at >= text_.size(); }
  bool Is(size_t at, char c) const { return !AtEnd(at) && text_[at] == c; }
  bool DigitAt(size_t at) const { return !AtEnd(at) && absl::ascii_isdigit(text_[at]); }
  size_t SkipBlank(size_t at) const {
    return std::min(text_.find_first_not_of(kJsonBlanks, at), text_.size());
  }
  absl::string_view WordAt(size_t at) const;

  Diagnostic EndOfFile(absl::string_view where) const { return CutShort(text_, where); }
  Diagnostic Unexpected(size_t at, absl::string_view expected) const;
  Diagnostic Name(size_t at, absl::string_view expected) const;
  Diagnostic Value(size_t at, absl::string_view expected) const;
  Diagnostic Number(size_t at) const;
  Diagnostic Trailing(size_t at) const;

  const absl::string_view text_;
};

absl::string_view Explainer::WordAt(size_t at) const {
  size_t end = at;
  while (!AtEnd(end) && IsWordByte(text_[end])) ++end;
  return text_.substr(at, end - at);
}

Diagnostic Explainer::Behind(const JsonPlace& place) const {
  using Place = JsonPlace::Behind;
  const size_t at = SkipBlank(place.end);
  // `01`, `0x10`, `1.2.3`: RapidJSON ends the number where it can and stumbles over the rest.
  const bool behind_value = place.behind == Place::kItem || place.behind == Place::kMember ||
                            place.behind == Place::kRoot;
  if (behind_value && at == place.end && !AtEnd(at) && absl::ascii_isdigit(text_[at - 1]) &&
      (IsWordByte(text_[at]) || Is(at, '.') || Is(at, '+') || Is(at, '-'))) {
    return JsonFault(kInvalidSyntax, at, at + 1,
                     absl::StrCat("unexpected ", Quote(text_.substr(at, 1)), " in a number"),
                     absl::ascii_isdigit(text_[at]) ? "a number cannot start with `0`" : "");
  }
  const auto separator = [&](char c, char closing) -> std::optional<Diagnostic> {
    if (!Is(at, c)) return std::nullopt;
    const size_t next = SkipBlank(at + 1);
    if (Is(next, closing)) return JsonFault(kInvalidSyntax, at, at + 1, "trailing comma");
    return closing == '}' ? Name(next, "a name in double quotes") : Value(next, "a value");
  };
  switch (place.behind) {
    case Place::kNothing:
      return Value(at, "a value");
    case Place::kOpenArray:
      return Value(at, "a value or `]`");
    case Place::kOpenObject:
      return Name(at, "a name in double quotes or `}`");
    case Place::kName:
      return Is(at, ':') ? Value(SkipBlank(at + 1), "a value") : Unexpected(at, "`:`");
    case Place::kItem:
      return separator(',', ']').value_or(Unexpected(at, "`,` or `]`"));
    case Place::kMember:
      return separator(',', '}').value_or(Unexpected(at, "`,` or `}`"));
    case Place::kRoot:
      return Trailing(at);
  }
  return Unexpected(at, "a value");
}

Diagnostic Explainer::Trailing(size_t at) const {
  Diagnostic fault = Unexpected(at, "the end of the document");
  if (fault.rule == kInvalidSyntax && !absl::StartsWith(fault.message, "comments")) {
    fault.rule = "trailing-content";
  }
  return fault;
}

Diagnostic Explainer::Unexpected(size_t at, absl::string_view expected) const {
  if (AtEnd(at)) return EndOfFile(absl::StrCat(", expected ", expected));
  const size_t length = Utf8Length(text_, at);
  if (length == 0) {
    return JsonFault("invalid-utf8", at, at + 1,
                     absl::StrCat("the byte ", Quote(text_.substr(at, 1)), " is not UTF-8"));
  }
  const absl::string_view found = text_.substr(at, length);
  const absl::string_view two = text_.substr(at, 2);
  if (two == "//" || two == "/*" || found == "#") {
    return JsonFault(kInvalidSyntax, at, at + (found == "#" ? 1 : 2), "comments are not JSON");
  }
  if (found == "'") {
    return JsonFault(kInvalidSyntax, at, at + 1, "single quotes are not JSON", "use double quotes");
  }
  if (found == "\u201c" || found == "\u201d" || found == "\u2018" || found == "\u2019") {
    return JsonFault(kInvalidSyntax, at, at + length, "typographic quotes are not JSON",
                     "use `\"`");
  }
  if (found == "\u00a0" || found == "\u3000" || found == "\ufeff" || found == "\u2028") {
    return JsonFault(kInvalidSyntax, at, at + length,
                     "white space other than space, tab and line ends is not JSON",
                     "often a no-break space that came with copied text");
  }
  return JsonFault(kInvalidSyntax, at, at + length,
                   absl::StrCat("unexpected ", Quote(found), ", expected ", expected));
}

Diagnostic Explainer::Name(size_t at, absl::string_view expected) const {
  if (Is(at, '"')) return ExplainString(text_, at).value_or(Unexpected(at, expected));
  const absl::string_view word = AtEnd(at) ? "" : WordAt(at);
  if (word.empty()) return Unexpected(at, expected);
  return JsonFault(kInvalidSyntax, at, at + word.size(),
                   absl::StrCat("the name ", Quote(word), " must be in double quotes"));
}

Diagnostic Explainer::Value(size_t at, absl::string_view expected) const {
  if (AtEnd(at)) return Unexpected(at, expected);
  if (Is(at, '"')) return ExplainString(text_, at).value_or(Unexpected(at, expected));
  if (Is(at, '-') || DigitAt(at)) return Number(at);
  if (Is(at, '+')) return JsonFault(kInvalidSyntax, at, at + 1, "a number cannot start with `+`");
  if (Is(at, '.')) return JsonFault(kInvalidSyntax, at, at + 1, "a number cannot start with `.`");
  const absl::string_view word = WordAt(at);
  if (word.empty()) return Unexpected(at, expected);
  for (const absl::string_view known : {"true", "false", "null"}) {
    if (at + word.size() == text_.size() && absl::StartsWith(known, word)) {
      return EndOfFile(absl::StrCat(" in ", Quote(known)));
    }
    if (absl::EqualsIgnoreCase(word, known)) {
      return JsonFault(kInvalidSyntax, at, at + word.size(),
                       absl::StrCat(Quote(word), " is not JSON; write ", Quote(known)));
    }
  }
  return JsonFault(kInvalidSyntax, at, at + word.size(), absl::StrCat(Quote(word), " is not JSON"),
                   "text must be in double quotes");
}

// number = [ "-" ] ( "0" / digit1-9 *digit ) [ "." 1*digit ] [ ( "e" / "E" ) [ "+" / "-" ] 1*digit
// ]
Diagnostic Explainer::Number(size_t begin) const {
  size_t at = begin;
  const auto digits = [&]() -> std::optional<Diagnostic> {
    if (AtEnd(at)) return EndOfFile(" in a number");
    if (!DigitAt(at)) {
      const size_t length = std::max<size_t>(Utf8Length(text_, at), 1);
      if (absl::StartsWith(text_.substr(at), "Infinity") ||
          absl::StartsWith(text_.substr(at), "NaN")) {
        return JsonFault(kInvalidSyntax, begin, at + WordAt(at).size(),
                         absl::StrCat(Quote(text_.substr(begin, at - begin + WordAt(at).size())),
                                      " is not JSON"));
      }
      return JsonFault(kInvalidSyntax, at, at + length,
                       absl::StrCat("unexpected ", Quote(text_.substr(at, length)),
                                    " in a number, expected a digit"));
    }
    while (DigitAt(at)) ++at;
    return std::nullopt;
  };
  if (Is(at, '-')) ++at;
  if (auto fault = digits()) return *std::move(fault);
  if (Is(at, '.')) {
    ++at;
    if (auto fault = digits()) return *std::move(fault);
  }
  if (Is(at, 'e') || Is(at, 'E')) {
    ++at;
    if (Is(at, '+') || Is(at, '-')) ++at;
    if (auto fault = digits()) return *std::move(fault);
  }
  return JsonFault(
      kInvalidSyntax, begin, at,
      absl::StrCat("the number ", Quote(text_.substr(begin, at - begin)), " is out of range"));
}

}  // namespace

Diagnostic ExplainFault(absl::string_view text, const JsonPlace& place) {
  return Explainer(text).Behind(place);
}

Diagnostic JsonFault(absl::string_view rule, size_t begin, size_t end, std::string message,
                     std::string note) {
  Diagnostic fault;
  fault.rule = std::string(rule);
  fault.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  fault.message = std::move(message);
  if (!note.empty()) fault.notes.push_back(std::move(note));
  return fault;
}

Diagnostic CutShort(absl::string_view text, absl::string_view where) {
  return JsonFault(kInvalidSyntax, text.size(), text.size(),
                   absl::StrCat("unexpected end of file", where));
}

}  // namespace deputy
