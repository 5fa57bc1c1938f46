#include "simulator/batch/stream.h"

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace deputy {
namespace {

constexpr size_t kBlockBytes = size_t{1} << 20;

// A run of whole lines, for one thread.
struct Piece {
  absl::string_view lines;  // without the last line end
  int64_t first_line = 0;
  std::string out;
  EvaluationCounts counts;
};

void EvaluatePiece(Piece& piece, const LineOptions& options) {
  absl::string_view rest = piece.lines;
  for (int64_t number = piece.first_line;; ++number) {
    const size_t end = rest.find('\n');
    EvaluateLine(rest.substr(0, end), number, options, piece.out, piece.counts);
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

absl::Status EvaluateLines(absl::string_view lines, const ByteWriter& write, const StreamOptions& options,
                           EvaluationCounts& counts) {
  std::vector<Piece> pieces = Cut(lines, static_cast<size_t>(std::max(1, options.threads)), counts.lines + 1);
  std::vector<std::thread> threads;
  for (size_t i = 1; i < pieces.size(); ++i) {
    threads.emplace_back([&piece = pieces[i], &options] { EvaluatePiece(piece, options.line); });
  }
  EvaluatePiece(pieces[0], options.line);
  for (std::thread& thread : threads) thread.join();
  for (const Piece& piece : pieces) {
    if (absl::Status status = write(piece.out); !status.ok()) return status;
    counts.Add(piece.counts);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status EvaluateStream(const ByteReader& read, const ByteWriter& write, const StreamOptions& options,
                            EvaluationCounts& counts, const ProgressListener& progress) {
  const size_t block = kBlockBytes * static_cast<size_t>(std::clamp(options.threads, 1, 64));
  std::string buffer;
  int64_t bytes = 0;
  bool cutting = false;  // the rest of a line that is too long is skipped; what was kept of it is refused as too large
  while (true) {
    const size_t kept = buffer.size();
    buffer.resize(kept + block);
    const absl::StatusOr<size_t> got = read(buffer.data() + kept, block);
    if (!got.ok()) return got.status();
    buffer.resize(kept + *got);
    bytes += static_cast<int64_t>(*got);
    const bool at_end = *got == 0;
    if (cutting) {
      const size_t line_end = buffer.find('\n', kept);
      buffer.erase(kept, (line_end == std::string::npos ? buffer.size() : line_end) - kept);
      cutting = line_end == std::string::npos;
    }
    const size_t last_end = buffer.rfind('\n');
    if (last_end != std::string::npos) {
      if (auto status = EvaluateLines(absl::string_view(buffer).substr(0, last_end), write, options, counts); !status.ok()) {
        return status;
      }
      buffer.erase(0, last_end + 1);
    }
    if (buffer.size() > kMaxLineBytes) {
      buffer.resize(kMaxLineBytes + 1);
      cutting = true;
    }
    if (at_end && !buffer.empty()) {
      if (auto status = EvaluateLines(buffer, write, options, counts); !status.ok()) return status;
    }
    if (progress) progress(bytes, counts.lines);
    if (at_end) return absl::OkStatus();
  }
}

}  // namespace deputy
