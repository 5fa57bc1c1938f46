#include "simulator/replay/record_splitter.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/text/json_value.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace deputy {
namespace {

constexpr size_t kMostScalarBytes = 4096;

// Of 64 bytes, a bit each.
struct Marks {
  uint64_t quotes = 0;
  uint64_t backslashes = 0;
  uint64_t newlines = 0;
  uint64_t opening = 0;  // { and [
  uint64_t closing = 0;  // } and ]
};

Marks MarksOf(const char* bytes) {
  Marks marks;
#ifdef __SSE2__
  for (int i = 0; i < 64; i += 16) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + i));
    const __m128i folded = _mm_or_si128(part, _mm_set1_epi8(0x20));
    const auto is = [i](__m128i vector, char c) {
      const __m128i equal = _mm_cmpeq_epi8(vector, _mm_set1_epi8(c));
      return static_cast<uint64_t>(static_cast<uint32_t>(_mm_movemask_epi8(equal))) << i;
    };
    marks.quotes |= is(part, '"');
    marks.backslashes |= is(part, '\\');
    marks.newlines |= is(part, '\n');
    marks.opening |= is(folded, '{');
    marks.closing |= is(folded, '}');
  }
#else
  for (int i = 0; i < 64; ++i) {
    const char c = bytes[i];
    marks.quotes |= uint64_t{c == '"'} << i;
    marks.backslashes |= uint64_t{c == '\\'} << i;
    marks.newlines |= uint64_t{c == '\n'} << i;
    marks.opening |= uint64_t{(c | 0x20) == '{'} << i;
    marks.closing |= uint64_t{(c | 0x20) == '}'} << i;
  }
#endif
  return marks;
}

// The bytes behind a backslash that is not behind one itself. `escape`: whether the byte before the
// first is such a backslash, and then whether the last is.
uint64_t EscapedBy(uint64_t backslashes, bool& escape) {
  uint64_t escaped = escape ? 1 : 0;
  escape = false;
  for (backslashes &= ~escaped; backslashes != 0;) {
    const uint64_t first = backslashes & -backslashes;
    escape = first >> 63 != 0;
    escaped |= first << 1;
    backslashes &= ~(first | first << 1);
  }
  return escaped;
}

// From each mark up to the next: from 1 behind it, 0 behind that.
uint64_t UpToNext(uint64_t marks) {
  for (int shift = 1; shift < 64; shift *= 2) marks ^= marks << shift;
  return marks;
}

size_t SkipBlanks(absl::string_view text, size_t at) {
  return std::min(text.find_first_not_of(kJsonBlanks, at), text.size());
}

// Behind the text, number or word that begins at `at`; `at` when it is none that ends soon, on its
// line.
size_t EndOfScalar(absl::string_view text, size_t at) {
  const absl::string_view line =
      text.substr(at, std::min(text.find('\n', at), at + kMostScalarBytes) - at);
  size_t end = 0;
  if (!absl::StartsWith(line, "\"")) {
    while (end < line.size() &&
           (absl::ascii_isalnum(line[end]) || absl::StrContains("+-.", line[end])))
      ++end;
    return at + end;
  }
  for (end = 1; end < line.size() && line[end] != '"'; ++end) end += line[end] == '\\' ? 1 : 0;
  return end < line.size() ? at + end + 1 : at;
}

enum class Wrapped { kNo, kYes, kOpen };

// Whether the object that begins at `at` is one around a list of that name; then `at` is moved
// behind the bracket. kOpen: the text is too short to tell.
Wrapped BeginsWrapper(absl::string_view text, absl::string_view name, size_t& at) {
  size_t i = at;
  for (const absl::string_view token :
       {absl::string_view("{"), name, absl::string_view(":"), absl::string_view("[")}) {
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
      if (Wrapper(block, at)) continue;
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
  while ((at = SkipBlanks(block, at)) < block.size() && block[at] == ',') ++at;
  if (at == block.size()) return at;
  if (place_ == Place::kTop) {
    const absl::string_view begin = block.substr(at, kByteOrderMark.size());
    if (begin == kByteOrderMark) return at + begin.size();
    if (absl::StartsWith(kByteOrderMark, begin) && !last) return at;
  }
  const char c = block[at];
  // A list in the list is walked over like a record, and is told to be none as it is read.
  if (c == '{' || (c == '[' && place_ == Place::kList)) {
    if (place_ == Place::kTop) {
      for (const absl::string_view name : {"\"Records\"", "\"Events\""}) {
        const Wrapped wrapped = BeginsWrapper(block, name, at);
        if (wrapped == Wrapped::kOpen && !last) return at;
        if (wrapped == Wrapped::kYes) {
          place_ = Place::kList;
          wrapped_ = true;
          return at;
        }
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
  static constexpr char kNoRecord[] = "this is no record: a JSON object was expected";
  if (place_ == Place::kList) {  // what ends is passed over, and the records behind it are read
    const bool is_whole =
        block.size() - at >= kMostScalarBytes || absl::StrContains(block.substr(at), '\n');
    if (!is_whole && !last) return at;
    const size_t end = EndOfScalar(block, at);
    if (end > at) {
      spans.push_back({at, end, kNoRecord});
      return end;
    }
  }
  spans.push_back({at, std::min(block.find('\n', at), block.size()), kNoRecord});
  place_ = Place::kLine;
  return at;
}

// Behind the records, up to the end of the object that they stand in. False when that has not come.
bool RecordSplitter::Wrapper(absl::string_view block, size_t& at) {
  if (!Walk(block, at)) return false;
  place_ = broken_ ? Place::kLine : Place::kTop;
  broken_ = false;
  return true;
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
// end of the block. 64 bytes at a time, of which few are a bracket outside of strings.
bool RecordSplitter::Walk(absl::string_view block, size_t& at) {
  bool escape = false;
  while (at < block.size()) {
    const size_t size = std::min<size_t>(block.size() - at, 64);
    char padded[64];
    const char* bytes = block.data() + at;
    if (size < 64) {
      std::memset(padded, ' ', sizeof(padded));
      std::memcpy(padded, bytes, size);
      bytes = padded;
    }
    const Marks marks = MarksOf(bytes);
    const uint64_t escaped = EscapedBy(marks.backslashes, escape);
    const uint64_t in_string = UpToNext(marks.quotes & ~escaped) ^ (in_string_ ? ~uint64_t{0} : 0);
    const uint64_t opening = marks.opening & ~in_string;
    const uint64_t closing = marks.closing & ~in_string;
    for (uint64_t stops = marks.newlines | opening | closing; stops != 0; stops &= stops - 1) {
      const uint64_t stop = stops & -stops;
      const size_t place = at + static_cast<size_t>(std::countr_zero(stop));
      if ((stop & opening) != 0) {
        ++depth_;
      } else if ((stop & closing) != 0) {
        if (--depth_ > 0) continue;
        in_string_ = false;
        at = place + 1;
        return true;
      } else if ((stop & in_string) != 0 || place_ == Place::kTop) {
        broken_ = (stop & in_string) != 0 || IsNextRecord(block, place);
        if (!broken_ && (last_ || place + 2 < block.size())) continue;
        in_string_ = (stop & in_string) != 0;
        at = place;
        return broken_;
      }
    }
    in_string_ = in_string >> 63 != 0;
    at += size;
    if (size < 64) escape = (escaped >> size & 1) != 0;
  }
  if (escape) --at;  // to be seen with what it escapes
  return false;
}

// In JSON Lines a record that was cut off is followed by the next. No printer puts an object that
// stands in another at the start of a line, but where something says that it goes on there.
bool RecordSplitter::IsNextRecord(absl::string_view block, size_t newline) const {
  if (place_ != Place::kTop || !absl::StartsWith(block.substr(newline + 1), "{\"")) return false;
  const size_t before = block.find_last_not_of(" \t\r", newline == 0 ? 0 : newline - 1);
  return before == absl::string_view::npos || (block[before] != ':' && block[before] != '[');
}

}  // namespace deputy
