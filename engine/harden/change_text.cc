#include "engine/harden/change_text.h"

#include <algorithm>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "engine/lint/policy_text.h"
#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

using Edits = std::optional<std::vector<TextEdit>>;

Edits EditsOfFix(const std::optional<Fix>& fix) {
  if (!fix) return std::nullopt;
  return fix->edits;
}

// Takes an item out of a list or object, with the comma before or behind it.
Edits Remove(const std::vector<TextRange>& items, size_t item) {
  if (items.size() < 2) return std::nullopt;
  const TextRange range = item + 1 < items.size()
                              ? TextRange{items[item].begin, items[item + 1].begin}
                              : TextRange{items[item - 1].end, items[item].end};
  return std::vector<TextEdit>{{range, ""}};
}

// The end of the block that ends behind a clause's values.
std::optional<uint32_t> BlockEnd(absl::string_view text, uint32_t values_end) {
  const size_t brace = text.find_first_not_of(kJsonBlanks, values_end);
  if (brace == absl::string_view::npos || text[brace] != '}') return std::nullopt;
  return static_cast<uint32_t>(brace + 1);
}

// A clause out of its block, or the block when it is alone there.
Edits RemoveClause(const Statement& statement, absl::string_view text,
                   const ConditionClause& clause) {
  std::vector<TextRange> keys;  // of the clause's block
  size_t place = 0;
  std::vector<const ConditionClause*> lasts;  // of each block
  for (const ConditionClause& other : statement.conditions) {
    if (&other == &clause) place = keys.size();
    if (other.op_range == clause.op_range)
      keys.push_back({other.key_range.begin, other.values_range.end});
    if (lasts.empty() || !(lasts.back()->op_range == other.op_range)) lasts.push_back(&other);
    lasts.back() = &other;
  }
  if (keys.size() > 1) return Remove(keys, place);
  std::vector<TextRange> blocks;
  for (const ConditionClause* last : lasts) {
    const auto end = BlockEnd(text, last->values_range.end);
    if (!end) return std::nullopt;
    if (last == &clause) place = blocks.size();
    blocks.push_back({last->op_range.begin, *end});
  }
  return Remove(blocks, place);
}

Edits AddClause(const PolicyText& place, const Change& change, const ConditionOperator& op) {
  return EditsOfFix(place.AddConditionJson(change.statement, op.Name(), change.key,
                                           ValuesJson(change.values), ""));
}

Edits SetClause(const Policy& policy, absl::string_view text, const Change& change) {
  const PolicyText place(policy, text);
  const Statement& statement = policy.statements[change.statement];
  const ConditionClause* clause = FindClause(statement, change.op, change.key);
  if (clause == nullptr) return std::nullopt;
  const auto index = static_cast<size_t>(clause - statement.conditions.data());
  std::vector<TextEdit> edits;
  const bool same_values =
      absl::c_equal(clause->values, change.values,
                    [](const PolicyString& was, const std::string& is) { return was.text == is; });
  if (!same_values) edits.push_back({clause->values_range, ValuesJson(change.values)});
  if (change.new_op == change.op) return edits;
  if (const auto fix = place.ReplaceOperator(change.statement, index, change.new_op, "")) {
    edits.insert(edits.begin(), fix->edits.begin(), fix->edits.end());
    return edits;
  }
  Edits removed = RemoveClause(statement, text, *clause);
  const Edits added = AddClause(place, change, change.new_op);
  if (!removed || !added) return std::nullopt;
  removed->insert(removed->end(), added->begin(), added->end());
  return removed;
}

// JSON without blanks between its tokens.
std::string Dense(absl::string_view json) {
  std::string dense;
  bool quoted = false;
  for (size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"') quoted = !quoted;
    if (quoted || !absl::StrContains(kJsonBlanks, json[i])) dense.push_back(json[i]);
    if (quoted && json[i] == '\\' && i + 1 < json.size()) dense.push_back(json[++i]);
  }
  return dense;
}

Edits Split(const Policy& policy, absl::string_view text, const Change& change) {
  const auto changed = ApplyChange(policy, change);
  if (!changed) return std::nullopt;
  const Statement& statement = policy.statements[change.statement];
  const auto indent = IndentAt(text, statement.range.begin);
  const std::string copy = StatementJson(*changed, change.statement + 1, indent);
  const std::string gap = indent ? absl::StrCat(",\n", *indent) : ", ";
  // A single statement may stand without a list around it.
  const size_t before = text.substr(0, statement.range.begin).find_last_not_of(kJsonBlanks);
  const bool alone = before != absl::string_view::npos && text[before] == ':';
  std::vector<TextEdit> edits;
  if (alone) edits.push_back({{statement.range.begin, statement.range.begin}, "["});
  edits.push_back({statement.principal->range, PrincipalJson(change.principals)});
  edits.push_back(
      {{statement.range.end, statement.range.end}, absl::StrCat(gap, copy, alone ? "]" : "")});
  return edits;
}

}  // namespace

std::string StatementJson(const Policy& policy, size_t statement,
                          const std::optional<std::string>& indent) {
  Policy alone = policy;
  alone.statements = {policy.statements[statement]};
  Diagnostics ignored;
  const auto tree = ReadJson(PrintPolicy(alone), JsonLimits(), ignored);
  const std::string pretty =
      JsonWriter(JsonStyle::kPretty).Value(tree->Find("Statement")->value.items[0]).Take();
  if (indent) return absl::StrReplaceAll(pretty, {{"\n", "\n" + *indent}});
  std::string line;
  for (absl::string_view part : absl::StrSplit(pretty, '\n')) {
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const bool opens = !line.empty() && (line.back() == '{' || line.back() == '[');
    const bool closes = !part.empty() && (part[0] == '}' || part[0] == ']');
    absl::StrAppend(&line, line.empty() || opens || closes ? "" : " ", part);
  }
  return line;
}

std::optional<std::vector<TextEdit>> EditsOf(const Policy& policy, absl::string_view text,
                                             const Change& change) {
  const Statement& statement = policy.statements[change.statement];
  Edits edits;
  switch (change.kind) {
    case ChangeKind::kAddClause:
      edits = AddClause(PolicyText(policy, text), change, change.op);
      break;
    case ChangeKind::kSetClause:
      edits = SetClause(policy, text, change);
      break;
    case ChangeKind::kSetPrincipal:
      edits = {{{statement.principal->range, PrincipalJson(change.principals)}}};
      break;
    case ChangeKind::kSplit:
      edits = Split(policy, text, change);
      break;
    case ChangeKind::kRemoveStatement: {
      std::vector<TextRange> ranges;
      for (const Statement& each : policy.statements) ranges.push_back(each.range);
      edits = Remove(ranges, change.statement);
      break;
    }
  }
  if (!edits) return std::nullopt;
  absl::c_stable_sort(
      *edits, [](const TextEdit& a, const TextEdit& b) { return a.range.begin < b.range.begin; });
  const absl::string_view written =
      text.substr(statement.range.begin, statement.range.end - statement.range.begin);
  if (absl::StartsWith(written, "{\"") && Dense(written) == written) {
    for (TextEdit& edit : *edits) edit.replacement = Dense(edit.replacement);
  }
  for (size_t i = 1; i < edits->size(); ++i) {
    if ((*edits)[i].range.begin < (*edits)[i - 1].range.end) return std::nullopt;
  }
  return edits;
}

std::optional<std::vector<TextEdit>> WholeStatementEdit(const Policy& policy,
                                                        absl::string_view text,
                                                        const Change& change) {
  const auto changed = ApplyChange(policy, change);
  if (!changed || changed->statements.size() != policy.statements.size()) return std::nullopt;
  const TextRange range = policy.statements[change.statement].range;
  return std::vector<TextEdit>{
      {range, StatementJson(*changed, change.statement, IndentAt(text, range.begin))}};
}

bool SamePolicy(const Policy& a, const Policy& b) {
  const auto printed = [](Policy policy) {
    for (Statement& statement : policy.statements) {
      absl::c_stable_sort(statement.conditions,
                          [](const ConditionClause& x, const ConditionClause& y) {
                            return std::pair(x.op.Name(), x.key) < std::pair(y.op.Name(), y.key);
                          });
    }
    return PrintPolicy(policy, JsonStyle::kCompact);
  };
  return printed(a) == printed(b);
}

}  // namespace deputy
