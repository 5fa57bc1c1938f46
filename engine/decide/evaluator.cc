#include "engine/decide/evaluator.h"

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "engine/decide/operand_match.h"

namespace deputy {
namespace {

// The two tracers. Evaluating with NoTrace compiles to a loop that stops at the first mismatch.
struct NoTrace {
  static constexpr bool kGoesOn = false;
};

struct FullTrace {
  static constexpr bool kGoesOn = true;
};

// The provider of an OIDC host named without its ARN is the one in the account of the role (2.5).
bool IsProviderOfHost(const Principal& provider, absl::string_view host,
                      const std::optional<Arn>& role) {
  absl::string_view arn = provider.text;
  return role && provider.account == role->account() && absl::ConsumeSuffix(&arn, host) &&
         absl::EndsWith(arn, ":oidc-provider/");
}

bool IsSessionOf(const Principal& session, const Principal& role) {
  return session.account == role.account && session.partition == role.partition &&
         session.name == role.name;
}

PrincipalMatch MatchEntry(const PrincipalEntry& entry, const BoundRequest& request) {
  if (entry.kind == PrincipalEntryKind::kEveryone) return kByEveryone;
  if (entry.kind != PrincipalEntryKind::kPrincipal) return kNoMatch;
  const Principal& caller = request.principal();
  const Principal& named = entry.principal;
  const bool same = caller.kind == named.kind && caller.text == named.text;
  switch (named.kind) {
    case PrincipalKind::kAccountRoot:
      return caller.IsIam() && caller.account == named.account ? kByAccount : kNoMatch;
    case PrincipalKind::kRole:
      return same || (caller.kind == PrincipalKind::kRoleSession && IsSessionOf(caller, named))
                 ? kByName
                 : kNoMatch;
    case PrincipalKind::kUser:
    case PrincipalKind::kRoleSession:
    case PrincipalKind::kFederatedUser:
      return same ? kByItself : kNoMatch;
    case PrincipalKind::kFederated:
      return same || (caller.kind == PrincipalKind::kFederated &&
                      IsProviderOfHost(named, caller.text, request.resource()))
                 ? kByName
                 : kNoMatch;
    default:
      return same ? kByName : kNoMatch;
  }
}

// All the ways in which the statement names the caller, and the entry that does so most directly.
uint8_t MatchPrincipal(const CompiledStatement& statement, const BoundRequest& request,
                       int* entry) {
  if (!statement.has_principal) return kByName;
  uint8_t matches = kNoMatch;
  PrincipalMatch best = kNoMatch;
  for (size_t i = 0; i < statement.principals.size(); ++i) {
    const PrincipalMatch match = MatchEntry(statement.principals[i], request);
    matches |= match;
    if (match <= best) continue;
    best = match;
    *entry = static_cast<int>(i);
  }
  if (!statement.principal_negated) return matches;
  return matches == kNoMatch ? kByEveryone : kNoMatch;
}

bool MatchAction(const CompiledStatement& statement, const BoundRequest& request) {
  const bool listed = absl::c_any_of(statement.actions, [&](const Pattern& action) {
    return action.Matches(request.folded_action());
  });
  return listed != statement.action_negated;
}

bool MatchResource(const CompiledStatement& statement, const BoundRequest& request) {
  if (!statement.has_resource) return true;
  const bool listed = absl::c_any_of(statement.resources, [&](const Operand& resource) {
    return ResourceMatches(resource, request);
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

ClauseTrace MatchClause(const CompiledClause& clause, const BoundRequest& request) {
  ClauseTrace result;
  const auto conclude = [&](Reason reason) {
    result.reason = reason;
    result.holds = InfoOf(reason).holds;
    return result;
  };
  const absl::Span<const BoundValue> values = request.ValuesOf(clause.slot);
  if (clause.comparison == Comparison::kIsNull) {
    const bool as_asked = absl::c_any_of(clause.operands, [&](const Operand& wanted) {
      return std::get<bool>(wanted) == values.empty();
    });
    return conclude(as_asked ? Reason::kNullAsAsked : Reason::kNullNotAsAsked);
  }
  if (values.empty()) return conclude(ReasonOfAbsent(clause));
  // ForAllValues looks for a value that fails; the others, also without a set operator, for one
  // that holds (4.8).
  const bool for_all = clause.op.set == SetOperator::kForAllValues;
  bool holds = for_all;
  for (size_t i = 0; i < values.size(); ++i) {
    const int operand = FirstMatch(clause, values[i], request);
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
uint8_t MatchStatement(const CompiledStatement& statement, const BoundRequest& request,
                       StatementTrace* trace) {
  int entry = -1;
  const uint8_t principal = MatchPrincipal(statement, request, &entry);
  bool matched = principal != kNoMatch;
  if (!Tracer::kGoesOn && !matched) return principal;
  const bool action = MatchAction(statement, request);
  matched = matched && action;
  if (!Tracer::kGoesOn && !matched) return kNoMatch;
  const bool resource = MatchResource(statement, request);
  matched = matched && resource;
  if (!Tracer::kGoesOn && !matched) return kNoMatch;
  for (size_t i = 0; i < statement.clauses.size(); ++i) {
    ClauseTrace clause = MatchClause(statement.clauses[i], request);
    matched = matched && clause.holds;
    if constexpr (Tracer::kGoesOn) {
      clause.clause = static_cast<uint32_t>(i);
      trace->clauses.push_back(clause);
    } else {
      if (!matched) return kNoMatch;
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

template <class Tracer>
PolicyOutcome Run(const Program& program, const BoundRequest& request, PolicyTrace* trace) {
  PolicyOutcome outcome;
  for (uint32_t i = 0; i < program.statements.size(); ++i) {
    const CompiledStatement& statement = program.statements[i];
    StatementTrace statement_trace;
    statement_trace.statement = i;
    const uint8_t match = MatchStatement<Tracer>(statement, request, &statement_trace);
    if constexpr (Tracer::kGoesOn) trace->statements.push_back(std::move(statement_trace));
    if (match == kNoMatch) continue;
    (statement.effect == Effect::kAllow ? outcome.allows : outcome.denies).push_back(i);
    if (statement.effect == Effect::kAllow) outcome.grants |= match;
  }
  return outcome;
}

}  // namespace

PolicyOutcome Evaluate(const Program& program, const BoundRequest& request, PolicyTrace* trace) {
  return trace == nullptr ? Run<NoTrace>(program, request, nullptr)
                          : Run<FullTrace>(program, request, trace);
}

}  // namespace deputy
