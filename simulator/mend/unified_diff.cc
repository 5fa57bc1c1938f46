#include "simulator/mend/unified_diff.h"

#include <dtl/dtl.hpp>
#include <sstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace deputy {
namespace {

// Lines with their ends, so that a missing one at the end of the text is seen.
std::vector<std::string> LinesOf(absl::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const size_t size = end == absl::string_view::npos ? text.size() : end + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

void AddLine(std::string& out, char mark, const std::string& line) {
  absl::StrAppend(&out, std::string(1, mark), line);
  if (!absl::EndsWith(line, "\n")) absl::StrAppend(&out, "\n\\ No newline at end of file\n");
}

}  // namespace

std::string UnifiedDiff(absl::string_view name, absl::string_view before, absl::string_view after) {
  if (before == after) return "";
  dtl::Diff<std::string> diff(LinesOf(before), LinesOf(after));
  diff.onHuge();
  diff.compose();
  diff.composeUnifiedHunks();
  std::string out = absl::StrCat("--- ", name, "\n+++ ", name, "\n");
  for (const auto& hunk : diff.getUniHunks()) {
    absl::StrAppend(&out, "@@ -", hunk.a, ",", hunk.b, " +", hunk.c, ",", hunk.d, " @@\n");
    for (const auto& part : {hunk.common[0], hunk.change, hunk.common[1]}) {
      for (const auto& [line, info] : part) {
        const char mark = info.type == dtl::SES_ADD      ? '+'
                          : info.type == dtl::SES_DELETE ? '-'
                                                         : ' ';
        AddLine(out, mark, line);
      }
    }
  }
  return out;
}

}  // namespace deputy
