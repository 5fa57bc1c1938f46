// A stream of many blocks through a store of roles: the number of threads never changes a byte, on
// the short way and the long one, and the workload is what benchmarks take it for.
#include "simulator/batch/stream.h"

#include <gtest/gtest.h>

#include <string>

#include "bench/support/workload.h"

namespace deputy {
namespace {

constexpr int64_t kLines = 30000;  // several megabytes: more than one block for each of 8 threads

struct Answered {
  std::string out;
  EvaluationCounts counts;
};

Answered Evaluate(const std::string& lines, const RoleStore& store, int threads) {
  StreamOptions options;
  options.line.store = &store;
  options.threads = threads;
  Answered answered;
  size_t at = 0;
  const absl::Status status = EvaluateStream(
      [&](char* data, size_t size) -> absl::StatusOr<size_t> {
        const size_t some = lines.copy(data, size, at);
        at += some;
        return some;
      },
      [&](absl::string_view bytes) {
        answered.out.append(bytes.data(), bytes.size());
        return absl::OkStatus();
      },
      options, answered.counts);
  EXPECT_TRUE(status.ok()) << status.message();
  return answered;
}

TEST(Stream, ThreadsNeverChangeAByte) {
  const RoleStore store = workload::MakeStore(100, 3);
  // Two in three take the short way; the third brings a policy, is nonsense, or asks for a role
  // that is not there.
  const std::string odd[] = {
      R"({"id":"own","principal":{"Service":"dms.amazonaws.com"},"action":"sts:AssumeRole","resource":")" +
          workload::RoleArn(0) + R"(","trustPolicy":)" + workload::TrustPolicyText({}) + "}\n",
      "nonsense\n", "\n",
      R"({"id":"unknown","principal":"*","action":"sts:AssumeRole","resource":"arn:aws:iam::111122223333:role/none"})"
      "\n"};
  const std::string plain = workload::RequestLines(kLines, 100);
  std::string lines;
  size_t begin = 0;
  for (size_t line = 0; begin < plain.size(); ++line) {
    const size_t end = plain.find('\n', begin) + 1;
    lines.append(plain, begin, end - begin);
    if (line % 2 == 1) lines += odd[line / 2 % std::size(odd)];
    begin = end;
  }
  const Answered one = Evaluate(lines, store, 1);
  EXPECT_GT(one.counts.Errors(), kLines / 4);
  for (const int threads : {2, 8}) {
    const Answered many = Evaluate(lines, store, threads);
    EXPECT_TRUE(many.out == one.out) << threads;
    EXPECT_EQ(many.counts.ToJson(), one.counts.ToJson()) << threads;
  }
}

TEST(Workload, HalfOfTheRequestsAreAllowedAndTheSameSeedGivesTheSameBytes) {
  const std::string lines = workload::RequestLines(1000, 50, 3);
  EXPECT_EQ(lines, workload::RequestLines(1000, 50, 3));
  EXPECT_NE(lines, workload::RequestLines(1000, 50, 4));
  Answered answered = Evaluate(lines, workload::MakeStore(50, 10), 1);
  EXPECT_EQ(answered.counts.Of(DecisionKind::kAllowed), 500);
  EXPECT_EQ(answered.counts.Of(DecisionKind::kImplicitDeny), 500);
}

}  // namespace
}  // namespace deputy
