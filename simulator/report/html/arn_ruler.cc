#include "simulator/report/html/arn_ruler.h"

#include <optional>
#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/iam/wildcard.h"
#include "engine/policy/policy_variable.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

constexpr absl::string_view kFieldNames[] = {"arn",    "partition", "service",
                                             "region", "account",   "resource"};

// The value of a policy variable (5.1, 5.2); nothing where it has none.
std::optional<std::string> ValueOf(const TemplatePiece& piece, const Request& request) {
  const auto found = request.context.find(FoldKey(piece.key));
  const ContextKeyInfo* info = FindContextKey(piece.key);
  const bool single = info == nullptr || info->cardinality == Cardinality::kSingle;
  if (single && found != request.context.end() && found->second.values.size() == 1)
    return found->second.values[0];
  return piece.default_value;
}

// The pattern, encoded as in wildcard.h, with its variables filled in.
std::optional<std::string> Expand(absl::string_view pattern, const OperatorInfo& op,
                                  const Request& request, bool variables) {
  const bool wildcards = op.comparison == Comparison::kLike || op.operand == OperandType::kArn;
  auto parsed = ParseTemplate(pattern, wildcards ? Wildcards::kPattern : Wildcards::kPlainText,
                              variables ? Variables::kExpand : Variables::kPlainText);
  const auto* pieces = std::get_if<ValueTemplate>(&parsed);
  if (pieces == nullptr) return std::nullopt;
  std::string out;
  for (const TemplatePiece& piece : pieces->pieces) {
    if (piece.key.empty()) {
      out += piece.text;
    } else if (const std::optional<std::string> value = ValueOf(piece, request)) {
      out += *value;
    } else {
      return std::nullopt;
    }
  }
  return out;
}

bool Matches(absl::string_view pattern, absl::string_view value, const OperatorInfo& op) {
  return op.comparison == Comparison::kEqualsIgnoreCase ? absl::EqualsIgnoreCase(pattern, value)
                                                        : MatchesPattern(pattern, value);
}

}  // namespace

std::vector<ArnField> LayArn(absl::string_view pattern, absl::string_view value,
                             const OperatorInfo& op, const Request& request, bool variables) {
  if (op.operand != OperandType::kArn && op.operand != OperandType::kString) return {};
  const std::optional<std::string> expanded =
      Expand(pattern, op, request, variables && op.takes_variables);
  const std::optional<Arn> given = ParseArn(value);
  const std::optional<Arn> asked = expanded ? SplitArn(*expanded) : std::nullopt;
  if (!asked || !given) return {};
  std::vector<ArnField> fields;
  for (size_t i = 0; i < kArnComponents; ++i) {
    fields.push_back({kFieldNames[i], DecodePattern(asked->components[i]),
                      std::string(given->components[i]),
                      Matches(asked->components[i], given->components[i], op)});
  }
  const bool all = absl::c_all_of(fields, [](const ArnField& field) { return field.matches; });
  if (op.operand == OperandType::kString && Matches(*expanded, value, op) != all) {
    return {{"whole text", DecodePattern(*expanded), std::string(value), !all}};
  }
  return fields;
}

Html ArnRulerHtml(absl::string_view key, const std::vector<ArnField>& fields) {
  if (fields.empty()) return {};
  std::vector<View> columns;
  std::vector<absl::string_view> misses;
  for (const ArnField& field : fields) {
    if (!field.matches) misses.push_back(field.name);
    View column;
    column.Text("name", field.name)
        .Text("pattern", Escape(field.pattern, 400))
        .Text("value", Escape(field.value, 400))
        .Flag("matches", field.matches);
    columns.push_back(std::move(column));
  }
  View view;
  view.Text("key", Escape(key)).Flag("matches", misses.empty());
  view.Text("said", misses.empty() ? std::string("every field matches")
                                   : absl::StrCat(absl::StrJoin(misses, ", "),
                                                  misses.size() == 1 ? " differs" : " differ"));
  view.List("fields", columns);
  return RenderHtml("arn_ruler", view);
}

}  // namespace deputy
