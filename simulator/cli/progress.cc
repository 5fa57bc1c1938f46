#include "simulator/cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "simulator/cli/output.h"

namespace deputy {

Progress::Progress(int64_t total_bytes, const char* what)
    : total_bytes_(total_bytes),
      what_(what),
      terminal_(isatty(STDERR_FILENO) == 1 && std::getenv("CI") == nullptr),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (drawn_) WriteError("\r\x1b[K");
}

void Progress::Show(int64_t bytes, int64_t lines) {
  if (!terminal_) return;
  const Clock::time_point now = Clock::now();
  if (now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line =
      absl::StrFormat("\r\x1b[K%d %s, %.0f/s", lines, what_, static_cast<double>(lines) / seconds);
  if (total_bytes_ > 0 && bytes > 0) {
    const double part =
        std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total_bytes_));
    absl::StrAppendFormat(&line, ", %.0f %%, %.0f s left", 100 * part, seconds * (1 - part) / part);
  }
  WriteError(line);
}

}  // namespace deputy
