#include "simulator/check/edited_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace deputy {
namespace {

constexpr size_t kContext = 3;

// Lines with their line ends.
std::vector<absl::string_view> LinesOf(absl::string_view text) {
  std::vector<absl::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// Lines [begin, end) of the original in whose place lines [new_begin, new_end) stand.
struct Change {
  size_t begin, end, new_begin, new_end;
};

// The line in which the byte stands; behind the last byte, the number of lines.
size_t LineOf(const std::vector<absl::string_view>& lines, const char* byte) {
  const auto found =
      std::upper_bound(lines.begin(), lines.end(), byte,
                       [](const char* at, absl::string_view line) { return at < line.data(); });
  const auto index = static_cast<size_t>(found - lines.begin());
  if (index == 0) return 0;
  const absl::string_view line = lines[index - 1];
  return byte < line.data() + line.size() ? index - 1 : index;
}

// Lines at both ends that are the same are no change.
void Trim(const std::vector<absl::string_view>& before, const std::vector<absl::string_view>& after,
          Change& change) {
  const auto some = [&] { return change.begin < change.end && change.new_begin < change.new_end; };
  while (some() && before[change.begin] == after[change.new_begin]) {
    ++change.begin;
    ++change.new_begin;
  }
  while (some() && before[change.end - 1] == after[change.new_end - 1]) {
    --change.end;
    --change.new_end;
  }
}

void AppendLine(char mark, absl::string_view line, std::string& out) {
  out.push_back(mark);
  absl::StrAppend(&out, line);
  if (line.back() != '\n') out += "\n\\ No newline at end of file\n";
}

std::string Span(size_t begin, size_t end) {
  const size_t count = end - begin;
  return absl::StrCat(count == 0 ? begin : begin + 1, ",", count);
}

// As GNU diff writes names that would break its header.
std::string NameOf(absl::string_view name) {
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\\' && c != '\x7f';
  });
  if (plain) return std::string(name);
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') {
      absl::StrAppend(&quoted, "\\", std::string(1, c));
    } else if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') {
      absl::StrAppendFormat(&quoted, "\\%03o", static_cast<unsigned char>(c));
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

}  // namespace

EditedText::EditedText(std::string original)
    : original_(std::move(original)),
      text_(original_),
      kept_({{0, 0, static_cast<uint32_t>(original_.size())}}) {}

void EditedText::Apply(const std::vector<TextEdit>& edits) {
  std::string text;
  std::vector<Kept> kept;
  size_t piece = 0;
  uint32_t at = 0;
  // What stands between two edits, cut into the pieces that were kept so far.
  const auto keep_until = [&](uint32_t end) {
    const int64_t moved = static_cast<int64_t>(text.size()) - at;
    while (piece < kept_.size() && kept_[piece].now < end) {
      const Kept& old = kept_[piece];
      const uint32_t from = std::max(old.now, at);
      const uint32_t to = std::min(old.now + old.size, end);
      if (from < to) {
        kept.push_back(
            {old.original + (from - old.now), static_cast<uint32_t>(from + moved), to - from});
      }
      if (old.now + old.size > end) break;
      ++piece;
    }
    text.append(text_, at, end - at);
  };
  for (const TextEdit& edit : edits) {
    keep_until(edit.range.begin);
    text.append(edit.replacement);
    at = edit.range.end;
  }
  keep_until(static_cast<uint32_t>(text_.size()));
  text_ = std::move(text);
  kept_ = std::move(kept);
}

std::string EditedText::UnifiedDiff(absl::string_view name) const {
  const auto before = LinesOf(original_);
  const auto after = LinesOf(text_);
  std::vector<Change> changes;
  const auto add = [&](uint32_t begin, uint32_t end, uint32_t new_begin, uint32_t new_end) {
    if (begin == end && new_begin == new_end) return;
    const auto behind = [](size_t line, const std::vector<absl::string_view>& lines) {
      return std::min(line + 1, lines.size());
    };
    Change change{LineOf(before, original_.data() + begin),
                  behind(LineOf(before, original_.data() + end), before),
                  LineOf(after, text_.data() + new_begin),
                  behind(LineOf(after, text_.data() + new_end), after)};
    if (!changes.empty() && change.begin < changes.back().end) {
      changes.back().end = std::max(changes.back().end, change.end);
      changes.back().new_end = std::max(changes.back().new_end, change.new_end);
    } else {
      changes.push_back(change);
    }
  };
  uint32_t at = 0;
  uint32_t now = 0;
  for (const Kept& kept : kept_) {
    add(at, kept.original, now, kept.now);
    at = kept.original + kept.size;
    now = kept.now + kept.size;
  }
  add(at, static_cast<uint32_t>(original_.size()), now, static_cast<uint32_t>(text_.size()));
  for (Change& change : changes) Trim(before, after, change);
  std::erase_if(changes,
                [](const Change& c) { return c.begin == c.end && c.new_begin == c.new_end; });
  if (changes.empty()) return "";

  std::string out = absl::StrCat("--- ", NameOf(name), "\n+++ ", NameOf(name), "\n");
  for (size_t first = 0; first < changes.size();) {
    size_t last = first;
    while (last + 1 < changes.size() &&
           changes[last + 1].begin - changes[last].end <= 2 * kContext) {
      ++last;
    }
    const size_t lead = std::min(kContext, changes[first].begin);
    const size_t tail = std::min(kContext, before.size() - changes[last].end);
    absl::StrAppend(&out, "@@ -", Span(changes[first].begin - lead, changes[last].end + tail), " +",
                    Span(changes[first].new_begin - lead, changes[last].new_end + tail), " @@\n");
    size_t line = changes[first].begin - lead;
    for (size_t i = first; i <= last; ++i) {
      while (line < changes[i].begin) AppendLine(' ', before[line++], out);
      while (line < changes[i].end) AppendLine('-', before[line++], out);
      for (size_t k = changes[i].new_begin; k < changes[i].new_end; ++k)
        AppendLine('+', after[k], out);
    }
    for (const size_t end = line + tail; line < end; ++line) AppendLine(' ', before[line], out);
    first = last + 1;
  }
  return out;
}

}  // namespace deputy
