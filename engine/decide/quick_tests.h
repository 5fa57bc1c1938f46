// A statement about one principal and one action as a row of tests; nearly all trust policies of
// services are that. Whether a single value is a text or an ARN of a shape is found out here, all
// else is asked of the clause.
#ifndef DEPUTY_ENGINE_DECIDE_QUICK_TESTS_H_
#define DEPUTY_ENGINE_DECIDE_QUICK_TESTS_H_

#include "engine/decide/bound_request.h"
#include "engine/decide/program_builder.h"
#include "engine/decide/same_text.h"

namespace deputy {

// The tests of a statement that is complete in the builder; none where it is about more.
Section MakeQuickTests(const CompiledStatement& statement, ProgramBuilder& builder);

// Whether the call is the one that the statement is about.
inline bool CallFits(const QuickTest& call, const BoundRequest& request) {
  return request.caller_words()[call.at] == call.id && request.action_word() == call.text.begin;
}

// Whether a test can be asked of the key alone: not a kClause, and a key with one value.
inline bool IsQuick(const QuickTest& test, const BoundRequest& request) {
  return request.HasOneValue(test.id);
}

// Of a test that is quick.
inline bool TestHolds(const Program& program, const QuickTest& test, const BoundRequest& request) {
  const BoundValue& value = request.OneValueOf(test.id);
  const char* from = value.begin[test.at];
  if (from == nullptr) return false;  // an ARN was asked for
  const auto rest = static_cast<size_t>(value.end - from);
  const absl::string_view wanted = program.Text(test.text);
  if (rest != wanted.size() && (rest < wanted.size() || test.kind != QuickTestKind::kStart))
    return false;
  return SameBytes(from, wanted.data(), wanted.size());
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_QUICK_TESTS_H_
