// A running `deputy serve --port 0`.
#ifndef DEPUTY_TESTS_SUPPORT_SERVING_H_
#define DEPUTY_TESTS_SUPPORT_SERVING_H_

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/support/child.h"

namespace deputy {

class Serving {
 public:
  // Waits until it has said where it listens, or has ended.
  explicit Serving(const std::vector<std::string>& arguments = {},
                   const std::vector<std::pair<std::string, std::string>>& environment = {});
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  // Empty when it ended instead.
  const std::string& address() const { return address_; }
  int port() const { return std::stoi(address_.substr(address_.rfind(':') + 1)); }

  // Sends the signal and waits. With `out` is the address.
  ChildEnded End(int signal);

 private:
  pid_t pid_ = -1;
  int err_ = -1;
  std::string address_;
};

}  // namespace deputy

#endif  // DEPUTY_TESTS_SUPPORT_SERVING_H_
