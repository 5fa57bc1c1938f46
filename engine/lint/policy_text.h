// Where the parts of a policy stand in its document: JSON pointers, and edits in the document's own
// style. Works on ranges alone, so that it works as well where the document stands in something
// else.
#ifndef DEPUTY_ENGINE_LINT_POLICY_TEXT_H_
#define DEPUTY_ENGINE_LINT_POLICY_TEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/lint/finding.h"
#include "engine/policy/policy.h"

namespace deputy {

struct Place {
  TextRange range;
  std::string path;
};

class PolicyText {
 public:
  // Both must outlive it. An empty text: paths take lists for granted, and there are no edits.
  PolicyText(const Policy& policy, absl::string_view text) : policy_(policy), text_(text) {}

  Place OfStatement(size_t statement) const;
  Place OfPrincipal(size_t statement, size_t entry) const;
  Place OfAction(size_t statement, size_t pattern) const;
  Place OfOperator(size_t statement, size_t clause) const;
  Place OfKey(size_t statement, size_t clause) const;
  Place OfValue(size_t statement, size_t clause, size_t value) const;

  absl::string_view TextOf(TextRange range) const;  // as it is written

  // Puts JSON text in place of a range.
  std::optional<Fix> Replace(TextRange range, absl::string_view replacement,
                             std::string title) const;
  // Another operator for the keys of a clause: in place where it is the only key of its block and
  // the `Condition` has no block of that operator yet; nothing otherwise.
  std::optional<Fix> ReplaceOperator(size_t statement, size_t clause, const ConditionOperator& op,
                                     std::string title) const;
  // One value out of a list of several.
  std::optional<Fix> RemoveValue(size_t statement, size_t clause, size_t value,
                                 std::string title) const;
  // One more condition: a key in the operator's block, a block, or a `Condition`.
  std::optional<Fix> AddCondition(size_t statement, absl::string_view op, absl::string_view key,
                                  absl::string_view value, std::string title) const;
  // The same with one or more values as JSON text.
  std::optional<Fix> AddConditionJson(size_t statement, absl::string_view op, absl::string_view key,
                                      absl::string_view values, std::string title) const;

 private:
  const ConditionClause& Clause(size_t statement, size_t clause) const;
  bool IsListItem(TextRange range) const;

  const Policy& policy_;
  absl::string_view text_;
};

// As JSON text, in quotes.
std::string JsonString(absl::string_view text);

// The blanks before `offset` when it is the first thing on a line other than the first.
std::optional<std::string> IndentAt(absl::string_view text, size_t offset);

// The document with the edits made, which are in order and do not overlap.
std::string ApplyFix(absl::string_view text, const Fix& fix);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_POLICY_TEXT_H_
