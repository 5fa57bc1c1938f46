// A request and an answer of the lab's server, free of any HTTP library.
#ifndef DEPUTY_SIMULATOR_LAB_HTTP_MESSAGE_H_
#define DEPUTY_SIMULATOR_LAB_HTTP_MESSAGE_H_

#include <cstddef>
#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

// The most that a question of the page may have. A policy of 250,000 bytes, which is what the page
// opens, takes twice that with all its quotes and lines escaped; the rest is for the request.
inline constexpr size_t kMostBody = size_t{512} << 10;

struct HttpCall {
  bool is_post = false;
  std::string path;  // decoded, without the query
  std::string body;
};

struct HttpAnswer {
  int status = 200;
  std::string type = "application/json";
  std::string body;
  std::string allow = "";  // with 405: the methods that are answered there
};

// Total and thread-safe.
using HttpHandler = std::function<HttpAnswer(const HttpCall&)>;

// {"error": "…"}: what every refusal looks like.
HttpAnswer HttpError(int status, absl::string_view message);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_HTTP_MESSAGE_H_
