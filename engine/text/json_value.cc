#include "engine/text/json_value.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace deputy {

absl::string_view JsonKindName(JsonKind kind) {
  switch (kind) {
    case JsonKind::kNull:
      return "null";
    case JsonKind::kBool:
      return "a boolean";
    case JsonKind::kNumber:
      return "a number";
    case JsonKind::kString:
      return "a string";
    case JsonKind::kArray:
      return "a list";
    case JsonKind::kObject:
      return "an object";
  }
  return "null";
}

const JsonMember* JsonValue::Find(absl::string_view name) const {
  for (const JsonMember& member : members) {
    if (member.name == name) return &member;
  }
  return nullptr;
}

std::string PointerTo(const JsonValue& document, TextRange range) {
  for (const JsonMember& member : document.members) {
    if (!TextRange{member.name_range.begin, member.value.range.end}.Contains(range)) continue;
    return absl::StrCat(PointerStep(member.name), PointerTo(member.value, range));
  }
  for (size_t i = 0; i < document.items.size(); ++i) {
    if (document.items[i].range.Contains(range))
      return absl::StrCat("/", i, PointerTo(document.items[i], range));
  }
  return "";
}

std::string PointerStep(absl::string_view name) {
  return absl::StrCat("/", absl::StrReplaceAll(name, {{"~", "~0"}, {"/", "~1"}}));
}

}  // namespace deputy
