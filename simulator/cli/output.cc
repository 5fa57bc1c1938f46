#include "simulator/cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

absl::Status CannotWrite(absl::string_view name, int error) {
  const std::string message =
      absl::StrCat("cannot write ", Quote(name), ": ", std::strerror(error));
  return error == EPIPE ? absl::CancelledError(message) : absl::UnavailableError(message);
}

}  // namespace

absl::StatusOr<Output> Output::Open(const std::string& path) {
  if (path.empty() || path == "-") return Output(STDOUT_FILENO, "<stdout>", "");
  struct stat info {};
  if (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return CannotWrite(path, EISDIR);
  std::string temporary = absl::StrCat(path, ".XXXXXX");
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);
  if (fd < 0) return CannotWrite(path, errno);
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, 0666 & ~mask);  // mkostemp makes files that only their owner reads
  return Output(fd, path, std::move(temporary));
}

Output::Output(Output&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, "")) {}

Output::~Output() {
  if (temporary_.empty()) return;
  if (fd_ >= 0) close(fd_);
  unlink(temporary_.c_str());
}

absl::Status Output::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = write(fd_, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return CannotWrite(path_, errno);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return absl::OkStatus();
}

absl::Status Output::Close() {
  if (temporary_.empty()) return absl::OkStatus();
  const bool written = fsync(fd_) == 0 || errno == EINVAL;
  const int error = errno;
  if (close(std::exchange(fd_, -1)) != 0 || !written)
    return CannotWrite(path_, written ? errno : error);
  if (rename(temporary_.c_str(), path_.c_str()) != 0) return CannotWrite(path_, errno);
  temporary_.clear();
  return absl::OkStatus();
}

bool IsBrokenPipe(const absl::Status& status) { return absl::IsCancelled(status); }

void WriteError(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(STDERR_FILENO, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    text.remove_prefix(static_cast<size_t>(put));
  }
}

}  // namespace deputy
