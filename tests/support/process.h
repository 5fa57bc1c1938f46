// Runs the built binary as a person would and gives back all that it said.
#ifndef DEPUTY_TESTS_SUPPORT_PROCESS_H_
#define DEPUTY_TESTS_SUPPORT_PROCESS_H_

#include <string>
#include <vector>

namespace deputy {

struct ProcessResult {
  int exit_code = -1;  // minus the signal that ended it
  std::string out;
  std::string err;
};

// `deputy` with these arguments and this standard input, in the project's root, without colours.
ProcessResult RunDeputy(const std::vector<std::string>& arguments, const std::string& input = "");

// The same through a shell, `$DEPUTY` being the binary; for redirections and pipes.
ProcessResult RunShell(const std::string& script, const std::string& input = "");

// A file with this text in the test's own temporary folder.
std::string WriteTemporary(const std::string& name, const std::string& text);

// The text of a file of the project.
std::string ReadProjectFile(const std::string& path);

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_PROCESS_H_
