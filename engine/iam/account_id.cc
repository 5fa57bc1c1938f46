#include "engine/iam/account_id.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace deputy {

bool IsAccountId(absl::string_view text) {
  return text.size() == 12 && absl::c_all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool LooksLikeAccountPlaceholder(absl::string_view text) {
  if (IsAccountId(text) || text.find_first_of("*?") != absl::string_view::npos) return false;
  const bool has_letter = absl::c_any_of(
      text, [](char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); });
  const std::string folded = absl::AsciiStrToLower(text);
  return has_letter && (absl::StrContains(folded, "account") || absl::StrContains(folded, "acct"));
}

}  // namespace deputy
