// The rows of the rule catalogue, a file a hundred of ids. Only rule_catalog.cc reads them.
#ifndef DEPUTY_ENGINE_LINT_CATALOG_ROWS_H_
#define DEPUTY_ENGINE_LINT_CATALOG_ROWS_H_

#include "absl/types/span.h"
#include "engine/lint/rule_catalog.h"

namespace deputy {

#define DEPUTY_IAM_PAGE "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
inline constexpr absl::string_view kGrammarPage = DEPUTY_IAM_PAGE "reference_policies_grammar.html";
inline constexpr absl::string_view kElementsPage =
    DEPUTY_IAM_PAGE "reference_policies_elements.html";
inline constexpr absl::string_view kPrincipalPage =
    DEPUTY_IAM_PAGE "reference_policies_elements_principal.html";
inline constexpr absl::string_view kOperatorsPage =
    DEPUTY_IAM_PAGE "reference_policies_elements_condition_operators.html";
inline constexpr absl::string_view kMultivaluedPage =
    DEPUTY_IAM_PAGE "reference_policies_condition-single-vs-multi-valued-context-keys.html";
inline constexpr absl::string_view kKeysPage =
    DEPUTY_IAM_PAGE "reference_policies_condition-keys.html";
inline constexpr absl::string_view kVariablesPage =
    DEPUTY_IAM_PAGE "reference_policies_variables.html";
inline constexpr absl::string_view kChecksPage =
    DEPUTY_IAM_PAGE "access-analyzer-reference-policy-checks.html";
inline constexpr absl::string_view kDeputyPage = DEPUTY_IAM_PAGE "confused-deputy.html";
inline constexpr absl::string_view kExternalIdPage =
    DEPUTY_IAM_PAGE "id_roles_common-scenarios_third-party.html";
inline constexpr absl::string_view kOidcPage = DEPUTY_IAM_PAGE "id_roles_create_for-idp_oidc.html";
inline constexpr absl::string_view kQuotasPage = DEPUTY_IAM_PAGE "reference_iam-quotas.html";
#undef DEPUTY_IAM_PAGE
inline constexpr absl::string_view kDocumentPage =
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html";

absl::Span<const RuleInfo> JsonRules();        // DEP001 to DEP013
absl::Span<const RuleInfo> DocumentRules();    // DEP014 to DEP026
absl::Span<const RuleInfo> PrincipalRules();   // DEP027 to DEP042
absl::Span<const RuleInfo> ClauseRules();      // DEP043 to DEP066
absl::Span<const RuleInfo> ServiceRules();     // DEP1xx
absl::Span<const RuleInfo> ThirdPartyRules();  // DEP2xx and DEP3xx
absl::Span<const RuleInfo> ConditionRules();   // DEP4xx
absl::Span<const RuleInfo> DeadRules();        // DEP5xx
absl::Span<const RuleInfo> FormRules();        // DEP6xx

}  // namespace deputy

#endif  // DEPUTY_ENGINE_LINT_CATALOG_ROWS_H_
