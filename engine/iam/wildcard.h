// Patterns with `*` (any run) and `?` (one code point), as StringLike, ARN components, actions and
// resources use them.
//
// A policy variable puts text into a pattern, and there a `*` is a star. So a pattern is kept as
// bytes in which the two wildcards stand as bytes that no UTF-8 text contains; whatever else it
// holds is literal.
#ifndef DEPUTY_ENGINE_IAM_WILDCARD_H_
#define DEPUTY_ENGINE_IAM_WILDCARD_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

inline constexpr char kAnyRun = '\xff';
inline constexpr char kAnyOne = '\xfe';
inline constexpr absl::string_view kWildcards("\xff\xfe", 2);

// Turns `*` and `?` of a policy's text into kAnyRun and kAnyOne; runs of `*` are merged.
std::string EncodePattern(absl::string_view policy_text);

// Back to text for a person: kAnyRun as `*`, kAnyOne as `?`.
std::string DecodePattern(absl::string_view pattern);

// Whether the whole of `text` (UTF-8) matches `pattern` (encoded). Greedy with one point to come
// back to: at most |pattern| * |text| steps, no allocation, no recursion.
bool MatchesPattern(absl::string_view pattern, absl::string_view text);

// A pattern made ready: most are one literal, or a literal before one star, and need no search.
class Pattern {
 public:
  enum class Kind { kAny, kLiteral, kPrefix, kGeneral };

  Pattern() = default;  // matches the empty text only
  explicit Pattern(std::string encoded);

  bool Matches(absl::string_view text) const;

  Kind kind() const { return kind_; }
  absl::string_view encoded() const { return encoded_; }
  // The literal part: the whole of a kLiteral, what stands before the star of a kPrefix.
  absl::string_view literal() const;

 private:
  std::string encoded_;
  Kind kind_ = Kind::kLiteral;
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_WILDCARD_H_
