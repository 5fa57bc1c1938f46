#include "engine/iam/action.h"

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/iam/wildcard.h"

namespace deputy {
namespace {

bool IsActionCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_';
}

// Both sides of the first colon, each not empty and made of characters that `is_allowed`.
template <class Predicate>
bool HasTwoSides(absl::string_view text, Predicate is_allowed) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos || colon == 0 || colon + 1 == text.size()) return false;
  return absl::c_all_of(text.substr(0, colon), is_allowed) &&
         absl::c_all_of(text.substr(colon + 1), is_allowed);
}

}  // namespace

bool IsAction(absl::string_view text) { return HasTwoSides(text, IsActionCharacter); }

bool IsActionPattern(absl::string_view text) {
  return text == "*" ||
         HasTwoSides(text, [](char c) { return IsActionCharacter(c) || c == '*' || c == '?'; });
}

bool ActionPatternCanMatchService(absl::string_view pattern, absl::string_view service) {
  const absl::string_view prefix = pattern.substr(0, pattern.find(':'));
  return MatchesPattern(EncodePattern(FoldAction(prefix)), FoldAction(service));
}

std::string FoldAction(absl::string_view text) { return absl::AsciiStrToLower(text); }

absl::Span<const absl::string_view> RoleTrustActions() {
  static constexpr absl::string_view kActions[] = {
      "sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML",
      "sts:TagSession", "sts:SetSourceIdentity",         "sts:SetContext"};
  return kActions;
}

bool IsRoleTrustAction(absl::string_view action) {
  return absl::c_any_of(RoleTrustActions(), [&](absl::string_view known) {
    return absl::EqualsIgnoreCase(known, action);
  });
}

absl::string_view RoleActionOf(const Principal& caller) {
  if (caller.kind != PrincipalKind::kFederated) return "sts:AssumeRole";
  return absl::StrContains(caller.text, ":saml-provider/") ? "sts:AssumeRoleWithSAML"
                                                           : "sts:AssumeRoleWithWebIdentity";
}

}  // namespace deputy
