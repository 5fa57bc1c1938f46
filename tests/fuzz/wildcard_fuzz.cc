// The matcher against the plainest one: a table of which prefixes match.
#include <vector>

#include "engine/iam/wildcard.h"
#include "engine/text/utf8.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

std::vector<absl::string_view> CodePoints(absl::string_view text) {
  std::vector<absl::string_view> points;
  for (size_t at = 0; at < text.size(); at += points.back().size())
    points.push_back(text.substr(at, Utf8Length(text, at)));
  return points;
}

bool MatchesSlowly(absl::string_view pattern, absl::string_view text) {
  const std::vector<absl::string_view> points = CodePoints(text);
  std::vector<bool> matches(points.size() + 1, false);  // of the pattern so far
  matches[0] = true;
  for (const absl::string_view part : CodePoints(pattern)) {
    std::vector<bool> next(points.size() + 1, false);
    for (size_t i = 0; i <= points.size(); ++i) {
      if (part == "*") {
        next[i] = matches[i] || (i > 0 && next[i - 1]);
      } else if (i > 0) {
        next[i] = matches[i - 1] && (part == "?" || part == points[i - 1]);
      }
    }
    matches = next;
  }
  return matches.back();
}

// The pattern, a line end, the text.
FUZZ_TARGET(wildcard) {
  if (FindInvalidUtf8(input) != absl::string_view::npos || input.size() > 2000) return;
  const size_t end = std::min(input.find('\n'), input.size());
  const absl::string_view pattern = input.substr(0, end);
  const absl::string_view text = input.substr(std::min(end + 1, input.size()));
  const bool expected = MatchesSlowly(pattern, text);
  const std::string encoded = EncodePattern(pattern);
  Require(MatchesPattern(encoded, text) == expected, "the matcher differs", input);
  Require(Pattern(encoded).Matches(text) == expected, "the prepared pattern differs", input);
  Require(EncodePattern(DecodePattern(encoded)) == encoded, "decoding differs", input);
}

}  // namespace
}  // namespace deputy::fuzz
