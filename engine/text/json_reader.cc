#include "engine/text/json_reader.h"

#include <algorithm>
#include <new>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/json_fault.h"
#include "engine/text/json_items.h"
#include "engine/text/json_tree_builder.h"
#include "engine/text/throwing_allocator.h"
#include "rapidjson/reader.h"

namespace deputy {
namespace {

// Iterative: the recursive parser overflows the stack. Numbers as strings: the conversions of
// RapidJSON 1.1.0 crash (CVE-2024-38517, upstream issue 1251), and an account id is no number.
// Validate: otherwise any bytes pass.
constexpr unsigned kParseFlags = rapidjson::kParseIterativeFlag |
                                 rapidjson::kParseNumbersAsStringsFlag |
                                 rapidjson::kParseValidateEncodingFlag;

// The text as RapidJSON wants it: an end is a NUL byte. A NUL in the text looks like an end to it
// too; ReadJson() tells them apart by Tell(). No local copies of the stream (copyOptimization): in
// a handler Tell() must be up to date.
class BoundedStream {
 public:
  using Ch = char;

  BoundedStream(absl::string_view text, size_t start)
      : begin_(text.data()), at_(text.data() + start), end_(text.data() + text.size()) {}

  char Peek() const { return at_ != end_ ? *at_ : '\0'; }
  char Take() { return at_ != end_ ? *at_++ : '\0'; }
  size_t Tell() const { return static_cast<size_t>(at_ - begin_); }

  // The writing half of the concept, for parsing in place. Never called.
  char* PutBegin() { return nullptr; }
  void Put(char) {}
  void Flush() {}
  size_t PutEnd(char*) { return 0; }

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
};

// RapidJSON's events as the builder's tokens. In iterative mode Tell() is the end of a scalar or a
// name, and the place of a bracket.
class Handler {
 public:
  Handler(const BoundedStream& stream, JsonTreeBuilder& builder)
      : stream_(stream), builder_(builder) {}

  bool Null() { return builder_.Literal(JsonKind::kNull, stream_.Tell()); }
  bool Bool(bool) { return builder_.Literal(JsonKind::kBool, stream_.Tell()); }
  bool RawNumber(const char*, rapidjson::SizeType, bool) {
    return builder_.Literal(JsonKind::kNumber, stream_.Tell());
  }
  bool String(const char* data, rapidjson::SizeType size, bool) {
    return builder_.String({data, size}, stream_.Tell());
  }
  bool Key(const char* data, rapidjson::SizeType size, bool) {
    return builder_.Name({data, size}, stream_.Tell());
  }
  bool StartObject() { return builder_.Open(JsonKind::kObject, stream_.Tell()); }
  bool EndObject(rapidjson::SizeType) { return builder_.Close(stream_.Tell()); }
  bool StartArray() { return builder_.Open(JsonKind::kArray, stream_.Tell()); }
  bool EndArray(rapidjson::SizeType) { return builder_.Close(stream_.Tell()); }

  // Numbers come as strings; these exist because RapidJSON mentions them.
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(int64_t) { return false; }
  bool Uint64(uint64_t) { return false; }
  bool Double(double) { return false; }

 private:
  const BoundedStream& stream_;
  JsonTreeBuilder& builder_;
};

// UTF-16, by its byte order mark or by the zeros that it puts next to every ASCII character.
bool LooksLikeUtf16(absl::string_view text) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") return true;
  if (text.size() < 4) return false;
  const bool zeros[] = {text[0] == '\0', text[1] == '\0', text[2] == '\0', text[3] == '\0'};
  return zeros[0] != zeros[1] && zeros[0] == zeros[2] && zeros[1] == zeros[3];
}

std::optional<JsonValue> Read(absl::string_view text, const JsonLimits& limits,
                              Diagnostics& diagnostics, const JsonItemTaker* take) {
  const size_t max_bytes = std::min(limits.max_bytes, JsonLimits::kMostBytes);
  if (text.size() > max_bytes) {
    diagnostics.Error(
        "too-large", {},
        absl::StrCat("a document of ", text.size(), " bytes; the limit is ", max_bytes));
    return std::nullopt;
  }
  if (LooksLikeUtf16(text)) {
    diagnostics.Error("utf-16", {0, 2}, "UTF-16 is not supported; save as UTF-8");
    return std::nullopt;
  }
  const size_t start = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  if (text.find_first_not_of(kJsonBlanks, start) == absl::string_view::npos) {
    const auto at = static_cast<uint32_t>(start);
    diagnostics.Error("empty-document", {at, at}, "the document is empty");
    return std::nullopt;
  }

  BoundedStream stream(text, start);
  JsonTreeBuilder builder(text, start, limits, diagnostics, take);
  Handler handler(stream, builder);
  ThrowingAllocator allocator;
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator> reader(
      &allocator);
  const rapidjson::ParseResult result = reader.Parse<kParseFlags>(stream, handler);

  builder.ReportDuplicates();
  // Behind the root RapidJSON takes a NUL for the end of the text and calls the document good.
  const bool to_the_end = stream.Tell() == text.size();
  if (result.Code() != rapidjson::kParseErrorTermination && (result.IsError() || !to_the_end)) {
    diagnostics.Add(ExplainFault(text, builder.place()));
    return std::nullopt;
  }
  if (builder.refused()) return std::nullopt;
  return builder.TakeRoot();
}

std::optional<JsonValue> ReadOrSayWhy(absl::string_view text, const JsonLimits& limits,
                                      Diagnostics& diagnostics, const JsonItemTaker* take) {
  try {
    return Read(text, limits, diagnostics, take);
  } catch (const std::bad_alloc&) {
    // What was built is gone by now, so there is room to say so.
  }
  diagnostics.Error("too-large", {}, absl::StrCat("not enough memory for ", text.size(), " bytes"));
  return std::nullopt;
}

}  // namespace

std::optional<JsonValue> ReadJson(absl::string_view text, const JsonLimits& limits,
                                  Diagnostics& diagnostics) {
  return ReadOrSayWhy(text, limits, diagnostics, nullptr);
}

std::optional<JsonValue> ReadJsonItems(absl::string_view text, const JsonLimits& limits,
                                       Diagnostics& diagnostics, JsonItemTaker take) {
  return ReadOrSayWhy(text, limits, diagnostics, &take);
}

}  // namespace deputy
