#include "simulator/lab/http_server.h"

#include <arpa/inet.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <exception>
#include <semaphore>
#include <thread>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "simulator/lab/bounded_stream.h"
#include "simulator/lab/connection_threads.h"
#include "simulator/lab/request_guard.h"

namespace deputy {
namespace {

// Scripts, styles and data from here only; nothing can be framed, posted elsewhere or turned into
// script: https://www.w3.org/TR/CSP3/
constexpr const char* kHeaders[][2] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
     "form-action 'none'; frame-ancestors 'none'; base-uri 'none'; "
     "require-trusted-types-for 'script'; trusted-types deputy"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Cache-Control", "no-store"},
};

std::vector<std::string> All(const httplib::Request& request, const char* name) {
  std::vector<std::string> values;
  const auto [begin, end] = request.headers.equal_range(name);
  for (auto it = begin; it != end; ++it) values.push_back(it->second);
  return values;
}

RequestHead HeadOf(const httplib::Request& request) {
  RequestHead head;
  head.method = request.method;
  head.hosts = All(request, "Host");
  head.origins = All(request, "Origin");
  head.content_types = All(request, "Content-Type");
  head.content_lengths = All(request, "Content-Length");
  head.fetch_site = request.get_header_value("Sec-Fetch-Site");
  head.is_encoded =
      request.has_header("Content-Encoding") || request.has_header("Transfer-Encoding");
  head.is_api = absl::StartsWith(request.path, "/api/");
  return head;
}

void Fill(const HttpAnswer& answer, httplib::Response& response) {
  response.status = answer.status;
  response.set_content(answer.body, answer.type);
  if (!answer.allow.empty()) response.set_header("Allow", answer.allow);
}

// Limits the answers that are worked on at a time, so that memory stays bounded too.
class Turn {
 public:
  explicit Turn(std::counting_semaphore<>& turns) : turns_(turns) { turns_.acquire(); }
  ~Turn() { turns_.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::counting_semaphore<>& turns_;
};

int WorkersOf(const HttpOptions& options) {
  if (options.workers > 0) return options.workers;
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

}  // namespace

class HttpServer::Impl final : public httplib::Server {
 public:
  Impl(HttpOptions options, HttpHandler handler)
      : options_(std::move(options)), handler_(std::move(handler)), turns_(WorkersOf(options_)) {
    httplib::Headers headers;
    for (const auto& [name, value] : kHeaders) headers.emplace(name, value);
    set_default_headers(std::move(headers));
    set_payload_max_length(options_.max_body);
    set_tcp_nodelay(true);
    // Without SO_REUSEPORT, which is the library's default: two labs on one port would share it.
    set_socket_options([](socket_t socket) {
      const int yes = 1;
      setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    });
    new_task_queue = [this] { return new ConnectionThreads(options_.connections, waiting_); };
    // Before the library reads a body. A GET is answered here as well: no pattern is matched
    // against what somebody sent.
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (const auto refusal = Refuse(HeadOf(request), options_.host, options_.max_body)) {
        Fill(*refusal, response);
      } else if (request.method == "POST" && absl::StartsWith(request.path, "/api/") &&
                 request.path.size() <= 64) {
        return HandlerResponse::Unhandled;
      } else {
        Answer({request.method == "POST", request.path, ""}, response);
      }
      return HandlerResponse::Handled;
    });
    Post("/api/.*", [this](const httplib::Request& request, httplib::Response& response) {
      Answer({true, request.path, request.body}, response);
    });
    set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (response.body.empty())
        Fill(HttpError(response.status, response.status == 404 ? "there is no such page"
                                                               : "the request was not understood"),
             response);
    });
    set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          Fill(HttpError(500, "out of memory, or a bug in deputy"), response);
        });
  }

  absl::Status Bind() {
    errno = 0;
    if (options_.port == 0) {
      port_ = bind_to_any_port(options_.host);
    } else {
      port_ = bind_to_port(options_.host, options_.port) ? options_.port : -1;
    }
    if (port_ > 0) {
      ::listen(svr_sock_, SOMAXCONN);  // the library's own queue is five long
      return absl::OkStatus();
    }
    const std::string where = absl::StrCat(Escape(options_.host), ":", options_.port);
    if (errno == EADDRINUSE) {
      return absl::AlreadyExistsError(absl::StrCat(
          where, " is taken; another `deputy serve`? Give another one with --port, or --port 0"));
    }
    return absl::UnavailableError(absl::StrCat(
        "cannot listen on ", where, ": ",
        errno != 0 ? std::strerror(errno) : "no address of this machine",
        errno == EACCES && options_.port > 0 ? "; give a port above 1023 with --port, or --port 0"
                                             : ""));
  }

  int port() const { return port_; }

  // The library's own stop() does nothing before it listens, and a signal may come early.
  void End() {
    stopped_ = true;
    ::shutdown(svr_sock_, SHUT_RDWR);
    waiting_.GiveUpAll();
  }
  bool Run() { return listen_after_bind() || stopped_; }

 private:
  void Answer(const HttpCall& call, httplib::Response& response) {
    const Turn turn(turns_);
    Fill(handler_(call), response);
  }

  bool process_and_close_socket(socket_t socket) override {
    try {
      BoundedStream stream(socket, {options_.request_time, options_.answer_time});
      ProcessOne(stream);
    } catch (const std::exception&) {  // out of memory: this connection alone goes
    }
    ::close(socket);
    return true;
  }

  // One request a connection: on loopback a connection costs less than what it would cost to tell
  // an idle one from a slow one.
  void ProcessOne(BoundedStream& stream) {
    const WaitingConnections::Entry entry(waiting_, stream.socket());
    const BoundedStream::Head head = stream.ReadHead(options_.max_head);
    if (head == BoundedStream::Head::kGone) return;
    // The library reads a Range with a recursive regular expression; nobody needs one here.
    if (head == BoundedStream::Head::kTooLong) {
      Raw(stream, 431, "Request Header Fields Too Large", "the request has too many header bytes");
    } else if (head == BoundedStream::Head::kTooSlow) {
      Raw(stream, 408, "Request Timeout", "the request did not come in time");
    } else if (absl::StrContains(absl::AsciiStrToLower(stream.head()), "\nrange:")) {
      Raw(stream, 400, "Bad Request", "a Range is not answered");
    } else {
      stream.AllowBody(options_.max_body);
      bool closed = false;
      process_request(stream, true, closed, [](httplib::Request& request) {
        request.headers.erase("Accept-Encoding");  // packing costs more than loopback
      });
    }
    stream.Finish(std::chrono::milliseconds(500));
  }

  void Raw(BoundedStream& stream, int status, const char* reason, const char* message) {
    const HttpAnswer answer = HttpError(status, message);
    std::string text = absl::StrCat("HTTP/1.1 ", status, " ", reason, "\r\nConnection: close\r\n");
    for (const auto& [name, value] : kHeaders) absl::StrAppend(&text, name, ": ", value, "\r\n");
    absl::StrAppend(&text, "Content-Type: ", answer.type,
                    "\r\nContent-Length: ", answer.body.size(), "\r\n\r\n", answer.body);
    stream.write(text.data(), text.size());
  }

  const HttpOptions options_;
  const HttpHandler handler_;
  std::counting_semaphore<> turns_;
  WaitingConnections waiting_;
  std::atomic<bool> stopped_{false};
  int port_ = -1;
};

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpServer::~HttpServer() = default;

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Listen(HttpOptions options,
                                                               HttpHandler handler) {
  auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
  absl::Status status = impl->Bind();
  if (!status.ok()) return status;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

int HttpServer::port() const { return impl_->port(); }

bool HttpServer::Serve() { return impl_->Run(); }

void HttpServer::Stop() { impl_->End(); }

bool IsLoopback(absl::string_view host) {
  in_addr address{};
  const bool is_ipv4 = inet_aton(std::string(host).c_str(), &address) != 0;
  return absl::EqualsIgnoreCase(host, "localhost") || host == "::1" ||
         (is_ipv4 && (ntohl(address.s_addr) >> 24) == 127);
}

}  // namespace deputy
