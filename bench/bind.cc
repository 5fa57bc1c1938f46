// What does it take to make a request ready, and to decide it once? Beside a floor: the fields of
// this one policy taken out of the same request by hand.
#include <benchmark/benchmark.h>

#include "bench/support/floor.h"
#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void BindFloor(benchmark::State& state) {
  const std::vector<Request> requests = workload::Requests(64);
  MeasureHalfAllowed(state, requests.size(), [&](size_t i) {
    const workload::FloorRequest bound(requests[i]);
    return workload::DecideByHand(bound);
  });
}
BENCHMARK(BindFloor)->Name("bind/floor");

void BindAndDecide(benchmark::State& state) {
  const workload::Prepared work(workload::TrustPolicy({}));
  MeasureHalfAllowed(state, work.requests.size(), [&](size_t i) {
    const BoundRequest bound(work.requests[i], work.keys);
    return Authorize(work.policies, bound).kind == DecisionKind::kAllowed;
  });
}
BENCHMARK(BindAndDecide)->Name("bind/bind_and_decide");

}  // namespace
}  // namespace deputy
