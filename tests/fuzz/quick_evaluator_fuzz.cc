// The short way of a stream (layouts and simdjson) against the long way (the hardened reader):
// whatever the lines, both accept the same, and say the same to the byte. The lines of one input
// are met in turn by one QuickEvaluator, since it remembers callers, keys and layouts: once all of
// them together, and once each by itself.
#include <algorithm>
#include <string>

#include "engine/policy/policy_parser.h"
#include "simulator/batch/quick_evaluator.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

RoleStore MakeStore() {
  RoleStore store;
  const std::pair<const char*, const char*> roles[] = {
      {"arn:aws:iam::111122223333:role/dms",
       R"({"Version":"2012-10-17","Statement":[{"Sid":"\"A\"","Effect":"Allow","Principal":{"Service":"dms.amazonaws.com","AWS":"111122223333"},"Action":"sts:*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},"ArnLikeIfExists":{"aws:SourceArn":"arn:aws:dms:*:111122223333:rep:*"}}},{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"no"}}}]})"},
      {"arn:aws:iam::111122223333:role/who",
       R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Condition":{"Bool":{"aws:PrincipalIsAWSService":"true"},"StringLike":{"aws:ResourceAccount":"1*"}}}})"}};
  for (const auto& [arn, document] : roles) {
    Diagnostics diagnostics;
    const auto policy = ParsePolicyText(document, PolicyType::kTrust, diagnostics);
    if (!policy || !store.Add(arn, *policy)) std::abort();
  }
  store.Refuse("arn:aws:iam::111122223333:role/bad");
  return store;
}

// What the short way makes of the first of `lines`; it must be what the long way makes of them.
// Says how many bytes it took.
size_t Check(QuickEvaluator& quick, const RoleStore& store, absl::string_view lines) {
  std::string padded = std::string(lines) + std::string(kLinePadding, '"');
  if (lines.empty() || lines.back() != '\n') padded[lines.size()] = '\0';
  std::string quick_out;
  EvaluationCounts quick_counts;
  const size_t taken =
      quick.Evaluate(absl::string_view(padded).substr(0, lines.size()), quick_out, quick_counts);
  std::string out;
  EvaluationCounts counts;
  for (absl::string_view rest = lines.substr(0, taken); !rest.empty();) {
    const absl::string_view line = rest.substr(0, rest.find('\n'));
    EvaluateLine(line, 1, {&store, false}, out, counts);
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
  }
  Require(quick_out == out, quick_out, out);
  Require(quick_counts.ToJson() == counts.ToJson(), "the counts differ", out);
  return taken;
}

// As a stream does: what the short way leaves is skipped, up to the end of the line.
void CheckAll(const RoleStore& store, absl::string_view lines, bool together) {
  QuickEvaluator quick(store);
  while (!lines.empty()) {
    const size_t line = std::min(lines.find('\n'), lines.size() - 1) + 1;
    const size_t taken = Check(quick, store, together ? lines : lines.substr(0, line));
    lines.remove_prefix(taken != 0 ? taken : line);
  }
}

FUZZ_TARGET(quick_evaluator) {
  static const RoleStore& store = *new RoleStore(MakeStore());
  CheckAll(store, input, false);
  CheckAll(store, input, true);
}

}  // namespace
}  // namespace deputy::fuzz
