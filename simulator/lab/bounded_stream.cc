#include "simulator/lab/bounded_stream.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace deputy {
namespace {

// What is asked again succeeds, or waits.
bool IsMomentary(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

BoundedStream::BoundedStream(socket_t socket, Times times)
    : socket_(socket), times_(times), deadline_(Clock::now() + times.request) {
  const int flags = fcntl(socket_, F_GETFL);
  if (flags >= 0) fcntl(socket_, F_SETFL, flags | O_NONBLOCK);
}

bool BoundedStream::Wait(short events) const {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) return false;
    pollfd poll_of{socket_, events, 0};
    const int ready = poll(&poll_of, 1, static_cast<int>(left) + 1);
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

// -1 when nothing came in time or the connection broke, 0 at its end.
ssize_t BoundedStream::Receive(char* data, size_t size) {
  while (Wait(POLLIN)) {
    const ssize_t count = recv(socket_, data, size, 0);
    if (count >= 0) return count;
    if (!IsMomentary(errno)) return -1;
  }
  errno = ETIMEDOUT;
  return -1;
}

BoundedStream::Head BoundedStream::ReadHead(size_t max_bytes) {
  char block[4096];
  while (true) {
    const ssize_t count = Receive(block, sizeof(block));
    if (count == 0) return Head::kGone;
    if (count < 0) return errno == ETIMEDOUT ? Head::kTooSlow : Head::kGone;
    const size_t seen = buffer_.size() < 3 ? 0 : buffer_.size() - 3;  // the end may lie across
    buffer_.append(block, static_cast<size_t>(count));
    const size_t end = buffer_.find("\r\n\r\n", seen);
    if (end != std::string::npos && end + 4 <= max_bytes) {
      head_size_ = end + 4;
      return Head::kRead;
    }
    if (end != std::string::npos || buffer_.size() > max_bytes) return Head::kTooLong;
  }
}

ssize_t BoundedStream::read(char* data, size_t size) {
  if (handed_ >= limit_) return -1;
  size = std::min(size, limit_ - handed_);
  ssize_t count = 0;
  if (handed_ < buffer_.size()) {
    count = static_cast<ssize_t>(buffer_.copy(data, size, handed_));
  } else {
    count = Receive(data, size);
  }
  if (count > 0) handed_ += static_cast<size_t>(count);
  return count;
}

ssize_t BoundedStream::write(const char* data, size_t size) {
  if (!answering_) deadline_ = Clock::now() + times_.answer;
  answering_ = true;
  size_t sent = 0;
  while (sent < size && !broken_) {
    ssize_t count = -1;
    const bool waited = Wait(POLLOUT);
    if (waited) count = send(socket_, data + sent, size - sent, MSG_NOSIGNAL);
    if (count > 0) sent += static_cast<size_t>(count);
    broken_ = !waited || (count < 0 && !IsMomentary(errno));
  }
  return broken_ ? -1 : static_cast<ssize_t>(size);
}

void BoundedStream::Finish(std::chrono::milliseconds time) {
  deadline_ = Clock::now() + time;
  ::shutdown(socket_, SHUT_WR);
  char block[4096];
  while (Receive(block, sizeof(block)) > 0) {
  }
}

}  // namespace deputy
