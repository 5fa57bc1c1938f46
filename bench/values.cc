// Does a condition with many values cost more than one with one? One clause, exact or ARN patterns;
// the value that matches stands at a random place, and every other request matches none. The floor
// is the same policy with one value.
#include <benchmark/benchmark.h>

#include "bench/support/meter.h"
#include "bench/support/prepared.h"

namespace deputy {
namespace {

void Decide(benchmark::State& state, const workload::PolicyShape& shape) {
  const workload::Prepared work(workload::TrustPolicy(shape));
  MeasureHalfAllowed(state, work.bound.size(), [&](size_t i) { return work.Decide(i); });
}

void ValuesExact(benchmark::State& state) {
  workload::PolicyShape shape;
  shape.accounts = state.range(0);
  shape.arns = 0;
  Decide(state, shape);
}
BENCHMARK(ValuesExact)
    ->Name("values/exact")
    ->ArgName("values")
    ->RangeMultiplier(10)
    ->Range(1, 100000);

void ValuesArn(benchmark::State& state) {
  workload::PolicyShape shape;
  shape.accounts = 0;
  shape.arns = state.range(0);
  Decide(state, shape);
}
BENCHMARK(ValuesArn)->Name("values/arn")->ArgName("values")->RangeMultiplier(10)->Range(1, 100000);

}  // namespace
}  // namespace deputy
