// Amazon Resource Names: arn:partition:service:region:account:resource, split at the first five
// colons. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
#ifndef DEPUTY_ENGINE_IAM_ARN_H_
#define DEPUTY_ENGINE_IAM_ARN_H_

#include <array>
#include <optional>

#include "absl/strings/string_view.h"

namespace deputy {

inline constexpr int kArnComponents = 6;

// Views into the text that was split.
struct Arn {
  std::array<absl::string_view, kArnComponents> components;

  absl::string_view partition() const { return components[1]; }
  absl::string_view service() const { return components[2]; }
  absl::string_view region() const { return components[3]; }
  absl::string_view account() const { return components[4]; }
  absl::string_view resource() const { return components[5]; }  // may hold colons
};

// Where the components of the text begin, into `begin[0]` and so on; each ends at the colon before
// the next one. False where there are fewer.
bool FindArnComponents(absl::string_view text, const char** begin);

// The six components of any text with at least five colons (a pattern need not begin with `arn`).
std::optional<Arn> SplitArn(absl::string_view text);

// The same for a value: it must begin with `arn:` (docs/semantics.md 4.6).
std::optional<Arn> ParseArn(absl::string_view text);

// Whether the text is the ARN of an IAM role.
bool IsRoleArn(absl::string_view text);
// Of one whose path begins with `/aws-service-role/`; a path may hold that, and a colon, elsewhere.
bool IsServiceLinkedRoleArn(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_IAM_ARN_H_
