#include "tests/support/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/support/sanitized.h"

namespace deputy {
namespace {

namespace fs = std::filesystem;

void Redirect(const fs::path& path, int flags, int fd) {
  const int file = open(path.c_str(), flags, 0600);
  if (file < 0 || dup2(file, fd) < 0) _exit(126);
  close(file);
}

[[noreturn]] void Become(const Child& child, const fs::path& streams) {
  setpgid(0, 0);
  Redirect(streams / "in", O_RDONLY, STDIN_FILENO);
  Redirect(streams / "out", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  Redirect(streams / "err", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  setenv("NO_COLOR", "1", 1);
  for (const auto& [name, value] : child.environment) setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> argv;
  for (const std::string& word : child.words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  if (chdir(child.folder.c_str()) != 0) _exit(126);
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  alarm(child.most_seconds * (kSanitized ? 10 : 1));  // stays over exec
  if (child.prepare) child.prepare();
  execv(child.program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

std::string Slurp(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

ChildEnded RunChild(const Child& child, const fs::path& streams) {
  std::ofstream(streams / "in", std::ios::binary) << child.input;
  const pid_t pid = fork();
  if (pid == 0) Become(child, streams);
  int status = 0;
  waitpid(pid, &status, 0);
  kill(-pid, SIGKILL);  // what a script may have left behind
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), Slurp(streams / "out"),
          Slurp(streams / "err")};
}

}  // namespace deputy
