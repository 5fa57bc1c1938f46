// A request as `deputy eval` takes it, and the command that decides it again: whoever is shown a
// request can see for himself that it gets in.
#ifndef DEPUTY_SIMULATOR_REPORT_REPLAY_H_
#define DEPUTY_SIMULATOR_REPORT_REPLAY_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/decide/request.h"
#include "engine/policy/policy.h"

namespace deputy {

// What the request meets. Identity policies of a caller allow it everything.
struct ReplayScene {
  const Policy* policy = nullptr;
  std::vector<const Policy*> rcps;
  // A file that holds the trust policy and nothing else, or one that holds the role among others;
  // at most one of them. With neither, the policy travels in the request.
  std::string policy_path;
  std::string roles_path;
  bool identity_policies = true;  // or the caller has none
};

// ASCII, without an apostrophe: what could mislead in a terminal or end a word of a shell is
// escaped. `separator` stands between members. `whole`: with all policies, whatever paths there
// are.
std::string RequestJson(const Request& request, const ReplayScene& scene, bool whole,
                        absl::string_view separator = ",");

// A word of a command for a POSIX shell, in quotes where it needs them.
std::string ShellWord(absl::string_view text);

// For a POSIX shell. `indent` is that of further lines, where the command is long; without one it
// stays on one line.
std::string ReplayCommand(const Request& request, const ReplayScene& scene,
                          absl::string_view indent = "");

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_REPLAY_H_
