// A line of `deputy eval` made ready to be decided, for targets that decide it in several ways.
#ifndef DEPUTY_TESTS_FUZZ_EVALUATION_H_
#define DEPUTY_TESTS_FUZZ_EVALUATION_H_

#include <optional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"
#include "simulator/batch/evaluation.h"

namespace deputy::fuzz {

inline std::optional<EvaluationRequest> ReadLine(absl::string_view line) {
  Diagnostics diagnostics;
  const std::optional<JsonValue> document = ReadJson(line, {}, diagnostics);
  if (!document) return std::nullopt;
  auto read = ReadEvaluationRequest(*document);
  if (auto* request = std::get_if<EvaluationRequest>(&read)) return std::move(*request);
  return std::nullopt;
}

// The kind, then every determining statement.
inline std::string Show(const Decision& decision) {
  std::string text(DecisionName(decision.kind));
  for (const StatementRef& ref : decision.determining)
    absl::StrAppend(&text, " ", ref.policy.Name(), "/", ref.statement);
  return text;
}

}  // namespace deputy::fuzz

#endif  // DEPUTY_TESTS_FUZZ_EVALUATION_H_
