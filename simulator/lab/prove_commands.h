// What of the page's findings and proof the command line says, and how it is asked.
#ifndef DEPUTY_SIMULATOR_LAB_PROVE_COMMANDS_H_
#define DEPUTY_SIMULATOR_LAB_PROVE_COMMANDS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "engine/prove/property.h"

namespace deputy {

// Without an account and an organization nothing can be proved.
bool IsAnybodyMine(const TrustedParties& trusted);

// `deputy check` and, where somebody is mine, `deputy prove`, of the files that the page saves.
// `owner` is an account of `trusted`, or empty. The command line reads resource control policies
// from files of their own: before it they are taken out of the request.
std::vector<std::string> ProveCommands(const std::string& owner, const TrustedParties& trusted,
                                       size_t rcps);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_LAB_PROVE_COMMANDS_H_
