// A request and an answer of the lab's server, free of any HTTP library.
#ifndef DEPUTY_SIMULATOR_LAB_HTTP_MESSAGE_H_
#define DEPUTY_SIMULATOR_LAB_HTTP_MESSAGE_H_

#include <functional>
#include <string>

#include "absl/strings/string_view.h"

namespace deputy {

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
