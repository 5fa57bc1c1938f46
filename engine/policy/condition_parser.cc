#include "engine/policy/condition_parser.h"

#include <string>
#include <utility>
#include <variant>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/account_id.h"
#include "engine/iam/arn.h"
#include "engine/iam/base64.h"
#include "engine/iam/cidr.h"
#include "engine/iam/context_key.h"
#include "engine/iam/decimal.h"
#include "engine/iam/timestamp.h"
#include "engine/policy/policy_variable.h"
#include "engine/policy/value_parser.h"

namespace deputy {
namespace {

bool IsTrueOrFalse(absl::string_view text) {
  return absl::EqualsIgnoreCase(text, "true") || absl::EqualsIgnoreCase(text, "false");
}

// A policy value of the wrong form is refused (4.5): the forms, one row a type. Strings and ARNs
// take any text.
struct ValueForm {
  OperandType type;
  bool (*is_valid)(absl::string_view);
  absl::string_view rule;
  absl::string_view expected;
};

constexpr ValueForm kForms[] = {
    {OperandType::kNumeric, [](absl::string_view v) { return ParseDecimal(v).has_value(); },
     "invalid-number", "a decimal number"},
    {OperandType::kDate, [](absl::string_view v) { return ParseTimestamp(v).has_value(); },
     "invalid-date", "an ISO 8601 date such as `2025-01-31T12:00:00Z`, or epoch seconds"},
    {OperandType::kBool, IsTrueOrFalse, "invalid-bool", "`true` or `false`"},
    {OperandType::kPresence, IsTrueOrFalse, "invalid-bool", "`true` or `false`"},
    {OperandType::kBinary, [](absl::string_view v) { return DecodeBase64(v).has_value(); },
     "invalid-base64", "base64"},
    {OperandType::kIpAddress, [](absl::string_view v) { return ParseCidr(v).has_value(); },
     "invalid-cidr", "an IP address or CIDR block"},
};

void CheckForm(const PolicyString& value, const OperatorInfo& info, Diagnostics& diagnostics) {
  for (const ValueForm& form : kForms) {
    if (form.type != info.operand || form.is_valid(value.text)) continue;
    diagnostics.Error(
        form.rule, value.range,
        absl::StrCat("`", info.name, "` takes ", form.expected, ", not ", Quote(value.text)));
  }
}

// What IAM stores but cannot mean anything: worth a word here because every reader of the policy
// should hear it.
void WarnOfValue(const PolicyString& value, const OperatorInfo& info, absl::string_view key,
                 Diagnostics& diagnostics) {
  if (absl::StrContains(value.text, "${")) return;
  const std::optional<Arn> arn = SplitArn(value.text);
  if (info.operand == OperandType::kArn && !arn) {
    diagnostics.Warning("invalid-arn-pattern", value.range,
                        absl::StrCat(Quote(value.text), " is no ARN: it never matches"),
                        "an ARN pattern has six parts, `arn:aws:service:region:account:resource`");
  }
  const ContextKeyInfo* known = FindContextKey(key);
  const bool is_account = known != nullptr && known->name == "aws:SourceAccount";
  const absl::string_view account = arn          ? arn->account()
                                    : is_account ? absl::string_view(value.text)
                                                 : "";
  if (!account.empty() && LooksLikeAccountPlaceholder(account)) {
    diagnostics.Warning(
        "placeholder", value.range,
        absl::StrCat(Quote(account), " stands where an account id belongs: it never matches"),
        "put in your own account id of twelve digits");
  }
}

void CheckValues(const ConditionClause& clause, PolicyVersion version, Diagnostics& diagnostics) {
  const OperatorInfo& info = InfoOf(clause.op.base);
  for (const PolicyString& value : clause.values) {
    const bool has_variable =
        version == PolicyVersion::k2012 && absl::StrContains(value.text, "${");
    if (has_variable) CheckVariables(value, info.takes_variables, version, diagnostics);
    if (has_variable && !info.takes_variables) continue;
    CheckForm(value, info, diagnostics);
    WarnOfValue(value, info, clause.key, diagnostics);
  }
}

// The keys of one operator.
void ParseKeys(const ConditionOperator& op, const JsonMember& block, PolicyVersion version,
               Diagnostics& diagnostics, std::vector<ConditionClause>& clauses) {
  absl::flat_hash_set<std::string> seen;
  for (const JsonMember& key : block.value.members) {
    if (!IsContextKeyName(key.name)) {
      diagnostics.Error("invalid-key", key.name_range,
                        absl::StrCat(Quote(key.name), " is no context key"),
                        "a key is written `prefix:name`");
    }
    if (!seen.insert(FoldKey(key.name)).second) {
      diagnostics.Error(
          "duplicate-key", key.name_range,
          absl::StrCat("the key ", Quote(key.name), " stands twice under `", op.Name(), "`"),
          "key names compare without case; put all values into one list");
    }
    ConditionClause clause;
    clause.op = op;
    clause.op_range = block.name_range;
    clause.key = key.name;
    clause.key_range = key.name_range;
    clause.values_range = key.value.range;
    clause.values = ParseStrings(key.value, absl::StrCat("`", key.name.substr(0, 120), "`"),
                                 Scalars::kAlsoNumbersAndBooleans, diagnostics);
    CheckValues(clause, version, diagnostics);
    clauses.push_back(std::move(clause));
  }
}

}  // namespace

void CheckVariables(const PolicyString& value, bool allowed, PolicyVersion version,
                    Diagnostics& diagnostics) {
  if (version == PolicyVersion::k2008) return;
  if (!allowed) {
    diagnostics.Error("variable-not-allowed", value.range,
                      absl::StrCat("no policy variable may stand here: ", Quote(value.text)),
                      "variables go with string and ARN operators and in `Resource`");
    return;
  }
  const auto parsed = ParseTemplate(value.text, Wildcards::kPattern, Variables::kExpand);
  if (const auto* malformed = std::get_if<MalformedVariable>(&parsed)) {
    diagnostics.Error("malformed-variable", value.range,
                      absl::StrCat(malformed->message, " in ", Quote(value.text)),
                      "write `${key}` or `${key, 'default'}`; a literal `$` before `{` is `${$}`");
  }
}

std::vector<ConditionClause> ParseConditions(const JsonValue& value, PolicyVersion version,
                                             Diagnostics& diagnostics) {
  std::vector<ConditionClause> clauses;
  if (!value.is_object()) {
    ReportWrongType(value, "`Condition`", "an object", diagnostics);
    return clauses;
  }
  absl::flat_hash_set<std::string> seen;
  for (const JsonMember& block : value.members) {
    auto parsed = ParseConditionOperator(block.name);
    if (auto* error = std::get_if<OperatorError>(&parsed)) {
      diagnostics.Error(error->rule, block.name_range, std::move(error->message));
      continue;
    }
    const ConditionOperator op = std::get<ConditionOperator>(parsed);
    const std::string name = op.Name();
    if (name != block.name) {
      diagnostics.Warning(
          "operator-spelling", block.name_range,
          absl::StrCat("the operator ", Quote(block.name), " is spelled `", name, "`"));
    }
    if (!seen.insert(name).second) {
      diagnostics.Error("duplicate-key", block.name_range,
                        absl::StrCat("the operator `", name, "` stands twice in this `Condition`"));
    }
    if (!block.value.is_object()) {
      ReportWrongType(block.value, absl::StrCat("`", name, "`"), "an object of keys", diagnostics);
      continue;
    }
    ParseKeys(op, block, version, diagnostics, clauses);
  }
  return clauses;
}

}  // namespace deputy
