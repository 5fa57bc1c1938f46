// The lab's web server: one request a connection, within limits, and only from whom request_guard.h
// lets pass. Every answer carries the security headers.
#ifndef DEPUTY_SIMULATOR_LAB_HTTP_SERVER_H_
#define DEPUTY_SIMULATOR_LAB_HTTP_SERVER_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "simulator/lab/http_message.h"

namespace deputy {

struct HttpOptions {
  std::string host = "127.0.0.1";  // an address, or a name of this machine
  int port = 0;                    // 0: any that is free
  size_t max_head = size_t{8} << 10;
  size_t max_body = kMostBody;
  std::chrono::milliseconds request_time{5000};  // in which a request must be there
  std::chrono::milliseconds answer_time{5000};   // in which its answer must be taken
  size_t connections = 256;                      // at a time
  int workers = 0;                               // that answer at a time; 0: as many as cores
};

class HttpServer {
 public:
  // Listens from here on; fails when the port is taken or the host is none of this machine.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Listen(HttpOptions options,
                                                            HttpHandler handler);
  ~HttpServer();

  int port() const;
  // Answers until Stop(), or until the socket breaks (then false).
  bool Serve();
  // From any thread. Connections that wait are ended, what is being answered is answered.
  void Stop();

 private:
  class Impl;
  explicit HttpServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Whether the host is of this machine alone: `localhost`, 127.0.0.0/8, ::1.
bool IsLoopback(absl::string_view host);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_HTTP_SERVER_H_
