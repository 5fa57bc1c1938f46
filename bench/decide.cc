// How long does one decision take? A DMS role with StringEquals on aws:SourceAccount and ArnLike on
// aws:SourceArn; every other request is a confused-deputy attack from a foreign account. Beside a
// floor: the same decision written by hand for this one policy.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/policy/policy_parser.h"

namespace deputy {
namespace {

constexpr absl::string_view kMine = "111122223333";
constexpr absl::string_view kForeign = "999988887777";

Request RequestOf(absl::string_view account) {
  Request request;
  request.principal = *ParseServicePrincipal("dms.amazonaws.com");
  request.action = "sts:AssumeRole";
  request.resource = "arn:aws:iam::111122223333:role/dms-vpc-role";
  request.Set("aws:SourceAccount", account);
  request.Set("aws:SourceArn",
              absl::StrCat("arn:aws:dms:us-east-1:", account, ":rep:MYREPLICATIONINSTANCE"));
  if (FillInContext(request)) std::abort();
  return request;
}

// The role with `values` ARN patterns, of which the last one is the role's own.
Policy PolicyOf(int64_t values) {
  std::string patterns;
  for (int64_t i = 1; i < values; ++i)
    absl::StrAppend(&patterns, "\"arn:aws:dms:*:", 100000000000 + i, ":rep:*\",");
  const std::string text = absl::StrCat(
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"dms.amazonaws.com"},)",
      R"("Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":")", kMine,
      R"("},"ArnLike":{"aws:SourceArn":[)", patterns, R"("arn:aws:dms:*:)", kMine,
      R"(:rep:*"]}}}]})");
  Diagnostics diagnostics;
  std::optional<Policy> policy = ParsePolicyText(text, PolicyType::kTrust, diagnostics);
  if (!policy) std::abort();
  return *std::move(policy);
}

struct Work {
  explicit Work(int64_t values) : program(Compile(PolicyOf(values), keys)) {
    policies.resource = &program;
  }

  KeyTable keys;
  Program program;
  ApplicablePolicies policies;
  Request mine = RequestOf(kMine);
  Request foreign = RequestOf(kForeign);
  BoundRequest bound[2] = {{mine, keys}, {foreign, keys}};
};

// Half of the requests must have been allowed, or what was timed was not the work.
void CheckHalf(benchmark::State& state, int64_t allowed) {
  const int64_t off = 2 * allowed - static_cast<int64_t>(state.iterations());
  if (off < -1 || off > 1) state.SkipWithError("not half of the requests were allowed");
}

void BM_FloorByHand(benchmark::State& state) {
  const Work work(1);
  struct Fields {
    absl::string_view service, action, account;
    Arn arn;
  };
  Fields fields[2];
  for (int i = 0; i < 2; ++i) {
    const Request& request = i == 0 ? work.mine : work.foreign;
    fields[i] = {request.principal.text, request.action, *request.Find("aws:SourceAccount"),
                 *ParseArn(*request.Find("aws:SourceArn"))};
  }
  int64_t allowed = 0;
  size_t i = 0;
  for (auto _ : state) {
    const Fields& request = fields[i ^= 1];
    benchmark::DoNotOptimize(request);
    allowed += request.service == "dms.amazonaws.com" && request.action == "sts:AssumeRole" &&
               request.account == kMine && request.arn.service() == "dms" &&
               request.arn.account() == kMine && absl::StartsWith(request.arn.resource(), "rep:");
  }
  CheckHalf(state, allowed);
}
BENCHMARK(BM_FloorByHand);

void BM_DecideBound(benchmark::State& state) {
  const Work work(state.range(0));
  int64_t allowed = 0;
  size_t i = 0;
  for (auto _ : state)
    allowed += Authorize(work.policies, work.bound[i ^= 1]).kind == DecisionKind::kAllowed;
  CheckHalf(state, allowed);
}
BENCHMARK(BM_DecideBound)->ArgName("arn_values")->Arg(1)->Arg(10)->Arg(100)->Arg(1000);

void BM_DecideExplained(benchmark::State& state) {
  const Work work(1);
  int64_t allowed = 0;
  size_t i = 0;
  for (auto _ : state) {
    Trace trace;
    allowed += Authorize(work.policies, work.bound[i ^= 1], &trace).kind == DecisionKind::kAllowed;
    benchmark::DoNotOptimize(trace);
  }
  CheckHalf(state, allowed);
}
BENCHMARK(BM_DecideExplained);

void BM_BindAndDecide(benchmark::State& state) {
  const Work work(1);
  const Request* requests[2] = {&work.mine, &work.foreign};
  int64_t allowed = 0;
  size_t i = 0;
  for (auto _ : state) {
    const BoundRequest bound(*requests[i ^= 1], work.keys);
    allowed += Authorize(work.policies, bound).kind == DecisionKind::kAllowed;
  }
  CheckHalf(state, allowed);
}
BENCHMARK(BM_BindAndDecide);

void BM_CompileAndDecide(benchmark::State& state) {
  const Policy policy = PolicyOf(1);
  const Request requests[2] = {RequestOf(kMine), RequestOf(kForeign)};
  int64_t allowed = 0;
  size_t i = 0;
  for (auto _ : state) {
    KeyTable keys;
    const Program program = Compile(policy, keys);
    const BoundRequest bound(requests[i ^= 1], keys);
    ApplicablePolicies policies;
    policies.resource = &program;
    allowed += Authorize(policies, bound).kind == DecisionKind::kAllowed;
  }
  CheckHalf(state, allowed);
}
BENCHMARK(BM_CompileAndDecide);

}  // namespace
}  // namespace deputy
