// Scripts in an empty folder.
#ifndef DEPUTY_TESTS_FAULTS_IN_FOLDER_H_
#define DEPUTY_TESTS_FAULTS_IN_FOLDER_H_

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "tests/support/process.h"

namespace deputy {

// The folder is not removed by a trap of the script: a child of the shell that is killed before it
// becomes deputy would run that too.
inline ProcessResult InFolder(const std::string& script, const std::string& input = "") {
  std::string folder = testing::TempDir() + "deputy_fault_XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return {};
  ProcessResult result = RunShell("cd '" + folder + "' || exit 99\n" + script, input);
  std::filesystem::remove_all(folder);
  return result;
}

}  // namespace deputy

#endif  // DEPUTY_TESTS_FAULTS_IN_FOLDER_H_
