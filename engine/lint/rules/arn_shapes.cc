#include "engine/lint/rules/arn_shapes.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "engine/iam/arn.h"

namespace deputy {
namespace {

// `arn:${Partition}:dms:${Region}:${Account}:rep:${Name}` with a star for each part that varies. In
// a pattern a policy variable may stand for anything too.
std::string StarsForVariables(absl::string_view text) {
  std::string stars;
  for (size_t at = 0; at < text.size();) {
    const size_t close =
        absl::StartsWith(text.substr(at), "${") ? text.find('}', at) : absl::string_view::npos;
    if (close == absl::string_view::npos) {
      stars += text[at++];
    } else {
      stars += '*';
      at = close + 1;
    }
  }
  return stars;
}

bool Meets(const Arn& pattern, const Arn& shape) {
  for (int i = 1; i < kArnComponents; ++i) {  // 0 is `arn`
    const auto index = static_cast<size_t>(i);
    if (!PatternsMeet(pattern.components[index], shape.components[index])) return false;
  }
  return true;
}

}  // namespace

bool PatternsMeet(absl::string_view a, absl::string_view b) {
  // reach[j]: the first i bytes of `a` can be made equal to the first j of `b`.
  std::vector<char> reach(b.size() + 1, 0);
  const auto is_any = [](char c) { return c == '*'; };
  for (size_t i = 0; i <= a.size(); ++i) {
    std::vector<char> next(b.size() + 1, 0);
    for (size_t j = 0; j <= b.size(); ++j) {
      bool ok = i == 0 && j == 0;
      if (i > 0) {
        ok = ok || (is_any(a[i - 1]) && reach[j]);
        if (j > 0 && reach[j - 1]) {
          const char x = a[i - 1];
          const char y = b[j - 1];
          ok = ok || x == y || x == '?' || y == '?' || is_any(x) || is_any(y);
        }
        if (j > 0 && is_any(b[j - 1]) && reach[j]) ok = true;
      }
      if (j > 0) ok = ok || ((is_any(b[j - 1]) || (i > 0 && is_any(a[i - 1]))) && next[j - 1]);
      next[j] = ok;
    }
    reach = std::move(next);
  }
  return reach[b.size()] != 0;
}

ArnShape CompareShape(absl::string_view pattern, absl::Span<const std::string> templates) {
  const std::string starred = StarsForVariables(pattern);
  const std::string lower = absl::AsciiStrToLower(starred);
  const auto arn = SplitArn(starred);
  const auto folded = SplitArn(lower);
  if (!arn) return ArnShape::kFits;  // said elsewhere
  ArnShape best = ArnShape::kOtherService;
  for (const std::string& shape_template : templates) {
    const std::string shape_text = StarsForVariables(shape_template);
    const std::string shape_lower = absl::AsciiStrToLower(shape_text);
    const auto shape = SplitArn(shape_text);
    const auto shape_folded = SplitArn(shape_lower);
    if (!shape) return ArnShape::kFits;
    if (Meets(*arn, *shape)) return ArnShape::kFits;
    if (Meets(*folded, *shape_folded)) {
      best = ArnShape::kFitsButForCase;
    } else if (best == ArnShape::kOtherService && PatternsMeet(arn->service(), shape->service())) {
      best = ArnShape::kOtherKind;
    }
  }
  return best;
}

}  // namespace deputy
