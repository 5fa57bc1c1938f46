// A connection of which only so much is read, in so much time: whoever sends slowly, or without
// end, is given up. The head of a request is read whole before the HTTP library sees any of it.
#ifndef DEPUTY_SIMULATOR_LAB_BOUNDED_STREAM_H_
#define DEPUTY_SIMULATOR_LAB_BOUNDED_STREAM_H_

#include <httplib.h>
#include <poll.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

class BoundedStream final : public httplib::Stream {
 public:
  using Clock = std::chrono::steady_clock;

  struct Times {
    std::chrono::milliseconds request;  // in which it must be there
    std::chrono::milliseconds answer;   // in which it must be taken, from its first byte on
  };
  // The socket is not blocking from here on, and stays the caller's to close.
  BoundedStream(socket_t socket, Times times);

  enum class Head { kRead, kTooLong, kTooSlow, kGone };
  // Reads up to the empty line behind the headers.
  Head ReadHead(size_t max_bytes);
  absl::string_view head() const { return absl::string_view(buffer_).substr(0, head_size_); }

  // Bytes that may come behind the head.
  void AllowBody(size_t bytes) { limit_ = head_size_ + bytes; }
  // Tells the client that no more comes and reads away what it still sends, for a while, because
  // closing on unread bytes would take the answer back.
  void Finish(std::chrono::milliseconds time);

  bool is_readable() const override { return handed_ < buffer_.size() || Wait(POLLIN); }
  bool is_writable() const override { return Wait(POLLOUT); }
  ssize_t read(char* data, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return socket_; }

 private:
  bool Wait(short events) const;  // until the deadline
  ssize_t Receive(char* data, size_t size);

  socket_t socket_;
  Times times_;
  Clock::time_point deadline_;
  bool answering_ = false;
  bool broken_ =
      false;  // some of the answer is lost: nothing may follow, as the library would have it
  std::string buffer_;  // the head, and what came with it
  size_t head_size_ = 0;
  size_t handed_ = 0;  // bytes that the library has got
  size_t limit_ = 0;   // that it may get
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_BOUNDED_STREAM_H_
