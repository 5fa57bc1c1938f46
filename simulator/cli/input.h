// Files and standard input, read with a limit. `-` is standard input. Nothing here hangs on a
// device or a pipe without a writer.
#ifndef DEPUTY_SIMULATOR_CLI_INPUT_H_
#define DEPUTY_SIMULATOR_CLI_INPUT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace deputy {

// An open input, closed at the end. Reads again after EINTR and short reads.
class InputFile {
 public:
  // Only regular files, and `-`; anything else is refused rather than waited for. Noted as an input
  // of this run.
  static absl::StatusOr<InputFile> Open(const std::string& path);
  ~InputFile();
  InputFile(InputFile&& other) noexcept;
  InputFile& operator=(InputFile&&) = delete;

  absl::StatusOr<size_t> Read(char* data, size_t size);  // 0 at the end
  const std::string& name() const { return name_; }      // the path, or "<stdin>"
  int64_t size() const { return size_; }                 // of a regular file, else -1

 private:
  InputFile(int fd, std::string name, int64_t size)
      : fd_(fd), name_(std::move(name)), size_(size) {}

  int fd_;
  std::string name_;
  int64_t size_;
};

// The whole of an input, or an error when it is longer than `limit`; then no more than `limit`
// bytes were read.
absl::StatusOr<std::string> ReadInput(const std::string& path, size_t limit);

// The files that a list of paths names: files as they are, folders as all files below them that end
// in one of `endings`, in capitals or not, or in anything where there are none; in the order of
// their names.
absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths,
                                                     absl::Span<const absl::string_view> endings);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_INPUT_H_
