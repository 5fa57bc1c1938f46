// The short way for the lines that streams are made of: a request for a role of the store, without
// policies, lists or escapes. Such a line is decided without building a tree: the first of its
// layout by simdjson, those behind it by their layout alone (line_layouts.h). Any other is left to
// EvaluateLine, which says the same to all of them. That they say the same is a test (tests/batch)
// and a fuzz target.
#ifndef DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_
#define DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "simulator/batch/line_evaluator.h"
#include "simulator/batch/role_store.h"

namespace deputy {

// Bytes behind the lines that must be readable. Where the last line has no line end the first of
// them is NUL; what the others hold does not matter.
inline constexpr size_t kLinePadding = 64;

// One a thread: remembers the callers and keys it has met.
class QuickEvaluator {
 public:
  explicit QuickEvaluator(const RoleStore& store);
  ~QuickEvaluator();
  QuickEvaluator(QuickEvaluator&&) noexcept;

  // Appends the result lines of the first so many of `lines` and counts them, up to one that it
  // leaves. Says how many bytes these take, with their line ends; the last of all lines need not
  // have one.
  size_t Evaluate(absl::string_view lines, std::string& out, EvaluationCounts& counts);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_
