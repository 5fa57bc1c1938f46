// How a benchmark of this folder measures: it decides requests in pairs of which the first must be
// allowed and the second not, so that exactly half of its answers are "allowed" or it has not
// measured the work. Beside the time it reports allocations, and cycles where they can be read.
#ifndef DEPUTY_BENCH_SUPPORT_METER_H_
#define DEPUTY_BENCH_SUPPORT_METER_H_

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "bench/support/allocation_counter.h"
#include "bench/support/cycle_counter.h"

namespace deputy {

// Counts from its construction, right before the loop, to Report(), right behind it.
class Meter {
 public:
  Meter() : cycles_(counter_.Read()), allocations_(AllocationsSoFar()) {}

  // Counters `allocs` and `alloc_bytes`, and `cycles` and `instructions`, all per iteration.
  void Report(benchmark::State& state) const;

 private:
  CycleCounter counter_;
  std::optional<Cycles> cycles_;
  Allocations allocations_;
};

// An iteration is one call of `decide(i)` with i below `requests`, an even number.
template <typename Decide>
void MeasureHalfAllowed(benchmark::State& state, size_t requests, const Decide& decide) {
  int64_t allowed = 0;
  size_t i = 0;
  const Meter meter;
  while (state.KeepRunningBatch(2)) {
    allowed += decide(i) ? 1 : 0;
    allowed += decide(i + 1) ? 1 : 0;
    i = i + 2 == requests ? 0 : i + 2;
  }
  meter.Report(state);
  if (2 * allowed != static_cast<int64_t>(state.iterations()))
    state.SkipWithError("not half of the requests were allowed");
}

}  // namespace deputy

#endif  // DEPUTY_BENCH_SUPPORT_METER_H_
