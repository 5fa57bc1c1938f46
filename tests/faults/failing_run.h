// `deputy` with calls that fail (tests/support/failing_calls), and what may come of it.
#ifndef DEPUTY_TESTS_FAULTS_FAILING_RUN_H_
#define DEPUTY_TESTS_FAULTS_FAILING_RUN_H_

#include <filesystem>
#include <map>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/child.h"
#include "tests/support/failing_calls/fault.h"

namespace deputy::faults {

using Files = std::map<std::string, std::string>;  // text by name, in folders too

struct Command {
  std::string name;
  std::vector<std::string> arguments;
  Files files = {};  // that are there before
  std::string input = {};
  // What an input that cannot be read leaves is answered: then the answer is another one.
  bool goes_on = false;
};

inline void PrintTo(const Command& command, std::ostream* to) { *to << command.name; }

struct Ended : ChildEnded {
  Files files;
  Counts counts;
};

// What has the library loaded and tells it of `fault`; it counts in the file `log`, which holds
// Counts.
std::vector<std::pair<std::string, std::string>> Environment(const Fault& fault,
                                                             const std::filesystem::path& log);

// In an empty folder with the command's files. A run that lasts longer than 20 s ends by SIGALRM.
Ended RunWith(const Command& command, const Fault& fault);

// What RunWith has left of the last run in the file system.
void RemoveFolder();

// The same run as if it had failed at each n that `fault` says; see Forked. What there was before n
// is taken from `whole`, the run without a fault.
struct EndedAt {
  long n = 0;
  Ended ended;
};
std::vector<EndedAt> RunForked(const Command& command, const Fault& fault, const Ended& whole);

// DEPUTY_FAULT_EVERY: each n, where otherwise some are left out.
bool Every();

// `err` has what failed and why.
bool SaysWhy(const Fault& fault, const std::string& err);

// Expects that nobody is worse off than with a message: no signal, exit code 4 where the answer is
// not that of `whole`, what failed and why on standard error, each file as it was or as it should
// be and none more, and on standard output a beginning of what `whole` has.
void ExpectNoHarm(const Command& command, const Fault& fault, const Ended& whole,
                  const Ended& ended);

// Expects that it made no difference.
void ExpectUnchanged(const Ended& whole, const Ended& ended);

}  // namespace deputy::faults

#endif  // DEPUTY_TESTS_FAULTS_FAILING_RUN_H_
