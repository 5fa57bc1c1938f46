// The processor's own counters for this thread, where the machine lets a program read them (many
// virtual machines do not).
// https://man7.org/linux/man-pages/man2/perf_event_open.2.html
#ifndef DEPUTY_BENCH_SUPPORT_CYCLE_COUNTER_H_
#define DEPUTY_BENCH_SUPPORT_CYCLE_COUNTER_H_

#include <cstdint>
#include <optional>

namespace deputy {

struct Cycles {
  uint64_t cycles = 0;
  uint64_t instructions = 0;
};

// Counts in user mode from its construction on.
class CycleCounter {
 public:
  CycleCounter();
  ~CycleCounter();
  CycleCounter(const CycleCounter&) = delete;
  CycleCounter& operator=(const CycleCounter&) = delete;

  // Nothing where the counters cannot be read.
  std::optional<Cycles> Read() const;

 private:
  int cycles_ = -1;
  int instructions_ = -1;
};

}  // namespace deputy

#endif  // DEPUTY_BENCH_SUPPORT_CYCLE_COUNTER_H_
