// CausesOf of call_decider.h: why a call was decided as it was, read off its trace.
#include "simulator/scenario/call_decider.h"

namespace deputy {
namespace {

class CauseFinder {
 public:
  explicit CauseFinder(const CallResult& call) : call_(call) {}

  std::vector<Cause> Run() {
    switch (call_.decision.kind) {
      case DecisionKind::kAllowed:
        Determining(CauseReason::kAllow, true);
        break;
      case DecisionKind::kExplicitDeny:
        Determining(CauseReason::kExplicitDeny, false);
        break;
      case DecisionKind::kImplicitDeny:
        Missing();
        break;
    }
    return std::move(causes_);
  }

 private:
  // The statements that decided, and their clauses, all of which held. Of a Deny every clause is
  // part of the denial; of an Allow each has its own reason.
  void Determining(CauseReason whole, bool by_clause) {
    for (const StatementRef& ref : call_.decision.determining) {
      const Statement* statement = Find(ref);
      const StatementTrace* trace = FindTrace(ref);
      if (statement == nullptr || trace == nullptr) continue;
      causes_.push_back({whole, "", statement->sid, ref, -1});
      for (const ClauseTrace& clause : trace->clauses) {
        const CauseReason reason = by_clause ? CauseOf(clause.reason) : whole;
        Add(reason, *statement, ref, clause);
      }
    }
  }

  // Every Allow of the layer that had to allow and did not, and what did not fit in it.
  void Missing() {
    for (const PolicyTrace& policy : call_.trace.policies) {
      const PolicyRef& missing = call_.decision.missing;
      if (policy.policy.layer != missing.layer || policy.policy.level != missing.level) continue;
      for (const StatementTrace& trace : policy.statements) {
        const StatementRef ref{policy.policy, trace.statement};
        const Statement* statement = Find(ref);
        if (statement == nullptr || statement->effect != Effect::kAllow) continue;
        const auto part = [&](bool matched, CauseReason reason) {
          if (!matched) causes_.push_back({reason, "", statement->sid, ref, -1});
        };
        part(trace.principal_matched, CauseReason::kPrincipalNotMatched);
        part(trace.action_matched, CauseReason::kActionNotMatched);
        part(trace.resource_matched, CauseReason::kResourceNotMatched);
        for (const ClauseTrace& clause : trace.clauses) {
          if (!clause.holds) Add(CauseOf(clause.reason), *statement, ref, clause);
        }
      }
    }
    if (causes_.empty()) causes_.push_back({CauseReason::kNoPolicy, "", "", std::nullopt, -1});
  }

  void Add(CauseReason reason, const Statement& statement, const StatementRef& ref,
           const ClauseTrace& clause) {
    causes_.push_back({reason, statement.conditions[clause.clause].key, statement.sid, ref,
                       static_cast<int>(clause.clause)});
  }

  const Statement* Find(const StatementRef& ref) const {
    for (const AppliedPolicy& applied : call_.policies) {
      if (applied.ref == ref.policy) return &applied.document->policy.statements[ref.statement];
    }
    return nullptr;
  }

  const StatementTrace* FindTrace(const StatementRef& ref) const {
    for (const PolicyTrace& policy : call_.trace.policies) {
      if (policy.policy == ref.policy) return &policy.statements[ref.statement];
    }
    return nullptr;
  }

  const CallResult& call_;
  std::vector<Cause> causes_;
};

}  // namespace

std::vector<Cause> CausesOf(const CallResult& call) { return CauseFinder(call).Run(); }

}  // namespace deputy
