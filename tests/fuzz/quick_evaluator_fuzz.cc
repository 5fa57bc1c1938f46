// The short way of a stream (simdjson) against the long way (the hardened reader): whatever the
// line, both accept the same, and say the same to the byte. Lines of one input are met in turn by
// one QuickEvaluator, since it remembers callers and keys.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "engine/policy/policy_parser.h"
#include "simulator/batch/quick_evaluator.h"

namespace deputy {
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

void Check(QuickEvaluator& quick, const RoleStore& store, const std::string& line) {
  const std::string padded = line + std::string(kLinePadding, '"');
  std::string quick_out;
  EvaluationCounts quick_counts;
  if (!quick.Evaluate(absl::string_view(padded).substr(0, line.size()), quick_out, quick_counts))
    return;
  std::string out;
  EvaluationCounts counts;
  EvaluateLine(line, 1, {&store, false}, out, counts);
  if (quick_out == out && quick_counts.ToJson() == counts.ToJson()) return;
  std::fprintf(stderr, "short way: %slong way: %s", quick_out.c_str(), out.c_str());
  std::abort();
}

}  // namespace
}  // namespace deputy

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const deputy::RoleStore& store = *new deputy::RoleStore(deputy::MakeStore());
  deputy::QuickEvaluator quick(store);
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    deputy::Check(quick, store, text.substr(begin, end - begin));
    begin = end + 1;
  }
  return 0;
}
