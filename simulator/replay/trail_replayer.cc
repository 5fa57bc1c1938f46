#include "simulator/replay/trail_replayer.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "simulator/batch/quick_evaluator.h"
#include "simulator/replay/event_decider.h"
#include "simulator/replay/gunzip.h"
#include "simulator/replay/record_splitter.h"

namespace deputy {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;

// Counts in bytes for as long as these cannot overflow, which a compiler makes wide steps of: every
// byte of a trail passes here.
template <class Is>
int64_t CountBytes(absl::string_view bytes, Is is) {
  constexpr size_t kStep = 240;
  int64_t count = 0;
  for (size_t at = 0; at < bytes.size(); at += kStep) {
    uint8_t step = 0;
    for (const char c : bytes.substr(at, kStep))
      step = static_cast<uint8_t>(step + (is(c) ? 1 : 0));
    count += step;
  }
  return count;
}

// A place in a file: 1-based, columns in code points.
struct FilePlace {
  int64_t line = 1;
  int64_t column = 1;

  void Pass(absl::string_view bytes) {
    if (line == 1 && column == 1) absl::ConsumePrefix(&bytes, kByteOrderMark);
    const int64_t lines = CountBytes(bytes, [](char c) { return c == '\n'; });
    if (lines > 0) {
      line += lines;
      column = 1;
      bytes.remove_prefix(bytes.rfind('\n') + 1);
    }
    column += CountBytes(bytes, [](char c) { return static_cast<signed char>(c) >= -64; });
  }
};

// A block and the records that end in it.
struct Chunk {
  std::string bytes;  // with kLinePadding behind them
  std::vector<RecordSpan> spans;
  std::shared_ptr<const std::string> file;
  FilePlace place;  // of its first byte
  int64_t number = 0;
};

// The queue holds so many chunks for each thread.
constexpr size_t kQueued = 2;
// With more pairs of records a thread adds its sum to that of all, so that memory is bounded by
// theirs.
constexpr size_t kPairsApart = size_t{1} << 14;

}  // namespace

class TrailReplayer::Impl {
 public:
  explicit Impl(ReplayOptions options) : options_(std::move(options)) {
    // Who calls Run() reads, inflates and cuts; with one thread it decides as well.
    workers_.push_back(std::make_unique<Worker>(options_));
    const size_t threads = options_.threads > 1 ? static_cast<size_t>(options_.threads) : 0;
    while (threads_.size() < threads) {
      if (workers_.size() == threads_.size())
        workers_.push_back(std::make_unique<Worker>(options_));
      try {
        threads_.emplace_back([this, worker = workers_.back().get()] { Work(*worker); });
      } catch (const std::system_error&) {  // no more threads to be had
        break;
      }
    }
  }

  ~Impl() { Stop(); }

  absl::Status Run(const std::string& name, const ByteReader& read) {
    auto file = std::make_shared<const std::string>(name);
    Gunzip input(read);
    RecordSplitter splitter;
    FilePlace place;
    absl::Status failure;
    std::string rest;
    size_t size = 0;
    for (bool last = false; !last && WantsMore();) {
      Chunk chunk = TakeChunk();
      size = rest.size();
      if (chunk.bytes.size() < size + kBlockBytes + kLinePadding)
        chunk.bytes.resize(size + kBlockBytes + kLinePadding);
      std::memcpy(chunk.bytes.data(), rest.data(), rest.size());
      const size_t full = size + kBlockBytes;
      while (size < full && !last) {
        const absl::StatusOr<size_t> got = input.Read(chunk.bytes.data() + size, full - size);
        if (got.ok()) {
          size += *got;
          last = *got == 0;
          if (Stopped()) break;
          continue;
        }
        last = true;
        Skip(*file, got.status());
        if (!absl::IsDataLoss(got.status())) failure = got.status();
      }
      const absl::string_view block(chunk.bytes.data(), size);
      chunk.file = file;
      chunk.place = place;
      const size_t done = splitter.Split(block, last && !Stopped(), chunk.spans);
      place.Pass(block.substr(0, done));
      rest = std::string(block.substr(done));
      Hand(std::move(chunk));
      if (options_.progress) options_.progress(records_);
    }
    const std::lock_guard<std::mutex> lock(mutex_);
    if (out_of_memory_) throw std::bad_alloc();
    return failure;
  }

  bool WantsMore() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return !Stopped() && written_.ok() && !out_of_memory_;
  }

  void Skip(const std::string& file, const absl::Status& status) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++tally_.counts.bad_files;
    const absl::string_view message = status.message();
    tally_.AddProblem({file, 0, 0, absl::IsDataLoss(status) ? "invalid-gzip" : "unreadable",
                       std::string(message)});
  }

  absl::Status Finish(ReplayTally& tally) {
    Stop();
    for (const std::unique_ptr<Worker>& worker : workers_) tally_.Add(worker->sum);
    if (out_of_memory_) throw std::bad_alloc();
    if (Stopped()) tally_.complete = false;
    tally_.compares = options_.roles->compares();
    tally = std::move(tally_);
    return written_;
  }

 private:
  bool Stopped() const {
    return options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed);
  }

  // What a thread decides with, and what came of it till now.
  struct Worker {
    explicit Worker(const ReplayOptions& options)
        : decider(*options.roles, *options.map, *options.decider) {}
    EventDecider decider;
    ReplayTally sum;
  };

  // A used one, for its memory, or a new one.
  Chunk TakeChunk() {
    std::unique_lock<std::mutex> lock(mutex_);
    Chunk chunk;
    if (!free_.empty()) {
      chunk = std::move(free_.back());
      free_.pop_back();
    }
    chunk.spans.clear();
    chunk.number = chunks_++;
    return chunk;
  }

  void Hand(Chunk chunk) {
    if (threads_.empty()) {  // several may call Run() where no thread could be had
      const std::lock_guard<std::mutex> alone(alone_);
      return DecideChunk(*workers_[0], std::move(chunk));
    }
    std::unique_lock<std::mutex> lock(mutex_);
    room_.wait(lock, [&] { return queue_.size() < kQueued * threads_.size(); });
    queue_.push_back(std::move(chunk));
    work_.notify_one();
  }

  void Work(Worker& worker) {
    while (true) {
      std::unique_lock<std::mutex> lock(mutex_);
      work_.wait(lock, [&] { return !queue_.empty() || done_; });
      if (queue_.empty()) return;
      Chunk chunk = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      room_.notify_one();
      try {  // no exception may leave a thread
        DecideChunk(worker, std::move(chunk));
      } catch (const std::bad_alloc&) {
        const std::lock_guard<std::mutex> guard(mutex_);
        out_of_memory_ = true;
        turn_.notify_all();
      }
    }
  }

  void DecideChunk(Worker& worker, Chunk chunk) {
    ReplayTally& sum = worker.sum;
    const int64_t records = sum.counts.records;
    std::string lines;
    FilePlace place = chunk.place;  // of what stands at `passed`
    size_t passed = 0;
    for (const RecordSpan& span : chunk.spans) {
      const absl::string_view record(chunk.bytes.data() + span.begin, span.end - span.begin);
      std::string problem;
      if (span.problem != nullptr) {
        problem = span.problem;
        ++sum.counts.records;
      } else {
        problem =
            std::string(worker.decider.Decide(record, sum, options_.events ? &lines : nullptr));
      }
      if (problem.empty()) continue;
      ++sum.counts.bad_records;
      place.Pass(absl::string_view(chunk.bytes.data() + passed, span.begin - passed));
      passed = span.begin;
      sum.AddProblem({*chunk.file, place.line, place.column, "invalid-record", std::move(problem)});
    }
    records_ += sum.counts.records - records;
    std::unique_lock<std::mutex> lock(mutex_);
    if (sum.pairs.kept().size() >= kPairsApart) {
      tally_.Add(sum);
      sum = ReplayTally();
    }
    if (options_.events) {  // in the order of the input
      turn_.wait(lock, [&] { return next_ == chunk.number || out_of_memory_; });
      if (written_.ok()) written_ = options_.events(lines);
      ++next_;
      turn_.notify_all();
    }
    free_.push_back(std::move(chunk));
  }

  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      done_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  ReplayOptions options_;
  std::mutex alone_;  // of the only worker, when it has no thread; taken before mutex_
  std::mutex mutex_;  // of everything below
  std::condition_variable work_;
  std::condition_variable room_;
  std::condition_variable turn_;
  std::deque<Chunk> queue_;
  std::vector<Chunk> free_;
  bool done_ = false;
  bool out_of_memory_ = false;
  int64_t chunks_ = 0;
  int64_t next_ = 0;  // chunk whose lines are written next
  std::atomic<int64_t> records_ = 0;
  absl::Status written_;
  ReplayTally tally_;
  std::vector<std::unique_ptr<Worker>> workers_;  // a thread each
  std::vector<std::thread> threads_;
};

TrailReplayer::TrailReplayer(ReplayOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
TrailReplayer::~TrailReplayer() = default;

absl::Status TrailReplayer::Run(const std::string& name, const ByteReader& read) {
  return impl_->Run(name, read);
}

void TrailReplayer::Skip(const std::string& name, const absl::Status& status) {
  impl_->Skip(name, status);
}

bool TrailReplayer::WantsMore() const { return impl_->WantsMore(); }

absl::Status TrailReplayer::Finish(ReplayTally& tally) { return impl_->Finish(tally); }

}  // namespace deputy
