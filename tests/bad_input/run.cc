#include "tests/bad_input/run.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace deputy::bad_input {
namespace {

namespace fs = std::filesystem;

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

constexpr rlim_t kMostMemory = rlim_t{256} << 20;
constexpr rlim_t kMostSeconds = kSanitized ? 100 : 10;
constexpr unsigned kMostWaiting = 120;

std::string Slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void Redirect(const fs::path& path, int flags, int fd) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, fd) < 0) _exit(126);
  close(file);
}

void Limit(int resource, rlim_t most) {
  const rlimit limit = {most, most};
  if (setrlimit(resource, &limit) != 0) _exit(126);
}

[[noreturn]] void Become(const Command& command) {
  std::vector<std::string> words = command.arguments;
  if (command.shell) {
    words = {"bash", "-c", "deputy() { \"$DEPUTY\" \"$@\"; }\n" + words[0]};
  } else {
    words.insert(words.begin(), "deputy");
  }
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(command.shell ? "/bin/bash" : DEPUTY_BINARY, argv.data());
  _exit(127);
}

}  // namespace

Ended Run(const Command& command, const std::string& input, const fs::path& folder) {
  const fs::path streams = folder.parent_path();
  std::ofstream(streams / "in", std::ios::binary) << input;
  const pid_t child = fork();
  if (child == 0) {
    setpgid(0, 0);
    Redirect(streams / "in", O_RDONLY, STDIN_FILENO);
    Redirect(streams / "out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
    Redirect(streams / "err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
    setenv("DEPUTY", DEPUTY_BINARY, 1);
    setenv("SOURCE", DEPUTY_SOURCE_DIR, 1);
    setenv("LC_ALL", "C", 1);
    setenv("NO_COLOR", "1", 1);
    if (chdir(folder.c_str()) != 0) _exit(126);
    if (!kSanitized) Limit(RLIMIT_AS, kMostMemory);
    Limit(RLIMIT_CORE, 0);
    Limit(RLIMIT_CPU, kMostSeconds);
    alarm(kMostWaiting);  // stays over exec
    Become(command);
  }
  int status = 0;
  waitpid(child, &status, 0);
  kill(-child, SIGKILL);  // what a script may have left behind
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), Slurp(streams / "out"),
          Slurp(streams / "err")};
}

fs::path FreshFolder() {
  const fs::path mine =
      fs::path(testing::TempDir()) / ("deputy-bad-input-" + std::to_string(getpid()));
  std::error_code error;
  fs::remove_all(mine / "work", error);
  fs::create_directories(mine / "work");
  return mine / "work";
}

}  // namespace deputy::bad_input
