#include "engine/decide/operand_match.h"

#include "absl/algorithm/container.h"
#include "absl/container/inlined_vector.h"
#include "absl/strings/match.h"
#include "engine/decide/same_text.h"
#include "engine/decide/value_index.h"
#include "engine/iam/base64.h"
#include "engine/iam/cidr.h"
#include "engine/iam/decimal.h"
#include "engine/iam/ordering.h"
#include "engine/iam/timestamp.h"
#include "engine/iam/wildcard.h"

namespace deputy {
namespace {

using Expanded = absl::InlinedVector<char, 256>;

absl::string_view ViewOf(const Expanded& text) { return {text.data(), text.size()}; }

// Puts the values of the variables in; false when one is absent and has no default (5.2), or when
// the text gets longer than `longest`: every byte but a star takes at least one byte of the value,
// so a longer pattern cannot match, and a policy that repeats a variable cannot fill the memory.
// What is put in holds no encoded wildcard, since those are no UTF-8, so it can never act as a
// pattern.
bool Expand(const Program& program, const Operand& operand, const BoundRequest& request,
            size_t longest, Expanded& out) {
  size_t taken = 0;
  const auto append = [&](absl::string_view text) {
    taken += text.size() - static_cast<size_t>(absl::c_count(text, kAnyRun));
    if (taken <= longest) out.insert(out.end(), text.begin(), text.end());
  };
  for (const PatternPart& piece : program.PartsOf(operand)) {
    const absl::Span<const BoundValue> values = request.ValuesOf(piece.slot);
    const bool literal = piece.kind == PartKind::kLiteral;
    if (!literal && values.size() == 1 && !piece.multivalued) {
      append(values[0].text());
    } else if (literal || piece.has_default) {
      append(program.Text(piece.text));
    } else {
      return false;
    }
    if (taken > longest) return false;
  }
  return taken <= longest;
}

// An ARN against an encoded pattern that is cut into its components here, after the variables were
// put in.
bool ExpandedArnMatches(absl::string_view pattern, const BoundValue& value) {
  if (!value.is_arn()) return false;
  const std::optional<Arn> cut = SplitArn(pattern);
  if (!cut) return false;
  for (size_t i = 0; i < kArnComponents; ++i) {
    if (!MatchesPattern(cut->components[i], value.Component(i))) return false;
  }
  return true;
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

// The parts of a pattern: of a kArn each is about a component, of a kPattern about the whole text.
bool PartsHold(const Program& program, const Operand& operand, const BoundValue& value) {
  const bool of_arn = operand.kind == OperandKind::kArn;
  if (of_arn && !value.is_arn()) return false;
  for (const PatternPart& part : program.PartsOf(operand)) {
    const absl::string_view wanted = program.Text(part.text);
    const size_t at = of_arn ? part.component : BoundValue::kWhole;
    const auto rest = static_cast<size_t>(value.end - value.begin[at]);
    if (part.kind == PartKind::kPattern) {
      if (!MatchesPattern(wanted, value.Component(at))) return false;
      continue;
    }
    if (part.kind == PartKind::kStart ? rest < wanted.size() : rest != wanted.size()) return false;
    if (!SameBytes(value.begin[at], wanted.data(), wanted.size())) return false;
  }
  return true;
}

// Operands whose text is read: it was found to be of that form when it was compiled.
bool ParsedMatches(const CompiledClause& clause, absl::string_view operand,
                   absl::string_view value) {
  if (clause.type == OperandType::kNumeric) {
    const std::optional<Decimal> given = ParseDecimal(value);
    return given && Ordered(clause.comparison, *given <=> *ParseDecimal(operand));
  }
  if (clause.type == OperandType::kDate) {
    const std::optional<Timestamp> given = ParseTimestamp(value);
    return given && Ordered(clause.comparison, *given <=> *ParseTimestamp(operand));
  }
  if (clause.type == OperandType::kBinary) return DecodeBase64(value) == DecodeBase64(operand);
  const std::optional<IpAddress> given = ParseIpAddress(value);
  return given && ParseCidr(operand)->Contains(*given);
}

bool TemplateMatches(const Program& program, const CompiledClause& clause, const Operand& operand,
                     const BoundValue& value, const BoundRequest& request) {
  Expanded expanded;
  if (!Expand(program, operand, request, value.text().size(), expanded)) return false;
  if (clause.type == OperandType::kArn) return ExpandedArnMatches(ViewOf(expanded), value);
  return TextMatches(clause.comparison, ViewOf(expanded), value.text());
}

bool OperandMatches(const Program& program, const CompiledClause& clause, const Operand& operand,
                    const BoundValue& value, const BoundRequest& request) {
  switch (operand.kind) {
    case OperandKind::kNever:
      return false;
    case OperandKind::kText:  // under Like too it is the whole text
      return clause.comparison == Comparison::kEqualsIgnoreCase
                 ? absl::EqualsIgnoreCase(program.Text(operand.text), value.text())
                 : SameText(program.Text(operand.text), value.text());
    case OperandKind::kPattern:
    case OperandKind::kArn:
      return PartsHold(program, operand, value);
    case OperandKind::kTemplate:
      return TemplateMatches(program, clause, operand, value, request);
    case OperandKind::kParsed:
      return ParsedMatches(clause, program.Text(operand.text), value.text());
    case OperandKind::kTrue:
      return absl::EqualsIgnoreCase(value.text(), "true");
    case OperandKind::kFalse:
      return absl::EqualsIgnoreCase(value.text(), "false");
  }
  return false;  // cannot happen: every kind is above
}

}  // namespace

bool ResourceMatches(const Program& program, const Operand& operand, const BoundRequest& request) {
  if (operand.kind == OperandKind::kPattern) return true;  // `*`
  const BoundValue& resource = request.resource();
  if (operand.kind == OperandKind::kArn) return PartsHold(program, operand, resource);
  Expanded expanded;
  return Expand(program, operand, request, resource.text().size(), expanded) &&
         ExpandedArnMatches(ViewOf(expanded), resource);
}

int FirstMatch(const Program& program, const CompiledClause& clause, const BoundValue& value,
               const BoundRequest& request) {
  const absl::Span<const Operand> operands = program.OperandsOf(clause);
  const auto matches = [&](uint32_t i) {
    return OperandMatches(program, clause, operands[i], value, request);
  };
  const auto count = static_cast<uint32_t>(operands.size());
  uint32_t first = 0;
  if (clause.index != kNotIndexed) {
    first = FirstInIndex(program.Index(clause.index), value, count, matches);
  } else {
    while (first < count && !matches(first)) ++first;
  }
  return first == count ? -1 : static_cast<int>(first);
}

}  // namespace deputy
