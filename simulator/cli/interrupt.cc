#include "simulator/cli/interrupt.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace deputy {
namespace {

constexpr int kWaitMilliseconds = 200;

std::atomic<bool> interrupted = false;
volatile std::sig_atomic_t by_signal = 0;

struct {
  int number;
  SignalHandler before;
} wishes[] = {{SIGINT, SIG_DFL}, {SIGTERM, SIG_DFL}};

void Note(int signal_number) {
  by_signal = signal_number;
  interrupted = true;
  for (const auto& wish : wishes)
    if (wish.number == signal_number) std::signal(signal_number, wish.before);
}

}  // namespace

SignalHandler Handle(int signal_number, SignalHandler handler) {
  const SignalHandler before = std::signal(signal_number, handler);
  if (before == SIG_IGN) std::signal(signal_number, SIG_IGN);
  return before;
}

const std::atomic<bool>& CatchInterrupts() {
  for (auto& wish : wishes) wish.before = Handle(wish.number, Note);
  return interrupted;
}

int InterruptedExit() { return interrupted ? 128 + by_signal : 0; }

absl::StatusOr<size_t> ReadUnlessInterrupted(InputFile& file, char* data, size_t size) {
  while (file.size() < 0) {  // a pipe may never have more
    if (interrupted) return 0;
    pollfd wait{STDIN_FILENO, POLLIN, 0};
    const int ready = poll(&wait, 1, kWaitMilliseconds);
    if (ready > 0 || (ready < 0 && errno != EINTR)) break;  // it cannot wait: read as it comes
  }
  return file.Read(data, size);
}

}  // namespace deputy
