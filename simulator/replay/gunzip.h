// Bytes as they are, or inflated where they are gzip: told by the first two bytes and not by a
// name. Members one behind the other are one stream, as gzip itself takes them. The only file that
// uses ISA-L, which inflates more than twice as fast as zlib.
// https://www.rfc-editor.org/rfc/rfc1952
#ifndef DEPUTY_SIMULATOR_REPLAY_GUNZIP_H_
#define DEPUTY_SIMULATOR_REPLAY_GUNZIP_H_

#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "simulator/batch/stream.h"

namespace deputy {

class Gunzip {
 public:
  explicit Gunzip(ByteReader read);
  ~Gunzip();
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // Fills at most `size` bytes, more than none unless it is the end. DataLoss where the stream is
  // broken or ends early; what came before it has been given.
  absl::StatusOr<size_t> Read(char* data, size_t size);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_GUNZIP_H_
