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

// Whether the statement of these tests matches. `holds(i)` says it of a clause, whatever it asks.
template <class ClauseHolds>
inline bool RunQuickTests(const Program& program, absl::Span<const QuickTest> tests,
                          const BoundRequest& request, ClauseHolds holds) {
  const QuickTest& call = tests[0];
  if (request.caller_words()[call.at] != call.id || request.action_word() != call.text.begin)
    return false;
  for (const QuickTest& test : tests.subspan(1)) {
    const absl::Span<const BoundValue> values = request.ValuesOf(test.id);
    if (values.size() != 1 || test.kind == QuickTestKind::kClause) {
      if (!holds(test.clause)) return false;
      continue;
    }
    const BoundValue& value = values[0];
    const char* from = value.text.data();
    const char* const end = from + value.text.size();
    if (test.kind != QuickTestKind::kText) {
      if (!value.arn) return false;
      from = value.arn->components[test.at].data();
    }
    const auto rest = static_cast<size_t>(end - from);
    const absl::string_view wanted = program.Text(test.text);
    const bool fits =
        test.kind == QuickTestKind::kArnStart ? rest >= wanted.size() : rest == wanted.size();
    if (!fits || !SameBytes(from, wanted.data(), wanted.size())) return false;
  }
  return true;
}

}  // namespace deputy

#endif  // DEPUTY_ENGINE_DECIDE_QUICK_TESTS_H_
