#include "simulator/intake/json_documents.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "simulator/intake/mapped_text.h"

namespace deputy {
namespace {

// Behind the last bracket of the document that begins at `begin`; the end of the line where none
// begins, the end of the text where one does not end.
size_t EndOfDocument(absl::string_view text, size_t begin) {
  size_t depth = 0;
  for (size_t at = begin; at < text.size(); ++at) {
    switch (text[at]) {
      case '"':
        for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
        break;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (depth <= 1) return at + 1;
        --depth;
        break;
      case '\n':
        if (depth == 0) return at;
        break;
      default:
        break;
    }
  }
  return text.size();
}

size_t EndOfLine(absl::string_view text, size_t begin) {
  return std::min(text.find('\n', begin), text.size());
}

}  // namespace

void ReadJsonDocuments(absl::string_view text, const JsonLimits& limits, Diagnostics& diagnostics,
                       absl::FunctionRef<void(const JsonValue&)> take) {
  Diagnostics whole;
  if (const std::optional<JsonValue> document = ReadJson(text, limits, whole))
    return take(*document);
  if (whole.FirstError()->rule != "trailing-content") {
    for (const Diagnostic& item : whole.items()) diagnostics.Add(item);
    return;
  }
  size_t begin = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  begin = std::min(text.find_first_not_of(kJsonBlanks, begin), text.size());
  const size_t first_end = EndOfDocument(text, begin);
  const size_t line_end = EndOfLine(text, begin);
  const bool lines = first_end <= line_end &&
                     text.substr(first_end, line_end - first_end).find_first_not_of(kJsonBlanks) ==
                         absl::string_view::npos;
  while (begin < text.size()) {
    // With the rest of its last line, so that nothing may stand behind it there.
    const size_t end = EndOfLine(text, lines ? begin : EndOfDocument(text, begin));
    const OffsetMap shift(static_cast<uint32_t>(begin));
    Diagnostics of_document;
    std::optional<JsonValue> document =
        ReadJson(text.substr(begin, end - begin), limits, of_document);
    if (document) {
      MoveRanges(shift, *document);
      take(*document);
    }
    AddMoved(shift, of_document, diagnostics);
    begin = std::min(text.find_first_not_of(kJsonBlanks, end), text.size());
  }
}

}  // namespace deputy
