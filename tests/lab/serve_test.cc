// `deputy serve` as a program: what it prints, how it ends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "tests/lab/lab_test_support.h"

namespace deputy {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// A running `deputy serve --port 0`.
class Process {
 public:
  explicit Process(std::vector<std::string> arguments = {}) {
    int out[2];
    EXPECT_EQ(pipe(out), 0);
    arguments.insert(arguments.begin(), {DEPUTY_BINARY, "serve", "--port", "0"});
    std::vector<char*> words;
    words.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      close(out[0]);
      close(out[1]);
      execv(words[0], words.data());
      _exit(127);
    }
    close(out[1]);
    char c = 0;
    while (read(out[0], &c, 1) == 1 && c != '\n') address_ += c;
    close(out[0]);
  }
  ~Process() {
    if (pid_ > 0) End(SIGKILL);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  const std::string& address() const { return address_; }
  int port() const { return std::stoi(address_.substr(address_.rfind(':') + 1)); }

  // The exit code, or minus the signal.
  int End(int signal) {
    kill(pid_, signal);
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_ = -1;
  std::string address_;
};

TEST(Serve, PrintsItsAddressAndAnswers) {
  Process serve;
  EXPECT_THAT(serve.address(), StartsWith("http://127.0.0.1:"));
  httplib::Client client("127.0.0.1", serve.port());
  const auto page = client.Get("/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->status, 200);
  EXPECT_THAT(page->body, HasSubstr("<!doctype html>"));
  const auto answer = client.Post("/api/decide", Question(kBarePolicy).dump(), "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(Json::parse(answer->body)["decision"]["decision"], "allowed");
  EXPECT_EQ(serve.End(SIGINT), 0);
}

TEST(Serve, EndsWellOnEitherSignal) {
  EXPECT_EQ(Process().End(SIGTERM), 0);
  EXPECT_EQ(Process().End(SIGINT), 0);
}

TEST(Serve, APortThatIsTakenIsIo) {
  Process serve;
  const ProcessResult second = RunDeputy({"serve", "--port", std::to_string(serve.port())});
  EXPECT_EQ(second.exit_code, 4);
  EXPECT_THAT(second.out, IsEmpty());
  EXPECT_THAT(second.err, HasSubstr("is taken"));
  EXPECT_THAT(second.err, HasSubstr("--port 0"));
}

TEST(Serve, AHostThatOthersReachIsWarnedOf) {
  const ProcessResult served =
      RunShell("timeout -s INT 2 $DEPUTY serve --host 0.0.0.0 --port 0; echo $?");
  EXPECT_THAT(served.err, HasSubstr("warning: with --host 0.0.0.0 whoever reaches this machine"));
  EXPECT_THAT(served.out, HasSubstr("http://0.0.0.0:"));
}

TEST(Serve, AnInputThatIsNoScenarioIsRejected) {
  const ProcessResult served = RunDeputy({"serve", "--port", "0", "-"}, "{}");
  EXPECT_EQ(served.exit_code, 3);
  EXPECT_EQ(RunDeputy({"serve", "--port", "0", "none.json"}).exit_code, 4);
  EXPECT_EQ(RunDeputy({"serve", "--port", "70000"}).exit_code, 2);
  EXPECT_EQ(RunDeputy({"serve", "--port", "x"}).exit_code, 2);
}

TEST(Serve, AnAddressThatCannotBeSaidEndsIt) {
  EXPECT_THAT(RunShell("$DEPUTY serve --port 0 >/dev/full; echo $?").out, HasSubstr("4"));
}

}  // namespace
}  // namespace deputy
