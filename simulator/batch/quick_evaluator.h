// The short way for the lines that streams are made of: a request for a role of the store, without
// policies, lists or escapes. Such a line is decided without building a tree; any other is left to
// EvaluateLine, which says the same to both. That they say the same is a test (tests/differential),
// on every conformance case and at random.
#ifndef DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_
#define DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "simulator/batch/line_evaluator.h"
#include "simulator/batch/role_store.h"

namespace deputy {

// Bytes behind a line that must be readable; what they hold does not matter.
inline constexpr size_t kLinePadding = 64;

// One a thread: remembers the callers and keys it has met.
class QuickEvaluator {
 public:
  explicit QuickEvaluator(const RoleStore& store);
  ~QuickEvaluator();
  QuickEvaluator(QuickEvaluator&&) noexcept;

  // Appends the result line and counts it, or leaves everything as it was and returns false.
  bool Evaluate(absl::string_view line, std::string& out, EvaluationCounts& counts);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_QUICK_EVALUATOR_H_
