// The server against clients that are slow, greedy, rude or many: the honest ones are answered.
#include "simulator/lab/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/lab/raw_client.h"

namespace deputy {
namespace {

using std::chrono::milliseconds;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

HttpAnswer Echo(const HttpCall& call) {
  if (call.path == "/bug") throw std::bad_alloc();
  if (call.path == "/large") return {200, "text/plain", std::string(size_t{4} << 20, 'x')};
  return {200, "text/plain",
          absl::StrCat(call.is_post ? "POST " : "GET ", call.path, " ", call.body)};
}

class Served {
 public:
  explicit Served(HttpOptions options = {}) {
    options.request_time = options.request_time == HttpOptions().request_time
                               ? milliseconds(400)
                               : options.request_time;
    options.answer_time = milliseconds(400);
    server_ = *HttpServer::Listen(options, Echo);
    thread_ = std::thread([this] { EXPECT_TRUE(server_->Serve()); });
  }
  ~Served() {
    server_->Stop();
    thread_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  int port() const { return server_->port(); }
  std::string Ask(absl::string_view bytes) const { return RawClient(port()).Ask(bytes); }

 private:
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

const char kGet[] = "GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

std::string Post(const std::string& path, const std::string& body, const std::string& more = "") {
  return absl::StrCat("POST ", path,
                      " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n", more,
                      "Content-Length: ", body.size(), "\r\n\r\n", body);
}

TEST(HttpServer, AnswersGetsAndPosts) {
  const Served served;
  EXPECT_THAT(served.Ask(kGet), StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(served.Ask(kGet), HasSubstr("\r\n\r\nGET /a "));
  EXPECT_THAT(served.Ask(Post("/api/x", "{}")), HasSubstr("\r\n\r\nPOST /api/x {}"));
  EXPECT_THAT(served.Ask("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n"), Not(HasSubstr("GET /a")));
}

TEST(HttpServer, EveryAnswerHasTheSecurityHeaders) {
  const Served served;
  const std::string big(9000, 'x');
  for (const std::string& asked :
       {std::string(kGet), Post("/api/x", "{}"), Post("/none", "{}"),
        std::string("GET /a HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
        std::string("garbage\r\n\r\n"), std::string("GET /bug HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        absl::StrCat("GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", big, "\r\n\r\n"),
        std::string("GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-\r\n\r\n")}) {
    const std::string answer = served.Ask(asked);
    for (const char* header :
         {"Content-Security-Policy: default-src 'none'", "X-Content-Type-Options: nosniff",
          "Referrer-Policy: no-referrer", "X-Frame-Options: DENY", "Connection: close"})
      EXPECT_THAT(answer, HasSubstr(header)) << asked.substr(0, 60);
    EXPECT_THAT(answer, Not(HasSubstr("Access-Control-"))) << asked.substr(0, 60);
  }
}

TEST(HttpServer, WhatIsTooLargeIsRefusedBeforeItIsRead) {
  const Served served;
  EXPECT_THAT(served.Ask(absl::StrCat("GET /", std::string(9000, 'x'),
                                      " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")),
              StartsWith("HTTP/1.1 431 "));
  EXPECT_THAT(served.Ask(std::string(size_t{64} << 10, 'x')), StartsWith("HTTP/1.1 431 "));
  const std::string body(HttpOptions().max_body + 1, ' ');
  EXPECT_THAT(served.Ask(Post("/api/x", body)), StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(served.Ask(Post("/api/x", body.substr(1))), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(
      served.Ask("POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                 "Content-Length: 99999999999\r\n\r\n"),
      StartsWith("HTTP/1.1 413 "));
}

TEST(HttpServer, RudeRequestsAreRefused) {
  const Served served;
  EXPECT_THAT(served.Ask("GET /a HTTP/1.1\r\n\r\n"), StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(served.Ask("GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n"),
              StartsWith("HTTP/1.1 421 "));
  EXPECT_THAT(
      served.Ask(
          "OPTIONS /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://evil.example\r\n\r\n"),
      AnyOf(StartsWith("HTTP/1.1 403 "), StartsWith("HTTP/1.1 405 ")));
  EXPECT_THAT(served.Ask(Post("/api/x", "{}", "Origin: http://evil.example\r\n")),
              StartsWith("HTTP/1.1 403 "));
  EXPECT_THAT(served.Ask(Post("/api/x", "{}", "Content-Encoding: gzip\r\n")),
              StartsWith("HTTP/1.1 415 "));
  EXPECT_THAT(
      served.Ask("POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                 "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
      StartsWith("HTTP/1.1 415 "));
  EXPECT_THAT(served.Ask("GET /bug HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
              StartsWith("HTTP/1.1 500 "));
  EXPECT_THAT(served.Ask(std::string("\0\1\2\r\n\r\n", 7)), StartsWith("HTTP/1.1 400 "));
  std::string ranges = "GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\nrAnGe: bytes=0-0";
  while (ranges.size() < 8000) ranges += ",0-0";
  EXPECT_THAT(served.Ask(ranges + "\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(served.Ask(kGet), StartsWith("HTTP/1.1 200 ")) << "and goes on";
}

TEST(HttpServer, AMethodThatIsNotAnsweredIsSaidWithThoseThatAre) {
  const Served served;
  const std::string put = served.Ask("PUT /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_THAT(put, StartsWith("HTTP/1.1 405 "));
  EXPECT_THAT(put, HasSubstr("\r\nAllow: GET, HEAD, POST\r\n"));
  EXPECT_THAT(served.Ask(Post("/a", "{}")), HasSubstr("\r\n\r\nPOST /a ")) << "a POST stays one";
}

TEST(HttpServer, OneRequestAConnection) {
  const Served served;
  const std::string answers = served.Ask(absl::StrCat(kGet, kGet, kGet));
  EXPECT_EQ(answers.find("HTTP/1.1"), answers.rfind("HTTP/1.1"));
}

TEST(HttpServer, WhoeverIsSlowIsGivenUp) {
  const Served served;
  EXPECT_THAT(served.Ask("GET /a HT"), StartsWith("HTTP/1.1 408 "));
  // A body that never comes whole.
  RawClient half(served.port());
  half.Send(
      "POST /api/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
      "Content-Length: 100\r\n\r\n{");
  EXPECT_THAT(half.ReadAll(), Not(HasSubstr("200 OK")));
  // A byte now and then does not stretch the time.
  RawClient drip(served.port());
  int sent = 0;
  while (sent < 100 && drip.Send("G")) {
    ++sent;
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_LT(sent, 100);
}

TEST(HttpServer, AnAnswerThatNobodyTakesIsGivenUp) {
  const Served served;
  std::vector<RawClient> deaf;
  for (int i = 0; i < 8; ++i) {
    deaf.emplace_back(served.port());
    deaf.back().Send("GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  }
  EXPECT_THAT(served.Ask(kGet), StartsWith("HTTP/1.1 200 "));
}

// 200 that send a byte now and then, beside 20 honest ones, one after the other.
TEST(HttpServer, HonestOnesAreAnsweredAmongSlowOnes) {
  HttpOptions options;
  options.request_time = milliseconds(10000);
  const Served served(options);
  std::vector<RawClient> slow;
  for (int i = 0; i < 200; ++i) {
    slow.emplace_back(served.port());
    ASSERT_TRUE(slow.back().connected());
    ASSERT_TRUE(slow.back().Send(i % 2 == 0 ? "GET / HTTP/1.1\r\n"
                                            : "POST /api/x HTTP/1.1\r\nHost: 127.0."));
  }
  for (int i = 0; i < 20; ++i) EXPECT_THAT(served.Ask(kGet), StartsWith("HTTP/1.1 200 "));
  for (RawClient& client : slow) EXPECT_TRUE(client.Send("X"));
  EXPECT_THAT(served.Ask(Post("/api/x", "{}")), StartsWith("HTTP/1.1 200 "));
}

// More slow ones than there are places: the oldest go.
TEST(HttpServer, WhenAllPlacesAreTakenTheOldestGo) {
  HttpOptions options;
  options.request_time = milliseconds(60000);
  options.connections = 4;
  const Served served(options);
  std::vector<RawClient> slow;
  for (int i = 0; i < 40; ++i) {
    slow.emplace_back(served.port());
    slow.back().Send("GET /");
    if (i % 10 == 9) {
      EXPECT_THAT(served.Ask(kGet), StartsWith("HTTP/1.1 200 "));
    }
  }
}

TEST(HttpServer, ManyHonestOnesAtATime) {
  const Served served;
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  clients.reserve(50);
  for (int i = 0; i < 50; ++i) {
    clients.emplace_back([&] {
      for (int k = 0; k < 4; ++k) answered += served.Ask(Post("/api/x", "{}")).find("200 OK") == 9;
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 200);
}

TEST(HttpServer, StopsWithConnectionsOpen) {
  HttpOptions options;
  options.request_time = std::chrono::hours(1);  // who waits for it waits longer than a test may
  std::vector<RawClient> open;
  {
    const Served served(options);
    for (int i = 0; i < 20; ++i) {
      open.emplace_back(served.port());
      open.back().Send("GET /");
    }
  }
}

TEST(HttpServer, APortThatIsTakenIsSaid) {
  const Served served;
  HttpOptions options;
  options.port = served.port();
  const auto second = HttpServer::Listen(options, Echo);
  ASSERT_FALSE(second.ok());
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("is taken"));
}

TEST(HttpServer, AHostOfAnotherMachineIsSaid) {
  HttpOptions options;
  options.host = "192.0.2.1";
  EXPECT_FALSE(HttpServer::Listen(options, Echo).ok());
}

TEST(HttpServer, Loopback) {
  for (const char* host : {"127.0.0.1", "127.1.2.3", "127.1", "localhost", "::1"})
    EXPECT_TRUE(IsLoopback(host)) << host;
  for (const char* host :
       {"0.0.0.0", "::", "192.168.0.1", "128.0.0.1", "localhost.example", "127.example"})
    EXPECT_FALSE(IsLoopback(host)) << host;
}

}  // namespace
}  // namespace deputy
