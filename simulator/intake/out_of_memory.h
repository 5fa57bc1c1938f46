// For libraries of C, which say that memory ran out by a return value.
#ifndef DEPUTY_SIMULATOR_INTAKE_OUT_OF_MEMORY_H_
#define DEPUTY_SIMULATOR_INTAKE_OUT_OF_MEMORY_H_

#include <new>

namespace deputy {

// Does what `operator new` does when there is none left: the handler first, so that a program that
// has chosen to end there does, whoever asked for memory.
[[noreturn]] inline void RunOutOfMemory() {
  if (const std::new_handler handler = std::get_new_handler(); handler != nullptr) handler();
  throw std::bad_alloc();
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_INTAKE_OUT_OF_MEMORY_H_
