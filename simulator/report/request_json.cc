#include "simulator/report/request_json.h"

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {
namespace {

void WritePrincipal(const Principal& principal, JsonWriter& writer) {
  if (principal.kind == PrincipalKind::kAnonymous) {
    writer.String("*");
    return;
  }
  const absl::string_view type = principal.kind == PrincipalKind::kService     ? "Service"
                                 : principal.kind == PrincipalKind::kFederated ? "Federated"
                                                                               : "AWS";
  writer.BeginObject().Member(type, principal.text).EndObject();
}

enum class Keys { kAll, kGiven };

void WriteMembers(const Request& request, Keys keys, JsonWriter& writer) {
  WritePrincipal(request.principal, writer.Key("principal"));
  writer.Member("action", request.action)
      .Member("resource", request.resource)
      .Key("context")
      .BeginObject();
  for (const auto& [folded, entry] : request.context) {
    if (keys == Keys::kGiven && entry.filled_in) continue;
    WriteValues(entry.values, writer.Key(entry.name));
  }
  writer.EndObject();
}

}  // namespace

void WriteRequest(const Request& request, JsonWriter& writer) {
  WriteMembers(request, Keys::kAll, writer.BeginObject());
  writer.EndObject();
}

void WriteGivenRequest(const Request& request, JsonWriter& writer) {
  WriteMembers(request, Keys::kGiven, writer);
}

void WriteValues(const std::vector<std::string>& values, JsonWriter& writer) {
  if (values.size() == 1) {
    writer.String(values[0]);
  } else {
    writer.Strings(values);
  }
}

}  // namespace deputy
