// Runs a command of a case as a stranger's machine would: little memory, little time, nobody to
// answer. What a case may not do whatever comes in is enforced here by the kernel.
#ifndef DEPUTY_TESTS_BAD_INPUT_RUN_H_
#define DEPUTY_TESTS_BAD_INPUT_RUN_H_

#include <filesystem>
#include <string>

#include "tests/bad_input/entry.h"
#include "tests/support/child.h"

namespace deputy::bad_input {

using Ended = ChildEnded;

// In the folder, with 256 MiB of address space, and ended after ten seconds of processor time or
// two minutes of waiting.
Ended Run(const Command& command, const std::string& input, const std::filesystem::path& folder);

// An empty folder of this process, for one case.
std::filesystem::path FreshFolder();

}  // namespace deputy::bad_input

#endif  // DEPUTY_TESTS_BAD_INPUT_RUN_H_
