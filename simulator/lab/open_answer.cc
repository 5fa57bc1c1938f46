#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/lab/answers.h"
#include "simulator/lab/http_message.h"

namespace deputy {
namespace {

constexpr absl::string_view kPolicyMembers[] = {"trustPolicy", "resourcePolicy"};
constexpr absl::string_view kCallerTypes[] = {"Service", "AWS", "Federated"};
constexpr size_t kMostBeside = 4096;  // of a question, beside the policy and the request

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

// The form has one line for each of these.
bool IsLine(const JsonValue& value) {
  return value.is_string() && !absl::StrContains(value.text, '\n') &&
         !absl::StrContains(value.text, '\r');
}

bool FitsForm(const JsonMember& member) {
  const JsonValue& value = member.value;
  if (member.name == "action" || member.name == "resource") return IsLine(value);
  if (member.name == "context") return value.is_object();
  if (member.name != "principal" || (value.is_string() && value.text == "*")) return true;
  return value.is_object() && value.members.size() == 1 && IsLine(value.members[0].value) &&
         absl::c_linear_search(kCallerTypes, absl::string_view(value.members[0].name));
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
    if (!FitsForm(member)) {
      return absl::InvalidArgumentError(
          absl::StrCat("the form cannot show its ", Quote(member.name),
                       "; `deputy explain` says what is decided, or what is wrong with it"));
    }
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
  if (!answer.ok()) return answer;
  if (answer->size() + kMostBeside > kMostBody) {
    return absl::InvalidArgumentError(
        "laid out for the editor it is too large for the lab; the command line reads it");
  }
  absl::StrAppend(&*answer, "\n");
  return answer;
}

}  // namespace deputy
