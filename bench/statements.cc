// Does a policy with many statements for other services cost more than one with one? The statement
// for the service that asks stands at a random place. The floor is the policy with one.
#include <benchmark/benchmark.h>

#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void Statements(benchmark::State& state) {
  workload::PolicyShape shape;
  shape.statements = state.range(0);
  const workload::Prepared work(workload::TrustPolicy(shape));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}
BENCHMARK(Statements)
    ->Name("statements")
    ->ArgName("statements")
    ->RangeMultiplier(10)
    ->Range(1, 1000);

}  // namespace
}  // namespace deputy
