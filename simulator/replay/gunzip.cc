#include "simulator/replay/gunzip.h"

#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "absl/status/status.h"

namespace deputy {
namespace {

constexpr size_t kInputBytes = size_t{256} << 10;
constexpr char kMagic[] = {'\x1f', '\x8b'};
constexpr const char* kBroken = "the gzip stream is broken";

}  // namespace

class Gunzip::Impl {
 public:
  explicit Impl(ByteReader read) : read_(std::move(read)), input_(kInputBytes) {}

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
    isal_inflate_init(&stream_);
    stream_.crc_flag = ISAL_GZIP;
    inflating_ = true;
    return absl::OkStatus();
  }

  bool IsMember() const {
    return end_ - at_ >= 2 && input_[at_] == kMagic[0] && input_[at_ + 1] == kMagic[1];
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
    stream_.next_out = reinterpret_cast<uint8_t*>(data);
    stream_.avail_out = static_cast<uint32_t>(std::min<size_t>(size, 1u << 30));
    const uint32_t room = stream_.avail_out;
    while (stream_.avail_out > 0 && wrong_ == nullptr) {
      const absl::StatusOr<bool> more = Refill();
      if (!more.ok()) return more.status();
      if (between_members_) {
        if (!*more) break;
        if (input_[at_] == '\0') {  // padding, as on tapes and block devices
          ++at_;
          continue;
        }
        if (input_[at_] != kMagic[0]) {
          wrong_ = kBroken;
          break;
        }
        isal_inflate_reset(&stream_);
        between_members_ = false;
      }
      stream_.next_in = reinterpret_cast<uint8_t*>(input_.data() + at_);
      stream_.avail_in = static_cast<uint32_t>(end_ - at_);
      const std::pair before(at_, stream_.avail_out);
      if (isal_inflate(&stream_) != ISAL_DECOMP_OK) wrong_ = kBroken;
      at_ = end_ - stream_.avail_in;
      if (stream_.block_state == ISAL_BLOCK_FINISH) {
        between_members_ = true;
      } else if (wrong_ == nullptr && before == std::pair(at_, stream_.avail_out)) {
        wrong_ = *more ? kBroken : "the gzip stream ends early";
      }
    }
    // What is wrong is told behind what came before it.
    if (wrong_ != nullptr && stream_.avail_out == room) return absl::DataLossError(wrong_);
    return room - stream_.avail_out;
  }

  ByteReader read_;
  std::vector<char> input_;
  size_t at_ = 0;
  size_t end_ = 0;
  bool begun_ = false;
  bool inflating_ = false;
  bool between_members_ = false;
  const char* wrong_ = nullptr;
  inflate_state stream_;
};

Gunzip::Gunzip(ByteReader read) : impl_(std::make_unique<Impl>(std::move(read))) {}
Gunzip::~Gunzip() = default;

absl::StatusOr<size_t> Gunzip::Read(char* data, size_t size) { return impl_->Read(data, size); }

}  // namespace deputy
