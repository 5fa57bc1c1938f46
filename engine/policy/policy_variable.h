// Policy variables: `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}` (docs/semantics.md part
// 5). https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
#ifndef DEPUTY_ENGINE_POLICY_POLICY_VARIABLE_H_
#define DEPUTY_ENGINE_POLICY_POLICY_VARIABLE_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputy {

// A piece of a value: text that stands as it is (wildcards encoded as in wildcard.h where they
// count), or a variable.
struct TemplatePiece {
  std::string text;                          // of a literal; empty for a variable
  std::string key;                           // of a variable, as spelled; empty for a literal
  std::optional<std::string> default_value;  // plain text, never a pattern
};

struct ValueTemplate {
  std::vector<TemplatePiece> pieces;

  // No variable in it: then `Literal()` is the whole.
  bool IsLiteral() const;
  std::string Literal() const;
};

struct MalformedVariable {
  size_t offset;  // in the value
  std::string message;
};

enum class Wildcards { kPlainText, kPattern };
enum class Variables {
  kPlainText,
  kExpand
};  // kPlainText: a 2008 document, or an operator that takes none

std::variant<ValueTemplate, MalformedVariable> ParseTemplate(absl::string_view value,
                                                             Wildcards wildcards,
                                                             Variables variables);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_POLICY_POLICY_VARIABLE_H_
