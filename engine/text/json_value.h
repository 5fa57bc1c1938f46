// A JSON document as a tree in which every value knows where it stands. Knows nothing of IAM.
//
// Strings are decoded and valid UTF-8 without U+0000; numbers are kept as their text and never
// converted, so no digit of an account id is lost. Member names are unique (the reader refuses
// duplicates). Depth is bounded by the reader.
#ifndef DEPUTY_ENGINE_TEXT_JSON_VALUE_H_
#define DEPUTY_ENGINE_TEXT_JSON_VALUE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/text/source.h"

namespace deputy {

enum class JsonKind { kNull, kBool, kNumber, kString, kArray, kObject };

absl::string_view JsonKindName(
    JsonKind kind);  // "null", "a boolean", "a number", "a string", "a list", "an object"

inline constexpr absl::string_view kJsonBlanks = " \t\r\n";  // what may stand between tokens

struct JsonMember;

struct JsonValue {
  JsonKind kind = JsonKind::kNull;
  TextRange range;               // from the first byte of the value to behind its last
  std::string text;              // kString: decoded; kNumber: as written; kBool: "true" or "false"
  std::vector<JsonValue> items;  // kArray
  std::vector<JsonMember> members;  // kObject, in the order of the document

  bool is_string() const { return kind == JsonKind::kString; }
  bool is_object() const { return kind == JsonKind::kObject; }
  bool is_array() const { return kind == JsonKind::kArray; }
  bool is_null() const { return kind == JsonKind::kNull; }
  bool is_bool() const { return kind == JsonKind::kBool; }
  bool is_number() const { return kind == JsonKind::kNumber; }
  bool bool_value() const { return kind == JsonKind::kBool && text == "true"; }

  // The member of that exact name, or null. Linear: meant for objects with a handful of known
  // members.
  const JsonMember* Find(absl::string_view name) const;
};

struct JsonMember {
  std::string name;
  TextRange name_range;
  JsonValue value;
};

// JSON pointers (RFC 6901): to what stands at `range`, the innermost value or name that holds it;
// and the step into a member, `/a~1b` of `a/b`.
std::string PointerTo(const JsonValue& document, TextRange range);
std::string PointerStep(absl::string_view name);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_VALUE_H_
