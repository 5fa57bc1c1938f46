#include "engine/decide/evaluator.h"

#include "absl/algorithm/container.h"
#include "absl/base/attributes.h"
#include "engine/decide/operand_match.h"
#include "engine/decide/quick_tests.h"
#include "engine/decide/statement_index.h"
#include "engine/iam/wildcard.h"

namespace deputy {
namespace {

// The two tracers. Evaluating with NoTrace compiles to a loop that stops at the first mismatch; and
// a statement with quick tests does not get here.
struct NoTrace {
  static constexpr bool kGoesOn = false;
};

struct FullTrace {
  static constexpr bool kGoesOn = true;
};

// All the ways in which the statement names the caller, and the entry that does so most directly.
inline uint8_t MatchPrincipal(const Program& program, const CompiledStatement& statement,
                              const BoundRequest& request, int* entry) {
  if (!statement.has_principal) return kByName;
  uint8_t matches = kNoMatch;
  PrincipalMatch best = kNoMatch;
  for (const CompiledPrincipal& principal : program.PrincipalsOf(statement)) {
    if (principal.word != request.caller_words()[principal.caller_word]) continue;
    matches |= principal.match;
    if (principal.match <= best) continue;
    best = principal.match;
    *entry = static_cast<int>(principal.entry);
  }
  if (!statement.principal_negated) return matches;
  return matches == kNoMatch ? kByEveryone : kNoMatch;
}

inline bool MatchAction(const Program& program, const CompiledStatement& statement,
                        const BoundRequest& request) {
  const bool listed =
      absl::c_any_of(program.ActionsOf(statement), [&](const CompiledAction& action) {
        return action.word != kNoWord
                   ? action.word == request.action_word()
                   : MatchesPattern(program.Text(action.pattern), request.folded_action());
      });
  return listed != statement.action_negated;
}

inline bool MatchResource(const Program& program, const CompiledStatement& statement,
                          const BoundRequest& request) {
  if (!statement.has_resource) return true;
  const bool listed = absl::c_any_of(program.ResourcesOf(statement), [&](const Operand& resource) {
    return ResourceMatches(program, resource, request);
  });
  return listed != statement.resource_negated;
}

// 4.3 and 4.8: what an operator says of a key that is not there.
Reason ReasonOfAbsent(const CompiledClause& clause) {
  if (clause.op.if_exists) return Reason::kAbsentIfExists;
  if (clause.op.set == SetOperator::kForAllValues) return Reason::kAbsentForAllValues;
  if (clause.op.set == SetOperator::kForAnyValue || !clause.negated) return Reason::kKeyAbsent;
  return Reason::kAbsentNegated;
}

ABSL_ATTRIBUTE_NOINLINE ClauseTrace MatchClause(const Program& program,
                                                const CompiledClause& clause,
                                                const BoundRequest& request) {
  ClauseTrace result;
  const auto conclude = [&](Reason reason) {
    result.reason = reason;
    result.holds = Holds(reason);
    return result;
  };
  const absl::Span<const BoundValue> values = request.ValuesOf(clause.slot);
  if (clause.comparison == Comparison::kIsNull) {
    const bool as_asked = absl::c_any_of(program.OperandsOf(clause), [&](const Operand& wanted) {
      return (wanted.kind == OperandKind::kTrue) == values.empty();
    });
    return conclude(as_asked ? Reason::kNullAsAsked : Reason::kNullNotAsAsked);
  }
  if (values.empty()) return conclude(ReasonOfAbsent(clause));
  // ForAllValues looks for a value that fails; the others, also without a set operator, for one
  // that holds (4.8).
  const bool for_all = clause.op.set == SetOperator::kForAllValues;
  bool holds = for_all;
  for (size_t i = 0; i < values.size(); ++i) {
    const int operand = FirstMatch(program, clause, values[i], request);
    const bool inner = (operand >= 0) != clause.negated;
    result.request_value = static_cast<int>(i);
    result.policy_value = operand;
    holds = inner;
    if (inner != for_all) break;
  }
  if (clause.negated)
    return conclude(holds ? Reason::kNegatedNoneMatched : Reason::kNegatedValueMatched);
  return conclude(holds ? Reason::kValueMatched : Reason::kNoValueMatched);
}

template <class Tracer>
uint8_t MatchStatement(const Program& program, const CompiledStatement& statement,
                       const BoundRequest& request, StatementTrace* trace) {
  int entry = -1;
  const uint8_t principal = MatchPrincipal(program, statement, request, &entry);
  bool matched = principal != kNoMatch;
  if (!Tracer::kGoesOn && !matched) return principal;
  const bool action = MatchAction(program, statement, request);
  matched = matched && action;
  if (!Tracer::kGoesOn && !matched) return kNoMatch;
  const bool resource = MatchResource(program, statement, request);
  matched = matched && resource;
  if (!Tracer::kGoesOn && !matched) return kNoMatch;
  for (const CompiledClause& clause : program.ClausesOf(statement)) {
    if constexpr (Tracer::kGoesOn) {
      trace->clauses.push_back(MatchClause(program, clause, request));
      trace->clauses.back().clause = static_cast<uint32_t>(trace->clauses.size() - 1);
      matched = matched && trace->clauses.back().holds;
    } else {
      if (!MatchClause(program, clause, request).holds) return kNoMatch;
    }
  }
  if constexpr (Tracer::kGoesOn) {
    trace->principal_matched = principal != kNoMatch;
    trace->principal_entry = trace->principal_matched ? entry : -1;
    trace->action_matched = action;
    trace->resource_matched = resource;
    trace->matched = matched;
  }
  return matched ? principal : uint8_t{kNoMatch};
}

bool QuickTestsHold(const Program& program, const CompiledStatement& statement,
                    const BoundRequest& request) {
  const absl::Span<const QuickTest> tests = program.TestsOf(statement);
  if (!CallFits(tests[0], request)) return false;
  return absl::c_all_of(tests.subspan(1), [&](const QuickTest& test) {
    return IsQuick(test, request)
               ? TestHolds(program, test, request)
               : MatchClause(program, program.ClausesOf(statement)[test.clause], request).holds;
  });
}

inline uint8_t MatchQuickly(const Program& program, const CompiledStatement& statement,
                            const BoundRequest& request) {
  if (statement.tests.size == 0)
    return MatchStatement<NoTrace>(program, statement, request, nullptr);
  return QuickTestsHold(program, statement, request) ? program.TestsOf(statement)[0].match
                                                     : kNoMatch;
}

// Tells `found(statement, effect, match)` of each statement that matches, in order.
template <class Found>
inline void FindMatches(const Program& program, const BoundRequest& request, Found found) {
  const absl::Span<const CompiledStatement> statements = program.statements();
  const auto attempt = [&](uint32_t i) {
    const uint8_t match = MatchQuickly(program, statements[i], request);
    if (match != kNoMatch) found(i, statements[i].effect, match);
  };
  if (statements.empty() || program.statement_index() == kNotIndexed) {
    for (uint32_t i = 0; i < statements.size(); ++i) attempt(i);
  } else {
    for (const uint32_t i : StatementsFor(program, request)) attempt(i);
  }
}

}  // namespace

PolicyOutcome Evaluate(const Program& program, const BoundRequest& request, PolicyTrace* trace) {
  PolicyOutcome outcome;
  const auto add = [&](uint32_t statement, Effect effect, uint8_t match) {
    (effect == Effect::kAllow ? outcome.allows : outcome.denies).push_back(statement);
    if (effect == Effect::kAllow) outcome.grants |= match;
  };
  if (trace == nullptr) {
    FindMatches(program, request, add);
    return outcome;
  }
  for (const CompiledStatement& statement : program.statements()) {
    StatementTrace& traced = trace->statements.emplace_back();
    traced.statement = static_cast<uint32_t>(trace->statements.size() - 1);
    const uint8_t match = MatchStatement<FullTrace>(program, statement, request, &traced);
    if (match != kNoMatch) add(traced.statement, statement.effect, match);
  }
  return outcome;
}

Decision DecideByAll(const Program& program, const BoundRequest& request, Layer layer) {
  Decision decision = DecisionBy(layer, DecisionKind::kImplicitDeny);
  FindMatches(program, request, [&](uint32_t statement, Effect effect, uint8_t) {
    const DecisionKind kind = KindOf(effect);
    if (decision.kind == DecisionKind::kExplicitDeny && kind != decision.kind) return;
    if (decision.kind != kind) decision.determining.clear();  // a Deny outweighs every Allow (6.1)
    decision.kind = kind;
    Determine(decision, layer, statement);
  });
  return decision;
}

// Nothing is called here, so that no register has to be saved.
std::optional<DecisionKind> DecideQuickly(const Program& program, const BoundRequest& request) {
  const absl::Span<const CompiledStatement> statements = program.statements();
  if (statements.size() != 1 || statements[0].tests.size == 0) return std::nullopt;
  const absl::Span<const QuickTest> tests = program.TestsOf(statements[0]);
  if (!CallFits(tests[0], request)) return DecisionKind::kImplicitDeny;
  for (const QuickTest& test : tests.subspan(1)) {
    if (!IsQuick(test, request)) return std::nullopt;
    if (!TestHolds(program, test, request)) return DecisionKind::kImplicitDeny;
  }
  return KindOf(statements[0].effect);
}

}  // namespace deputy
