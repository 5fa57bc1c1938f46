// Files of every form are read or refused, and whatever is found lies in the file.
#include "simulator/intake/policy_source.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

void RequireInside(TextRange range, absl::string_view text) {
  Require(range.begin <= range.end && range.end <= text.size() + 1, "a range outside of it", text);
}

FUZZ_TARGET(intake) {
  for (const char* name : {"file.json", "file.yaml", "file.md", "-"}) {
    Diagnostics diagnostics;
    const PolicyFile file = ReadPolicyFile(name, input, {}, diagnostics);
    for (const Diagnostic& item : diagnostics.items()) RequireInside(item.range, input);
    for (const FoundPolicy& found : file.policies) {
      RequireInside(found.range, input);
      Require(!found.policy || !found.diagnostics.has_errors(), "a policy with an error", input);
      for (const UnknownPart& part : found.unknown) RequireInside(part.range, input);
      for (const Diagnostic& item : found.diagnostics.items()) RequireInside(item.range, input);
    }
  }
}

}  // namespace
}  // namespace deputy::fuzz
