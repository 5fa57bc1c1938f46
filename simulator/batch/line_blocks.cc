#include "simulator/batch/line_blocks.h"

#include <algorithm>
#include <cstring>

#include "simulator/batch/line_evaluator.h"
#include "simulator/batch/quick_evaluator.h"

namespace deputy {
namespace {

// Large enough that handing one over costs nothing beside its lines, small enough that it and its
// answers stay in a core's own cache.
constexpr size_t kBlockBytes = size_t{256} << 10;

}  // namespace

absl::StatusOr<bool> LineBlocks::Next(std::string& bytes, absl::string_view& lines) {
  const auto room = [&](size_t used) {
    const size_t needed = used + kBlockBytes + kLinePadding;
    if (bytes.size() < needed) bytes.resize(std::max(needed, 2 * bytes.size()));
  };
  room(rest_.size());
  size_t used = rest_.copy(bytes.data(), rest_.size());
  rest_.clear();
  while (true) {
    room(used);
    const absl::StatusOr<size_t> got = read_(bytes.data() + used, kBlockBytes);
    if (!got.ok()) return got.status();
    bytes_read_ += static_cast<int64_t>(*got);
    if (*got == 0) {
      bytes[used] = '\0';
      lines = absl::string_view(bytes).substr(0, used);
      return used != 0;
    }
    char* const fresh = bytes.data() + used;
    const size_t size = SkipCut(fresh, *got);
    const size_t end = absl::string_view(fresh, size).rfind('\n');
    if (end != absl::string_view::npos) {
      lines = absl::string_view(bytes).substr(0, used + end + 1);
      rest_.assign(fresh + end + 1, size - end - 1);
      return true;
    }
    used += size;
    if (used > kMaxLineBytes) {
      used = kMaxLineBytes + 1;
      cutting_ = true;
    }
  }
}

// What is left of the bytes that were read when the end of a line that is cut is taken away.
size_t LineBlocks::SkipCut(char* fresh, size_t size) {
  if (!cutting_) return size;
  const size_t skipped = std::min(absl::string_view(fresh, size).find('\n'), size);
  cutting_ = skipped == size;
  std::memmove(fresh, fresh + skipped, size - skipped);
  return size - skipped;
}

}  // namespace deputy
