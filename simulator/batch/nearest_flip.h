// "What would it take?": the smallest edit to a request's context that turns an allowed request
// into one that is not, or the other way round. Found by trying: every edit shown was decided by
// the engine.
#ifndef DEPUTY_SIMULATOR_BATCH_NEAREST_FLIP_H_
#define DEPUTY_SIMULATOR_BATCH_NEAREST_FLIP_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/decide/decision.h"
#include "simulator/batch/request_reader.h"
#include "simulator/batch/role_store.h"

namespace deputy {

// Sets a context key to one value, or removes it.
struct ContextEdit {
  std::string key;
  std::optional<std::string> value;
};

struct Flip {
  std::vector<ContextEdit> edits;  // at most kMaxFlipEdits, on different keys
  Decision decision;               // of the edited request
};

inline constexpr size_t kMaxFlipEdits = 3;

// Only keys that a caller or a calling service sets are edited, never those that follow from the
// principal. Nothing when no such edit was found, which does not say that there is none.
std::optional<Flip> FindNearestFlip(const EvaluationRequest& request, const RoleStore* store);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_NEAREST_FLIP_H_
