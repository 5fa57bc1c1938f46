// A stream of lines, in blocks of any size and on several threads, against one line after the
// other.
#include <algorithm>

#include "simulator/batch/stream.h"
#include "tests/fuzz/fuzz_target.h"

namespace deputy::fuzz {
namespace {

struct Answered {
  std::string out;
  std::string counts;
};

Answered Stream(absl::string_view input, size_t block, int threads) {
  Answered answered;
  EvaluationCounts counts;
  StreamOptions options;
  options.threads = threads;
  const absl::Status status = EvaluateStream(
      [&](char* data, size_t size) -> absl::StatusOr<size_t> {
        const size_t got = std::min({size, block, input.size()});
        std::copy_n(input.begin(), got, data);
        input.remove_prefix(got);
        return got;
      },
      [&](absl::string_view bytes) {
        answered.out += std::string(bytes);
        return absl::OkStatus();
      },
      options, counts);
  Require(status.ok(), "the stream failed");
  answered.counts = counts.ToJson();
  return answered;
}

Answered OneByOne(absl::string_view input) {
  Answered answered;
  EvaluationCounts counts;
  for (int64_t line = 1; !input.empty(); ++line) {
    const size_t end = std::min(input.find('\n'), input.size());
    EvaluateLine(input.substr(0, end), line, {}, answered.out, counts);
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  answered.counts = counts.ToJson();
  return answered;
}

FUZZ_TARGET(stream) {
  const Answered expected = OneByOne(input);
  const int more = static_cast<int>(input.size() % 3);
  for (const auto& [block, threads] :
       {std::pair(8 + input.size() % 64, 1 + more), std::pair(size_t{4096}, 1)}) {
    const Answered answered = Stream(input, block, threads);
    Require(answered.out == expected.out, "the stream differs", input);
    Require(answered.counts == expected.counts, "the counts differ", answered.counts);
  }
}

}  // namespace
}  // namespace deputy::fuzz
