// Says what is wrong with a text that is not JSON, and at which byte. Runs only after the reader
// has refused a document, so it may take its time; it decides nothing, it explains.
#ifndef DEPUTY_ENGINE_TEXT_JSON_FAULT_H_
#define DEPUTY_ENGINE_TEXT_JSON_FAULT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"

namespace deputy {

// How far reading came: behind which token, and what that token was. From there to the fault there
// is at most one separator, some white space and the beginning of one token.
struct JsonPlace {
  enum class Behind { kNothing, kOpenArray, kOpenObject, kName, kItem, kMember, kRoot };

  Behind behind = Behind::kNothing;
  size_t end = 0;  // offset behind the token
};

// What is wrong behind `place`. When nothing is found there, the text is blamed at `place` in
// general terms.
Diagnostic ExplainFault(absl::string_view text, const JsonPlace& place);

// The first fault of the string whose opening quote stands at `quote`; none when it is a good
// string.
std::optional<Diagnostic> ExplainString(absl::string_view text, size_t quote);

inline constexpr absl::string_view kInvalidSyntax = "invalid-syntax";  // the rule of most faults

// The parts of an explanation.
Diagnostic JsonFault(absl::string_view rule, size_t begin, size_t end, std::string message,
                     std::string note = "");
Diagnostic CutShort(absl::string_view text,
                    absl::string_view where);  // "unexpected end of file" + where

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_JSON_FAULT_H_
