// System calls that a signal cut short are made again.
#ifndef DEPUTY_SIMULATOR_CLI_UNINTERRUPTED_H_
#define DEPUTY_SIMULATOR_CLI_UNINTERRUPTED_H_

#include <cerrno>

namespace deputy {

// What `call` returns once that is not -1 for EINTR.
template <typename Call>
auto Uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_UNINTERRUPTED_H_
