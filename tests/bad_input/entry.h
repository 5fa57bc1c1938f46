// The entries of the bad-input catalogue as they stand in tests/bad_input/entries/*.txt, and what
// each of their cases is fed to. README.md tells how such a file is written.
#ifndef DEPUTY_TESTS_BAD_INPUT_ENTRY_H_
#define DEPUTY_TESTS_BAD_INPUT_ENTRY_H_

#include <string>
#include <vector>

namespace deputy::bad_input {

// How a case has to end, whatever it is fed to.
enum class Outcome {
  kRefused,   // never evaluated: no decision and no proof comes of it
  kAccepted,  // answered, perhaps with a finding
  kExit,      // with this exit code: what is no document, or of which a part is answered
};

struct Command {
  std::vector<std::string> arguments;  // of bash or of deputy
  bool shell = false;
  bool told = true;   // stands in the golden transcript, and is run twice
  bool json = false;  // its standard output is one JSON document, or one a line
  std::vector<int> exits;
};

struct Case {
  std::string name;
  std::string file;  // that is written before, or empty
  std::string bytes;
  std::string input;  // standard input of every command
  Outcome outcome = Outcome::kRefused;
  int exit = 0;      // of kExit
  std::string says;  // a rule or another word that must be told
  std::vector<Command> commands;
};

struct Entry {
  std::string id;
  std::vector<Case> cases;
};

// All entries in the order of their ids. Throws std::runtime_error, with the line, when a file is
// not written as it should be.
const std::vector<Entry>& Entries();

}  // namespace deputy::bad_input

#endif  // DEPUTY_TESTS_BAD_INPUT_ENTRY_H_
