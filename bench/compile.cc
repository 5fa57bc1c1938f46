// What does a policy cost before its first decision? Pairs: cold is from the text on, prepared has
// the policy parsed. Each then decides one request.
#include <benchmark/benchmark.h>

#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

std::string TextOf(const benchmark::State& state) {
  workload::PolicyShape shape;
  shape.statements = state.range(0);
  return workload::TrustPolicyText(shape);
}

bool CompileAndDecide(const Policy& policy, const Request& request) {
  Vocabulary keys;
  const Program program = Compile(policy, keys);
  const BoundRequest bound(request, keys);
  ApplicablePolicies policies;
  policies.resource = &program;
  return Authorize(policies, bound).kind == DecisionKind::kAllowed;
}

void SetBytes(benchmark::State& state, const std::string& text) {
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) *
                          static_cast<int64_t>(text.size()));
}

void CompileCold(benchmark::State& state) {
  const std::string text = TextOf(state);
  const std::vector<Request> requests = workload::Requests(64);
  MeasureHalfAllowed(state, requests.size(), [&](size_t i) {
    return CompileAndDecide(workload::ParseTrustPolicy(text), requests[i]);
  });
  SetBytes(state, text);
}
BENCHMARK(CompileCold)->Name("compile/cold")->ArgName("statements")->Arg(1)->Arg(100);

void CompilePrepared(benchmark::State& state) {
  const std::string text = TextOf(state);
  const Policy policy = workload::ParseTrustPolicy(text);
  const std::vector<Request> requests = workload::Requests(64);
  MeasureHalfAllowed(state, requests.size(),
                     [&](size_t i) { return CompileAndDecide(policy, requests[i]); });
  SetBytes(state, text);
}
BENCHMARK(CompilePrepared)->Name("compile/prepared")->ArgName("statements")->Arg(1)->Arg(100);

}  // namespace
}  // namespace deputy
