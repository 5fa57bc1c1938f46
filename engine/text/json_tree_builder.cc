#include "engine/text/json_tree_builder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/utf8.h"

namespace deputy {
namespace {

TextRange Range(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

constexpr bool StandsBetweenTokens(char c) {
  return c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

// Up to so many members comparing each with each is faster than sorting.
constexpr size_t kFewMembers = 12;

}  // namespace

JsonTreeBuilder::JsonTreeBuilder(absl::string_view text, size_t start, const JsonLimits& limits,
                                 Diagnostics& diagnostics, const JsonItemTaker* take)
    : text_(text), limits_(limits), diagnostics_(diagnostics), take_(take) {
  place_.end = start;
}

TextRange JsonTreeBuilder::TokenRange(size_t end) const {
  size_t begin = place_.end;
  while (begin < end && StandsBetweenTokens(text_[begin])) ++begin;
  return Range(begin, end);
}

JsonValue& JsonTreeBuilder::NextSlot() {
  if (open_.empty()) return root_;
  if (open_.back().kind == JsonKind::kObject) return members_.back().value;
  return items_.emplace_back();
}

void JsonTreeBuilder::Finished(size_t end) {
  place_.end = end;
  place_.behind = open_.empty()                            ? JsonPlace::Behind::kRoot
                  : open_.back().kind == JsonKind::kObject ? JsonPlace::Behind::kMember
                                                           : JsonPlace::Behind::kItem;
}

bool JsonTreeBuilder::Refuse(absl::string_view rule, TextRange range, std::string message) {
  refused_ = true;
  diagnostics_.Error(rule, range, std::move(message));
  return false;
}

bool JsonTreeBuilder::Literal(JsonKind kind, size_t end) {
  const TextRange range = TokenRange(end);
  JsonValue& value = NextSlot();
  value.kind = kind;
  value.range = range;
  if (kind != JsonKind::kNull) value.text.assign(text_.data() + range.begin, end - range.begin);
  Finished(end);
  return true;
}

bool JsonTreeBuilder::CheckString(absl::string_view decoded, TextRange range) {
  const size_t written = range.end - range.begin - 2;  // without the quotes
  if (decoded.size() > limits_.max_string) {
    Refuse(
        "value-too-long", range,
        absl::StrCat("a string of ", decoded.size(), " bytes; the limit is ", limits_.max_string));
  } else if (decoded.size() != written && (decoded.find('\0') != absl::string_view::npos ||
                                           FindInvalidUtf8(decoded) != absl::string_view::npos)) {
    // Only an escape can bring these in, and every escape is longer than what it stands for.
    // RapidJSON lets
    // `\u0000` and a lone `\udc00` through.
    std::optional<Diagnostic> fault = ExplainString(text_, range.begin);
    refused_ = true;
    if (fault) diagnostics_.Add(*std::move(fault));
  } else {
    return true;
  }
  // The document is refused, but its author wants to hear the rest; an attacker does not get to
  // make it long.
  return ++complaints_ < Diagnostics::kMaxItems;
}

bool JsonTreeBuilder::String(absl::string_view decoded, size_t end) {
  const TextRange range = TokenRange(end);
  const bool go_on = CheckString(decoded, range);
  JsonValue& value = NextSlot();
  value.kind = JsonKind::kString;
  value.range = range;
  if (!refused_) value.text.assign(decoded.data(), decoded.size());
  Finished(end);
  return go_on;
}

bool JsonTreeBuilder::Name(absl::string_view decoded, size_t end) {
  const TextRange range = TokenRange(end);
  if (members_.size() - open_.back().first_child >= limits_.max_members) {
    return Refuse("too-many-members", range,
                  absl::StrCat("an object with more than ", limits_.max_members, " members"));
  }
  const bool go_on = CheckString(decoded, range);
  JsonMember& member = members_.emplace_back();
  // Kept even when refused, so that a duplicate further on is seen; too long a name is not worth
  // the copy.
  if (decoded.size() <= limits_.max_string) member.name.assign(decoded.data(), decoded.size());
  member.name_range = range;
  place_ = {JsonPlace::Behind::kName, end};
  return go_on;
}

bool JsonTreeBuilder::Open(JsonKind kind, size_t at) {
  if (open_.size() >= static_cast<size_t>(std::max(limits_.max_depth, 0))) {
    return Refuse("too-deep", Range(at, at + 1),
                  absl::StrCat("nested deeper than ", limits_.max_depth, " levels"));
  }
  const bool object = kind == JsonKind::kObject;
  open_.push_back({kind, static_cast<uint32_t>(at), object ? members_.size() : items_.size()});
  place_ = {object ? JsonPlace::Behind::kOpenObject : JsonPlace::Behind::kOpenArray, at + 1};
  return true;
}

bool JsonTreeBuilder::Close(size_t at) {
  const Container container = open_.back();
  open_.pop_back();
  JsonValue value;
  value.kind = container.kind;
  value.range = Range(container.begin, at + 1);
  const auto first = static_cast<std::ptrdiff_t>(container.first_child);
  if (container.kind == JsonKind::kObject) {
    value.members.assign(std::make_move_iterator(members_.begin() + first),
                         std::make_move_iterator(members_.end()));
    members_.resize(container.first_child);
    FindDuplicates(value.members);
  } else {
    value.items.assign(std::make_move_iterator(items_.begin() + first),
                       std::make_move_iterator(items_.end()));
    items_.resize(container.first_child);
  }
  if (!IsTaken(value)) NextSlot() = std::move(value);
  Finished(at + 1);
  return complaints_ < Diagnostics::kMaxItems;
}

// Of a value that has just been closed: whether it is an item that was taken.
bool JsonTreeBuilder::IsTaken(JsonValue& value) {
  if (take_ == nullptr || refused_ || !value.is_object() || open_.empty() || open_.size() > 2 ||
      open_.back().kind != JsonKind::kArray)
    return false;
  if (open_.size() == 1) return (*take_)("", value);
  // The member that is being read stands on top, for all of the item's own have been taken off.
  return open_.front().kind == JsonKind::kObject && (*take_)(members_.back().name, value);
}

void JsonTreeBuilder::FindDuplicates(const std::vector<JsonMember>& members) {
  const auto note = [&](const JsonMember& first, const JsonMember& second) {
    if (++complaints_ > Diagnostics::kMaxItems) return;
    refused_ = true;
    duplicates_.push_back({Quote(second.name), second.name_range, first.name_range.begin});
  };
  if (members.size() <= kFewMembers) {
    for (size_t i = 1; i < members.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (members[i].name != members[j].name) continue;
        note(members[j], members[i]);
        break;
      }
    }
    return;
  }
  // Sorted and not hashed: Abseil's tables are corrupt after an allocation of theirs has failed,
  // and there is no order of names that makes sorting slow.
  std::vector<const JsonMember*> sorted;
  sorted.reserve(members.size());
  for (const JsonMember& member : members) sorted.push_back(&member);
  std::sort(sorted.begin(), sorted.end(), [](const JsonMember* a, const JsonMember* b) {
    const int order = a->name.compare(b->name);
    return order != 0 ? order < 0 : a < b;
  });
  std::vector<std::pair<const JsonMember*, const JsonMember*>>
      twins;  // the first of a name, and a later one
  const JsonMember* first = sorted.front();
  for (auto it = std::next(sorted.begin()); it != sorted.end(); ++it) {
    if ((*it)->name == first->name) {
      twins.emplace_back(first, *it);
    } else {
      first = *it;
    }
  }
  // Back in the order of the document: when there are too many, the author hears of those that
  // stand first.
  std::sort(twins.begin(), twins.end(),
            [](const auto& a, const auto& b) { return a.second < b.second; });
  for (const auto& [one, other] : twins) note(*one, *other);
}

void JsonTreeBuilder::ReportDuplicates() {
  // In the order of the first places, so that all of them are found in one pass over the text.
  std::sort(duplicates_.begin(), duplicates_.end(), [](const Duplicate& a, const Duplicate& b) {
    return a.first != b.first ? a.first < b.first : a.range.begin < b.range.begin;
  });
  PositionFinder finder(text_);
  for (const Duplicate& duplicate : duplicates_) {
    const TextPosition first = finder.Find(duplicate.first);
    diagnostics_.Error("duplicate-key", duplicate.range,
                       absl::StrCat("duplicate name ", duplicate.name),
                       absl::StrCat("first at ", first.line, ":", first.column));
  }
}

JsonValue JsonTreeBuilder::TakeRoot() { return std::move(root_); }

}  // namespace deputy
