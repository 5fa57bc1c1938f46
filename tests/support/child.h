// A process of a test's own: where it runs, what it reads, how long it may take, and all that it
// said.
#ifndef DEPUTY_TESTS_SUPPORT_CHILD_H_
#define DEPUTY_TESTS_SUPPORT_CHILD_H_

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace deputy {

struct Child {
  std::string program;             // its path
  std::vector<std::string> words;  // argv, from the program's name on
  std::filesystem::path folder;    // in which it runs
  std::string input;               // standard input, a file
  // Added to the environment of the test, or in place of what is there.
  std::vector<std::pair<std::string, std::string>> environment;
  std::function<void()> prepare;  // called in the child at last, for limits
  unsigned most_seconds = 120;    // SIGALRM ends it then; 0: never
};

struct ChildEnded {
  int exit_code = -1;  // minus the signal that ended it
  std::string out;
  std::string err;

  bool operator==(const ChildEnded&) const = default;
};

// The standard streams are files `in`, `out` and `err` of that folder.
ChildEnded RunChild(const Child& child, const std::filesystem::path& streams);

std::string Slurp(const std::filesystem::path& path);

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_CHILD_H_
