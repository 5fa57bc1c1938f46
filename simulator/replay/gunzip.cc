#include "simulator/replay/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace deputy {
namespace {

constexpr size_t kInputBytes = size_t{256} << 10;
constexpr int kGzip = 16 + MAX_WBITS;

}  // namespace

class Gunzip::Impl {
 public:
  explicit Impl(ByteReader read) : read_(std::move(read)), input_(kInputBytes) {}
  ~Impl() {
    if (inflating_) inflateEnd(&stream_);
  }

  absl::StatusOr<size_t> Read(char* data, size_t size) {
    if (!begun_) {
      if (absl::Status status = Begin(); !status.ok()) return status;
    }
    return inflating_ ? Inflate(data, size) : Copy(data, size);
  }

 private:
  // Two bytes, to see what it is.
  absl::Status Begin() {
    begun_ = true;
    while (end_ < 2) {
      const absl::StatusOr<size_t> got = read_(input_.data() + end_, input_.size() - end_);
      if (!got.ok()) return got.status();
      if (*got == 0) break;
      end_ += *got;
    }
    if (!IsMember()) return absl::OkStatus();
    if (inflateInit2(&stream_, kGzip) != Z_OK) throw std::bad_alloc();
    inflating_ = true;
    return absl::OkStatus();
  }

  bool IsMember() const {
    return end_ - at_ >= 2 && input_[at_] == '\x1f' && input_[at_ + 1] == '\x8b';
  }

  absl::StatusOr<size_t> Copy(char* data, size_t size) {
    if (at_ == end_) return read_(data, size);
    const size_t count = std::min(size, end_ - at_);
    std::memcpy(data, input_.data() + at_, count);
    at_ += count;
    return count;
  }

  // False at the end of the input.
  absl::StatusOr<bool> Refill() {
    if (at_ < end_) return true;
    const absl::StatusOr<size_t> got = read_(input_.data(), input_.size());
    if (!got.ok()) return got.status();
    at_ = 0;
    end_ = *got;
    return end_ > 0;
  }

  absl::StatusOr<size_t> Inflate(char* data, size_t size) {
    stream_.next_out = reinterpret_cast<Bytef*>(data);
    stream_.avail_out = static_cast<uInt>(std::min<size_t>(size, 1u << 30));
    const uInt room = stream_.avail_out;
    while (stream_.avail_out > 0) {
      const absl::StatusOr<bool> more = Refill();
      if (!more.ok()) return more.status();
      if (!*more) {
        if (between_members_ || stream_.avail_out < room) break;  // told with the next call
        return absl::DataLossError("the gzip stream ends early");
      }
      if (between_members_) {
        if (input_[at_] == '\0') {  // padding, as on tapes and block devices
          ++at_;
          continue;
        }
        inflateReset(&stream_);
        between_members_ = false;
      }
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data() + at_);
      stream_.avail_in = static_cast<uInt>(end_ - at_);
      const int result = inflate(&stream_, Z_NO_FLUSH);
      at_ = end_ - stream_.avail_in;
      if (result == Z_STREAM_END) {
        between_members_ = true;
      } else if (result == Z_MEM_ERROR) {
        throw std::bad_alloc();
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        if (stream_.avail_out < room) break;
        return absl::DataLossError("the gzip stream is broken");
      }
    }
    return room - stream_.avail_out;
  }

  ByteReader read_;
  std::vector<char> input_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool begun_ = false;
  bool inflating_ = false;
  bool between_members_ = false;
  z_stream stream_ = {};
};

Gunzip::Gunzip(ByteReader read) : impl_(std::make_unique<Impl>(std::move(read))) {}
Gunzip::~Gunzip() = default;

absl::StatusOr<size_t> Gunzip::Read(char* data, size_t size) { return impl_->Read(data, size); }

}  // namespace deputy
