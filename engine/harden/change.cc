#include "engine/harden/change.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

std::vector<PolicyString> Strings(const std::vector<std::string>& values) {
  std::vector<PolicyString> strings;
  strings.reserve(values.size());
  for (const std::string& value : values) strings.push_back({value, {}});
  return strings;
}

// Behind the last clause of its operator: clauses of one operator stand together.
void InsertClause(Statement& statement, ConditionClause clause) {
  auto& clauses = statement.conditions;
  const auto last =
      std::find_if(clauses.rbegin(), clauses.rend(),
                   [&](const ConditionClause& other) { return other.op == clause.op; });
  clauses.insert(last == clauses.rend() ? clauses.end() : last.base(), std::move(clause));
}

bool AddClause(Statement& statement, const Change& change) {
  if (FindClause(statement, change.op, change.key) != nullptr) return false;
  InsertClause(statement, {change.op, {}, change.key, {}, Strings(change.values), {}});
  return true;
}

bool SetClause(Statement& statement, const Change& change) {
  const ConditionClause* found = FindClause(statement, change.op, change.key);
  if (found == nullptr || change.values.empty()) return false;
  ConditionClause& clause =
      statement.conditions[static_cast<size_t>(found - statement.conditions.data())];
  clause.values = Strings(change.values);
  if (change.new_op == change.op) return true;
  if (FindClause(statement, change.new_op, change.key) != nullptr) return false;
  ConditionClause moved = clause;
  moved.op = change.new_op;
  statement.conditions.erase(statement.conditions.begin() +
                             (&clause - statement.conditions.data()));
  InsertClause(statement, std::move(moved));
  return true;
}

bool SetPrincipal(Statement& statement, const std::vector<PrincipalEntry>& entries) {
  if (!statement.principal || entries.empty()) return false;
  statement.principal->entries = entries;
  statement.principal->negated = false;
  return true;
}

std::string Names(const std::vector<PrincipalEntry>& entries) {
  return absl::StrJoin(entries, ", ", [](std::string* out, const PrincipalEntry& entry) {
    absl::StrAppend(out, Quote(entry.written.text));
  });
}

std::string Quoted(const std::vector<std::string>& values) {
  return absl::StrJoin(values, ", ", [](std::string* out, const std::string& value) {
    absl::StrAppend(out, Quote(value));
  });
}

}  // namespace

const ConditionClause* FindClause(const Statement& statement, const ConditionOperator& op,
                                  absl::string_view key) {
  for (const ConditionClause& clause : statement.conditions) {
    if (clause.op == op && FoldKey(clause.key) == FoldKey(key)) return &clause;
  }
  return nullptr;
}

std::string SplitSid(const Policy& policy, absl::string_view sid) {
  if (sid.empty()) return "";
  for (int number = 2;; ++number) {
    std::string candidate = absl::StrCat(sid, number);
    const bool taken =
        std::any_of(policy.statements.begin(), policy.statements.end(),
                    [&](const Statement& statement) { return statement.sid == candidate; });
    if (!taken) return candidate;
  }
}

std::optional<Policy> ApplyChange(const Policy& policy, const Change& change) {
  if (change.statement >= policy.statements.size()) return std::nullopt;
  Policy result = policy;
  const auto at = result.statements.begin() + static_cast<ptrdiff_t>(change.statement);
  bool fits = false;
  switch (change.kind) {
    case ChangeKind::kAddClause:
      fits = AddClause(*at, change);
      break;
    case ChangeKind::kSetClause:
      fits = SetClause(*at, change);
      break;
    case ChangeKind::kSetPrincipal:
      fits = SetPrincipal(*at, change.principals);
      break;
    case ChangeKind::kSplit: {
      Statement copy = *at;
      copy.sid = SplitSid(policy, copy.sid);
      fits = SetPrincipal(*at, change.principals) && SetPrincipal(copy, change.moved);
      result.statements.insert(at + 1, std::move(copy));
      break;
    }
    case ChangeKind::kRemoveStatement:
      fits = result.statements.size() > 1;  // a policy without statements is none
      result.statements.erase(at);
      break;
  }
  if (!fits) return std::nullopt;
  return result;
}

std::string ChangeTitle(const Change& change) {
  const std::string clause = absl::StrCat(change.op.Name(), " ", change.key);
  switch (change.kind) {
    case ChangeKind::kAddClause:
      return absl::StrCat("add ", clause, " ", Quoted(change.values));
    case ChangeKind::kSetClause:
      return absl::StrCat("put ", change.new_op.Name(), " ", change.key, " ", Quoted(change.values),
                          " in the place of ", clause);
    case ChangeKind::kSetPrincipal:
      return absl::StrCat("name only ", Names(change.principals));
    case ChangeKind::kSplit:
      return absl::StrCat("give ", Names(change.moved), " a statement of its own, beside ",
                          Names(change.principals));
    case ChangeKind::kRemoveStatement:
      return "remove the statement";
  }
  return "";
}

PrincipalEntry AccountEntry(absl::string_view account, absl::string_view partition) {
  PrincipalEntry entry;
  entry.kind = PrincipalEntryKind::kPrincipal;
  entry.written.text = absl::StrCat("arn:", partition, ":iam::", account, ":root");
  if (auto principal = ParseIamPrincipal(entry.written.text)) entry.principal = *principal;
  return entry;
}

std::string PrincipalJson(const std::vector<PrincipalEntry>& entries) {
  if (entries.size() == 1 && entries[0].kind == PrincipalEntryKind::kEveryone) return "\"*\"";
  const std::string members =
      absl::StrJoin(GroupByType(entries), ", ", [](std::string* out, const auto& group) {
        std::vector<std::string> values;
        for (const PolicyString& value : group.second) values.push_back(value.text);
        absl::StrAppend(out, "\"", group.first, "\": ", ValuesJson(values));
      });
  return absl::StrCat("{", members, "}");
}

std::string ValuesJson(const std::vector<std::string>& values) {
  const std::string list =
      absl::StrJoin(values, ", ", [](std::string* out, const std::string& value) {
        absl::StrAppend(out, JsonWriter().String(value).Take());
      });
  return values.size() == 1 ? list : absl::StrCat("[", list, "]");
}

}  // namespace deputy
