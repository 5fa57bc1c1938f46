#include "simulator/report/style.h"

#include "absl/strings/str_cat.h"

namespace deputy {

std::string Style::Paint(Ink ink, absl::string_view text) const {
  static constexpr absl::string_view kCodes[] = {"", "1", "2", "1;31", "32", "33", "36"};
  if (!color_ || ink == Ink::kPlain) return std::string(text);
  return absl::StrCat("\x1b[", kCodes[static_cast<size_t>(ink)], "m", text, "\x1b[0m");
}

}  // namespace deputy
