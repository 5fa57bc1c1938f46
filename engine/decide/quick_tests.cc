#include "engine/decide/quick_tests.h"

#include <vector>

#include "absl/algorithm/container.h"

namespace deputy {
namespace {

constexpr uint32_t kMostClauses = 255;

class TestMaker {
 public:
  explicit TestMaker(const ProgramBuilder& builder) : builder_(builder) {}

  bool Add(const CompiledStatement& statement) {
    if (statement.principal_negated || statement.action_negated || statement.has_resource ||
        statement.principals.size != 1 || statement.actions.size != 1 ||
        statement.clauses.size > kMostClauses)
      return false;
    const CompiledPrincipal& principal = builder_.principals[statement.principals.begin];
    const CompiledAction& action = builder_.actions[statement.actions.begin];
    if (action.word == kNoWord) return false;
    tests_.push_back({QuickTestKind::kCall, principal.caller_word, principal.match, 0,
                      principal.word, Section{action.word, 0}});
    for (uint32_t i = 0; i < statement.clauses.size; ++i) {
      clause_ = static_cast<uint8_t>(i);
      AddClause(builder_.clauses[statement.clauses.begin + i]);
    }
    return true;
  }

  const std::vector<QuickTest>& tests() const { return tests_; }

 private:
  void AddClause(const CompiledClause& clause) {
    const Operand& operand = builder_.operands[clause.operands.begin];
    const auto parts =
        absl::MakeConstSpan(builder_.parts).subspan(operand.parts.begin, operand.parts.size);
    const bool plain = !clause.negated && clause.operands.size == 1 &&
                       clause.comparison != Comparison::kEqualsIgnoreCase;
    if (plain && operand.kind == OperandKind::kText) {
      AddTest(QuickTestKind::kRest, BoundValue::kWhole, clause.slot, operand.text);
    } else if (plain && operand.kind == OperandKind::kArn && !parts.empty() &&
               absl::c_none_of(parts, [](const PatternPart& part) {
                 return part.kind == PartKind::kPattern;
               })) {
      for (const PatternPart& part : parts) {
        AddTest(part.kind == PartKind::kStart ? QuickTestKind::kStart : QuickTestKind::kRest,
                part.component, clause.slot, part.text);
      }
    } else {
      AddTest(QuickTestKind::kClause, 0, kNoSlot, {});
    }
  }

  void AddTest(QuickTestKind kind, uint8_t at, KeySlot slot, Section text) {
    tests_.push_back({kind, at, kNoMatch, clause_, slot, text});
  }

  const ProgramBuilder& builder_;
  uint8_t clause_ = 0;
  std::vector<QuickTest> tests_;
};

}  // namespace

Section MakeQuickTests(const CompiledStatement& statement, ProgramBuilder& builder) {
  TestMaker maker(builder);
  if (!maker.Add(statement)) return {};
  const size_t first = builder.tests.size();
  builder.tests.insert(builder.tests.end(), maker.tests().begin(), maker.tests().end());
  return Since(first, builder.tests);
}

}  // namespace deputy
