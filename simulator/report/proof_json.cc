#include "simulator/report/proof_json.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "engine/text/json_reader.h"

namespace deputy {
namespace {

void WriteAnswer(const PolicyProof& proof, const Answer& answer, JsonWriter& writer) {
  writer.BeginObject()
      .Member("property", PropertyName(answer.property))
      .Member("verdict", VerdictName(answer.verdict));
  if (!answer.reason.empty()) writer.Member("reason", answer.reason);
  writer.Key("assumptions").Strings(answer.assumptions);
  writer.Key("whoGetsIn").Strings(answer.who_gets_in);
  writer.Key("keptOut").Strings(answer.kept_out);
  writer.Member("states", static_cast<int64_t>(answer.states));
  if (answer.witness) WriteWitness(WitnessOf(proof, answer), proof.scene, writer);
  writer.EndObject();
}

void WritePolicy(const PolicyProof& proof, JsonWriter& writer) {
  writer.BeginObject()
      .Member("file", proof.file)
      .Member("line", int64_t{proof.line})
      .Member("subject", proof.subject)
      .Member("verdict", PolicyVerdictName(proof.verdict));
  if (proof.same_as) writer.Member("sameAs", static_cast<int64_t>(*proof.same_as));
  writer.Key("unknown").BeginArray();
  for (const UnknownPlace& part : proof.unknown) {
    writer.BeginObject().Member("line", int64_t{part.line}).Member("what", part.what).EndObject();
  }
  writer.EndArray().Key("properties").BeginArray();
  if (proof.answers) {
    for (const Answer& answer : *proof.answers) WriteAnswer(proof, answer, writer);
  }
  writer.EndArray().EndObject();
}

}  // namespace

void WriteWitness(const Request& request, const ReplayScene& scene, JsonWriter& writer) {
  Diagnostics diagnostics;
  JsonLimits limits;
  limits.max_bytes = JsonLimits::kMostBytes;
  const std::optional<JsonValue> document =
      ReadJson(RequestJson(request, scene, /*whole=*/true), limits, diagnostics);
  if (document) writer.Key("request").Value(*document);
  writer.Member("replay", ReplayCommand(request, scene));
}

std::string ProofAsJson(const ProofReport& report) {
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject().Member("schema", "deputy-proof").Member("version", int64_t{1});
  writer.Key("trusted").Strings(report.trusted);
  writer.Key("policies").BeginArray();
  for (const PolicyProof& proof : report.policies) WritePolicy(proof, writer);
  writer.EndArray().Key("totals").BeginObject();
  for (const PolicyVerdict verdict : {PolicyVerdict::kProved, PolicyVerdict::kRefuted,
                                      PolicyVerdict::kUnknown, PolicyVerdict::kRefused})
    writer.Member(PolicyVerdictName(verdict), static_cast<int64_t>(report.Count(verdict)));
  writer.Member("serviceLinked", static_cast<int64_t>(report.service_linked));
  writer.EndObject().EndObject();
  return absl::StrCat(writer.Take(), "\n");
}

}  // namespace deputy
