#include "simulator/cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/cli/files_of_run.h"
#include "simulator/cli/uninterrupted.h"

namespace deputy {
namespace {

namespace fs = std::filesystem;

absl::Status CannotOpen(absl::string_view path, absl::string_view why) {
  return absl::NotFoundError(absl::StrCat("cannot open ", Quote(path), ": ", why));
}

}  // namespace

absl::StatusOr<InputFile> InputFile::Open(const std::string& path) {
  struct stat info {};
  if (path == "-") {
    if (fstat(STDIN_FILENO, &info) == 0) NoteFileOfRun(info);
    return InputFile(STDIN_FILENO, "<stdin>", -1);
  }
  if (path.empty()) return CannotOpen(path, "the path is empty");
  if (path.find('\0') != std::string::npos) return CannotOpen(path, "the path holds a NUL byte");
  // Without blocking, so that a pipe without a writer cannot hold us.
  const int fd =
      Uninterrupted([&] { return open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK); });
  if (fd < 0) return CannotOpen(path, std::strerror(errno));
  InputFile file(fd, path, -1);
  if (fstat(fd, &info) != 0) return CannotOpen(path, std::strerror(errno));
  if (S_ISDIR(info.st_mode)) return CannotOpen(path, "it is a directory");
  if (!S_ISREG(info.st_mode))
    return CannotOpen(path, "it is not a regular file; pipe it in and read `-`");
  file.size_ = info.st_size;
  NoteFileOfRun(info);
  return file;
}

InputFile::InputFile(InputFile&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), name_(std::move(other.name_)), size_(other.size_) {}

InputFile::~InputFile() {
  if (fd_ > STDIN_FILENO) close(fd_);
}

absl::StatusOr<size_t> InputFile::Read(char* data, size_t size) {
  const ssize_t got = Uninterrupted([&] { return read(fd_, data, size); });
  if (got >= 0) return static_cast<size_t>(got);
  return absl::UnavailableError(
      absl::StrCat("cannot read ", Quote(name_), ": ", std::strerror(errno)));
}

absl::StatusOr<std::string> ReadInput(const std::string& path, size_t limit) {
  absl::StatusOr<InputFile> file = InputFile::Open(path);
  if (!file.ok()) return file.status();
  const auto too_large = [&] {
    return absl::ResourceExhaustedError(
        absl::StrCat(Quote(file->name()), " is larger than the ", limit, " bytes that are read"));
  };
  if (file->size() > 0 && static_cast<uint64_t>(file->size()) > limit) return too_large();
  constexpr size_t kBlock = 1 << 16;
  std::string text;
  while (true) {
    const size_t kept = text.size();
    text.resize(kept + kBlock);
    const absl::StatusOr<size_t> got = file->Read(text.data() + kept, kBlock);
    if (!got.ok()) return got.status();
    text.resize(kept + *got);
    if (text.size() > limit) return too_large();
    if (*got == 0) return text;
  }
}

absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths,
                                                     absl::Span<const absl::string_view> endings) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-" || !fs::is_directory(path, error)) {
      files.push_back(path);  // and if that cannot be told, opening it will
      continue;
    }
    std::vector<std::string> found;
    fs::recursive_directory_iterator entry(path, error);
    for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      const std::string file = entry->path().string();
      const auto ends = [&](absl::string_view ending) {
        return absl::EndsWithIgnoreCase(file, ending);
      };
      if (!endings.empty() && !absl::c_any_of(endings, ends)) continue;
      // A link to nothing is passed over; where nothing can be told, opening it says why.
      std::error_code unknown;
      if (entry->is_regular_file(unknown) ||
          (unknown && unknown != std::errc::no_such_file_or_directory))
        found.push_back(file);
    }
    if (error) return CannotOpen(path, error.message());
    std::sort(found.begin(), found.end());
    files.insert(files.end(), found.begin(), found.end());
  }
  return files;
}

}  // namespace deputy
