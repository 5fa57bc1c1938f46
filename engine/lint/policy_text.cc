#include "engine/lint/policy_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/text/json_value.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

Fix OneEdit(TextRange range, std::string replacement, std::string title) {
  return Fix{std::move(title), {{range, std::move(replacement)}}};
}

}  // namespace

std::string JsonString(absl::string_view text) {
  JsonWriter writer;
  return writer.String(text).Take();
}

std::string ApplyFix(absl::string_view text, const Fix& fix) {
  std::string result;
  size_t done = 0;
  for (const TextEdit& edit : fix.edits) {
    absl::StrAppend(&result, text.substr(done, edit.range.begin - done), edit.replacement);
    done = edit.range.end;
  }
  absl::StrAppend(&result, text.substr(done));
  return result;
}

std::optional<std::string> IndentAt(absl::string_view text, size_t offset) {
  // Only over the blanks: all of it may be one line, and this may be asked for each place in it.
  const absl::string_view before = text.substr(0, offset);
  const size_t other = before.find_last_not_of(" \t");
  if (other == absl::string_view::npos || before[other] != '\n') return std::nullopt;
  return std::string(before.substr(other + 1));
}

const ConditionClause& PolicyText::Clause(size_t statement, size_t clause) const {
  return policy_.statements[statement].conditions[clause];
}

absl::string_view PolicyText::TextOf(TextRange range) const {
  if (range.end > text_.size() || range.begin > range.end) return {};
  return text_.substr(range.begin, range.end - range.begin);
}

bool PolicyText::IsListItem(TextRange range) const {
  if (range.begin > text_.size()) return true;
  absl::string_view before = text_.substr(0, range.begin);
  // Blanks and colons are percent-encoded where the whole document is.
  while (!before.empty()) {
    if (kJsonBlanks.find(before.back()) != absl::string_view::npos) {
      before.remove_suffix(1);
    } else if (absl::EndsWith(before, "%20") || absl::EndsWithIgnoreCase(before, "%0A")) {
      before.remove_suffix(3);
    } else {
      break;
    }
  }
  if (before.empty()) return text_.empty();
  return before.back() != ':' && !absl::EndsWithIgnoreCase(before, "%3A");
}

Place PolicyText::OfStatement(size_t statement) const {
  const TextRange range = policy_.statements[statement].range;
  return {range, IsListItem(range) ? absl::StrCat("/Statement/", statement) : "/Statement"};
}

Place PolicyText::OfPrincipal(size_t statement, size_t entry) const {
  const PrincipalElement& element = *policy_.statements[statement].principal;
  const PrincipalEntry& found = element.entries[entry];
  std::string path =
      absl::StrCat(OfStatement(statement).path, element.negated ? "/NotPrincipal" : "/Principal");
  if (found.written.range == element.range) return {found.written.range, path};  // "*"
  absl::StrAppend(&path, "/", PrincipalTypeName(found));
  if (IsListItem(found.written.range)) {
    size_t index = 0;
    for (size_t i = 0; i < entry; ++i)
      index += PrincipalTypeName(element.entries[i]) == PrincipalTypeName(found);
    absl::StrAppend(&path, "/", index);
  }
  return {found.written.range, path};
}

Place PolicyText::OfAction(size_t statement, size_t pattern) const {
  const PatternElement& element = policy_.statements[statement].action;
  std::string path =
      absl::StrCat(OfStatement(statement).path, element.negated ? "/NotAction" : "/Action");
  const TextRange range = element.patterns[pattern].range;
  if (!(range == element.range)) absl::StrAppend(&path, "/", pattern);
  return {range, path};
}

Place PolicyText::OfOperator(size_t statement, size_t clause) const {
  const ConditionClause& found = Clause(statement, clause);
  const absl::string_view written = TextOf(found.op_range);
  const std::string name = written.size() > 2 && written.front() == '"'
                               ? std::string(written.substr(1, written.size() - 2))
                               : found.op.Name();
  return {found.op_range,
          absl::StrCat(OfStatement(statement).path, "/Condition", PointerStep(name))};
}

Place PolicyText::OfKey(size_t statement, size_t clause) const {
  const ConditionClause& found = Clause(statement, clause);
  return {found.key_range,
          absl::StrCat(OfOperator(statement, clause).path, PointerStep(found.key))};
}

Place PolicyText::OfValue(size_t statement, size_t clause, size_t value) const {
  const ConditionClause& found = Clause(statement, clause);
  std::string path = OfKey(statement, clause).path;
  const TextRange range = found.values[value].range;
  if (!(range == found.values_range)) absl::StrAppend(&path, "/", value);
  return {range, path};
}

std::optional<Fix> PolicyText::Replace(TextRange range, absl::string_view replacement,
                                       std::string title) const {
  if (text_.empty()) return std::nullopt;
  return OneEdit(range, std::string(replacement), std::move(title));
}

std::optional<Fix> PolicyText::ReplaceOperator(size_t statement, size_t clause,
                                               const ConditionOperator& op,
                                               std::string title) const {
  const auto& clauses = policy_.statements[statement].conditions;
  for (size_t i = 0; i < clauses.size(); ++i) {
    const bool same_block = clauses[i].op_range == clauses[clause].op_range;
    if (i != clause && (same_block || clauses[i].op == op)) return std::nullopt;
  }
  return Replace(clauses[clause].op_range, JsonString(op.Name()), std::move(title));
}

std::optional<Fix> PolicyText::RemoveValue(size_t statement, size_t clause, size_t value,
                                           std::string title) const {
  const std::vector<PolicyString>& values = Clause(statement, clause).values;
  if (values.size() < 2 || text_.empty()) return std::nullopt;
  const TextRange range = value == 0
                              ? TextRange{values[0].range.begin, values[1].range.begin}
                              : TextRange{values[value - 1].range.end, values[value].range.end};
  return OneEdit(range, "", std::move(title));
}

std::optional<Fix> PolicyText::AddCondition(size_t statement, absl::string_view op,
                                            absl::string_view key, absl::string_view value,
                                            std::string title) const {
  return AddConditionJson(statement, op, key, JsonString(value), std::move(title));
}

std::optional<Fix> PolicyText::AddConditionJson(size_t statement, absl::string_view op,
                                                absl::string_view key, absl::string_view values,
                                                std::string title) const {
  const Statement& found = policy_.statements[statement];
  if (text_.empty()) return std::nullopt;
  const std::string member = absl::StrCat(JsonString(key), ": ", values);
  for (const ConditionClause& clause : found.conditions) {
    if (clause.op.Name() != op) continue;
    if (FoldKey(clause.key) == FoldKey(key)) return std::nullopt;  // it is there, with other values
    const std::optional<std::string> indent = IndentAt(text_, clause.key_range.begin);
    return OneEdit({clause.key_range.begin, clause.key_range.begin},
                   absl::StrCat(member, indent ? ",\n" + *indent : ", "), std::move(title));
  }
  const auto block = [&](const std::optional<std::string>& indent) {
    if (!indent) return absl::StrCat(JsonString(op), ": {", member, "}");
    return absl::StrCat(JsonString(op), ": {\n", *indent, "  ", member, "\n", *indent, "}");
  };
  if (!found.conditions.empty()) {
    const uint32_t at = found.conditions.front().op_range.begin;
    const std::optional<std::string> indent = IndentAt(text_, at);
    return OneEdit({at, at}, absl::StrCat(block(indent), indent ? ",\n" + *indent : ", "),
                   std::move(title));
  }
  if (absl::StrContains(TextOf(found.range), "Condition")) return std::nullopt;  // an empty one
  // Behind the action, which every statement has; its line says how members are laid out.
  const uint32_t at = found.action.range.end;
  const uint32_t begin = std::min(found.range.begin, found.action.range.begin);
  const absl::string_view before = text_.substr(begin, found.action.range.begin - begin);
  const size_t line = before.find_last_of('\n');
  const size_t first =
      line == absl::string_view::npos ? line : text_.find_first_not_of(" \t", begin + line + 1);
  const auto indent = line == absl::string_view::npos ? std::nullopt : IndentAt(text_, first);
  if (!indent || text_[first] != '"')
    return OneEdit({at, at}, absl::StrCat(", \"Condition\": {", block({}), "}"), title);
  return OneEdit({at, at},
                 absl::StrCat(",\n", *indent, "\"Condition\": {\n", *indent, "  ",
                              block(*indent + "  "), "\n", *indent, "}"),
                 std::move(title));
}

}  // namespace deputy
