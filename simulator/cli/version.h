// The version of deputy; CHANGELOG.md says what each one brought.
#ifndef DEPUTY_SIMULATOR_CLI_VERSION_H_
#define DEPUTY_SIMULATOR_CLI_VERSION_H_

namespace deputy {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_CLI_VERSION_H_
