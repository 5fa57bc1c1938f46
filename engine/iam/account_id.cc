#include "engine/iam/account_id.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace deputy {

bool IsAccountId(absl::string_view text) {
  return text.size() == kAccountDigits && absl::c_all_of(text, absl::ascii_isdigit);
}

bool IsOrganizationId(absl::string_view text) {
  return absl::StartsWith(text, "o-") && text.size() >= 12 && text.size() <= 34 &&
         absl::c_all_of(text.substr(2), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return absl::ascii_islower(byte) || absl::ascii_isdigit(byte);
         });
}

bool LooksLikeAccountPlaceholder(absl::string_view text) {
  if (text.find_first_of("*?") != absl::string_view::npos) return false;  // a pattern
  const std::string folded = absl::AsciiStrToLower(text);
  // A variable has one colon, `${AWS::AccountId}` of CloudFormation two.
  if (absl::StrContains(folded, "${aws:") && !absl::StrContains(folded, "${aws::")) return false;
  if (absl::StrContains(folded, "account") || absl::StrContains(folded, "acct")) return true;
  const bool bracketed = absl::StartsWith(text, "<") && absl::EndsWith(text, ">");
  const bool crossed_out = !text.empty() && folded.find_first_not_of('x') == std::string::npos;
  return bracketed || crossed_out;
}

}  // namespace deputy
