// A policy that is printed and read again is the same policy.
#include "engine/policy/policy_parser.h"
#include "engine/policy/policy_printer.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

FUZZ_TARGET(policy_print) {
  Diagnostics read_badly;
  const auto document = ReadJson(input, {}, read_badly);
  Require(document.has_value() != read_badly.has_errors(), "refused without an error", input);
  if (!document) return;
  for (const PolicyType type : {PolicyType::kTrust, PolicyType::kResource, PolicyType::kIdentity,
                                PolicyType::kScp, PolicyType::kRcp}) {
    Diagnostics diagnostics;
    const auto policy = ParsePolicy(*document, type, diagnostics);
    Require(policy.has_value() != diagnostics.has_errors(), "refused without an error", input);
    if (!policy) continue;
    for (const JsonStyle style : {JsonStyle::kPretty, JsonStyle::kCompact}) {
      const std::string printed = PrintPolicy(*policy, style);
      Diagnostics again;
      const auto read = ParsePolicyText(printed, type, again);
      Require(read.has_value(), "printed, and refused", printed);
      Require(PrintPolicy(*read, style) == printed, "printed twice, and not the same", printed);
    }
  }
}

}  // namespace
}  // namespace deputy::fuzz
