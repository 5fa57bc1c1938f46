// How long does one decision take? One role, requests bound beforehand; beside a floor: the same
// decision written by hand for this one policy.
#include <benchmark/benchmark.h>

#include "bench/support/floor.h"
#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void DecideFloor(benchmark::State& state) {
  const std::vector<Request> requests = workload::Requests(64);
  const std::vector<workload::FloorRequest> bound(requests.begin(), requests.end());
  MeasureHalfAllowed(state, bound.size(), [&](size_t i) {
    benchmark::DoNotOptimize(bound[i]);
    return workload::DecideByHand(bound[i]);
  });
}
BENCHMARK(DecideFloor)->Name("decide/floor");

void DecideBound(benchmark::State& state) {
  const workload::Prepared work(workload::TrustPolicy({}));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}
BENCHMARK(DecideBound)->Name("decide/bound");

}  // namespace
}  // namespace deputy
