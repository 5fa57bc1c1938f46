// RapidJSON's allocator concept on top of operator new. RapidJSON 1.1.0 uses the result of an
// allocation unchecked; here a failure is std::bad_alloc and never a null pointer.
#ifndef DEPUTY_ENGINE_TEXT_THROWING_ALLOCATOR_H_
#define DEPUTY_ENGINE_TEXT_THROWING_ALLOCATOR_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <new>

namespace deputy {

struct ThrowingAllocator {
  static constexpr bool kNeedFree = true;

  static void* Malloc(size_t size) { return size == 0 ? nullptr : ::operator new(size); }

  static void* Realloc(void* old, size_t old_size, size_t new_size) {
    void* const fresh = Malloc(new_size);
    if (old != nullptr && fresh != nullptr) std::memcpy(fresh, old, std::min(old_size, new_size));
    Free(old);
    return fresh;
  }

  static void Free(void* block) { ::operator delete(block); }
};

}  // namespace deputy

#endif  // DEPUTY_ENGINE_TEXT_THROWING_ALLOCATOR_H_
