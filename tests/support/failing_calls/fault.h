// What a test says to failing_calls.cc and what it hears of it: the two are in different processes.
#ifndef DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FAULT_H_
#define DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FAULT_H_

#include <sys/types.h>

namespace deputy::faults {

enum class Calls {
  kAllocate,  // malloc, calloc, realloc, aligned_alloc, posix_memalign; so operator new
  kRead,
  kWrite,
  kOpen,  // open, mkostemp
  kClose,
  kStat,  // stat, fstat
  kMode,  // fchmod
  kSync,  // fsync
  kRename,
  kList,  // opendir, fdopendir, readdir
  kPoll,
  kThread,  // pthread_create
  kListen,  // socket, bind, listen, setsockopt, getsockname
  kAccept,
  kReceive,  // recv
  kSend,
};
inline constexpr int kKinds = 16;

inline constexpr int kShort = 0;  // for an error: one byte is moved, and no error

// The environment variable DEPUTY_FAULT is these as numbers, in this order.
struct Fault {
  Calls calls = Calls::kAllocate;
  long at = 0;     // the at-th call of the kind since main began, from 1; 0: none, they are counted
  int error = 0;   // an errno, or kShort
  int lasts = 0;   // so do all that follow
  int forked = 0;  // see Forked below; `at` is then the first
  int early = 0;   // so are the calls of `operator new` before main
};

inline constexpr int kForkedEvery = 1;  // each n
inline constexpr int kForkedPlaces =
    2;  // the first n of each place, told by eight return addresses

// Stands at the beginning of the file that DEPUTY_FAULT_LOG names.
struct Counts {
  long calls[kKinds] = {};
  long failed = 0;
  int descriptor = -1;  // of the last read or write that failed
};

// Forked: one run of the program for all n. Before the n-th call the process forks; in the child
// the call fails and the run goes on from there with streams of its own, while the parent waits,
// tells how the child ended, and goes on as if nothing had been. That takes a twentieth of a run
// for each n. For what has one thread, and writes to nothing but its standard streams. The log
// goes on behind the counts with one of these for each n, and the bytes that the child wrote.
struct Forked {
  long n = 0;
  int status = 0;       // of waitpid
  off_t out_begin = 0;  // what the parent had written until then
  off_t err_begin = 0;
  off_t out_size = 0;  // what the child wrote
  off_t err_size = 0;
};

}  // namespace deputy::faults

#endif  // DEPUTY_TESTS_SUPPORT_FAILING_CALLS_FAULT_H_
