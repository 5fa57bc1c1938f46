#include "tests/support/serving.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

namespace deputy {
namespace {

constexpr unsigned kMostSeconds = 120;  // SIGALRM ends it then

std::string ReadTo(int fd, char end) {
  std::string text;
  for (char c = 0; read(fd, &c, 1) == 1 && c != end;) text += c;
  return text;
}

}  // namespace

Serving::Serving(const std::vector<std::string>& arguments,
                 const std::vector<std::pair<std::string, std::string>>& environment) {
  std::vector<std::string> words = {DEPUTY_BINARY, "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  int out[2];
  int err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0)
    throw std::runtime_error("no pipes are to be had");
  pid_ = fork();
  if (pid_ == 0) {
    dup2(out[1], STDOUT_FILENO);
    dup2(err[1], STDERR_FILENO);
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    alarm(kMostSeconds);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(out[1]);
  close(err[1]);
  err_ = err[0];
  address_ = ReadTo(out[0], '\n');
  close(out[0]);
}

Serving::~Serving() {
  if (pid_ > 0) End(SIGKILL);
}

ChildEnded Serving::End(int signal) {
  kill(pid_, signal);
  std::string said = ReadTo(err_, '\0');
  close(err_);
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), address_, std::move(said)};
}

}  // namespace deputy
