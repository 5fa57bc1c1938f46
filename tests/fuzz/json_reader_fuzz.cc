// The hardened reader against another one: what it takes is JSON for both, and what it refuses
// beyond JSON it refuses for a reason of its own.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/match.h"
#include "engine/text/json_reader.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

// Limits and what is refused on purpose.
constexpr absl::string_view kOwnRules[] = {"duplicate-key", "too-deep",       "too-many-members",
                                           "nul-in-string", "value-too-long", "too-large"};

// Nothing where a number stands that no double holds: nlohmann stops there, and here it is kept as
// it is written.
std::optional<bool> NlohmannAccepts(absl::string_view input) {
  try {
    const nlohmann::json parsed = nlohmann::json::parse(input.begin(), input.end());
    return true;
  } catch (const nlohmann::json::parse_error&) {
    return false;
  } catch (const nlohmann::json::out_of_range&) {
    return std::nullopt;
  }
}

FUZZ_TARGET(json_reader) {
  Diagnostics diagnostics;
  const bool ours = ReadJson(input, {}, diagnostics).has_value();
  Require(ours != diagnostics.has_errors(), "a refusal without an error", input);
  for (const Diagnostic& item : diagnostics.items())
    Require(item.range.begin <= item.range.end && item.range.end <= input.size() + 1,
            "a range outside of the text", input);
  const std::optional<bool> theirs = NlohmannAccepts(input);
  if (!theirs || ours == *theirs) return;
  Require(*theirs, "taken, and no JSON", input);
  if (input.find('\0') != absl::string_view::npos) return;  // nlohmann's text ends there
  // RapidJSON counts `0e99999` as out of range as well.
  const Diagnostic& error = *diagnostics.FirstError();
  if (absl::StrContains(error.message, "is out of range")) return;
  Require(std::find(std::begin(kOwnRules), std::end(kOwnRules), error.rule) != std::end(kOwnRules),
          "JSON, and refused", error.message);
}

}  // namespace
}  // namespace deputy::fuzz
