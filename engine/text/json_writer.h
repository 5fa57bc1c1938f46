// Writes JSON: the only file that uses RapidJSON's writer. Same calls, same bytes; members stand in
// the order they were written.
#ifndef DEPUTY_ENGINE_TEXT_JSON_WRITER_H_
#define DEPUTY_ENGINE_TEXT_JSON_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/text/json_value.h"

namespace deputy {

enum class JsonStyle { kCompact, kPretty };  // one line; or indented by two spaces

// Strings must be valid UTF-8; invalid bytes are written as U+FFFD. Calls must nest well (checked
// by assert).
class JsonWriter {
 public:
  explicit JsonWriter(JsonStyle style = JsonStyle::kCompact);
  ~JsonWriter();
  JsonWriter(JsonWriter&&) noexcept;
  JsonWriter& operator=(JsonWriter&&) noexcept;

  JsonWriter& BeginObject();
  JsonWriter& EndObject();
  JsonWriter& BeginArray();
  JsonWriter& EndArray();
  JsonWriter& Key(absl::string_view name);
  JsonWriter& String(absl::string_view value);
  JsonWriter& Int(int64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();
  JsonWriter& Value(const JsonValue& value);  // a whole tree; numbers as they were written

  // Shorthands: a list of strings, a member.
  JsonWriter& Strings(absl::Span<const std::string> values) {
    BeginArray();
    for (const std::string& value : values) String(value);
    return EndArray();
  }
  JsonWriter& Member(absl::string_view name, absl::string_view value) {
    return Key(name).String(value);
  }
  JsonWriter& Member(absl::string_view name, int64_t value) { return Key(name).Int(value); }

  // The document, without a line end behind it. Leaves the writer empty, ready for the next one.
  std::string Take();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_WRITER_H_
