#include "simulator/world/object_reader.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/spelling.h"

namespace deputy {
namespace {

std::vector<absl::string_view> Views(absl::Span<const std::string> texts) {
  return {texts.begin(), texts.end()};
}

}  // namespace

ObjectReader::ObjectReader(const JsonValue& value, absl::string_view what, Diagnostics& diagnostics)
    : value_(value), what_(what), diagnostics_(diagnostics) {
  Expect(value, JsonKind::kObject, what, diagnostics);
}

const JsonValue* ObjectReader::Optional(absl::string_view name) {
  asked_.emplace_back(name);
  if (!value_.is_object()) return nullptr;
  const JsonMember* member = value_.Find(name);
  return member == nullptr ? nullptr : &member->value;
}

const JsonValue* ObjectReader::Required(absl::string_view name) {
  const JsonValue* found = Optional(name);
  if (found == nullptr && value_.is_object()) {
    diagnostics_.Error("missing-member", {value_.range.begin, value_.range.begin + 1},
                       absl::StrCat(what_, " needs ", Quote(name)));
  }
  return found;
}

std::string ObjectReader::Text(absl::string_view name, bool required) {
  const JsonValue* found = required ? Required(name) : Optional(name);
  return found == nullptr ? "" : NonEmptyText(*found, name, diagnostics_);
}

std::vector<std::string> ObjectReader::Texts(absl::string_view name, bool required) {
  std::vector<std::string> texts;
  for (const JsonValue& item : List(name, required)) {
    texts.push_back(NonEmptyText(item, absl::StrCat("an item of ", Quote(name)), diagnostics_));
  }
  return texts;
}

bool ObjectReader::Flag(absl::string_view name, bool absent) {
  const JsonValue* found = Optional(name);
  if (found == nullptr || !Expect(*found, JsonKind::kBool, Quote(name), diagnostics_))
    return absent;
  return found->bool_value();
}

absl::Span<const JsonValue> ObjectReader::List(absl::string_view name, bool required) {
  const JsonValue* found = required ? Required(name) : Optional(name);
  if (found == nullptr || !Expect(*found, JsonKind::kArray, Quote(name), diagnostics_)) return {};
  return found->items;
}

int ObjectReader::Word(absl::string_view name, absl::Span<const absl::string_view> words,
                       int absent, bool required) {
  const JsonValue* found = required ? Required(name) : Optional(name);
  if (found == nullptr || !Expect(*found, JsonKind::kString, Quote(name), diagnostics_)) {
    return absent;
  }
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == found->text) return static_cast<int>(i);
  }
  diagnostics_.Error(
      "invalid-value", found->range,
      absl::StrCat(Quote(name), " is ", Quote(found->text), DidYouMean(found->text, words)),
      absl::StrCat("one of ", absl::StrJoin(words, ", ")));
  return absent;
}

void ObjectReader::Finish() {
  for (const JsonMember& member : value_.members) {
    if (absl::c_linear_search(asked_, member.name)) continue;
    diagnostics_.Error("unknown-member", member.name_range,
                       absl::StrCat(what_, " has no member ", Quote(member.name),
                                    DidYouMean(member.name, Views(asked_))));
  }
}

bool Expect(const JsonValue& value, JsonKind kind, absl::string_view what,
            Diagnostics& diagnostics) {
  if (value.kind == kind) return true;
  // Not the whole of a large value is to be underlined.
  const TextRange range = value.is_object() || value.is_array()
                              ? TextRange{value.range.begin, value.range.begin + 1}
                              : value.range;
  diagnostics.Error(
      "wrong-type", range,
      absl::StrCat(what, " must be ", JsonKindName(kind), ", not ", JsonKindName(value.kind)));
  return false;
}

std::string NonEmptyText(const JsonValue& value, absl::string_view what, Diagnostics& diagnostics) {
  if (!Expect(value, JsonKind::kString, what, diagnostics)) return "";
  if (value.text.empty()) {
    diagnostics.Error("invalid-value", value.range, absl::StrCat(what, " must not be empty"));
  }
  return value.text;
}

int ResolveName(absl::string_view name, TextRange range, absl::Span<const std::string> known,
                absl::string_view rule, absl::string_view what, Diagnostics& diagnostics) {
  for (size_t i = 0; i < known.size(); ++i) {
    if (known[i] == name) return static_cast<int>(i);
  }
  diagnostics.Error(
      rule, range,
      absl::StrCat("there is no ", what, " ", Quote(name), DidYouMean(name, Views(known))));
  return -1;
}

}  // namespace deputy
