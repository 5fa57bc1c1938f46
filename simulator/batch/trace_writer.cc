#include "simulator/batch/trace_writer.h"

#include "engine/iam/context_key.h"

namespace deputy {
namespace {

void WriteClause(const ConditionClause& clause, const Request& request, const ClauseTrace& trace,
                 JsonWriter& writer) {
  writer.BeginObject().Member("operator", clause.op.Name()).Member("key", clause.key);
  writer.Key("policy").BeginArray();
  for (const PolicyString& value : clause.values) writer.String(value.text);
  writer.EndArray().Key("request");
  const auto given = request.context.find(FoldKey(clause.key));
  if (given == request.context.end() || given->second.values.empty()) {
    writer.Null();
  } else {
    writer.Strings(given->second.values);
  }
  writer.Key("holds").Bool(trace.holds).Member("reason", InfoOf(trace.reason).name).EndObject();
}

void WriteStatement(const Statement& statement, const Request& request, const StatementTrace& trace,
                    JsonWriter& writer) {
  writer.BeginObject().Member("statement", int64_t{trace.statement}).Member("sid", statement.sid);
  writer.Member("effect", absl::string_view(statement.effect == Effect::kAllow ? "Allow" : "Deny"));
  writer.Key("matched").Bool(trace.matched);
  if (statement.principal) writer.Key("principal").Bool(trace.principal_matched);
  writer.Key("action").Bool(trace.action_matched);
  if (statement.resource) writer.Key("resource").Bool(trace.resource_matched);
  writer.Key("conditions").BeginArray();
  for (const ClauseTrace& clause : trace.clauses) {
    WriteClause(statement.conditions[clause.clause], request, clause, writer);
  }
  writer.EndArray().EndObject();
}

}  // namespace

void WriteTrace(PolicyFinder policies, const Request& request, const Decision& decision,
                const Trace& trace, JsonWriter& writer) {
  writer.BeginObject();
  if (decision.kind == DecisionKind::kImplicitDeny)
    writer.Member("missing", decision.missing.Name());
  writer.Key("policies").BeginArray();
  for (const PolicyTrace& policy : trace.policies) {
    writer.BeginObject().Member("policy", policy.policy.Name()).Key("statements").BeginArray();
    for (const StatementTrace& statement : policy.statements) {
      WriteStatement(policies(policy.policy)->statements[statement.statement], request, statement,
                     writer);
    }
    writer.EndArray().EndObject();
  }
  writer.EndArray().EndObject();
}

}  // namespace deputy
