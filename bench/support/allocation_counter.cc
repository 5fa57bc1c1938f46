#include "bench/support/allocation_counter.h"

#include <malloc.h>

#include <cstdlib>
#include <new>

namespace {

thread_local deputy::Allocations allocations;

void* Counted(void* memory, std::size_t size) {
  if (memory == nullptr) throw std::bad_alloc();
  ++allocations.count;
  allocations.bytes += static_cast<int64_t>(size);
  return memory;
}

}  // namespace

// The forms that are not here are the library's, and call these.
void* operator new(std::size_t size) { return Counted(std::malloc(size == 0 ? 1 : size), size); }
void* operator new(std::size_t size, std::align_val_t align) {
  const auto boundary = static_cast<std::size_t>(align);
  return Counted(std::aligned_alloc(boundary, (size + boundary - 1) / boundary * boundary), size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t /*align*/) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/, std::align_val_t /*align*/) noexcept {
  std::free(memory);
}

namespace deputy {

Allocations AllocationsSoFar() { return allocations; }

int64_t BytesHeld() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

}  // namespace deputy
