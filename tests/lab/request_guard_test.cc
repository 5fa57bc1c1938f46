// Who is answered and who is not: DNS rebinding, pages of other origins, bodies that are no JSON.
#include "simulator/lab/request_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace deputy {
namespace {

using ::testing::HasSubstr;

RequestHead Get(const std::string& host) {
  RequestHead head;
  head.method = "GET";
  head.hosts = {host};
  return head;
}

RequestHead Post() {
  RequestHead head = Get("127.0.0.1:8383");
  head.method = "POST";
  head.is_api = true;
  head.content_types = {"application/json"};
  head.content_lengths = {"10"};
  return head;
}

// The status of the refusal, 0 for none.
int StatusOf(const RequestHead& head, absl::string_view own_host = "127.0.0.1") {
  const auto refusal = Refuse(head, own_host, 1000);
  return refusal ? refusal->status : 0;
}

TEST(RequestGuard, AHostThatNobodyElseCanPointHereIsAnswered) {
  for (const char* host : {"127.0.0.1", "127.0.0.1:8383", "localhost", "LOCALHOST:9", "[::1]:8383",
                           "[::1]", "192.168.1.7:80"})
    EXPECT_EQ(StatusOf(Get(host)), 0) << host;
}

TEST(RequestGuard, ANameThatDnsCouldPointHereIsNot) {
  for (const char* host :
       {"evil.example", "evil.example:8383", "localhost.evil.example", "127.0.0.1.evil.example",
        "evil.localhost", "", ":8383", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:8383:1",
        "127.0.0.1:99999", "0x7f.1", "2130706433", "[::1", "[::1]x", "[evil.example]", "::1",
        "127.0.0.1 ", "user@127.0.0.1"})
    EXPECT_EQ(StatusOf(Get(host)), 421) << host;
}

TEST(RequestGuard, TheNameThatWasGivenToHostIsAnswered) {
  EXPECT_EQ(StatusOf(Get("lab.school.example:8383"), "lab.school.example"), 0);
  EXPECT_EQ(StatusOf(Get("other.school.example:8383"), "lab.school.example"), 421);
}

TEST(RequestGuard, OneHostAndNotTwo) {
  RequestHead head = Get("127.0.0.1");
  head.hosts.emplace_back("127.0.0.1");
  EXPECT_EQ(StatusOf(head), 421);
  EXPECT_THAT(Refuse(head, "", 1)->body, HasSubstr("a request has one Host, and not 2"));
  head.hosts.clear();
  EXPECT_EQ(StatusOf(head), 421);
  EXPECT_THAT(Refuse(head, "", 1)->body, HasSubstr("and is none"));
}

TEST(RequestGuard, APageOfAnotherOriginIsRefused) {
  RequestHead head = Post();
  EXPECT_EQ(StatusOf(head), 0);
  head.origins = {"http://127.0.0.1:8383"};
  EXPECT_EQ(StatusOf(head), 0);
  for (const char* origin : {"http://127.0.0.1:9999", "http://localhost:8383", "null",
                             "https://127.0.0.1:8383", "http://evil.example", ""}) {
    head.origins = {origin};
    EXPECT_EQ(StatusOf(head), 403) << origin;
  }
}

TEST(RequestGuard, ASubresourceOfAnotherSiteIsRefused) {
  RequestHead head = Get("127.0.0.1:8383");
  head.fetch_site = "cross-site";
  EXPECT_EQ(StatusOf(head), 0) << "a link to the page";
  head.is_api = true;
  EXPECT_EQ(StatusOf(head), 403);
  head.fetch_site = "same-site";
  EXPECT_EQ(StatusOf(head), 403);
  head.fetch_site = "same-origin";
  EXPECT_EQ(StatusOf(head), 0);
}

TEST(RequestGuard, ABodyIsPlainJsonOfAKnownLength) {
  const auto with = [](auto change) {
    RequestHead head = Post();
    change(head);
    return StatusOf(head);
  };
  EXPECT_EQ(with([](auto& head) { head.content_types = {"application/json; charset=utf-8"}; }), 0);
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded",
                           "multipart/form-data; boundary=x", "application/jsonp", ""})
    EXPECT_EQ(with([&](auto& head) { head.content_types = {type}; }), 415) << type;
  EXPECT_EQ(with([](auto& head) { head.content_types.clear(); }), 415);
  EXPECT_EQ(with([](auto& head) { head.is_encoded = true; }), 415);
  EXPECT_EQ(with([](auto& head) { head.content_lengths.clear(); }), 411);
  EXPECT_EQ(with([](auto& head) { head.content_lengths = {"10", "11"}; }), 411);
  EXPECT_EQ(with([](auto& head) { head.content_lengths = {"1000"}; }), 0);
  EXPECT_EQ(with([](auto& head) { head.content_lengths = {"1001"}; }), 413);
  for (const char* length : {"-1", "+1", "1e3", "", "99999999999999999999999"})
    EXPECT_EQ(with([&](auto& head) { head.content_lengths = {length}; }), 400) << length;
}

TEST(RequestGuard, OtherMethodsAreRefused) {
  for (const char* method : {"OPTIONS", "PUT", "DELETE", "TRACE", "CONNECT", "PRI", "get"}) {
    RequestHead head = Get("127.0.0.1");
    head.method = method;
    EXPECT_EQ(StatusOf(head), 405) << method;
    EXPECT_EQ(Refuse(head, "", 1)->allow, "GET, HEAD, POST") << method;
  }
}

}  // namespace
}  // namespace deputy
