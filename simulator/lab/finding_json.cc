#include "simulator/lab/finding_json.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace deputy {
namespace {

// Where each byte of a text begins in UTF-16. Bytes inside a code point belong to its start; one
// that is no UTF-8 is a unit of its own, as a browser replaces it.
class Utf16Places {
 public:
  explicit Utf16Places(absl::string_view text) {
    units_.reserve(text.size() + 1);
    uint32_t at = 0;
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool continues = (byte & 0xC0u) == 0x80;
      units_.push_back(continues ? at - 1 : at);
      if (!continues) at += byte >= 0xF0 ? 2 : 1;
    }
    units_.push_back(at);
  }

  int64_t Of(uint32_t offset) const { return units_[std::min(size_t{offset}, units_.size() - 1)]; }

 private:
  std::vector<uint32_t> units_;
};

void WriteRange(TextRange range, const Utf16Places& places, JsonWriter& writer) {
  writer.Member("begin", places.Of(range.begin)).Member("end", places.Of(range.end));
}

void WriteFix(const Fix& fix, const Utf16Places& places, JsonWriter& writer) {
  writer.BeginObject().Member("title", fix.title).Key("edits").BeginArray();
  for (const TextEdit& edit : fix.edits) {
    WriteRange(edit.range, places, writer.BeginObject());
    writer.Member("text", edit.replacement).EndObject();
  }
  writer.EndArray().EndObject();
}

}  // namespace

void WriteFindings(absl::string_view text, const std::vector<Finding>& findings,
                   JsonWriter& writer) {
  const Utf16Places places(text);
  PositionFinder positions(text);
  writer.BeginArray();
  for (const Finding& finding : findings) {
    const TextPosition at = positions.Find(finding.range.begin);
    writer.BeginObject()
        .Member("severity", SeverityName(finding.severity))
        .Member("rule", finding.rule)
        .Member("line", int64_t{at.line})
        .Member("column", int64_t{at.column});
    WriteRange(finding.range, places, writer);
    writer.Member("path", finding.path).Member("message", finding.message);
    writer.Key("notes").Strings(finding.notes);
    if (finding.fix) WriteFix(*finding.fix, places, writer.Key("fix"));
    writer.EndObject();
  }
  writer.EndArray();
}

}  // namespace deputy
