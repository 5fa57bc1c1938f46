// The table of context keys: type, single- or multivalued, who sets it.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and
// …/reference_policies_iam-condition-keys.html
#ifndef DEPUTY_ENGINE_IAM_CONTEXT_KEY_H_
#define DEPUTY_ENGINE_IAM_CONTEXT_KEY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/iam/condition_operator.h"

namespace deputy {

enum class Cardinality { kSingle, kMulti };

// Where the value of a key comes from; part 7 of docs/semantics.md.
enum class KeyOrigin {
  kPrincipal,       // follows from who calls (7.1, 7.3): STS fills it in
  kCallingService,  // the service says for which resource it acts (7.2)
  kCaller,          // a parameter of the call (7.4)
  kNetwork,         // the connection and the clock (7.5)
  kResource,        // what is called (7.6)
};

struct ContextKeyInfo {
  absl::string_view
      name;  // as AWS spells it; a name ending in `/` is a family: `aws:PrincipalTag/`
  OperandType type;
  Cardinality cardinality;
  KeyOrigin origin;
  absl::string_view meaning;  // one line for a person
};

absl::Span<const ContextKeyInfo> AllContextKeys();

// Without case; a key of a family (`aws:RequestTag/team`) finds the family. Null when the table
// does not have it.
const ContextKeyInfo* FindContextKey(absl::string_view name);

// The form by which keys are compared: ASCII lower case.
std::string FoldKey(absl::string_view name);

// Whether the text can be a context key: `prefix:name`, both not empty, no control characters, at
// most 512 bytes; no blanks but inside the key of a tag (`aws:ResourceTag/Cost Center`), and
// neither a blank nor a slash at the end. Keys of OIDC providers hold dots, slashes and further
// colons.
bool IsContextKeyName(absl::string_view name);

// Whether it is no key though AWS lists all that begin so: `aws:` and `sts:`. Keys of services and
// of identity providers are many.
bool IsNoContextKey(absl::string_view name);

// aws:SourceArn, aws:SourceAccount, aws:SourceOrgID, aws:SourceOrgPaths.
bool IsSourceKey(absl::string_view name);

// "; did you mean `aws:SourceAccount`?" or empty.
std::string ContextKeySuggestion(absl::string_view name);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_CONTEXT_KEY_H_
