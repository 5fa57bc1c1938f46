#include "tests/support/failing_calls/forked.h"

#include <execinfo.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "tests/support/failing_calls/fault.h"

namespace deputy::faults {
namespace {

constexpr size_t kPlaceDepth = 8 + 3;  // return addresses that tell a place; three are our own
constexpr unsigned kMostSeconds = 20;  // of a child
constexpr int kFirstOwn = 200;         // descriptors that the program does not meet
constexpr int kDescriptors = 16;       // whose place in their file a child may move

int log_file;
int streams[2];  // of a child: what it writes to standard output and standard error
bool forked = false;

// What `read` and `write` are here might fail.
void WriteLog(const void* bytes, size_t size) {
  if (syscall(SYS_write, log_file, bytes, size) != static_cast<long>(size)) std::abort();
}

void CopyToLog(int from, off_t size) {
  std::array<char, 1 << 14> block;
  lseek(from, 0, SEEK_SET);
  while (size > 0) {
    const long got = syscall(SYS_read, from, block.data(), block.size());
    if (got <= 0) std::abort();
    WriteLog(block.data(), static_cast<size_t>(got));
    size -= got;
  }
}

}  // namespace

void BeginForking(int log) {
  log_file = fcntl(log, F_DUPFD_CLOEXEC, kFirstOwn);
  close(log);
  lseek(log_file, 0, SEEK_END);
  for (int& stream : streams) {
    const int file = memfd_create("stream", MFD_CLOEXEC);
    stream = fcntl(file, F_DUPFD_CLOEXEC, kFirstOwn);
    close(file);
  }
  IsNewPlace();
}

bool IsForked() { return forked; }

bool IsNewPlace() {
  constexpr size_t kSlots = size_t{1} << 16;
  static std::array<uint64_t, kSlots> seen;
  std::array<void*, kPlaceDepth> frames;
  const int depth = backtrace(frames.data(), static_cast<int>(frames.size()));
  uint64_t place = 1469598103934665603u;  // FNV-1a
  for (int i = 0; i < depth; ++i) {
    place = (place ^ reinterpret_cast<uint64_t>(frames[static_cast<size_t>(i)])) * 1099511628211u;
    place ^= place >> 29;
  }
  size_t slot = place % kSlots;
  while (seen[slot] != 0 && seen[slot] != place) slot = (slot + 1) % kSlots;
  const bool is_new = seen[slot] == 0;
  seen[slot] = place;
  return is_new;
}

bool ForkFor(long n) {
  std::array<off_t, kDescriptors> places;
  for (int fd = 0; fd < kDescriptors; ++fd)
    places[static_cast<size_t>(fd)] = lseek(fd, 0, SEEK_CUR);
  Forked told;
  told.n = n;
  told.out_begin = places[STDOUT_FILENO];
  told.err_begin = places[STDERR_FILENO];
  for (const int stream : streams) {
    if (ftruncate(stream, 0) != 0) std::abort();
    lseek(stream, 0, SEEK_SET);
  }
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    forked = true;
    dup2(streams[0], STDOUT_FILENO);
    dup2(streams[1], STDERR_FILENO);
    alarm(kMostSeconds);
    return true;
  }
  waitpid(child, &told.status, 0);
  for (int fd = 0; fd < kDescriptors; ++fd) {
    if (places[static_cast<size_t>(fd)] >= 0) lseek(fd, places[static_cast<size_t>(fd)], SEEK_SET);
  }
  told.out_size = lseek(streams[0], 0, SEEK_END);
  told.err_size = lseek(streams[1], 0, SEEK_END);
  WriteLog(&told, sizeof(told));
  CopyToLog(streams[0], told.out_size);
  CopyToLog(streams[1], told.err_size);
  return false;
}

}  // namespace deputy::faults
