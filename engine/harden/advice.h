// What a person has to know of services beside a hardened policy, or in its place.
#ifndef DEPUTY_ENGINE_HARDEN_ADVICE_H_
#define DEPUTY_ENGINE_HARDEN_ADVICE_H_

#include <string>
#include <vector>

#include "engine/harden/candidates.h"

namespace deputy {

// Why no change of the statement closes it, and what else could.
std::string WhyImpossible(const Statement& statement, const Circumstances& circumstances);

// On what the changes rely: keys of which no source says that a service sends them, or that it
// sends from some version on.
std::vector<std::string> NotesOn(const Policy& policy, const std::vector<Change>& changes,
                                 const Circumstances& circumstances);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_ADVICE_H_
