// The table of lint rules: what `deputy rule ID` prints, what docs/lint-rules.md says, and what the
// tests go through, each from the same row. An id is permanent and never given to another rule.
//
//   DEP0xx  the document is refused, or means nothing (docs/semantics.md 1.10)
//   DEP1xx  confused deputies among AWS services
//   DEP2xx  third parties and external ids
//   DEP3xx  federation: OIDC, SAML, Cognito
//   DEP4xx  conditions that do not do what they look like
//   DEP5xx  statements that never apply
//   DEP6xx  form
#ifndef DEPUTY_ENGINE_LINT_RULE_CATALOG_H_
#define DEPUTY_ENGINE_LINT_RULE_CATALOG_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/text/diagnostic.h"

namespace deputy {

struct RuleInfo {
  absl::string_view id;    // "DEP101"
  absl::string_view name;  // "service-without-source-condition"
  Severity severity =
      Severity::kWarning;     // the usual one; a finding may be milder where facts say so
  absl::string_view summary;  // one line
  absl::string_view meaning;  // a paragraph: what it means, exploitable if …
  // Policy documents, or in shorthand one statement, one principal element or one `Condition`; see
  // ExamplePolicy(). The text of a rule about bytes of a document is that document.
  absl::string_view bad;
  absl::string_view good;
  absl::string_view page;  // of AWS
  // The rule id under which the parser refuses the document or warns; empty for a rule of the
  // linter.
  absl::string_view diagnostic;
};

absl::Span<const RuleInfo> AllRules();  // by id

const RuleInfo* FindRule(absl::string_view id_or_name);  // without case; null when there is none
const RuleInfo* FindRuleOfDiagnostic(absl::string_view rule);

// An example as a whole document: what is no document already is put into a statement that lets DMS
// assume the role.
std::string ExamplePolicy(absl::string_view example);

// What `deputy rule ID` prints.
std::string RuleText(const RuleInfo& rule);

// docs/lint-rules.md.
std::string RuleCatalogMarkdown();

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_RULE_CATALOG_H_
