#include "bench/support/cycle_counter.h"

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace deputy {
namespace {

int Open(uint64_t what, int group) {
  perf_event_attr attributes{};
  attributes.type = PERF_TYPE_HARDWARE;
  attributes.size = sizeof attributes;
  attributes.config = what;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  attributes.read_format = PERF_FORMAT_GROUP;
  return static_cast<int>(syscall(SYS_perf_event_open, &attributes, 0, -1, group, 0));
}

}  // namespace

CycleCounter::CycleCounter() : cycles_(Open(PERF_COUNT_HW_CPU_CYCLES, -1)) {
  if (cycles_ >= 0) instructions_ = Open(PERF_COUNT_HW_INSTRUCTIONS, cycles_);
}

CycleCounter::~CycleCounter() {
  if (instructions_ >= 0) close(instructions_);
  if (cycles_ >= 0) close(cycles_);
}

std::optional<Cycles> CycleCounter::Read() const {
  struct {
    uint64_t count;
    uint64_t values[2];
  } group{};
  if (instructions_ < 0 || read(cycles_, &group, sizeof group) != sizeof group) return {};
  return Cycles{group.values[0], group.values[1]};
}

}  // namespace deputy
