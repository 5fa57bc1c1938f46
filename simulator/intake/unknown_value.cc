#include "simulator/intake/unknown_value.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/strings/string_view.h"
#include "engine/iam/condition_operator.h"

namespace deputy {
namespace {

constexpr absl::string_view kUnknown("\0unknown", 8);  // no reader lets a NUL through
constexpr absl::string_view kText = "unknown-until-deployed";
constexpr absl::string_view kArn = "arn:aws:unknown:unknown:unknown:unknown-until-deployed";
constexpr absl::string_view kDeletedPrincipal = "AIDAUNKNOWNUNTILDEPLOYED";

struct Stand {
  absl::string_view place;
  absl::string_view text;
};

constexpr Stand kPrincipalTypes[] = {
    {"AWS", kDeletedPrincipal},
    {"Service", "unknown-until-deployed.invalid"},
    {"Federated", "unknown-until-deployed.invalid"},
};

constexpr Stand kElements[] = {
    {"Effect", "Allow"},  // the one that is looked at
    {"Action", "sts:UnknownUntilDeployed"},
    {"NotAction", "sts:UnknownUntilDeployed"},
    {"Resource", kArn},
    {"NotResource", kArn},
};

struct OperandStand {
  OperandType type;
  absl::string_view text;
};

constexpr OperandStand kOperands[] = {
    {OperandType::kArn, kArn},
    {OperandType::kNumeric, "-999999999999999999999999999999"},
    {OperandType::kDate, "0001-01-01T00:00:00Z"},
    {OperandType::kBool, "true"},
    {OperandType::kPresence, "true"},
    {OperandType::kBinary, "dW5rbm93bi11bnRpbC1kZXBsb3llZA=="},
    {OperandType::kIpAddress, "255.255.255.254/32"},
};

template <size_t kSize>
absl::string_view Find(const Stand (&rows)[kSize], absl::string_view place) {
  for (const Stand& row : rows) {
    if (row.place == place) return row.text;
  }
  return kText;
}

absl::string_view OperandText(absl::string_view operator_name) {
  const auto parsed = ParseConditionOperator(operator_name);
  if (const auto* op = std::get_if<ConditionOperator>(&parsed)) {
    for (const OperandStand& row : kOperands) {
      if (row.type == InfoOf(op->base).operand) return row.text;
    }
  }
  return kText;
}

// The value, or each of a list of them.
void Fill(JsonValue& value, absl::string_view text) {
  if (IsUnknownValue(value)) value.text = std::string(text);
  for (JsonValue& item : value.items) Fill(item, text);
  for (JsonMember& member : value.members) Fill(member.value, text);
}

// An object with one member in place of an unknown value; the member has its range.
void MakeObject(JsonValue& value, absl::string_view name, absl::string_view text) {
  JsonValue inner = UnknownValue(value.range);
  inner.text = std::string(text);
  value.kind = JsonKind::kObject;
  value.text.clear();
  value.members.push_back({std::string(name), value.range, std::move(inner)});
}

void FillPrincipal(JsonValue& principal) {
  if (IsUnknownValue(principal)) MakeObject(principal, "AWS", kDeletedPrincipal);
  for (JsonMember& type : principal.members) Fill(type.value, Find(kPrincipalTypes, type.name));
}

void FillCondition(JsonValue& condition) {
  if (IsUnknownValue(condition)) {
    MakeObject(condition, "StringEquals", "");
    condition.members[0].value = UnknownValue(condition.range);
  }
  for (JsonMember& block : condition.members) {
    const absl::string_view text = OperandText(block.name);
    if (IsUnknownValue(block.value)) MakeObject(block.value, "aws:SourceArn", text);
    Fill(block.value, text);
  }
}

void FillStatement(JsonValue& statement, PolicyType type) {
  for (JsonMember& element : statement.members) {
    if (element.name == "Principal" || element.name == "NotPrincipal") {
      FillPrincipal(element.value);
    } else if (element.name == "Condition") {
      FillCondition(element.value);
    } else if (type != PolicyType::kTrust &&
               (element.name == "Action" || element.name == "NotAction")) {
      Fill(element.value, "unknown:UnknownUntilDeployed");
    } else {
      Fill(element.value, Find(kElements, element.name));
    }
  }
}

void ForgetUnknownName(JsonValue& object, absl::string_view name,
                       std::vector<UnknownPart>& unknown) {
  const auto found = absl::c_find_if(object.members, [&](const JsonMember& member) {
    return member.name == name && IsUnknownValue(member.value);
  });
  if (found == object.members.end()) return;
  ForgetUnknown(found->value.range, unknown);
  object.members.erase(found);
}

}  // namespace

JsonValue UnknownValue(TextRange range) {
  JsonValue value;
  value.kind = JsonKind::kString;
  value.range = range;
  value.text = std::string(kUnknown);
  return value;
}

bool IsUnknownValue(const JsonValue& value) { return value.is_string() && value.text == kUnknown; }

void ForgetUnknown(TextRange range, std::vector<UnknownPart>& unknown) {
  const auto found =
      absl::c_find_if(unknown, [&](const UnknownPart& part) { return part.range == range; });
  if (found != unknown.end()) unknown.erase(found);
}

void ForgetUnknownNames(JsonValue& policy, std::vector<UnknownPart>& unknown) {
  ForgetUnknownName(policy, "Id", unknown);
  for (JsonMember& member : policy.members) {
    if (member.name != "Statement") continue;
    ForgetUnknownName(member.value, "Sid", unknown);
    for (JsonValue& statement : member.value.items) ForgetUnknownName(statement, "Sid", unknown);
  }
}

bool PlaceUnknownValues(JsonValue& policy, PolicyType type) {
  if (IsUnknownValue(policy)) return false;
  for (JsonMember& member : policy.members) {
    if (member.name == "Version") {
      Fill(member.value, "2012-10-17");
      continue;
    }
    if (member.name != "Statement") {
      Fill(member.value, kText);
      continue;
    }
    if (IsUnknownValue(member.value)) return false;
    if (member.value.is_object()) FillStatement(member.value, type);
    auto& items = member.value.items;
    const size_t before = items.size();
    items.erase(std::remove_if(items.begin(), items.end(), IsUnknownValue), items.end());
    if (items.empty() && before > 0) return false;
    for (JsonValue& statement : items) FillStatement(statement, type);
  }
  return true;
}

Diagnostics WithoutUnknown(const Diagnostics& diagnostics,
                           const std::vector<UnknownPart>& unknown) {
  Diagnostics kept;
  for (const Diagnostic& item : diagnostics.items()) {
    const bool inside = std::any_of(unknown.begin(), unknown.end(), [&](const UnknownPart& part) {
      return item.range.begin >= part.range.begin && item.range.end <= part.range.end;
    });
    if (!inside) kept.Add(item);
  }
  return kept;
}

}  // namespace deputy
