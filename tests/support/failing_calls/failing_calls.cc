// Preloaded into `deputy` (LD_PRELOAD): the n-th call of one kind that the program or a library
// makes once main has begun fails, as fault.h says. What libc calls within itself is not seen.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/support/failing_calls/fault.h"
#include "tests/support/failing_calls/forked.h"

// NOLINTBEGIN(bugprone-reserved-identifier): libc's own names.
extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* block, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}
// NOLINTEND(bugprone-reserved-identifier)

namespace deputy::faults {
namespace {

bool main_began = false;
bool begun = false;  // so has the counting
Fault fault;
Counts* counts = nullptr;

void Begin(bool early) {
  static bool beginning = false;  // allocates itself
  if (begun || beginning) return;
  const char* const said = std::getenv("DEPUTY_FAULT");
  const char* const log = std::getenv("DEPUTY_FAULT_LOG");
  int calls = 0;
  if (said == nullptr || log == nullptr ||
      std::sscanf(said, "%d %ld %d %d %d %d", &calls, &fault.at, &fault.error, &fault.lasts,
                  &fault.forked, &fault.early) != 6)
    return;
  fault.calls = static_cast<Calls>(calls);
  if (early && fault.early == 0) return;
  beginning = true;
  const int file = open(log, O_RDWR | O_CLOEXEC);
  void* const page = mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (file < 0 || page == MAP_FAILED) std::abort();
  counts = static_cast<Counts*>(page);
  if (fault.forked != 0) BeginForking(file);
  if (fault.forked == 0) close(file);
  begun = true;
}

// Of what is allocated before main, only `operator new` counts: OpenSSL, which is loaded as well,
// waits for itself for ever when memory runs out in its beginning.
bool BeginEarly(void* caller) {
  if (environ == nullptr) return false;
  Begin(true);
  Dl_info info;
  return begun && dladdr(caller, &info) != 0 &&
         std::strstr(info.dli_fname, "/libstdc++") != nullptr;
}

bool FailsNow(Calls calls) {
  if (IsForked()) return calls == fault.calls && fault.lasts != 0;
  const long n = std::atomic_ref(counts->calls[static_cast<int>(calls)]).fetch_add(1) + 1;
  if (calls != fault.calls) return false;
  if (fault.forked == 0) return n == fault.at || (fault.lasts != 0 && fault.at > 0 && n > fault.at);
  return n >= fault.at && (fault.forked == kForkedEvery || IsNewPlace()) && ForkFor(n);
}

bool Fails(Calls calls, int descriptor = -1) {
  if (!begun) return false;
  const int before = errno;
  if (fault.forked != 0) begun = false;  // what we ask for ourselves is not counted
  const bool fails = FailsNow(calls);
  begun = true;
  errno = before;
  if (!fails) return false;
  std::atomic_ref(counts->failed).fetch_add(1);
  counts->descriptor = descriptor;
  errno = fault.error;
  return true;
}

// The size that a read or write is to have: none when it fails.
size_t Piece(Calls calls, int descriptor, size_t size) {
  if (size == 0 || !Fails(calls, descriptor)) return size;
  return fault.error == kShort ? 1 : 0;
}

int (*program)(int, char**, char**);

int Main(int argc, char** argv, char** environment) {
  main_began = true;
  Begin(false);
  return program(argc, argv, environment);
}

template <typename Function>
Function* Next(Function*, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace
}  // namespace deputy::faults

using namespace deputy::faults;

#define NEXT(name) static auto* const next = Next(&(name), #name)

#define FAILING(calls, result, name, parameters, arguments, failure) \
  result name parameters {                                           \
    NEXT(name);                                                      \
    if (Fails(Calls::calls)) return failure;                         \
    return next arguments;                                           \
  }

extern "C" {

FAILING(kStat, int, stat, (const char* path, struct stat* to) noexcept, (path, to), -1)
FAILING(kStat, int, fstat, (int fd, struct stat* to) noexcept, (fd, to), -1)
FAILING(kMode, int, fchmod, (int fd, mode_t mode) noexcept, (fd, mode), -1)
FAILING(kOpen, int, mkostemp, (char* name, int flags), (name, flags), -1)
FAILING(kSync, int, fsync, (int fd), (fd), -1)
FAILING(kRename, int, rename, (const char* from, const char* to) noexcept, (from, to), -1)
FAILING(kList, DIR*, opendir, (const char* path), (path), nullptr)
FAILING(kList, DIR*, fdopendir, (int fd), (fd), nullptr)
FAILING(kList, dirent*, readdir, (DIR * folder), (folder), nullptr)
FAILING(kPoll, int, poll, (pollfd * fds, nfds_t count, int wait), (fds, count, wait), -1)
FAILING(kThread, int, pthread_create,
        (pthread_t * thread, const pthread_attr_t* how, void* (*run)(void*), void* of) noexcept,
        (thread, how, run, of), fault.error)
FAILING(kListen, int, socket, (int domain, int type, int protocol) noexcept,
        (domain, type, protocol), -1)
FAILING(kListen, int, bind, (int fd, const sockaddr* to, socklen_t size) noexcept, (fd, to, size),
        -1)
FAILING(kListen, int, listen, (int fd, int most) noexcept, (fd, most), -1)
FAILING(kListen, int, setsockopt,
        (int fd, int level, int name, const void* value, socklen_t size) noexcept,
        (fd, level, name, value, size), -1)
FAILING(kListen, int, getsockname, (int fd, sockaddr* to, socklen_t* size) noexcept, (fd, to, size),
        -1)
FAILING(kAccept, int, accept, (int fd, sockaddr* from, socklen_t* size), (fd, from, size), -1)

int open(const char* path, int flags, ...) {
  if (Fails(Calls::kOpen)) return -1;
  return openat(AT_FDCWD, path, flags, 0666);
}

int close(int fd) {
  NEXT(close);
  const bool fails = Fails(Calls::kClose);
  const int result = next(fd);  // Linux closes it all the same
  if (!fails) return result;
  errno = fault.error;
  return -1;
}

ssize_t read(int fd, void* to, size_t size) {
  NEXT(read);
  const size_t piece = Piece(Calls::kRead, fd, size);
  return piece == 0 && size > 0 ? -1 : next(fd, to, piece);
}

ssize_t write(int fd, const void* from, size_t size) {
  NEXT(write);
  const size_t piece = Piece(Calls::kWrite, fd, size);
  return piece == 0 && size > 0 ? -1 : next(fd, from, piece);
}

ssize_t recv(int fd, void* to, size_t size, int flags) {
  NEXT(recv);
  const size_t piece = Piece(Calls::kReceive, fd, size);
  return piece == 0 && size > 0 ? -1 : next(fd, to, piece, flags);
}

ssize_t send(int fd, const void* from, size_t size, int flags) {
  NEXT(send);
  const size_t piece = Piece(Calls::kSend, fd, size);
  return piece == 0 && size > 0 ? -1 : next(fd, from, piece, flags);
}

void* malloc(size_t size) noexcept {
  if (!main_began && !BeginEarly(__builtin_return_address(0))) return __libc_malloc(size);
  return Fails(Calls::kAllocate) ? nullptr : __libc_malloc(size);
}

void* calloc(size_t count, size_t size) noexcept {
  return main_began && Fails(Calls::kAllocate) ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* block, size_t size) noexcept {
  return main_began && Fails(Calls::kAllocate) ? nullptr : __libc_realloc(block, size);
}

void* aligned_alloc(size_t alignment, size_t size) noexcept {
  return main_began && Fails(Calls::kAllocate) ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** block, size_t alignment, size_t size) noexcept {
  void* const made = aligned_alloc(alignment, size);
  if (made == nullptr) return ENOMEM;
  *block = made;
  return 0;
}

// Begins a program; its last step is to call main.
// NOLINTNEXTLINE(bugprone-reserved-identifier): libc's own name.
int __libc_start_main(int (*real_main)(int, char**, char**), int argc, char** argv, void (*init)(),
                      void (*fini)(), void (*rtld_fini)(), void* stack_end) {
  using Start = int(decltype(real_main), int, char**, void (*)(), void (*)(), void (*)(), void*);
  program = real_main;
  return reinterpret_cast<Start*>(dlsym(RTLD_NEXT, "__libc_start_main"))(
      Main, argc, argv, init, fini, rtld_fini, stack_end);
}

}  // extern "C"
