// A line of JSON in, a line of JSON out: what `deputy eval` does to each line of its stream. Pure,
// thread-safe.
#ifndef DEPUTY_SIMULATOR_BATCH_LINE_EVALUATOR_H_
#define DEPUTY_SIMULATOR_BATCH_LINE_EVALUATOR_H_

#include <array>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/decide/decision.h"
#include "simulator/batch/request_reader.h"
#include "simulator/batch/role_store.h"

namespace deputy {

inline constexpr size_t kMaxLineBytes = size_t{16} << 20;

struct LineOptions {
  const RoleStore* store = nullptr;
  bool explain = false;  // adds "trace"
};

// What became of lines, by outcome. Adds up across runs.
struct EvaluationCounts {
  int64_t lines = 0;
  std::array<int64_t, 3> decisions{};  // by DecisionKind
  std::array<int64_t, 4> errors{};     // by EvaluationErrorCode

  int64_t& Of(DecisionKind kind) { return decisions[static_cast<size_t>(kind)]; }
  int64_t& Of(EvaluationErrorCode code) { return errors[static_cast<size_t>(code)]; }
  void Add(const EvaluationCounts& other);
  int64_t Errors() const;
  std::string ToJson() const;  // one line, every field always there
};

// Appends the result line with its line end to `out`. `line` has no line end; `line_number` is for
// errors. Says where in `out` an error has the number, for who does not know it yet; npos where the
// result has none.
size_t EvaluateLine(absl::string_view line, int64_t line_number, const LineOptions& options,
                    std::string& out, EvaluationCounts& counts);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_LINE_EVALUATOR_H_
