#include "simulator/replay/record_splitter.h"

#include <algorithm>
#include <bit>

#include "absl/strings/match.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace deputy {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Where a string may end, or cannot go on.
bool EndsString(char c) { return c == '"' || c == '\\' || c == '\n'; }
// Outside of strings: what changes the depth, begins a string, or ends a line.
bool IsStructure(char c) { return (c | 0x20) == '{' || (c | 0x20) == '}' || c == '"' || c == '\n'; }

// The first byte from `at` for which this holds, sixteen at a time.
template <bool kInString>
size_t FindStop(absl::string_view text, size_t at) {
#ifdef __SSE2__
  const auto is = [](__m128i bytes, char c) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)); };
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    __m128i stops = _mm_or_si128(is(bytes, '"'), is(bytes, '\n'));
    if constexpr (kInString) {
      stops = _mm_or_si128(stops, is(bytes, '\\'));
    } else {
      const __m128i folded = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
      stops = _mm_or_si128(stops, _mm_or_si128(is(folded, '{'), is(folded, '}')));
    }
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(stops));
    if (mask != 0) return at + static_cast<size_t>(std::countr_zero(mask));
  }
#endif
  while (at < text.size() && !(kInString ? EndsString(text[at]) : IsStructure(text[at]))) ++at;
  return at;
}

size_t SkipBlanks(absl::string_view text, size_t at) {
  while (at < text.size() && IsBlank(text[at])) ++at;
  return at;
}

enum class Wrapped { kNo, kYes, kOpen };

// Whether the object that begins at `at` is one around `"Records": […]`; then `at` is moved behind
// the bracket. kOpen: the text is too short to tell.
Wrapped BeginsWrapper(absl::string_view text, size_t& at) {
  size_t i = at;
  for (const absl::string_view token : {"{", "\"Records\"", ":", "["}) {
    i = SkipBlanks(text, i);
    const absl::string_view rest = text.substr(i, token.size());
    if (rest != token) return absl::StartsWith(token, rest) ? Wrapped::kOpen : Wrapped::kNo;
    i += token.size();
  }
  at = i;
  return Wrapped::kYes;
}

}  // namespace

size_t RecordSplitter::Split(absl::string_view block, bool last, std::vector<RecordSpan>& spans) {
  last_ = last;
  size_t at = 0;
  while (at < block.size()) {
    if (in_record_) {
      if (Record(block, at, spans)) continue;
    } else if (place_ == Place::kWrapper) {
      const size_t begin = at;
      at = Wrapper(block, at);
      if (at > begin || place_ != Place::kWrapper) continue;
    } else if (place_ == Place::kLine) {
      const size_t end = block.find('\n', at);
      at = std::min(end, block.size());
      if (end != absl::string_view::npos) place_ = Place::kTop;
      continue;
    } else {
      const size_t begin = at;
      at = Between(block, at, last, spans);
      if (in_record_ || place_ == Place::kLine || at > begin) continue;
    }
    break;  // more has to come
  }
  if (!last) return at;
  if (in_record_ && !too_long_) {
    spans.push_back({at, block.size(), "the record is cut off: the input ends inside of it"});
  } else if (place_ == Place::kList || place_ == Place::kWrapper || in_record_) {
    spans.push_back({block.size(), block.size(), "the input is cut off: it ends between records"});
  }
  *this = RecordSplitter();
  return block.size();
}

// Up to the next record.
size_t RecordSplitter::Between(absl::string_view block, size_t at, bool last,
                               std::vector<RecordSpan>& spans) {
  while (at < block.size() && (IsBlank(block[at]) || block[at] == ',')) ++at;
  if (at == block.size()) return at;
  const char c = block[at];
  if (c == '{') {
    if (place_ == Place::kTop) {
      const Wrapped wrapped = BeginsWrapper(block, at);
      if (wrapped == Wrapped::kOpen && !last) return at;
      if (wrapped == Wrapped::kYes) {
        place_ = Place::kList;
        wrapped_ = true;
        return at;
      }
    }
    in_record_ = true;
    walked_ = 0;
    depth_ = 0;
    in_string_ = broken_ = too_long_ = false;
    return at;
  }
  if (c == '[' && place_ == Place::kTop) {
    place_ = Place::kList;
    wrapped_ = false;
    return at + 1;
  }
  if (c == ']' && place_ == Place::kList) {
    place_ = wrapped_ ? Place::kWrapper : Place::kTop;
    depth_ = 1;
    in_string_ = false;
    return at + 1;
  }
  const size_t end = std::min(block.find('\n', at), block.size());
  spans.push_back({at, end, "this is no record: a JSON object was expected"});
  place_ = Place::kLine;
  return at;
}

// Behind the records, up to the end of the object that they stand in.
size_t RecordSplitter::Wrapper(absl::string_view block, size_t at) {
  if (Walk(block, at) && !broken_) place_ = Place::kTop;
  if (broken_) place_ = Place::kLine;
  broken_ = false;
  return at;
}

// False when the end of the record has not come; then `at` is where it begins.
bool RecordSplitter::Record(absl::string_view block, size_t& at, std::vector<RecordSpan>& spans) {
  const size_t begin = at;
  size_t end = begin + walked_;
  const bool ends = Walk(block, end);
  if (ends) {
    in_record_ = false;
    if (!too_long_) {
      spans.push_back(
          {begin, end, broken_ ? "the record is cut off: a line ends inside of it" : nullptr});
    }
    if (broken_) place_ = Place::kTop;
    at = end;
    return true;
  }
  walked_ = end - begin;
  if (walked_ <= kMostRecordBytes) return false;
  if (!too_long_) spans.push_back({begin, begin, "the record is longer than 4 MiB"});
  too_long_ = true;  // what was seen of it is let go
  walked_ = 0;
  at = end;
  return at < block.size();
}

// Walks on, at the depth and in the string where it was left, until the depth is none. False at the
// end of the block.
bool RecordSplitter::Walk(absl::string_view block, size_t& at) {
  while (true) {
    at = in_string_ ? FindStop<true>(block, at) : FindStop<false>(block, at);
    if (at >= block.size()) return false;
    const char c = block[at];
    if (c == '\\') {  // only in a string
      if (at + 1 >= block.size()) return false;
      at += 2;
      continue;
    }
    if (c == '\n' && !in_string_ && place_ == Place::kTop && !last_ && at + 2 >= block.size())
      return false;  // what the next line begins with counts
    if (c == '\n' && (in_string_ || IsNextRecord(block, at))) {
      broken_ = true;
      return true;
    }
    ++at;
    if (c == '"') {
      in_string_ = !in_string_;
    } else if (c == '{' || c == '[') {
      ++depth_;
    } else if (c != '\n' && --depth_ <= 0) {
      return true;
    }
  }
}

// In JSON Lines a record that was cut off is followed by the next. No printer puts an object that
// stands in another at the start of a line, but where something says that it goes on there.
bool RecordSplitter::IsNextRecord(absl::string_view block, size_t newline) const {
  if (place_ != Place::kTop || !absl::StartsWith(block.substr(newline + 1), "{\"")) return false;
  const size_t before = block.find_last_not_of(" \t\r", newline == 0 ? 0 : newline - 1);
  return before == absl::string_view::npos || (block[before] != ':' && block[before] != '[');
}

}  // namespace deputy
