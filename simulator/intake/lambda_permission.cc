#include "simulator/intake/lambda_permission.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"

namespace deputy {
namespace {

struct Condition {
  absl::string_view fields[2];  // by PermissionNames
  absl::string_view op;
  absl::string_view key;
};

constexpr Condition kConditions[] = {
    {{"SourceArn", "source_arn"}, "ArnLike", "AWS:SourceArn"},
    {{"SourceAccount", "source_account"}, "StringEquals", "AWS:SourceAccount"},
    {{"PrincipalOrgID", "principal_org_id"}, "StringEquals", "aws:PrincipalOrgID"},
    {{"EventSourceToken", "event_source_token"}, "StringEquals", "lambda:EventSourceToken"},
    {{"FunctionUrlAuthType", "function_url_auth_type"},
     "StringEquals",
     "lambda:FunctionUrlAuthType"},
};
constexpr absl::string_view kPrincipal[] = {"Principal", "principal"};
constexpr absl::string_view kAction[] = {"Action", "action"};
constexpr absl::string_view kFunction[] = {"FunctionName", "function_name"};

JsonValue Text(absl::string_view text, TextRange range) {
  JsonValue value;
  value.kind = JsonKind::kString;
  value.text = std::string(text);
  value.range = range;
  return value;
}

JsonValue Object(TextRange range) {
  JsonValue value;
  value.kind = JsonKind::kObject;
  value.range = range;
  return value;
}

void Put(JsonValue& object, absl::string_view name, TextRange name_range, JsonValue value) {
  object.members.push_back({std::string(name), name_range, std::move(value)});
}

const JsonMember* FindField(const JsonValue& fields, absl::string_view name) {
  const JsonMember* member = fields.Find(name);
  const bool there = member != nullptr && !member->value.is_null() &&
                     !(member->value.is_string() && member->value.text.empty());
  return there ? member : nullptr;
}

JsonValue PrincipalOf(const JsonMember& field) {
  const absl::string_view text = field.value.text;
  if (text == "*") return field.value;
  const bool service = absl::StrContains(text, '.') && !absl::StartsWith(text, "arn:");
  JsonValue principal = Object(field.value.range);
  Put(principal, service ? "Service" : "AWS", field.name_range, field.value);
  return principal;
}

JsonValue ConditionOf(const JsonValue& fields, size_t names) {
  JsonValue condition = Object(fields.range);
  for (const Condition& row : kConditions) {
    const JsonMember* field = FindField(fields, row.fields[names]);
    if (field == nullptr) continue;
    JsonMember* block = nullptr;
    for (JsonMember& member : condition.members)
      if (member.name == row.op) block = &member;
    if (block == nullptr) {
      Put(condition, row.op, field->name_range, Object(field->value.range));
      block = &condition.members.back();
    }
    Put(block->value, row.key, field->name_range, field->value);
  }
  return condition;
}

}  // namespace

absl::string_view PermissionField(absl::string_view key) {
  for (const Condition& row : kConditions) {
    if (absl::EqualsIgnoreCase(row.key, key)) return row.fields[0];
  }
  return "";
}

JsonValue PermissionPolicy(const JsonValue& fields, PermissionNames names) {
  const auto column = static_cast<size_t>(names);
  const TextRange all = fields.range;
  JsonValue statement = Object(all);
  Put(statement, "Effect", all, Text("Allow", all));
  if (const JsonMember* principal = FindField(fields, kPrincipal[column]))
    Put(statement, "Principal", principal->name_range, PrincipalOf(*principal));
  if (const JsonMember* action = FindField(fields, kAction[column]))
    Put(statement, "Action", action->name_range, action->value);
  const JsonMember* function = FindField(fields, kFunction[column]);
  const bool by_arn = function != nullptr && absl::StartsWith(function->value.text, "arn:");
  // Without one nothing of the file is its place: what is not known of the others is not in it.
  const TextRange nowhere = {all.begin, all.begin};
  Put(statement, "Resource", function != nullptr ? function->name_range : nowhere,
      by_arn ? function->value : Text("*", function != nullptr ? function->value.range : nowhere));
  if (JsonValue condition = ConditionOf(fields, column); !condition.members.empty())
    Put(statement, "Condition", all, std::move(condition));

  JsonValue policy = Object(all);
  Put(policy, "Version", all, Text("2012-10-17", all));
  Put(policy, "Statement", all, std::move(statement));
  return policy;
}

}  // namespace deputy
