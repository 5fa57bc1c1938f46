#include "simulator/batch/stream.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "simulator/batch/quick_evaluator.h"

namespace deputy {
namespace {

// Lines of the input on their way: read, then decided, then written. How many lines come before is
// known only when it is written, so an error's line is counted within the block until then.
struct Block {
  struct LineNumber {
    size_t at;  // in `out`
    int64_t number;
  };

  std::string bytes;
  absl::string_view lines;   // of `bytes`
  int64_t bytes_so_far = 0;  // of the input, this block's included
  std::string out;
  std::vector<LineNumber> line_numbers;
  EvaluationCounts counts;
};

// What one thread keeps from block to block: whom it has met.
class Worker {
 public:
  explicit Worker(const LineOptions& line) : options_(line) {
    if (line.store != nullptr && line.store->size() > 0 && !line.explain)
      quick_.emplace(*line.store);
  }

  void Evaluate(Block& block) {
    block.out.clear();
    block.line_numbers.clear();
    block.counts = {};
    absl::string_view rest = block.lines;
    while (!rest.empty()) {
      if (quick_) rest.remove_prefix(quick_->Evaluate(rest, block.out, block.counts));
      if (rest.empty()) break;
      const absl::string_view line = rest.substr(0, rest.find('\n'));
      const int64_t number = block.counts.lines + 1;
      const size_t at = EvaluateLine(line, number, options_, block.out, block.counts);
      if (at != std::string::npos) block.line_numbers.push_back({at, number});
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    }
  }

 private:
  const LineOptions& options_;
  std::optional<QuickEvaluator> quick_;
};

// Puts the line numbers right when `before` lines come before the block.
void CountOn(Block& block, int64_t before) {
  if (before == 0 || block.line_numbers.empty()) return;
  std::string out;
  size_t from = 0;
  for (const Block::LineNumber& line : block.line_numbers) {
    absl::StrAppend(&out, absl::string_view(block.out).substr(from, line.at - from),
                    before + line.number);
    from = line.at + absl::StrCat(line.number).size();
  }
  absl::StrAppend(&out, absl::string_view(block.out).substr(from));
  block.out = std::move(out);
}

// Every thread does the same: reads a block, decides it, and hands it over to be written. Whoever
// hands over the block that is next writes it, with those behind it that are ready, while the
// others go on. A lock is taken a few times a block and never while deciding.
class Pipeline {
 public:
  Pipeline(const ByteReader& read, const ByteWriter& write, const StreamOptions& options,
           EvaluationCounts& counts, const ProgressListener& progress)
      : input_(read),
        write_(write),
        options_(options),
        counts_(counts),
        progress_(progress),
        most_blocks_(std::max(options.threads, 1) + std::clamp(options.threads, 1, 8)) {}

  absl::Status Run() {
    std::vector<std::thread> threads;
    for (int i = 1; i < options_.threads; ++i) {
      try {
        threads.emplace_back([this] { Work(); });
      } catch (const std::exception&) {  // no more to be had: the work is done all the same
        break;
      }
    }
    Work();
    for (std::thread& thread : threads) thread.join();
    if (out_of_memory_) throw std::bad_alloc();
    return status_.ok() ? read_status_ : status_;
  }

 private:
  // No exception may leave a thread, nor Run() while threads run.
  void Work() noexcept {
    try {
      Worker worker(options_.line);
      int64_t number = 0;
      while (std::unique_ptr<Block> block = Read(number)) {
        worker.Evaluate(*block);
        HandOver(std::move(block), number);
      }
    } catch (const std::bad_alloc&) {
      const std::lock_guard lock(mutex_);
      out_of_memory_ = true;
      Stop({});
    }
  }

  // The next block and its number; null when there is nothing left to do.
  std::unique_ptr<Block> Read(int64_t& number) {
    const std::lock_guard reading(reading_);
    std::unique_ptr<Block> block = EmptyBlock();
    if (block == nullptr) return nullptr;
    const absl::StatusOr<bool> some = input_.Next(block->bytes, block->lines);
    if (some.ok() && *some) {
      block->bytes_so_far = input_.bytes_read();
      number = blocks_read_++;
      return block;
    }
    const std::lock_guard lock(mutex_);
    at_end_ = true;
    read_status_ = some.status();
    return nullptr;
  }

  // One that has been written, or a new one; waits where too many are under way.
  std::unique_ptr<Block> EmptyBlock() {
    std::unique_lock lock(mutex_);
    written_.wait(
        lock, [&] { return at_end_ || stopped_ || blocks_read_ - blocks_written_ < most_blocks_; });
    if (at_end_ || stopped_) return nullptr;
    if (empty_.empty()) return std::make_unique<Block>();
    std::unique_ptr<Block> block = std::move(empty_.back());
    empty_.pop_back();
    return block;
  }

  void HandOver(std::unique_ptr<Block> block, int64_t number) {
    std::unique_lock lock(mutex_);
    decided_.emplace(number, std::move(block));
    if (writing_) return;
    writing_ = true;
    for (auto next = decided_.begin();
         !stopped_ && next != decided_.end() && next->first == blocks_written_;
         next = decided_.begin()) {
      std::unique_ptr<Block> first = std::move(next->second);
      decided_.erase(next);
      lock.unlock();
      const absl::Status status = Write(*first);
      lock.lock();
      if (!status.ok()) Stop(status);
      ++blocks_written_;
      empty_.push_back(std::move(first));
      written_.notify_all();
    }
    writing_ = false;
  }

  absl::Status Write(Block& block) {
    CountOn(block, counts_.lines);
    if (absl::Status status = write_(block.out); !status.ok()) return status;
    counts_.Add(block.counts);
    if (progress_) progress_(block.bytes_so_far, counts_.lines);
    return absl::OkStatus();
  }

  // Under the lock.
  void Stop(const absl::Status& status) {
    stopped_ = true;
    status_.Update(status);
    written_.notify_all();
  }

  std::mutex reading_;  // of what follows; taken before mutex_
  LineBlocks input_;
  int64_t blocks_read_ = 0;

  const ByteWriter& write_;
  const StreamOptions& options_;
  EvaluationCounts& counts_;
  const ProgressListener& progress_;
  const int64_t most_blocks_;  // under way, so that memory is bounded

  std::mutex mutex_;  // of all that follows
  std::condition_variable written_;
  int64_t blocks_written_ = 0;
  std::map<int64_t, std::unique_ptr<Block>> decided_;  // to be written, by number
  std::vector<std::unique_ptr<Block>> empty_;          // to be used again
  bool writing_ = false;                               // some thread is
  bool at_end_ = false;                                // of the input
  bool stopped_ = false;
  bool out_of_memory_ = false;
  absl::Status read_status_;
  absl::Status status_;
};

}  // namespace

absl::Status EvaluateStream(const ByteReader& read, const ByteWriter& write,
                            const StreamOptions& options, EvaluationCounts& counts,
                            const ProgressListener& progress) {
  return Pipeline(read, write, options, counts, progress).Run();
}

}  // namespace deputy
