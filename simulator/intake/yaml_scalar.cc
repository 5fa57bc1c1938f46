#include "simulator/intake/yaml_scalar.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "simulator/intake/utf8_writer.h"

namespace deputy {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

struct Escape {
  std::string meaning;
  size_t length = 0;
};

// https://yaml.org/spec/1.2.2/#57-escaped-characters
std::optional<Escape> ReadEscape(absl::string_view written) {
  static constexpr std::pair<char, absl::string_view> kLetters[] = {
      {'a', "\a"},          {'b', "\b"},       {'t', "\t"},       {'n', "\n"},
      {'v', "\v"},          {'f', "\f"},       {'r', "\r"},       {'e', "\x1b"},
      {' ', " "},           {'"', "\""},       {'/', "/"},        {'\\', "\\"},
      {'\t', "\t"},         {'N', "\xc2\x85"}, {'_', "\xc2\xa0"}, {'L', "\xe2\x80\xa8"},
      {'P', "\xe2\x80\xa9"}};
  static constexpr std::pair<char, size_t> kHex[] = {{'x', 2}, {'u', 4}, {'U', 8}};
  if (written.size() < 2) return std::nullopt;
  for (const auto& [letter, meaning] : kLetters) {
    if (written[1] == letter) return Escape{std::string(meaning), 2};
  }
  for (const auto& [letter, digits] : kHex) {
    uint32_t code_point = 0;
    if (written[1] == letter && absl::SimpleHexAtoi(written.substr(2, digits), &code_point))
      return Escape{Utf8Of(code_point), 2 + digits};
  }
  return std::nullopt;
}

// Goes through value and written form together. A blank of the value may stand for several of the
// written form (a folded line end) or the other way round; everything else stands for itself or has
// an escape.
class Aligner {
 public:
  Aligner(absl::string_view text, TextRange written, char style)
      : text_(text), at_(written.begin), end_(written.end), style_(style) {}

  std::optional<std::vector<TextRange>> Align(absl::string_view value) {
    while (places_.size() < value.size()) {
      const char wanted = value[places_.size()];
      if (style_ == '"' && at_ < end_ && text_[at_] == '\\') {
        if (!TakeEscape(value)) return std::nullopt;
      } else if (at_ < end_ && text_[at_] == wanted) {
        Place(1, style_ == '\'' && wanted == '\'' ? 2 : 1);
      } else if (IsBlank(wanted)) {
        Place(1, 0);
      } else if (at_ < end_ && IsBlank(text_[at_])) {
        ++at_;
      } else {
        return std::nullopt;
      }
    }
    return std::move(places_);
  }

 private:
  void Place(size_t bytes, size_t written) {
    const size_t end = std::min(at_ + written, end_);
    places_.insert(places_.end(), bytes, {static_cast<uint32_t>(at_), static_cast<uint32_t>(end)});
    at_ = end;
  }

  bool TakeEscape(absl::string_view value) {
    const absl::string_view written = text_.substr(at_, end_ - at_);
    if (written.size() > 1 && (written[1] == '\n' || written[1] == '\r')) {  // joins two lines
      ++at_;
      while (at_ < end_ && IsBlank(text_[at_])) ++at_;
      return true;
    }
    const std::optional<Escape> escape = ReadEscape(written);
    if (!escape || !absl::StartsWith(value.substr(places_.size()), escape->meaning)) return false;
    Place(escape->meaning.size(), escape->length);
    return true;
  }

  const absl::string_view text_;
  size_t at_;
  const size_t end_;
  const char style_;
  std::vector<TextRange> places_;
};

// Without the quotes, or without the header of a block.
TextRange Inside(absl::string_view text, TextRange scalar, char style) {
  if (style == '"' || style == '\'') return {scalar.begin + 1, scalar.end - 1};
  if (style != '|' && style != '>') return scalar;
  const size_t line_end = std::min<size_t>(text.find('\n', scalar.begin), scalar.end);
  return {static_cast<uint32_t>(line_end < scalar.end ? line_end + 1 : line_end), scalar.end};
}

}  // namespace

MappedText DecodeYamlScalar(absl::string_view text, const JsonValue& scalar) {
  const char style = scalar.range.begin < scalar.range.end ? text[scalar.range.begin] : ' ';
  const TextRange inside = Inside(text, scalar.range, style);
  std::optional<std::vector<TextRange>> places = Aligner(text, inside, style).Align(scalar.text);
  if (!places) places.emplace(scalar.text.size(), scalar.range);
  return {scalar.text, OffsetMap(*std::move(places), inside.end)};
}

}  // namespace deputy
