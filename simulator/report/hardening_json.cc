#include "absl/strings/str_cat.h"
#include "engine/text/json_writer.h"
#include "simulator/report/hardening.h"
#include "simulator/report/proof.h"
#include "simulator/report/proof_json.h"

namespace deputy {
namespace {

void WritePolicy(const HardenedPolicy& policy, const HardeningReport& report, JsonWriter& writer) {
  const HardenResult& result = policy.result;
  writer.BeginObject()
      .Member("subject", policy.subject)
      .Member("outcome", OutcomeName(result.outcome));
  writer.Key("mended").Strings(policy.mended);
  writer.Key("changes").BeginArray();
  for (const Change& change : result.changes) {
    writer.BeginObject()
        .Member("statement", static_cast<int64_t>(change.told_statement))
        .Member("change", ChangeTitle(change))
        .Member("why", change.why)
        .EndObject();
  }
  writer.EndArray().Key("properties").BeginArray();
  for (const Answer& answer : result.answers) {
    writer.BeginObject()
        .Member("property", PropertyName(answer.property))
        .Member("verdict", VerdictName(answer.verdict))
        .EndObject();
  }
  writer.EndArray();
  // With a policy that IAM refuses there is nothing to compare.
  if (!result.changes.empty()) writer.Member("relation", RelationName(result.comparison.relation));
  if (!result.reason.empty()) writer.Member("reason", result.reason);
  if (result.witness && policy.before) {
    ReplayScene scene;
    scene.policy = &*policy.before;
    scene.rcps = report.rcps;
    WriteWitness(*result.witness, scene, writer);
  }
  writer.Key("notes").Strings(result.notes);
  writer.EndObject();
}

}  // namespace

std::string HardeningAsJson(const HardeningReport& report) {
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject()
      .Member("schema", "deputy-hardening")
      .Member("version", int64_t{1})
      .Member("file", report.file)
      .Key("changed")
      .Bool(report.changed);
  writer.Key("policies").BeginArray();
  for (const HardenedPolicy& policy : report.hardened.policies) WritePolicy(policy, report, writer);
  writer.EndArray();
  writer.Member("text", report.hardened.text);
  if (!report.diff.empty()) writer.Member("diff", report.diff);
  writer.EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

}  // namespace deputy
