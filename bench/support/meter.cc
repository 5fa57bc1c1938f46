#include "bench/support/meter.h"

namespace deputy {

void Meter::Report(benchmark::State& state) const {
  const Allocations allocations = AllocationsSoFar();
  const std::optional<Cycles> cycles = counter_.Read();
  const auto iterations = static_cast<double>(state.iterations());
  state.counters["allocs"] =
      static_cast<double>(allocations.count - allocations_.count) / iterations;
  state.counters["alloc_bytes"] =
      static_cast<double>(allocations.bytes - allocations_.bytes) / iterations;
  if (!cycles || !cycles_) return;
  state.counters["cycles"] = static_cast<double>(cycles->cycles - cycles_->cycles) / iterations;
  state.counters["instructions"] =
      static_cast<double>(cycles->instructions - cycles_->instructions) / iterations;
}

}  // namespace deputy
