#include "engine/decide/operand_match.h"

#include <compare>

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "engine/iam/base64.h"

namespace deputy {
namespace {

using Expanded = absl::InlinedVector<char, 256>;

absl::string_view ViewOf(const Expanded& text) { return {text.data(), text.size()}; }

// Puts the values of the variables in; false when one is absent and has no default (5.2), or when
// the text gets longer than `longest`: every byte but a star takes at least one byte of the value,
// so a longer pattern cannot match, and a policy that repeats a variable cannot fill the memory.
// What is put in holds no encoded wildcard, since those are no UTF-8, so it can never act as a
// pattern.
bool Expand(const VariableOperand& operand, const BoundRequest& request, size_t longest,
            Expanded& out) {
  size_t taken = 0;
  const auto append = [&](absl::string_view text) {
    taken += text.size() - static_cast<size_t>(absl::c_count(text, kAnyRun));
    if (taken <= longest) out.insert(out.end(), text.begin(), text.end());
  };
  for (const VariableOperand::Piece& piece : operand.pieces) {
    if (piece.slot == kNoSlot) {
      append(piece.text);
      continue;
    }
    const absl::Span<const BoundValue> values = request.ValuesOf(piece.slot);
    if (values.size() == 1 && !piece.multivalued) {
      append(values[0].text);
    } else if (piece.default_value) {
      append(*piece.default_value);
    } else {
      return false;
    }
    if (taken > longest) return false;
  }
  return taken <= longest;
}

// Of the text that was split.
size_t LengthOf(const Arn& arn) {
  return static_cast<size_t>(arn.resource().data() + arn.resource().size() -
                             arn.components[0].data());
}

// An ARN against an encoded pattern that is cut into its components here, after the variables were
// put in.
bool ExpandedArnMatches(absl::string_view pattern, const Arn& arn) {
  const std::optional<Arn> cut = SplitArn(pattern);
  if (!cut) return false;
  for (size_t i = 0; i < kArnComponents; ++i) {
    if (!MatchesPattern(cut->components[i], arn.components[i])) return false;
  }
  return true;
}

bool Ordered(Comparison comparison, std::strong_ordering order) {
  switch (comparison) {
    case Comparison::kLess:
      return order < 0;
    case Comparison::kLessOrEqual:
      return order <= 0;
    case Comparison::kGreater:
      return order > 0;
    case Comparison::kGreaterOrEqual:
      return order >= 0;
    default:
      return order == 0;
  }
}

bool TextMatches(Comparison comparison, absl::string_view operand, absl::string_view value) {
  switch (comparison) {
    case Comparison::kEqualsIgnoreCase:
      return absl::EqualsIgnoreCase(operand, value);
    case Comparison::kLike:
      return MatchesPattern(operand, value);
    default:
      return operand == value;
  }
}

// One overload for each kind of operand.
struct Matcher {
  const CompiledClause& clause;
  const BoundValue& value;
  const BoundRequest& request;

  bool operator()(const NeverMatches&) const { return false; }
  bool operator()(const std::string& text) const {
    return TextMatches(clause.comparison, text, value.text);
  }
  bool operator()(const Pattern& pattern) const { return pattern.Matches(value.text); }
  bool operator()(const ArnPattern& pattern) const {
    return value.arn && pattern.Matches(*value.arn);
  }
  bool operator()(const Decimal& number) const {
    const std::optional<Decimal> given = ParseDecimal(value.text);
    return given && Ordered(clause.comparison, *given <=> number);
  }
  bool operator()(const Timestamp& time) const {
    const std::optional<Timestamp> given = ParseTimestamp(value.text);
    return given && Ordered(clause.comparison, *given <=> time);
  }
  bool operator()(bool wanted) const {
    return absl::EqualsIgnoreCase(value.text, wanted ? "true" : "false");
  }
  bool operator()(const Cidr& block) const {
    const std::optional<IpAddress> given = ParseIpAddress(value.text);
    return given && block.Contains(*given);
  }
  bool operator()(const VariableOperand& operand) const {
    Expanded expanded;
    if (!Expand(operand, request, value.text.size(), expanded)) return false;
    if (clause.type == OperandType::kArn)
      return value.arn && ExpandedArnMatches(ViewOf(expanded), *value.arn);
    return TextMatches(clause.comparison, ViewOf(expanded), value.text);
  }
};

}  // namespace

bool OperandMatches(const CompiledClause& clause, const Operand& operand, const BoundValue& value,
                    const BoundRequest& request) {
  if (clause.type == OperandType::kBinary)
    return DecodeBase64(value.text) == std::get<std::string>(operand);
  return std::visit(Matcher{clause, value, request}, operand);
}

bool ResourceMatches(const Operand& operand, const BoundRequest& request) {
  if (std::holds_alternative<Pattern>(operand)) return true;  // `*`
  if (!request.resource()) return false;
  if (const auto* pattern = std::get_if<ArnPattern>(&operand))
    return pattern->Matches(*request.resource());
  const auto* variable = std::get_if<VariableOperand>(&operand);
  Expanded expanded;
  return variable != nullptr &&
         Expand(*variable, request, LengthOf(*request.resource()), expanded) &&
         ExpandedArnMatches(ViewOf(expanded), *request.resource());
}

int FirstMatch(const CompiledClause& clause, const BoundValue& value, const BoundRequest& request) {
  const size_t count = clause.operands.size();
  size_t first = count;
  if (!clause.exact.empty()) {
    const auto found = clause.exact.find(value.text);
    if (found != clause.exact.end()) first = found->second;
    if (!clause.has_variables) return first == count ? -1 : static_cast<int>(first);
  }
  for (size_t i = 0; i < first; ++i) {
    if (OperandMatches(clause, clause.operands[i], value, request)) return static_cast<int>(i);
  }
  return first == count ? -1 : static_cast<int>(first);
}

}  // namespace deputy
