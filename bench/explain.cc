// What does an explanation cost those who ask for one? The floor is the same decision without.
#include <benchmark/benchmark.h>

#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void ExplainFloor(benchmark::State& state) {
  const workload::Prepared work(workload::TrustPolicy({}));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}
BENCHMARK(ExplainFloor)->Name("explain/floor");

void ExplainTraced(benchmark::State& state) {
  const workload::Prepared work(workload::TrustPolicy({}));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) {
    Trace trace;
    const bool allowed = work.Decide(i, &trace);
    benchmark::DoNotOptimize(trace);
    return allowed;
  });
}
BENCHMARK(ExplainTraced)->Name("explain/traced");

}  // namespace
}  // namespace deputy
