#include "simulator/cli/output.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/cli/exit_code.h"
#include "simulator/cli/files_of_run.h"
#include "simulator/cli/interrupt.h"
#include "simulator/cli/uninterrupted.h"

namespace deputy {
namespace {

absl::Status CannotWrite(absl::string_view name, int error) {
  const std::string message =
      absl::StrCat("cannot write ", Quote(name), ": ", std::strerror(error));
  return error == EPIPE ? absl::CancelledError(message) : absl::UnavailableError(message);
}

absl::Status KeepFile(absl::string_view name) {
  return absl::UnavailableError(absl::StrCat(
      "cannot write ", Quote(name),
      ": it is a file that is read or was written by this run; write to another name"));
}

// The temporary file of a run that a signal ends; empty when there is none.
char unfinished[4096];

void RemoveUnfinished() {
  if (unfinished[0] != '\0') unlink(unfinished);
}

void EndBySignal(int signal_number) {
  RemoveUnfinished();
  std::signal(signal_number, SIG_DFL);
  raise(signal_number);
}

void RemoveWhenEnded(const std::string& temporary) {
  if (temporary.size() >= sizeof(unfinished)) return;
  std::memcpy(unfinished, temporary.c_str(), temporary.size() + 1);
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP}) Handle(signal_number, EndBySignal);
}

}  // namespace

absl::StatusOr<Output> Output::Open(const std::string& path, const std::string& rewritten) {
  if (path.empty() || path == "-") return Output(STDOUT_FILENO, "<stdout>");
  std::string target = path;
  struct stat info {};
  const bool exists = stat(path.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return CannotWrite(path, errno);
  if (exists && S_ISDIR(info.st_mode)) return CannotWrite(path, EISDIR);
  if (exists && !S_ISREG(info.st_mode)) {  // a device or pipe is written to and never replaced
    const int fd =
        Uninterrupted([&] { return open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK); });
    if (fd < 0) return CannotWrite(path, errno);
    return Output(fd, path);
  }
  const bool rewrites = exists && IsFileOfRun(info);
  if (rewrites) {
    struct stat meant {};
    if (stat(rewritten.c_str(), &meant) != 0 && errno != ENOENT) return CannotWrite(path, errno);
    if (meant.st_dev != info.st_dev || meant.st_ino != info.st_ino) return KeepFile(path);
  }
  if (exists) {  // where a link points to, so that the link stays
    std::error_code error;
    const std::filesystem::path resolved = std::filesystem::canonical(path, error);
    if (!error) target = resolved.string();
  }
  std::string temporary;
  const int fd = Uninterrupted([&] {
    temporary = absl::StrCat(target, ".XXXXXX");
    return mkostemp(temporary.data(), O_CLOEXEC);
  });
  if (fd < 0) return CannotWrite(path, errno);
  RemoveWhenEnded(temporary);
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(fd, exists ? info.st_mode & 07777 : 0666 & ~mask);  // mkostemp lets only the owner read
  return Output(fd, path, std::move(target), std::move(temporary), rewrites);
}

Output::Output(Output&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      name_(std::move(other.name_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, "")),
      rewrites_(other.rewrites_) {}

Output::~Output() {
  if (fd_ > STDERR_FILENO) close(fd_);
  if (temporary_.empty()) return;
  unlink(temporary_.c_str());
  unfinished[0] = '\0';
}

absl::Status Output::Write(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = Uninterrupted([&] { return write(fd_, bytes.data(), bytes.size()); });
    if (put < 0) return CannotWrite(name_, errno);
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return absl::OkStatus();
}

absl::Status Output::Close() {
  if (temporary_.empty()) return absl::OkStatus();
  struct stat info {};
  const bool exists = stat(target_.c_str(), &info) == 0;
  if (!exists && errno != ENOENT) return CannotWrite(name_, errno);
  // Again, for a stream: its inputs are opened after its output.
  if (exists && !rewrites_ && IsFileOfRun(info)) return KeepFile(name_);
  if (fstat(fd_, &info) != 0) return CannotWrite(name_, errno);
  NoteFileOfRun(info);  // before another output takes its place
  if (Uninterrupted([&] { return fsync(fd_); }) != 0 && errno != EINVAL)
    return CannotWrite(name_, errno);
  // An interrupted close has closed, on Linux; and what is written was synchronized before.
  if (close(std::exchange(fd_, -1)) != 0 && errno != EINTR) return CannotWrite(name_, errno);
  if (rename(temporary_.c_str(), target_.c_str()) != 0) return CannotWrite(name_, errno);
  temporary_.clear();
  unfinished[0] = '\0';
  return absl::OkStatus();
}

void EndOutOfMemory() {
  RemoveUnfinished();
  WriteError("deputy: error: out of memory\n");
  _exit(static_cast<int>(ExitCode::kIo));
}

bool IsBrokenPipe(const absl::Status& status) { return absl::IsCancelled(status); }

void WriteError(absl::string_view text) {
  while (!text.empty()) {
    const ssize_t put =
        Uninterrupted([&] { return write(STDERR_FILENO, text.data(), text.size()); });
    if (put <= 0) return;
    text.remove_prefix(static_cast<size_t>(put));
  }
}

}  // namespace deputy
