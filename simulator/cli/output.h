// Where results go: standard output, or a file that is whole or absent (written beside and
// renamed). Every write is checked.
#ifndef DEPUTY_SIMULATOR_CLI_OUTPUT_H_
#define DEPUTY_SIMULATOR_CLI_OUTPUT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputy {

class Output {
 public:
  // An empty path or `-` is standard output. A file is written under another name until Close, or
  // removed by a signal that ends the run; links are followed, the mode is kept, devices and pipes
  // are written to as they are. A file that this run reads or has written is not
  // replaced, unless it is `rewritten`.
  static absl::StatusOr<Output> Open(const std::string& path, const std::string& rewritten = "");
  ~Output();  // without Close the file is not made and what stood there stays
  Output(Output&& other) noexcept;
  Output& operator=(Output&&) = delete;

  bool whole_or_absent() const { return !temporary_.empty(); }  // no stream, pipe or device

  absl::Status Write(absl::string_view bytes);
  absl::Status Close();

 private:
  Output(int fd, std::string name, std::string target = "", std::string temporary = "",
         bool rewrites = false)
      : fd_(fd),
        name_(std::move(name)),
        target_(std::move(target)),
        temporary_(std::move(temporary)),
        rewrites_(rewrites) {}

  int fd_;
  std::string name_;       // as it was given, for a person
  std::string target_;     // what the temporary file becomes
  std::string temporary_;  // empty for standard output
  bool rewrites_;          // an input, and is meant to
};

// The reader of a pipe went away: nothing more to say, and no reason to complain.
bool IsBrokenPipe(const absl::Status& status);

// Ends the process, exit code 4: says so, and leaves no unfinished file. For std::set_new_handler:
// Abseil's hash tables are no longer sound once an allocation of theirs has thrown, so that
// unwinding through them may crash.
[[noreturn]] void EndOutOfMemory();

// Writes to standard error; failure to complain is not complained about.
void WriteError(absl::string_view text);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_OUTPUT_H_
