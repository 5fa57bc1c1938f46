// The input of a stream in blocks of whole lines, as it comes: a block is handed out as soon as it
// has a line, so that who types lines is answered line by line.
#ifndef DEPUTY_SIMULATOR_BATCH_LINE_BLOCKS_H_
#define DEPUTY_SIMULATOR_BATCH_LINE_BLOCKS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputy {

// Fills at most `size` bytes and says how many; 0 at the end of the input.
using ByteReader = std::function<absl::StatusOr<size_t>(char* data, size_t size)>;

class LineBlocks {
 public:
  explicit LineBlocks(const ByteReader& read) : read_(read) {}

  // The next lines with their line ends, but for the last one of an input that ends without; false
  // when there are none left. They are in `bytes`, with kLinePadding bytes behind them; what it
  // held before is gone, its memory is used again. Of a line that is too long so much is kept that
  // a reader will refuse it.
  absl::StatusOr<bool> Next(std::string& bytes, absl::string_view& lines);

  int64_t bytes_read() const { return bytes_read_; }

 private:
  size_t SkipCut(char* fresh, size_t size);

  const ByteReader& read_;
  std::string rest_;      // the start of the line that comes next
  bool cutting_ = false;  // the line in hand is too long: what comes of it is skipped
  int64_t bytes_read_ = 0;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_LINE_BLOCKS_H_
