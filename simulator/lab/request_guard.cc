#include "simulator/lab/request_guard.h"

#include <arpa/inet.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/text/diagnostic.h"
#include "engine/text/json_writer.h"

namespace deputy {
namespace {

bool IsPort(absl::string_view text) {
  int port = 0;
  return !text.empty() && text.find_first_not_of("0123456789") == absl::string_view::npos &&
         absl::SimpleAtoi(text, &port) && port <= 65535;
}

bool IsAddress(int family, absl::string_view text) {
  unsigned char address[sizeof(in6_addr)];
  return inet_pton(family, std::string(text).c_str(), address) == 1;
}

// `name`, `name:port` or `[address]:port`, where the name is one that nobody else can point here.
bool IsOwnHost(absl::string_view host, absl::string_view own_host) {
  const size_t end = absl::StartsWith(host, "[") ? host.find(']') : host.find(':');
  absl::string_view name = host.substr(0, end);
  absl::string_view rest = end == absl::string_view::npos ? "" : host.substr(end);
  const bool is_ipv6 = absl::StartsWith(host, "[");
  if (is_ipv6) {
    if (rest.empty()) return false;
    name.remove_prefix(1);
    rest.remove_prefix(1);
  }
  if (!rest.empty() && (rest[0] != ':' || !IsPort(rest.substr(1)))) return false;
  if (is_ipv6) return IsAddress(AF_INET6, name);
  return absl::EqualsIgnoreCase(name, "localhost") || IsAddress(AF_INET, name) ||
         (!own_host.empty() && absl::EqualsIgnoreCase(name, own_host));
}

bool IsJson(absl::string_view content_type) {
  const absl::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type), "application/json");
}

std::optional<HttpAnswer> RefuseBody(const RequestHead& head, size_t max_body) {
  if (head.is_encoded)
    return HttpError(415, "a body must be neither compressed nor sent in chunks");
  if (head.content_types.size() != 1 || !IsJson(head.content_types[0]))
    return HttpError(415, "a body must be `Content-Type: application/json`");
  uint64_t length = 0;
  if (head.content_lengths.size() != 1) return HttpError(411, "a body must say its Content-Length");
  const std::string& text = head.content_lengths[0];
  if (text.find_first_not_of("0123456789") != std::string::npos || !absl::SimpleAtoi(text, &length))
    return HttpError(400, "the Content-Length is no number");
  if (length > max_body)
    return HttpError(413, absl::StrCat("a body may have ", max_body, " bytes, and not ", length));
  return std::nullopt;
}

}  // namespace

HttpAnswer HttpError(int status, absl::string_view message) {
  JsonWriter writer;
  writer.BeginObject().Member("error", message).EndObject();
  return {status, "application/json", absl::StrCat(writer.Take(), "\n")};
}

std::optional<HttpAnswer> Refuse(const RequestHead& head, absl::string_view own_host,
                                 size_t max_body) {
  if (head.hosts.size() > 1)
    return HttpError(421, absl::StrCat("a request has one Host, and not ", head.hosts.size()));
  if (head.hosts.empty() || !IsOwnHost(head.hosts[0], own_host)) {
    const std::string host = head.hosts.empty() ? "none" : Quote(head.hosts[0]);
    return HttpError(421, absl::StrCat("the Host must be an address or `localhost`, and is ", host,
                                       "; a name of one's own needs `deputy serve --host NAME`"));
  }
  if (head.origins.size() > 1 ||
      (head.origins.size() == 1 &&
       !absl::EqualsIgnoreCase(head.origins[0], absl::StrCat("http://", head.hosts[0]))))
    return HttpError(403, "a page of another origin asks; only the lab's own page is answered");
  if (head.is_api && !head.fetch_site.empty() && head.fetch_site != "same-origin" &&
      head.fetch_site != "none")
    return HttpError(403, "a page of another site asks; only the lab's own page is answered");
  if (head.method == "GET" || head.method == "HEAD") {
    if (head.is_encoded || (!head.content_lengths.empty() && head.content_lengths[0] != "0"))
      return HttpError(400, "a GET has no body");
    return std::nullopt;
  }
  if (head.method == "POST") return RefuseBody(head, max_body);
  HttpAnswer refusal = HttpError(405, "only GET, HEAD and POST are answered");
  refusal.allow = "GET, HEAD, POST";
  return refusal;
}

}  // namespace deputy
