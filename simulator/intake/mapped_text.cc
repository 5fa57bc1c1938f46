#include "simulator/intake/mapped_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "simulator/intake/percent.h"
#include "simulator/intake/utf8_writer.h"

namespace deputy {
namespace {

// A text as it grows, and the place of each byte.
class Builder {
 public:
  explicit Builder(size_t most) {
    text_.reserve(most);
    bytes_.reserve(most);
  }
  void Add(char byte, TextRange place) {
    text_.push_back(byte);
    bytes_.push_back(place);
  }
  void Add(absl::string_view bytes, size_t begin, size_t end) {
    text_.append(bytes.data(), bytes.size());
    bytes_.resize(text_.size(), {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  }
  MappedText Take(size_t end) {
    return {std::move(text_), OffsetMap(std::move(bytes_), static_cast<uint32_t>(end))};
  }

 private:
  std::string text_;
  std::vector<TextRange> bytes_;
};

uint32_t HexUnit(absl::string_view text, size_t at) {
  uint32_t unit = 0;
  return absl::SimpleHexAtoi(text.substr(at, 4), &unit) ? unit : 0xfffd;
}

// The escape at `at`, its code point and its length.
std::pair<uint32_t, size_t> ReadEscape(absl::string_view text, size_t at) {
  static constexpr absl::string_view kLetters = "bfnrt";
  static constexpr absl::string_view kMeanings = "\b\f\n\r\t";
  const char c = text[at + 1];
  if (const size_t found = kLetters.find(c); found != absl::string_view::npos)
    return {static_cast<unsigned char>(kMeanings[found]), 2};
  if (c != 'u') return {static_cast<unsigned char>(c), 2};
  const uint32_t high = HexUnit(text, at + 2);
  if (high < 0xd800 || high > 0xdbff) return {high, 6};
  return {0x10000 + ((high - 0xd800) << 10) + (HexUnit(text, at + 8) - 0xdc00), 12};
}

}  // namespace

TextRange OffsetMap::Map(TextRange range) const {
  if (!dense_) return {range.begin + shift_, range.end + shift_};
  if (bytes_.empty()) return {shift_, shift_};
  const size_t last = bytes_.size() - 1;
  if (range.begin > last) return {bytes_[last].end, bytes_[last].end};
  const uint32_t begin = bytes_[range.begin].begin;
  if (range.end <= range.begin) return {begin, begin};
  return {begin, std::max(begin, bytes_[std::min<size_t>(range.end - 1, last)].end)};
}

MappedText DecodeJsonString(absl::string_view text, TextRange string) {
  const size_t begin = string.begin + 1;
  const size_t end = string.end - 1;
  const absl::string_view written = text.substr(begin, end - begin);
  if (!absl::StrContains(written, '\\'))
    return {std::string(written), OffsetMap(static_cast<uint32_t>(begin))};
  Builder builder(written.size());
  for (size_t at = begin; at < end;) {
    if (text[at] != '\\') {
      builder.Add(text[at], {static_cast<uint32_t>(at), static_cast<uint32_t>(at + 1)});
      ++at;
      continue;
    }
    const auto [code_point, length] = ReadEscape(text.substr(0, end), at);
    builder.Add(Utf8Of(code_point), at, at + length);
    at += length;
  }
  return builder.Take(end);
}

MappedText DecodePercent(const MappedText& encoded) {
  const absl::string_view text = encoded.text;
  Builder builder(text.size());
  uint32_t end = 0;
  for (uint32_t at = 0; at < text.size();) {
    const int byte = text[at] == '%' ? PercentByte(text, at) : -1;
    const uint32_t length = byte < 0 ? 1 : 3;
    const TextRange place = encoded.map.Map({at, at + length});
    builder.Add(byte < 0 ? text[at] : static_cast<char>(byte), place);
    end = place.end;
    at += length;
  }
  return builder.Take(end);
}

MappedText Through(const OffsetMap& outer, MappedText inner) {
  if (outer.is_identity()) return inner;
  std::vector<TextRange> bytes;
  bytes.reserve(inner.text.size());
  for (uint32_t i = 0; i < inner.text.size(); ++i)
    bytes.push_back(outer.Map(inner.map.Map({i, i + 1})));
  const uint32_t end = outer.Map(inner.map.Map({0, 0})).begin;
  inner.map = OffsetMap(std::move(bytes), end);
  return inner;
}

void MoveRanges(const OffsetMap& map, JsonValue& tree) {
  tree.range = map.Map(tree.range);
  for (JsonValue& item : tree.items) MoveRanges(map, item);
  for (JsonMember& member : tree.members) {
    member.name_range = map.Map(member.name_range);
    MoveRanges(map, member.value);
  }
}

Diagnostics MovedDiagnostics(const OffsetMap& map, const Diagnostics& diagnostics) {
  if (map.is_identity()) return diagnostics;
  Diagnostics moved;
  for (Diagnostic item : diagnostics.items()) {
    item.range = map.Map(item.range);
    item.notes.erase(
        std::remove_if(item.notes.begin(), item.notes.end(),
                       [](const std::string& note) { return absl::StartsWith(note, "first at "); }),
        item.notes.end());
    moved.Add(std::move(item));
  }
  return moved;
}

void AddMoved(const OffsetMap& map, const Diagnostics& from, Diagnostics& to) {
  const Diagnostics moved = MovedDiagnostics(map, from);
  for (const Diagnostic& item : moved.items()) to.Add(item);
}

}  // namespace deputy
