#include "tests/support/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "tests/support/child.h"

namespace deputy {
namespace {

namespace fs = std::filesystem;

fs::path OwnFolder() {
  fs::path folder = fs::path(testing::TempDir()) / ("deputy-test-" + std::to_string(getpid()));
  fs::create_directories(folder);
  return folder;
}

}  // namespace

std::string WriteTemporary(const std::string& name, const std::string& text) {
  const fs::path path = OwnFolder() / name;
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string ReadProjectFile(const std::string& path) {
  return Slurp(fs::path(DEPUTY_SOURCE_DIR) / path);
}

ProcessResult RunShell(const std::string& script, const std::string& input) {
  Child shell;
  shell.program = "/bin/bash";
  shell.words = {"bash", "-c", script};
  shell.folder = DEPUTY_SOURCE_DIR;
  shell.input = input;
  shell.environment = {{"DEPUTY", DEPUTY_BINARY}};
  shell.most_seconds = 0;
  ChildEnded ended = RunChild(shell, OwnFolder());
  return {ended.exit_code, std::move(ended.out), std::move(ended.err)};
}

ProcessResult RunDeputy(const std::vector<std::string>& arguments, const std::string& input) {
  std::string script = "exec \"$DEPUTY\"";
  for (const std::string& argument : arguments) {
    script += " '";
    for (const char c : argument) script += c == '\'' ? std::string("'\\''") : std::string(1, c);
    script += "'";
  }
  return RunShell(script, input);
}

}  // namespace deputy
