// A stream of which the n-th read or write fails, for every n: it ends with what the machine said,
// and what was written until then is the beginning of what would have been.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "simulator/batch/stream.h"

namespace deputy {
namespace {

constexpr size_t kBlock = 64 << 10;  // bytes a read gives

// Enough for several blocks of the stream, every seventh line a bad one.
std::string Lines() {
  std::string lines;
  for (int i = 0; lines.size() < (size_t{5} << 19); ++i) {
    if (i % 7 == 0) {
      absl::StrAppend(&lines, "{\"id\":\n");
    } else {
      absl::StrAppend(
          &lines, R"({"id":)", i, R"(,"principal":{"Service":"dms.amazonaws.com"},)",
          R"("action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/r",)",
          R"("trustPolicy":{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}}})",
          "\n");
    }
  }
  return lines;
}

struct Ended {
  absl::Status status;
  std::string out;
  EvaluationCounts counts;
  size_t reads = 0;
  size_t writes = 0;
};

// Reads and writes count from 1; 0 never fails.
Ended Stream(absl::string_view input, size_t failing_read, size_t failing_write, int threads) {
  Ended ended;
  StreamOptions options;
  options.threads = threads;
  ended.status = EvaluateStream(
      [&](char* data, size_t size) -> absl::StatusOr<size_t> {
        if (++ended.reads == failing_read) return absl::UnavailableError("the read failed");
        const size_t got = std::min({size, kBlock, input.size()});
        std::copy_n(input.begin(), got, data);
        input.remove_prefix(got);
        return got;
      },
      [&](absl::string_view bytes) -> absl::Status {
        if (++ended.writes == failing_write) return absl::UnavailableError("the write failed");
        ended.out += std::string(bytes);
        return absl::OkStatus();
      },
      options, ended.counts);
  return ended;
}

class StreamFault : public testing::TestWithParam<int> {
 protected:
  const std::string lines_ = Lines();
  const Ended whole_ = Stream(lines_, 0, 0, GetParam());

  void ExpectABeginning(const Ended& ended, absl::string_view why) {
    EXPECT_EQ(ended.status.message(), why);
    EXPECT_TRUE(absl::StartsWith(whole_.out, ended.out));
    EXPECT_TRUE(ended.out.empty() || ended.out.back() == '\n') << "half of a line";
  }
};

TEST_P(StreamFault, TheNthReadFails) {
  ASSERT_TRUE(whole_.status.ok());
  ASSERT_GT(whole_.reads, 20u);
  for (size_t n = 1; n <= whole_.reads; ++n) {
    SCOPED_TRACE(n);
    ExpectABeginning(Stream(lines_, n, 0, GetParam()), "the read failed");
  }
}

TEST_P(StreamFault, TheNthWriteFails) {
  ASSERT_GT(whole_.writes, 1u);
  for (size_t n = 1; n <= whole_.writes; ++n) {
    SCOPED_TRACE(n);
    const Ended ended = Stream(lines_, 0, n, GetParam());
    ExpectABeginning(ended, "the write failed");
    EXPECT_EQ(ended.writes, n) << "written to again after it failed";
  }
}

INSTANTIATE_TEST_SUITE_P(Threads, StreamFault, testing::Values(1, 3));

}  // namespace
}  // namespace deputy
