#include "engine/text/json_writer.h"

#include <cassert>
#include <utility>
#include <variant>

#include "engine/text/throwing_allocator.h"
#include "engine/text/utf8.h"
#include "rapidjson/prettywriter.h"
#include "rapidjson/stringbuffer.h"
#include "rapidjson/writer.h"

namespace deputy {
namespace {

using Buffer = rapidjson::GenericStringBuffer<rapidjson::UTF8<>, ThrowingAllocator>;
using Compact = rapidjson::Writer<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator>;
using Pretty =
    rapidjson::PrettyWriter<Buffer, rapidjson::UTF8<>, rapidjson::UTF8<>, ThrowingAllocator>;

// Every byte that is not UTF-8 becomes U+FFFD.
std::string Repaired(absl::string_view text) {
  std::string repaired;
  for (size_t at = 0; at < text.size();) {
    const size_t length = Utf8Length(text, at);
    repaired += length == 0 ? "\uFFFD" : std::string(text.substr(at, length));
    at += length == 0 ? 1 : length;
  }
  return repaired;
}

rapidjson::SizeType Size(absl::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

// An empty view may have no data, which RapidJSON asserts against.
const char* Data(absl::string_view text) { return text.empty() ? "" : text.data(); }

}  // namespace

class JsonWriter::Impl {
 public:
  explicit Impl(JsonStyle style) {
    if (style == JsonStyle::kPretty) {
      writer_.emplace<Pretty>(buffer_, &allocator_).SetIndent(' ', 2);
    } else {
      writer_.emplace<Compact>(buffer_, &allocator_);
    }
  }

  // Calls `write` with the writer in use. RapidJSON answers false only for text that is not UTF-8,
  // which cannot come here.
  template <typename Write>
  void With(const Write& write) {
    if (auto* pretty = std::get_if<Pretty>(&writer_)) {
      write(*pretty);
    } else {
      write(std::get<Compact>(writer_));
    }
  }

  std::string Take() {
    std::string document(buffer_.GetString(), buffer_.GetSize());
    buffer_.Clear();
    With([&](auto& writer) {
      assert(writer.IsComplete() || document.empty());
      writer.Reset(buffer_);
    });
    return document;
  }

 private:
  ThrowingAllocator allocator_;
  Buffer buffer_;
  std::variant<std::monostate, Compact, Pretty>
      writer_;  // refers to buffer_, so an Impl never moves
};

JsonWriter::JsonWriter(JsonStyle style) : impl_(std::make_unique<Impl>(style)) {}
JsonWriter::~JsonWriter() = default;
JsonWriter::JsonWriter(JsonWriter&&) noexcept = default;
JsonWriter& JsonWriter::operator=(JsonWriter&&) noexcept = default;

JsonWriter& JsonWriter::BeginObject() {
  impl_->With([](auto& writer) { writer.StartObject(); });
  return *this;
}

JsonWriter& JsonWriter::EndObject() {
  impl_->With([](auto& writer) { writer.EndObject(); });
  return *this;
}

JsonWriter& JsonWriter::BeginArray() {
  impl_->With([](auto& writer) { writer.StartArray(); });
  return *this;
}

JsonWriter& JsonWriter::EndArray() {
  impl_->With([](auto& writer) { writer.EndArray(); });
  return *this;
}

// To RapidJSON a name is a string in the place of a name; the level it stands on tells them apart.
JsonWriter& JsonWriter::Key(absl::string_view name) { return String(name); }

JsonWriter& JsonWriter::String(absl::string_view value) {
  if (FindInvalidUtf8(value) != absl::string_view::npos) return String(Repaired(value));
  impl_->With([&](auto& writer) { writer.String(Data(value), Size(value)); });
  return *this;
}

JsonWriter& JsonWriter::Int(int64_t value) {
  impl_->With([&](auto& writer) { writer.Int64(value); });
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  impl_->With([&](auto& writer) { writer.Bool(value); });
  return *this;
}

JsonWriter& JsonWriter::Null() {
  impl_->With([](auto& writer) { writer.Null(); });
  return *this;
}

JsonWriter& JsonWriter::Value(const JsonValue& value) {
  switch (value.kind) {
    case JsonKind::kNull:
      return Null();
    case JsonKind::kBool:
      return Bool(value.bool_value());
    case JsonKind::kString:
      return String(value.text);
    case JsonKind::kNumber:
      // Not RawNumber(): version 1.1.0 writes that in quotes.
      impl_->With([&](auto& writer) {
        writer.RawValue(value.text.data(), value.text.size(), rapidjson::kNumberType);
      });
      return *this;
    case JsonKind::kArray:
      BeginArray();
      for (const JsonValue& item : value.items) Value(item);
      return EndArray();
    case JsonKind::kObject:
      BeginObject();
      for (const JsonMember& member : value.members) Key(member.name).Value(member.value);
      return EndObject();
  }
  return *this;
}

std::string JsonWriter::Take() { return impl_->Take(); }

}  // namespace deputy
