#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/lab/answers.h"

namespace deputy {
namespace {

constexpr absl::string_view kPolicyMembers[] = {"trustPolicy", "resourcePolicy"};

std::string Pretty(const JsonValue& value) {
  return JsonWriter(JsonStyle::kPretty).Value(value).Take();
}

bool IsScalar(const JsonValue& value) {
  return value.is_string() || value.is_number() || value.is_bool();
}

// Numbers and booleans of a context are their text; so a browser cannot round them.
void WriteContextValue(const JsonValue& value, JsonWriter& writer) {
  if (IsScalar(value)) {
    writer.String(value.text);
  } else if (value.is_array()) {
    writer.BeginArray();
    for (const JsonValue& item : value.items) WriteContextValue(item, writer);
    writer.EndArray();
  } else {
    writer.Value(value);
  }
}

void WriteMember(const JsonMember& member, JsonWriter& writer) {
  writer.Key(member.name);
  if (member.name != "context" || !member.value.is_object()) {
    writer.Value(member.value);
    return;
  }
  writer.BeginObject();
  for (const JsonMember& key : member.value.members)
    WriteContextValue(key.value, writer.Key(key.name));
  writer.EndObject();
}

absl::StatusOr<std::string> Open(const JsonValue& file) {
  JsonWriter writer;
  if (file.is_object() && file.Find("Statement") != nullptr) {
    writer.BeginObject().Member("policy", Pretty(file)).EndObject();
    return writer.Take();
  }
  if (!file.is_object() || file.Find("principal") == nullptr) {
    return absl::InvalidArgumentError(
        "it is neither a request as `deputy eval` takes it nor a policy");
  }
  std::string policy;
  writer.BeginObject().Key("request").BeginObject();
  for (const JsonMember& member : file.members) {
    if (member.name == kPolicyMembers[0] || member.name == kPolicyMembers[1]) {
      policy = Pretty(member.value);
    } else {
      WriteMember(member, writer);
    }
  }
  writer.EndObject();
  if (!policy.empty()) writer.Member("policy", policy);
  writer.EndObject();
  return writer.Take();
}

}  // namespace

absl::StatusOr<std::string> OpenFileAnswer(absl::string_view body) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(body, JsonLimits(), diagnostics);
  if (!document) {
    const Diagnostic& error = *diagnostics.FirstError();
    const TextPosition at = PositionOf(body, error.range.begin);
    return absl::InvalidArgumentError(
        absl::StrCat("line ", at.line, ", column ", at.column, ": ", error.message));
  }
  absl::StatusOr<std::string> answer = Open(*document);
  if (answer.ok()) absl::StrAppend(&*answer, "\n");
  return answer;
}

}  // namespace deputy
