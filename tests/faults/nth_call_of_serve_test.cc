// The n-th call of each kind that `deputy serve` makes fails, for every n, while it begins and
// while it answers: it ends with exit code 4 and says why, or the page in hand is lost and the
// ones after it are answered.
#include <gtest/gtest.h>
#include <signal.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/faults/failing_run.h"
#include "tests/lab/lab_test_support.h"
#include "tests/lab/raw_client.h"
#include "tests/support/process.h"
#include "tests/support/serving.h"

namespace deputy::faults {
namespace {

namespace fs = std::filesystem;

// What a fault may do.
enum class Harm {
  kNone,  // everything is answered
  kPage,  // one that is asked is lost, or all of them while it lasts
  kEnds,  // or it ends, and may have been told to meanwhile
};

std::vector<std::string> Pages() {
  const std::string question = Question(kBarePolicy).dump();
  const std::string end = "Host: 127.0.0.1\r\n\r\n";
  return {absl::StrCat("GET / HTTP/1.1\r\n", end), absl::StrCat("GET /none HTTP/1.1\r\n", end),
          absl::StrCat("POST /api/decide HTTP/1.1\r\nContent-Type: application/json\r\n",
                       "Content-Length: ", question.size(), "\r\n", end, question)};
}

class Served {
 public:
  Served(const fs::path& folder, const Fault& fault)
      : serving_({(folder / "s.json").string()}, Environment(fault, folder / "log")) {}

  bool began() const { return !serving_.address().empty(); }

  // The answers; what did not come is empty.
  std::vector<std::string> AskAll() {
    std::vector<std::string> answers;
    for (const std::string& page : Pages())
      answers.push_back(began() ? RawClient(serving_.port()).Ask(page) : "");
    return answers;
  }

  ChildEnded End() { return serving_.End(SIGINT); }

 private:
  Serving serving_;
};

class NthCallOfServe : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / absl::StrCat("deputy-serve-faults-", getpid());
    fs::create_directories(folder_);
    std::ofstream(folder_ / "s.json")
        << ReadProjectFile("scenarios/seed/02-one-service-calls-another.json");
    Served served = Serve({});
    whole_ = served.AskAll();
    served.AskAll();
    ended_ = served.End();
    counts_ = ReadCounts();
    ASSERT_EQ(ended_.exit_code, 0) << ended_.err;
    ASSERT_TRUE(absl::StrContains(whole_[0], "200 OK") && absl::StrContains(whole_[1], "404"))
        << whole_[1];
    ASSERT_TRUE(absl::StrContains(whole_[2], "\"allowed\"")) << whole_[2];
  }
  void TearDown() override { fs::remove_all(folder_); }

  Served Serve(const Fault& fault) {
    std::ofstream(folder_ / "log", std::ios::binary) << std::string(sizeof(Counts), '\0');
    return {folder_, fault};
  }

  Counts ReadCounts() const {
    Counts counts;
    std::ifstream(folder_ / "log", std::ios::binary)
        .read(reinterpret_cast<char*>(&counts), sizeof(counts));
    return counts;
  }

  long Calls(const Fault& fault) const { return counts_.calls[static_cast<int>(fault.calls)]; }

  void TryAt(const Fault& fault, Harm most) {
    SCOPED_TRACE(absl::StrCat("kind ", static_cast<int>(fault.calls), ", n = ", fault.at, " of ",
                              Calls(fault), ", error ", fault.error,
                              fault.lasts != 0 ? " from then on" : ""));
    Served served = Serve(fault);
    int lost = 0;
    for (int round = 0; round < 2; ++round) {
      const std::vector<std::string> answers = served.AskAll();
      for (size_t i = 0; i < whole_.size(); ++i) {
        if (answers[i] == whole_[i]) continue;
        ++lost;
        EXPECT_TRUE(absl::StartsWith(whole_[i], answers[i]) ||
                    absl::StartsWith(answers[i], "HTTP/1.1 408") ||
                    absl::StartsWith(answers[i], "HTTP/1.1 500"))
            << "another answer:\n"
            << answers[i];
      }
    }
    const ChildEnded ended = served.End();
    if (ended.exit_code == 0) {
      EXPECT_EQ(ended.err, ended_.err);
      EXPECT_LE(lost, most == Harm::kNone ? 0 : most == Harm::kPage && fault.lasts == 0 ? 1 : 6);
      return;
    }
    EXPECT_EQ(most, Harm::kEnds) << ended.err;
    EXPECT_EQ(ended.exit_code, 4) << ended.err;
    EXPECT_TRUE(SaysWhy(fault, ended.err) || absl::StrContains(ended.err, "the socket broke"))
        << ended.err;
  }

  void Try(Fault fault, Harm most) {
    ASSERT_GT(Calls(fault), 0);
    for (fault.at = 1; fault.at <= Calls(fault) && !HasFailure(); ++fault.at) TryAt(fault, most);
  }

  fs::path folder_;
  std::vector<std::string> whole_;
  ChildEnded ended_;
  Counts counts_;
};

TEST_F(NthCallOfServe, FailsInItsBeginning) {
  for (const auto calls : {Calls::kRead, Calls::kOpen, Calls::kStat, Calls::kListen})
    Try({calls, 0, EMFILE}, Harm::kEnds);
}

TEST_F(NthCallOfServe, FailsWhileItAnswers) {
  for (const int lasts : {0, 1}) {
    Try({Calls::kReceive, 0, ECONNRESET, lasts}, Harm::kPage);
    Try({Calls::kSend, 0, EPIPE, lasts}, Harm::kPage);
    Try({Calls::kPoll, 0, ENOMEM, lasts}, Harm::kPage);
    Try({Calls::kThread, 0, EAGAIN, lasts}, Harm::kEnds);
  }
  Try({Calls::kAccept, 0, EMFILE}, Harm::kNone);
  Try({Calls::kAccept, 0, ENOBUFS}, Harm::kEnds);
}

TEST_F(NthCallOfServe, IsInterruptedOrShort) {
  for (const auto calls : {Calls::kReceive, Calls::kSend, Calls::kPoll, Calls::kAccept})
    Try({calls, 0, EINTR}, Harm::kNone);
  for (const int lasts : {0, 1}) {
    Try({Calls::kReceive, 0, kShort, lasts}, Harm::kNone);
    Try({Calls::kSend, 0, kShort, lasts}, Harm::kNone);
  }
}

// From the last on, with a growing step.
TEST_F(NthCallOfServe, AllocationFails) {
  const Fault fault = {Calls::kAllocate, 0, ENOMEM};
  for (long back = 0, step = 1; back < Calls(fault) && !HasFailure(); back += step) {
    if (!Every() && back > 40) step = 1 + (back - 40) / 10;
    TryAt({Calls::kAllocate, Calls(fault) - back, ENOMEM}, Harm::kEnds);
  }
}

}  // namespace
}  // namespace deputy::faults
