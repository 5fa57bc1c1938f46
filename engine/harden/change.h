// The edits that hardening is made of, on the parsed policy and told to a person. Each has a name
// for what it touches, not a position, so that it means the same in the parsed policy and in the
// file from which that was read (change_text.h).
#ifndef DEPUTY_ENGINE_HARDEN_CHANGE_H_
#define DEPUTY_ENGINE_HARDEN_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/policy/policy.h"

namespace deputy {

enum class ChangeKind : uint8_t {
  kAddClause,     // `op`, `key`, `values`
  kSetClause,     // the clause of `op` and `key` gets `new_op` and `values`
  kSetPrincipal,  // the statement is for `principals`
  kSplit,         // the statement is for `principals`, and a copy behind it for `moved`
  kRemoveStatement,
};

struct Change {
  ChangeKind kind = ChangeKind::kAddClause;
  size_t statement = 0;  // in the policy as it is when the change is made
  ConditionOperator op;
  std::string key;
  ConditionOperator new_op;
  std::vector<std::string> values;
  std::vector<PrincipalEntry> principals;
  std::vector<PrincipalEntry> moved;
  std::string why;
  // Puts the external id that was given in the place of another one, and so lets in requests that
  // were not let in before. All other changes only take away.
  bool replaces_external_id = false;
  size_t told_statement = 0;  // in the policy as it was at first
};

// The policy with the change made; parts that are new have no range. Nothing when it does not fit:
// there is no such clause, or there is one already.
std::optional<Policy> ApplyChange(const Policy& policy, const Change& change);

// "add StringEquals aws:SourceAccount `111122223333`"
std::string ChangeTitle(const Change& change);

// An account as a principal, `arn:aws:iam::111122223333:root`.
PrincipalEntry AccountEntry(absl::string_view account, absl::string_view partition);

// An element of the entries as JSON on one line.
std::string PrincipalJson(const std::vector<PrincipalEntry>& entries);

// One value as a string, several as a list, on one line.
std::string ValuesJson(const std::vector<std::string>& values);

// Null when there is none. Keys are compared without case.
const ConditionClause* FindClause(const Statement& statement, const ConditionOperator& op,
                                  absl::string_view key);

// The Sid of the copy that kSplit makes: no Sid may stand twice. Empty where there is none.
std::string SplitSid(const Policy& policy, absl::string_view sid);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_CHANGE_H_
