// The splitter of ARNs against a search for colons, and principals against their own text.
#include "engine/iam/arn.h"
#include "engine/iam/principal.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(arn) {
  size_t colons = 0;
  for (const char c : input) colons += c == ':' ? 1 : 0;
  const auto split = SplitArn(input);
  Require(split.has_value() == (colons >= 5), "five colons make an ARN", input);
  if (split) {
    std::string joined;
    for (const absl::string_view part : split->components)
      joined += (joined.empty() && part.data() == input.data() ? "" : ":") + std::string(part);
    Require(joined == input, "the parts are not the whole", input);
    for (int i = 0; i + 1 < kArnComponents; ++i)
      Require(split->components[static_cast<size_t>(i)].find(':') == absl::string_view::npos,
              "a colon in a part", input);
  }
  Require(ParseArn(input).has_value() == (split && input.substr(0, 4) == "arn:"),
          "an ARN begins with `arn:`", input);
  if (const auto principal = ParseIamPrincipal(input)) {
    const auto again = ParseIamPrincipal(principal->text);
    Require(again.has_value(), "a principal's text names nobody", input);
    Require(again->text == principal->text && again->kind == principal->kind &&
                again->account == principal->account && again->name == principal->name,
            "a principal's text names another", input);
  }
}

}  // namespace
}  // namespace deputy::fuzz
