#include "tests/support/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace deputy {
namespace {

namespace fs = std::filesystem;

std::string Slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path OwnFolder() {
  const fs::path folder =
      fs::path(testing::TempDir()) / ("deputy-test-" + std::to_string(getpid()));
  fs::create_directories(folder);
  return folder;
}

void Redirect(const fs::path& path, int flags, int fd) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, fd) < 0) _exit(126);
  close(file);
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
  const fs::path in = WriteTemporary("stdin", input);
  const fs::path out = OwnFolder() / "stdout";
  const fs::path err = OwnFolder() / "stderr";
  const pid_t child = fork();
  if (child == 0) {
    Redirect(in, O_RDONLY, STDIN_FILENO);
    Redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    Redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    setenv("DEPUTY", DEPUTY_BINARY, 1);
    setenv("NO_COLOR", "1", 1);
    if (chdir(DEPUTY_SOURCE_DIR) != 0) _exit(126);
    execl("/bin/bash", "bash", "-c", script.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, Slurp(out), Slurp(err)};
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
