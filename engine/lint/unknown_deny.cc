#include "engine/lint/unknown_deny.h"

#include "absl/algorithm/container.h"

namespace deputy {
namespace {

TextRange RangeOf(const ConditionClause& clause) {
  return {clause.key_range.begin, clause.values_range.end};
}

bool HasUnknownValue(const Statement& statement, absl::Span<const TextRange> unknown) {
  return absl::c_any_of(unknown, [&](TextRange part) { return IsValueOfDeny(statement, part); });
}

}  // namespace

bool IsValueOfDeny(const Statement& statement, TextRange part) {
  if (statement.effect != Effect::kDeny) return false;
  return (statement.principal && statement.principal->range.Contains(part)) ||
         (statement.resource && statement.resource->range.Contains(part)) ||
         statement.action.range.Contains(part) ||
         absl::c_any_of(statement.conditions, [&](const ConditionClause& clause) {
           return RangeOf(clause).Contains(part);
         });
}

Policy WithoutUnknownDenies(Policy policy, absl::Span<const TextRange> unknown) {
  std::erase_if(policy.statements,
                [&](const Statement& statement) { return HasUnknownValue(statement, unknown); });
  return policy;
}

Policy WithWidestDenies(Policy policy, absl::Span<const TextRange> unknown) {
  const auto is_open = [&](TextRange range) {
    return absl::c_any_of(unknown, [&](TextRange part) { return range.Contains(part); });
  };
  const auto widen = [&](PatternElement& element) {
    if (is_open(element.range)) element = {false, {{"*", element.range}}, element.range};
  };
  for (Statement& statement : policy.statements) {
    if (!HasUnknownValue(statement, unknown)) continue;
    if (statement.principal && is_open(statement.principal->range))
      statement.principal = PrincipalElement{false, {PrincipalEntry{}}, {}};
    widen(statement.action);
    if (statement.resource) widen(*statement.resource);
    std::erase_if(statement.conditions,
                  [&](const ConditionClause& clause) { return is_open(RangeOf(clause)); });
  }
  return policy;
}

}  // namespace deputy
