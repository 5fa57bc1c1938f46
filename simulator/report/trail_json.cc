#include "engine/policy/policy_printer.h"
#include "engine/text/json_reader.h"
#include "engine/text/json_writer.h"
#include "simulator/report/trail_report.h"

namespace deputy {
namespace {

void WriteTexts(absl::string_view name, const std::vector<std::string>& texts, JsonWriter& writer) {
  if (texts.empty()) return;
  writer.Key(name).Strings(texts);
}

void WriteSuggestion(const Suggestion& suggestion, JsonWriter& writer) {
  writer.BeginObject().Member("role", suggestion.role).Key("proved").Bool(suggestion.proved);
  if (!suggestion.reason.empty()) writer.Member("reason", suggestion.reason);
  writer.Member("relation", RelationName(suggestion.relation));
  WriteTexts("changes", suggestion.changes, writer);
  WriteTexts("notes", suggestion.notes, writer);
  Diagnostics diagnostics;
  writer.Key("policy").Value(*ReadJson(PrintPolicy(suggestion.policy), JsonLimits(), diagnostics));
  writer.EndObject();
}

}  // namespace

std::string TrailAsJson(const TrailReport& report) {
  const ReplayTally& tally = report.tally;
  JsonWriter writer(JsonStyle::kPretty);
  writer.BeginObject().Member("schema", "deputy-replay").Member("version", 1);
  writer.Key("complete").Bool(tally.complete).Key("counts");
  WriteCounts(tally.counts, writer);
  writer.Key("totals").BeginObject().Member("calls", report.calls);
  for (int i = 0; i < kCallVerdicts; ++i)
    writer.Member(CallVerdictName(static_cast<CallVerdict>(i)), report.verdicts[i]);
  writer.Member("beyond", report.beyond).Member("copies", report.resolved.copies);
  writer.Member("unpaired", report.resolved.unpaired).EndObject();
  writer.Key("calls").BeginArray();
  for (const auto& [call, seen] : report.resolved.calls) {
    writer.BeginObject();
    WriteCallMembers(call, writer);
    writer.Member("verdict", CallVerdictName(VerdictOn(call))).Member("calls", seen.calls);
    writer.Member("first", seen.first).Member("last", seen.last);
    WriteTexts("needs", WaysAsText((call.after ? *call.after : call.today).ways), writer);
    writer.EndObject();
  }
  writer.EndArray().Key("unknownRoles").BeginArray();
  for (const auto& [role, count] : tally.unknown_roles.kept())
    writer.BeginObject().Member("role", role).Member("calls", count.count).EndObject();
  writer.EndArray().Key("problems").BeginArray();
  for (const auto& [problem, count] : tally.problems.kept())
    WriteProblem(problem, count.count, writer);
  writer.EndArray();
  if (report.suggestions) {
    writer.Key("suggestions").BeginArray();
    for (const Suggestion& suggestion : *report.suggestions) WriteSuggestion(suggestion, writer);
    writer.EndArray();
  }
  writer.EndObject();
  return writer.Take() + "\n";
}

}  // namespace deputy
