#include "simulator/lab/prove_commands.h"

#include "absl/strings/str_cat.h"
#include "simulator/lab/answers.h"
#include "simulator/report/replay.h"

namespace deputy {
namespace {

// `deputy VERB policy.json` with the flags that `check` and `prove` have both.
std::string CommandOf(absl::string_view verb, const std::string& owner,
                      const TrustedParties& trusted) {
  std::string command = absl::StrCat("deputy ", verb, " ", kPolicyFile);
  for (const std::string& account : trusted.accounts)
    absl::StrAppend(&command, account == owner ? " --account " : " --trust ", account);
  for (const std::string& id : trusted.organizations)
    absl::StrAppend(&command, " --trust-org ", id);
  return command;
}

std::string ProveCommand(const std::string& owner, const TrustedParties& trusted, size_t rcps) {
  std::string command = CommandOf("prove", owner, trusted);
  for (const ThirdParty& party : trusted.third_parties) {
    absl::StrAppend(&command, " --third-party ",
                    ShellWord(absl::StrCat(party.account, "=", party.external_id)));
  }
  for (const TrustedClaim& claim : trusted.claims) {
    absl::StrAppend(&command, " --trust-claim ",
                    ShellWord(absl::StrCat(claim.key, "=", claim.pattern)));
  }
  for (size_t i = 1; i <= rcps; ++i) absl::StrAppend(&command, " --rcp rcp-", i, ".json");
  return command;
}

}  // namespace

bool IsAnybodyMine(const TrustedParties& trusted) {
  return !trusted.accounts.empty() || !trusted.organizations.empty();
}

std::vector<std::string> ProveCommands(const std::string& owner, const TrustedParties& trusted,
                                       size_t rcps) {
  std::vector<std::string> commands = {CommandOf("check", owner, trusted)};
  if (!IsAnybodyMine(trusted)) return commands;
  for (size_t i = 1; i <= rcps; ++i) {
    commands.push_back(absl::StrCat("jq '[.resourceControlPolicies] | flatten | .[", i - 1, "]' ",
                                    kRequestFile, " > rcp-", i, ".json"));
  }
  commands.push_back(ProveCommand(owner, trusted, rcps));
  return commands;
}

}  // namespace deputy
