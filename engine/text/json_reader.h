// JSON text in, positioned tree out: the only place that reads JSON into a tree, and the only file
// that uses RapidJSON's reader. Strict RFC 8259 with limits (docs/semantics.md 1.9). Whatever comes
// in, no crash, no hang, no unbounded memory.
#ifndef DEPUTY_ENGINE_TEXT_JSON_READER_H_
#define DEPUTY_ENGINE_TEXT_JSON_READER_H_

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_value.h"

namespace deputy {

struct JsonLimits {
  // The most that `max_bytes` can ask for. Beyond about 214 million digits of a fraction
  // RapidJSON's count of them overflows.
  static constexpr size_t kMostBytes = size_t{200} << 20;

  size_t max_bytes = size_t{1} << 20;  // of a policy document; callers that read more say so
  int max_depth = 64;
  size_t max_members = 20000;   // of one object
  size_t max_string = 1 << 18;  // bytes of one decoded string
};

// Reads one document. On failure returns nothing and `diagnostics` has at least one error, with one
// of the rules: empty-document, too-large, utf-16, invalid-utf8, invalid-syntax, trailing-content,
// control-character, nul-in-string, invalid-unicode-escape, too-deep, too-many-members,
// value-too-long, duplicate-key. A byte order mark at the start is skipped. Ranges are offsets into
// `text`. Numbers beyond the range of a double are refused (invalid-syntax). When memory runs out
// the rule is too-large; std::bad_alloc comes out only when there is not even room to say that. The
// tree takes up to 100 times the bytes of the text (`[0,0,…]`).
std::optional<JsonValue> ReadJson(absl::string_view text, const JsonLimits& limits,
                                  Diagnostics& diagnostics);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_READER_H_
