// AWS account ids: twelve ASCII digits, always text, so that no leading zero is lost.
// https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
#ifndef DEPUTY_ENGINE_IAM_ACCOUNT_ID_H_
#define DEPUTY_ENGINE_IAM_ACCOUNT_ID_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace deputy {

inline constexpr size_t kAccountDigits = 12;

bool IsAccountId(absl::string_view text);

// `o-` and ten to 32 lower-case letters or digits.
// https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
bool IsOrganizationId(absl::string_view text);

// Whether the text is what documentation writes where an account id belongs: `your_account_id`,
// `ACCOUNT_ID`, `<account>`, `${Account}`, `xxxxxxxxxxxx`, … (docs/semantics.md 8.7). A policy
// variable such as `${aws:PrincipalAccount}` is none.
bool LooksLikeAccountPlaceholder(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_ACCOUNT_ID_H_
