// A fuzz target is one function over bytes that aborts when two ways of knowing the same thing
// differ. Built by the fuzz preset it is a libFuzzer program; in ordinary tests it is one entry of
// a table, and its kept corpus is replayed (replay_test.cc).
//
//   FUZZ_TARGET(cidr) { Require(ParseCidr(input) == Slowly(input), "…"); }
#ifndef DEPUTY_TESTS_FUZZ_FUZZ_TARGET_H_
#define DEPUTY_TESTS_FUZZ_FUZZ_TARGET_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/text/diagnostic.h"

namespace deputy::fuzz {

using Target = void (*)(absl::string_view input);

inline std::map<std::string, Target>& Targets() {
  static std::map<std::string, Target>& targets = *new std::map<std::string, Target>;
  return targets;
}

inline bool Register(const char* name, Target target) {
  return Targets().emplace(name, target).second;
}

// What does not hold is a finding.
inline void Require(bool holds, absl::string_view what, absl::string_view detail = "") {
  if (holds) return;
  std::fprintf(stderr, "%s\n%s\n", std::string(what).c_str(), Escape(detail, 4000).c_str());
  std::abort();
}

}  // namespace deputy::fuzz

#ifdef DEPUTY_FUZZ_REPLAY
#define DEPUTY_FUZZ_ENTRY(name) \
  static const bool registered_##name = ::deputy::fuzz::Register(#name, FuzzOne_##name);
#else
#define DEPUTY_FUZZ_ENTRY(name)                                                   \
  extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {       \
    FuzzOne_##name(absl::string_view(reinterpret_cast<const char*>(data), size)); \
    return 0;                                                                     \
  }
#endif

#define FUZZ_TARGET(name)                              \
  static void FuzzOne_##name(absl::string_view input); \
  DEPUTY_FUZZ_ENTRY(name)                              \
  static void FuzzOne_##name(absl::string_view input)

#endif  // DEPUTY_TESTS_FUZZ_FUZZ_TARGET_H_
