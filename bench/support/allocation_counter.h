// Counts what the program allocates. Linking this replaces operator new, so that a benchmark can
// say how many allocations an operation makes, and that a decision makes none.
#ifndef DEPUTY_BENCH_SUPPORT_ALLOCATION_COUNTER_H_
#define DEPUTY_BENCH_SUPPORT_ALLOCATION_COUNTER_H_

#include <cstdint>

namespace deputy {

struct Allocations {
  int64_t count = 0;
  int64_t bytes = 0;  // asked for
};

// Of operator new, by this thread, since it started.
Allocations AllocationsSoFar();

// What the whole program holds now of malloc, whoever allocated it, in bytes as malloc rounds them.
int64_t BytesHeld();

}  // namespace deputy

#endif  // DEPUTY_BENCH_SUPPORT_ALLOCATION_COUNTER_H_
