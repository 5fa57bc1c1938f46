#include "tests/mutation/mutant.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace deputy {
namespace {

constexpr size_t kMostMutants = size_t{1} << 16;
unsigned char of_no_interest[kMostMutants];

// A file that is mapped holds what was reached however the process ends, and its children write
// into it too.
void MapFile(const char* path) {
  const int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, kMostMutants) != 0) std::abort();
  void* mapped = mmap(nullptr, kMostMutants, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) std::abort();
  close(file);
  mutants_reached = static_cast<unsigned char*>(mapped);
}

// Before anything else, since what is static may be made by the engine.
__attribute__((constructor(101))) void Begin() {
  if (const char* number = std::getenv("DEPUTY_MUTANT")) mutant_at_work = std::atoi(number);
  if (const char* path = std::getenv("DEPUTY_MUTANTS_REACHED")) MapFile(path);
}

}  // namespace

int mutant_at_work = -1;
unsigned char* mutants_reached = of_no_interest;

}  // namespace deputy
