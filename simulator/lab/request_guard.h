// Which requests a server on loopback may answer at all. Every page that the browser has open can
// send it requests, so whoever asks must show that he is the lab's own page, or no page.
//
// - Host: a name that an attacker's DNS points at 127.0.0.1 (DNS rebinding) makes his page look
// like
//   ours to the browser. An address or `localhost` cannot be pointed anywhere.
// - Origin, Sec-Fetch-Site: a page of elsewhere gets no answer, and there are no CORS headers.
// - A body is JSON and says so: a form cannot send that, and a script of elsewhere would need
// leave.
// - Content-Length only: nothing compressed or of unknown length is unpacked.
#ifndef DEPUTY_SIMULATOR_LAB_REQUEST_GUARD_H_
#define DEPUTY_SIMULATOR_LAB_REQUEST_GUARD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/lab/http_message.h"

namespace deputy {

struct RequestHead {
  std::string method;
  std::vector<std::string> hosts;            // every Host header
  std::vector<std::string> origins;          // every Origin header
  std::vector<std::string> content_types;    // every Content-Type header
  std::vector<std::string> content_lengths;  // every Content-Length header
  std::string fetch_site;                    // Sec-Fetch-Site
  bool is_encoded = false;                   // Content-Encoding or Transfer-Encoding
  bool is_api = false;                       // the path is below /api/
};

// `own_host` is the name given to --host: it is trusted as it was given. Nothing when the request
// may be answered.
std::optional<HttpAnswer> Refuse(const RequestHead& head, absl::string_view own_host,
                                 size_t max_body);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_REQUEST_GUARD_H_
