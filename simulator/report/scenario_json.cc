#include "simulator/report/scenario_json.h"

#include "simulator/batch/trace_writer.h"
#include "simulator/report/request_json.h"
#include "simulator/scenario/narrative.h"
#include "simulator/scenario/scenario.h"

namespace deputy {
namespace {

void WriteStatementRef(const StatementRef& ref, JsonWriter& writer) {
  writer.Member("policy", ref.policy.Name()).Member("statement", int64_t{ref.statement});
}

void WriteDecision(const CallResult& call, ExplainDetail detail, JsonWriter& writer) {
  writer.Member("decision", DecisionName(call.decision.kind)).Key("determining").BeginArray();
  for (const StatementRef& ref : call.decision.determining) {
    const Policy* policy = call.FindPolicy(ref.policy);
    WriteStatementRef(ref, writer.BeginObject());
    writer
        .Member("sid",
                policy == nullptr ? absl::string_view() : policy->statements[ref.statement].sid)
        .EndObject();
  }
  writer.EndArray();
  if (detail != ExplainDetail::kAll) return;
  writer.Key("trace");
  WriteTrace([&](const PolicyRef& ref) { return call.FindPolicy(ref); }, call.request,
             call.decision, call.trace, writer);
}

void WriteCall(const CallResult& call, ExplainDetail detail, JsonWriter& writer) {
  writer.BeginObject().Member("kind", CallKindName(call.kind));
  WriteRequest(call.request, writer.Key("request"));
  writer.Key("absent").BeginArray();
  for (const AbsentKey& absent : call.absent) {
    writer.BeginObject()
        .Member("key", absent.key)
        .Member("reason", AbsenceReasonName(absent.reason))
        .EndObject();
  }
  writer.EndArray().Key("layers").BeginArray();
  for (const GuardResult& guard : call.guards) {
    writer.BeginObject()
        .Member("layer", GuardName(guard.guard))
        .Member("verdict", GuardVerdictName(guard.verdict))
        .EndObject();
  }
  writer.EndArray().Key("allowed").Bool(call.allowed);
  if (call.decided) WriteDecision(call, detail, writer);
  writer.Key("causes").BeginArray();
  for (const Cause& cause : call.causes) {
    writer.BeginObject().Member("reason", CauseReasonName(cause.reason));
    if (!cause.key.empty()) writer.Member("key", cause.key);
    if (cause.where) WriteStatementRef(*cause.where, writer);
    writer.Member("meaning", NarrateCause(call, cause)).EndObject();
  }
  writer.EndArray().EndObject();
}

class ScenarioWriter {
 public:
  ScenarioWriter(const ScenarioResult& result, ExplainDetail detail, JsonWriter& writer)
      : result_(result), scenario_(*result.scenario), detail_(detail), writer_(writer) {}

  void Write() {
    writer_.BeginObject().Member("id", scenario_.id).Member("title", scenario_.title);
    writer_.Member("topic", scenario_.topic).Member("kind", scenario_.kind);
    writer_.Member("story", scenario_.story).Member("lesson", scenario_.lesson);
    writer_.Key("sources").Strings(scenario_.sources);
    writer_.Key("asExpected").Bool(result_.as_expected()).Key("variants").BeginArray();
    for (size_t i = 0; i < result_.variants.size(); ++i) WriteVariant(i);
    writer_.EndArray().EndObject();
  }

 private:
  void WriteVariant(size_t index) {
    const VariantResult& variant = result_.variants[index];
    writer_.BeginObject()
        .Member("id", scenario_.variants[index].id)
        .Member("title", scenario_.variants[index].title);
    if (variant.refused != nullptr) WriteRefusal(*variant.refused);
    writer_.Key("steps").BeginArray();
    for (size_t step = 0; step < variant.steps.size(); ++step) WriteStep(index, step);
    writer_.EndArray().EndObject();
  }

  void WriteRefusal(const PolicyDocument& document) {
    writer_.Key("refused")
        .BeginObject()
        .Member("document", document.name)
        .Key("errors")
        .BeginArray();
    for (const Diagnostic& diagnostic : document.diagnostics) {
      if (diagnostic.severity != Severity::kError) continue;
      writer_.BeginObject()
          .Member("rule", diagnostic.rule)
          .Member("message", diagnostic.message)
          .EndObject();
    }
    writer_.EndArray().EndObject();
  }

  void WriteStep(size_t variant, size_t index) {
    const Step& step = scenario_.steps[index];
    const StepResult& found = result_.variants[variant].steps[index];
    writer_.BeginObject()
        .Member("id", step.id)
        .Member("actor", ActorKindName(step.actor))
        .Member("says", step.says);
    writer_.Member("outcome", OutcomeName(found.outcome));
    if (found.stopped_by) writer_.Member("by", GuardName(*found.stopped_by));
    writer_.Member("narrative",
                   Narrate(scenario_, result_, static_cast<int>(variant), static_cast<int>(index)));
    writer_.Key("asExpected").Bool(found.as_expected);
    writer_.Member("expected", NarrateExpectation(step.expect[variant]));
    writer_.Key("mismatches").Strings(found.mismatches);
    writer_.Key("losses").BeginArray();
    for (const Loss& loss : found.losses) {
      writer_.BeginObject().Member("resource", loss.arn).Member("action", loss.action);
      writer_.Member("meaning", NarrateLoss(scenario_.variants[variant].world, loss)).EndObject();
    }
    writer_.EndArray().Key("calls").BeginArray();
    for (const CallResult& call : found.calls) WriteCall(call, detail_, writer_);
    writer_.EndArray().EndObject();
  }

  const ScenarioResult& result_;
  const Scenario& scenario_;
  ExplainDetail detail_;
  JsonWriter& writer_;
};

}  // namespace

void WriteScenario(const ScenarioResult& result, ExplainDetail detail, JsonWriter& writer) {
  ScenarioWriter(result, detail, writer).Write();
}

void WriteTotals(const RunTotals& totals, JsonWriter& writer) {
  writer.BeginObject()
      .Member("scenarios", int64_t{totals.scenarios})
      .Member("outcomes", int64_t{totals.outcomes});
  writer.Member("unmet", int64_t{totals.unmet}).Member("attacksIn", int64_t{totals.attacks_in});
  writer.Member("attacksStopped", int64_t{totals.attacks_stopped})
      .Member("honestServed", int64_t{totals.honest_served});
  writer.Member("honestLockedOut", int64_t{totals.honest_locked_out})
      .Member("refused", int64_t{totals.refused})
      .EndObject();
}

}  // namespace deputy
