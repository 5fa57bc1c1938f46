// A stream of lines through the evaluator: read in blocks, decided by several threads, written in
// the order of the input. While one thread reads or writes the others decide. Memory is bounded
// whatever comes in; the number of threads never changes a byte of the output.
#ifndef DEPUTY_SIMULATOR_BATCH_STREAM_H_
#define DEPUTY_SIMULATOR_BATCH_STREAM_H_

#include <cstddef>
#include <cstdint>
#include <functional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "simulator/batch/line_blocks.h"
#include "simulator/batch/line_evaluator.h"

namespace deputy {

struct StreamOptions {
  LineOptions line;
  int threads = 1;
};

// Reading, writing and listening are asked of any of the threads, but of one at a time each.
using ByteWriter = std::function<absl::Status(absl::string_view bytes)>;
// Told after each block: bytes of the input and lines of it that are answered so far.
using ProgressListener = std::function<void(int64_t bytes, int64_t lines)>;

// Line numbers count on from `counts.lines`, so that several inputs make one stream. Fails when
// reading or writing does; what was decided until then has been written.
absl::Status EvaluateStream(const ByteReader& read, const ByteWriter& write,
                            const StreamOptions& options, EvaluationCounts& counts,
                            const ProgressListener& progress = nullptr);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_STREAM_H_
