#include "simulator/check/moved_ranges.h"

#include <algorithm>

namespace deputy {
namespace {

void Move(int64_t by, TextRange& range) { range = Moved(range, by); }

void Move(int64_t by, PatternElement& element) {
  Move(by, element.range);
  for (PolicyString& pattern : element.patterns) Move(by, pattern.range);
}

}  // namespace

TextRange Moved(TextRange range, int64_t by) {
  const auto moved = [&](uint32_t offset) {
    return static_cast<uint32_t>(std::clamp<int64_t>(int64_t{offset} + by, 0, UINT32_MAX));
  };
  return {moved(range.begin), moved(range.end)};
}

void MoveRanges(int64_t by, Policy& policy) {
  Move(by, policy.range);
  for (Statement& statement : policy.statements) {
    Move(by, statement.range);
    Move(by, statement.action);
    if (statement.resource) Move(by, *statement.resource);
    if (statement.principal) {
      Move(by, statement.principal->range);
      for (PrincipalEntry& entry : statement.principal->entries) Move(by, entry.written.range);
    }
    for (ConditionClause& clause : statement.conditions) {
      Move(by, clause.op_range);
      Move(by, clause.key_range);
      Move(by, clause.values_range);
      for (PolicyString& value : clause.values) Move(by, value.range);
    }
  }
}

void MoveRanges(int64_t by, Finding& finding) {
  Move(by, finding.range);
  if (!finding.fix) return;
  for (TextEdit& edit : finding.fix->edits) Move(by, edit.range);
}

}  // namespace deputy
