// Fixes of findings leave a file that is no worse: no new error, and nothing to fix that was fixed.
#include <map>

#include "simulator/check/fixer.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

size_t Errors(const CheckedFile& file) {
  size_t errors = file.problems.error_count();
  for (const CheckedPolicy& policy : file.policies) {
    for (const CheckedFinding& found : policy.findings)
      errors += found.finding.severity == Severity::kError ? 1 : 0;
  }
  return errors;
}

FUZZ_TARGET(fix) {
  if (input.size() > 4000) return;
  CheckOptions options;
  options.account = "111122223333";
  Checker checker(std::move(options));
  const CheckedFile before = checker.Check({"policy.json", std::string(input)});
  const FixedFile fixed = FixFile(checker, before, [](CheckedFile&) {});
  Require(Errors(fixed.after) <= Errors(before), "a fix made an error", input);
  Require(!fixed.made.empty() || fixed.text.text() == input, "changed, and no fix", input);
  const CheckedFile again = checker.Check({"policy.json", fixed.text.text()});
  Require(Errors(again) == Errors(fixed.after), "checked again, and not the same", input);
}

}  // namespace
}  // namespace deputy::fuzz
