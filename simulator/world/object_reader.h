// Reads one JSON object strictly: every member is asked for by name, and one that nobody asked for
// is an error with the nearest name that somebody did.
#ifndef DEPUTY_SIMULATOR_WORLD_OBJECT_READER_H_
#define DEPUTY_SIMULATOR_WORLD_OBJECT_READER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

class ObjectReader {
 public:
  // `what` is for messages: "a role". Reports wrong-type when the value is no object; then every
  // member is simply absent.
  ObjectReader(const JsonValue& value, absl::string_view what, Diagnostics& diagnostics);

  // The member, or null. Required() reports missing-member.
  const JsonValue* Optional(absl::string_view name);
  const JsonValue* Required(absl::string_view name);

  // A string that is not empty; empty when absent or wrong (reported).
  std::string Text(absl::string_view name, bool required = true);
  // Strings that are not empty.
  std::vector<std::string> Texts(absl::string_view name, bool required = false);
  bool Flag(absl::string_view name, bool absent);
  // The items of a list; none when absent or wrong (reported).
  absl::Span<const JsonValue> List(absl::string_view name, bool required = false);
  // The place of the member's text in `words`; `absent` when it is not there or wrong (reported).
  int Word(absl::string_view name, absl::Span<const absl::string_view> words, int absent,
           bool required = false);

  // Reports the members that nobody asked for. To be called last.
  void Finish();

  const JsonValue& value() const { return value_; }
  Diagnostics& diagnostics() { return diagnostics_; }

 private:
  const JsonValue& value_;
  const std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string> asked_;
};

// Whether `value` has that kind; reports wrong-type otherwise.
bool Expect(const JsonValue& value, JsonKind kind, absl::string_view what,
            Diagnostics& diagnostics);

// A string that is not empty, or an empty one and a report.
std::string NonEmptyText(const JsonValue& value, absl::string_view what, Diagnostics& diagnostics);

// The index of `name` in `known`, or -1 and `rule` with the nearest name.
int ResolveName(absl::string_view name, TextRange range, absl::Span<const std::string> known,
                absl::string_view rule, absl::string_view what, Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_WORLD_OBJECT_READER_H_
