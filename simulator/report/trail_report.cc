#include "simulator/report/trail_report.h"

namespace deputy {
namespace {

// Whether what is proposed asks what today's policy asks.
bool AsksTheSame(const ReplayOutcome& today, const ReplayOutcome& after) {
  return today.decision == after.decision && today.ways == after.ways &&
         today.needs_identity == after.needs_identity;
}

CallVerdict OnSuccess(const CallClass& call) {
  const ReplayDecision now = call.today.decision;
  if (!call.after) {
    return now == ReplayDecision::kAllowed  ? CallVerdict::kAsRecorded
           : now == ReplayDecision::kDenied ? CallVerdict::kBroken
                                            : CallVerdict::kOpen;
  }
  if (now == ReplayDecision::kDenied) return CallVerdict::kContradicted;
  if (call.after->decision == ReplayDecision::kDenied) return CallVerdict::kBroken;
  return call.after->decision == ReplayDecision::kAllowed || AsksTheSame(call.today, *call.after)
             ? CallVerdict::kStillAllowed
             : CallVerdict::kOpen;
}

CallVerdict OnDenial(const CallClass& call) {
  // Another policy denied it, whatever the role's own says.
  if (!call.denied_by.empty()) return CallVerdict::kAsRecorded;
  const ReplayOutcome& last = call.after ? *call.after : call.today;
  if (call.today.decision == ReplayDecision::kAllowed) return CallVerdict::kContradicted;
  if (last.decision == ReplayDecision::kAllowed) return CallVerdict::kNewlyAllowed;
  return last.decision == ReplayDecision::kDenied ? CallVerdict::kAsRecorded : CallVerdict::kOpen;
}

}  // namespace

absl::string_view CallVerdictName(CallVerdict verdict) {
  static constexpr absl::string_view kNames[] = {
      "asRecorded", "stillAllowed", "depends", "newlyAllowed", "broken", "contradicted", "unknown"};
  return kNames[static_cast<size_t>(verdict)];
}

CallVerdict VerdictOn(const CallClass& call) {
  if (call.today.decision == ReplayDecision::kUnknown ||
      (call.after && call.after->decision == ReplayDecision::kUnknown))
    return CallVerdict::kUnknown;
  return call.recorded == Recorded::kSucceeded ? OnSuccess(call) : OnDenial(call);
}

TrailReport::TrailReport(const ReplayTally& sum) : tally(sum), resolved(sum.Resolve()) {
  for (const auto& [call, seen] : resolved.calls) {
    calls += seen.calls;
    verdicts[static_cast<size_t>(VerdictOn(call))] += seen.calls;
  }
  for (const auto& [key, count] : tally.beyond) beyond += count;
  calls += beyond;
}

bool TrailReport::not_as_expected() const {
  for (const CallVerdict verdict :
       {CallVerdict::kNewlyAllowed, CallVerdict::kBroken, CallVerdict::kContradicted}) {
    if (verdicts[static_cast<size_t>(verdict)] > 0) return true;
  }
  return false;
}

// What became of calls beyond is known by its decisions only: too little to say that all is well.
bool TrailReport::has_unknown() const {
  return verdicts[static_cast<size_t>(CallVerdict::kUnknown)] > 0 || beyond > 0;
}

}  // namespace deputy
