#include "simulator/batch/stream.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "simulator/batch/quick_evaluator.h"

namespace deputy {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;

// What one thread works on, and keeps from block to block: its memory and whom it has met.
struct Worker {
  explicit Worker(const LineOptions& line) : options(line) {
    if (line.store != nullptr && line.store->size() > 0 && !line.explain)
      quick.emplace(*line.store);
  }

  const LineOptions& options;
  std::optional<QuickEvaluator> quick;
  absl::string_view lines;  // whole ones, without the last line end
  int64_t first_line = 0;
  std::string out;
  EvaluationCounts counts;
  bool out_of_memory = false;
};

void EvaluatePiece(Worker& worker) {
  absl::string_view rest = worker.lines;
  for (int64_t number = worker.first_line;; ++number) {
    const size_t end = rest.find('\n');
    const absl::string_view line = rest.substr(0, end);
    if (!worker.quick || !worker.quick->Evaluate(line, worker.out, worker.counts)) {
      EvaluateLine(line, number, worker.options, worker.out, worker.counts);
    }
    if (end == absl::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

// Cuts whole lines into about equal pieces, one a worker, and says how many there are; each line
// end but those inside a piece separates two.
size_t Cut(absl::string_view lines, int64_t first_line, std::vector<Worker>& workers) {
  for (size_t i = 0;; ++i) {
    Worker& worker = workers[i];
    const size_t left = workers.size() - i;
    const size_t end = left == 1 ? absl::string_view::npos : lines.find('\n', lines.size() / left);
    worker.lines = lines.substr(0, end);
    worker.first_line = first_line;
    worker.out.clear();
    worker.counts = {};
    if (end == absl::string_view::npos) return i + 1;
    first_line += std::count(worker.lines.begin(), worker.lines.end(), '\n') + 1;
    lines.remove_prefix(end + 1);
  }
}

absl::Status EvaluateLines(absl::string_view lines, const ByteWriter& write,
                           std::vector<Worker>& workers, EvaluationCounts& counts) {
  const absl::Span<Worker> busy =
      absl::MakeSpan(workers).first(Cut(lines, counts.lines + 1, workers));
  // No exception may leave a thread, nor this function while threads run.
  const auto work = [](Worker& worker) noexcept {
    try {
      EvaluatePiece(worker);
    } catch (const std::bad_alloc&) {
      worker.out_of_memory = true;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(busy.size());
  for (Worker& worker : busy.subspan(1)) {
    try {
      threads.emplace_back(work, std::ref(worker));
    } catch (const std::exception&) {  // no more threads to be had: the work is done all the same
      work(worker);
    }
  }
  work(busy[0]);
  for (std::thread& thread : threads) thread.join();
  for (const Worker& worker : busy) {
    if (worker.out_of_memory) throw std::bad_alloc();
  }
  for (const Worker& worker : busy) {
    if (absl::Status status = write(worker.out); !status.ok()) return status;
    counts.Add(worker.counts);
  }
  return absl::OkStatus();
}

// The bytes read and not answered yet: whole lines, and behind them the start of one.
class LineBuffer {
 public:
  explicit LineBuffer(size_t block) : block_(block), bytes_(2 * block + kLinePadding, '\0') {}

  absl::StatusOr<size_t> Fill(const ByteReader& read) {
    if (bytes_.size() - used_ < block_ + kLinePadding) bytes_.resize(2 * bytes_.size());
    absl::StatusOr<size_t> got = read(bytes_.data() + used_, block_);
    if (got.ok()) Take(*got);
    return got;
  }

  // The whole lines, without the last line end; nothing when there is none.
  std::optional<absl::string_view> Lines() const {
    if (lines_end_ == 0) return std::nullopt;
    return absl::string_view(bytes_).substr(0, lines_end_ - 1);
  }

  void DropLines() {
    bytes_.replace(0, used_ - lines_end_, bytes_, lines_end_, used_ - lines_end_);
    used_ -= std::exchange(lines_end_, 0);
    if (used_ <= kMaxLineBytes) return;
    used_ = kMaxLineBytes + 1;  // enough for the reader to refuse it
    cutting_ = true;
  }

  absl::string_view Rest() const { return absl::string_view(bytes_).substr(0, used_); }

 private:
  // New bytes: of a line that is too long the rest is skipped, up to its end.
  void Take(size_t size) {
    size_t skipped = 0;
    const absl::string_view fresh = absl::string_view(bytes_).substr(used_, size);
    if (cutting_) {
      skipped = std::min(fresh.find('\n'), fresh.size());
      cutting_ = skipped == fresh.size();
      bytes_.replace(used_, size - skipped, bytes_, used_ + skipped, size - skipped);
    }
    const size_t end = absl::string_view(bytes_).substr(used_, size - skipped).rfind('\n');
    if (end != absl::string_view::npos) lines_end_ = used_ + end + 1;
    used_ += size - skipped;
  }

  size_t block_;
  std::string bytes_;
  size_t used_ = 0;
  size_t lines_end_ = 0;  // behind the last line end
  bool cutting_ = false;
};

}  // namespace

absl::Status EvaluateStream(const ByteReader& read, const ByteWriter& write,
                            const StreamOptions& options, EvaluationCounts& counts,
                            const ProgressListener& progress) {
  LineBuffer buffer(kBlockBytes * static_cast<size_t>(std::clamp(options.threads, 1, 64)));
  std::vector<Worker> workers;
  for (int i = 0; i < std::max(1, options.threads); ++i) workers.emplace_back(options.line);
  int64_t bytes = 0;
  while (true) {
    const absl::StatusOr<size_t> got = buffer.Fill(read);
    if (!got.ok()) return got.status();
    bytes += static_cast<int64_t>(*got);
    absl::Status status;
    if (const auto lines = buffer.Lines()) status = EvaluateLines(*lines, write, workers, counts);
    buffer.DropLines();
    const bool at_end = *got == 0;
    if (status.ok() && at_end && !buffer.Rest().empty())
      status = EvaluateLines(buffer.Rest(), write, workers, counts);
    if (!status.ok()) return status;
    if (progress) progress(bytes, counts.lines);
    if (at_end) return absl::OkStatus();
  }
}

}  // namespace deputy
