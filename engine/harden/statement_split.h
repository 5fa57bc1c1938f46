// What to do when no edit of a whole statement closes it.
#ifndef DEPUTY_ENGINE_HARDEN_STATEMENT_SPLIT_H_
#define DEPUTY_ENGINE_HARDEN_STATEMENT_SPLIT_H_

#include <cstddef>
#include <optional>

#include "engine/harden/change.h"
#include "engine/harden/circumstances.h"

namespace deputy {

// A division of the statement in two, so that each part can have its own conditions.
// Nothing when those whom it names need no different ones.
std::optional<Change> SplitFor(const Policy& policy, size_t index,
                               const Circumstances& circumstances);

}  // namespace deputy

#endif  // DEPUTY_ENGINE_HARDEN_STATEMENT_SPLIT_H_
