// A client that sends what no honest one would, when it wants to.
#ifndef DEPUTY_TESTS_LAB_RAW_CLIENT_H_
#define DEPUTY_TESTS_LAB_RAW_CLIENT_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

class RawClient {
 public:
  explicit RawClient(int port) : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawClient() {
    if (fd_ >= 0) close(fd_);
  }
  RawClient(RawClient&& other) noexcept : fd_(other.fd_), connected_(other.connected_) {
    other.fd_ = -1;
  }
  RawClient& operator=(RawClient&&) = delete;

  bool connected() const { return connected_; }
  bool Send(absl::string_view bytes) {
    return send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
  }
  void EndSending() { shutdown(fd_, SHUT_WR); }

  // All that comes until the other side closes, or nothing more in `most`.
  std::string ReadAll(std::chrono::milliseconds most = std::chrono::seconds(20)) {
    std::string all;
    char block[4096];
    pollfd waiting{fd_, POLLIN, 0};
    while (poll(&waiting, 1, static_cast<int>(most.count())) == 1) {
      const ssize_t count = recv(fd_, block, sizeof(block), 0);
      if (count <= 0) break;
      all.append(block, static_cast<size_t>(count));
    }
    return all;
  }

  std::string Ask(absl::string_view bytes) {
    Send(bytes);
    return ReadAll();
  }

 private:
  int fd_;
  bool connected_ = false;
};

}  // namespace deputy

#endif  // DEPUTY_TESTS_LAB_RAW_CLIENT_H_
