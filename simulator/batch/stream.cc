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

#include "simulator/batch/quick_evaluator.h"

namespace deputy {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;

// A run of whole lines, for one thread.
struct Piece {
  absl::string_view lines;  // without the last line end
  int64_t first_line = 0;
  std::string out;
  EvaluationCounts counts;
  bool out_of_memory = false;
};

void EvaluatePiece(Piece& piece, const LineOptions& options) {
  absl::string_view rest = piece.lines;
  std::optional<QuickEvaluator> quick;
  if (options.store != nullptr && options.store->size() > 0 && !options.explain)
    quick.emplace(*options.store);
  for (int64_t number = piece.first_line;; ++number) {
    const size_t end = rest.find('\n');
    const absl::string_view line = rest.substr(0, end);
    if (!quick || !quick->Evaluate(line, piece.out, piece.counts)) {
      EvaluateLine(line, number, options, piece.out, piece.counts);
    }
    if (end == absl::string_view::npos) return;
    rest.remove_prefix(end + 1);
  }
}

// Cuts whole lines into about equal pieces; each line end but those inside a piece separates two.
std::vector<Piece> Cut(absl::string_view lines, size_t pieces, int64_t first_line) {
  std::vector<Piece> result;
  for (size_t left = pieces;; --left) {
    const size_t end = left == 1 ? absl::string_view::npos : lines.find('\n', lines.size() / left);
    Piece piece;
    piece.lines = lines.substr(0, end);
    piece.first_line = first_line;
    first_line += std::count(piece.lines.begin(), piece.lines.end(), '\n') + 1;
    result.push_back(std::move(piece));
    if (end == absl::string_view::npos) return result;
    lines.remove_prefix(end + 1);
  }
}

absl::Status EvaluateLines(absl::string_view lines, const ByteWriter& write,
                           const StreamOptions& options, EvaluationCounts& counts) {
  std::vector<Piece> pieces =
      Cut(lines, static_cast<size_t>(std::max(1, options.threads)), counts.lines + 1);
  // No exception may leave a thread, nor this function while threads run.
  const auto work = [&options](Piece& piece) noexcept {
    try {
      EvaluatePiece(piece, options.line);
    } catch (const std::bad_alloc&) {
      piece.out_of_memory = true;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(pieces.size());
  for (size_t i = 1; i < pieces.size(); ++i) {
    try {
      threads.emplace_back(work, std::ref(pieces[i]));
    } catch (const std::exception&) {  // no more threads to be had: the work is done all the same
      work(pieces[i]);
    }
  }
  work(pieces[0]);
  for (std::thread& thread : threads) thread.join();
  for (const Piece& piece : pieces) {
    if (piece.out_of_memory) throw std::bad_alloc();
  }
  for (const Piece& piece : pieces) {
    if (absl::Status status = write(piece.out); !status.ok()) return status;
    counts.Add(piece.counts);
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
  int64_t bytes = 0;
  while (true) {
    const absl::StatusOr<size_t> got = buffer.Fill(read);
    if (!got.ok()) return got.status();
    bytes += static_cast<int64_t>(*got);
    absl::Status status;
    if (const auto lines = buffer.Lines()) status = EvaluateLines(*lines, write, options, counts);
    buffer.DropLines();
    const bool at_end = *got == 0;
    if (status.ok() && at_end && !buffer.Rest().empty())
      status = EvaluateLines(buffer.Rest(), write, options, counts);
    if (!status.ok()) return status;
    if (progress) progress(bytes, counts.lines);
    if (at_end) return absl::OkStatus();
  }
}

}  // namespace deputy
