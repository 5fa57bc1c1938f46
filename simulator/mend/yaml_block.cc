#include "simulator/mend/yaml_block.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/harden/change_text.h"

namespace deputy {
namespace {

using MaybeEdits = std::optional<std::vector<TextEdit>>;

// The column at which `offset` stands, as blanks.
std::string ColumnOf(absl::string_view file, size_t offset) {
  const size_t line = file.substr(0, offset).find_last_of('\n');
  return std::string(offset - (line == absl::string_view::npos ? 0 : line + 1), ' ');
}

MaybeEdits Insert(size_t offset, std::string text) {
  const auto at = static_cast<uint32_t>(offset);
  return std::vector<TextEdit>{{{at, at}, std::move(text)}};
}

// Where the name of the action element begins, which every statement has.
std::optional<size_t> ActionName(const Statement& statement, absl::string_view file) {
  const absl::string_view name = statement.action.negated ? "NotAction" : "Action";
  const size_t begin = statement.range.begin, end = statement.action.range.begin;
  if (end < begin) return std::nullopt;  // the value stands elsewhere, by an alias
  const size_t found = file.substr(begin, end - begin).rfind(name);
  if (found == absl::string_view::npos) return std::nullopt;
  const size_t at = begin + found;
  const bool quoted = at > 0 && (file[at - 1] == '"' || file[at - 1] == '\'');
  return quoted ? at - 1 : at;
}

MaybeEdits AddClause(const Statement& statement, absl::string_view file, const Change& change) {
  // Keys with a colon inside are plain in a block; values are written as JSON, which is YAML.
  const std::string member = absl::StrCat(change.key, ": ", ValuesJson(change.values));
  const auto named = [](const std::string& op) {
    return absl::StrContains(op, ':') ? absl::StrCat("'", op, "'") : op;
  };
  const std::string op = named(change.op.Name());
  for (const ConditionClause& clause : statement.conditions) {
    if (clause.op != change.op) continue;
    const size_t at = clause.key_range.begin;
    return Insert(at, absl::StrCat(member, "\n", ColumnOf(file, at)));
  }
  if (!statement.conditions.empty()) {
    const size_t at = statement.conditions.front().op_range.begin;
    const std::string column = ColumnOf(file, at);
    return Insert(at, absl::StrCat(op, ":\n", column, "  ", member, "\n", column));
  }
  const auto at = ActionName(statement, file);
  if (!at) return std::nullopt;
  const std::string column = ColumnOf(file, *at);
  return Insert(*at, absl::StrCat("Condition:\n", column, "  ", op, ":\n", column, "    ", member,
                                  "\n", column));
}

// The dash before a statement in a list.
std::optional<size_t> DashOf(const Statement& statement, absl::string_view file) {
  const size_t at = file.substr(0, statement.range.begin).find_last_not_of(' ');
  if (at == absl::string_view::npos || file[at] != '-') return std::nullopt;
  return at;
}

MaybeEdits Split(const Policy& policy, absl::string_view file, const Change& change) {
  const Statement& statement = policy.statements[change.statement];
  const auto dash = DashOf(statement, file);
  const auto changed = ApplyChange(policy, change);
  if (!dash || !changed) return std::nullopt;
  const std::string copy = StatementJson(*changed, change.statement + 1, std::nullopt);
  const std::string principal = PrincipalJson(change.principals);
  // A mapping on lines of its own stays where it began.
  return std::vector<TextEdit>{{statement.principal->range, principal},
                               {{statement.range.end, statement.range.end},
                                absl::StrCat("\n", ColumnOf(file, *dash), "- ", copy)}};
}

MaybeEdits Remove(const Policy& policy, absl::string_view file, const Change& change) {
  const size_t index = change.statement;
  const auto dash = DashOf(policy.statements[index], file);
  if (!dash || policy.statements.size() < 2) return std::nullopt;
  if (index + 1 == policy.statements.size()) {
    return std::vector<TextEdit>{
        {{policy.statements[index - 1].range.end, policy.statements[index].range.end}, ""}};
  }
  const auto next = DashOf(policy.statements[index + 1], file);
  if (!next) return std::nullopt;
  return std::vector<TextEdit>{{{static_cast<uint32_t>(*dash), static_cast<uint32_t>(*next)}, ""}};
}

}  // namespace

std::optional<std::vector<TextEdit>> YamlBlockEdits(const Policy& policy, absl::string_view file,
                                                    const Change& change) {
  switch (change.kind) {
    case ChangeKind::kAddClause:
      return AddClause(policy.statements[change.statement], file, change);
    case ChangeKind::kSplit:
      return Split(policy, file, change);
    case ChangeKind::kRemoveStatement:
      return Remove(policy, file, change);
    default:
      return std::nullopt;
  }
}

}  // namespace deputy
