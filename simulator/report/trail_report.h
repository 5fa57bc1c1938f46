// What came of replaying trails: what the writers are given, and what it says as a whole.
#ifndef DEPUTY_SIMULATOR_REPORT_TRAIL_REPORT_H_
#define DEPUTY_SIMULATOR_REPORT_TRAIL_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "simulator/replay/suggestion.h"
#include "simulator/replay/tally.h"
#include "simulator/report/style.h"

namespace deputy {

// What a class of calls says about the policies, beside what was recorded.
enum class CallVerdict : uint8_t {
  kAsRecorded,    // allowed and succeeded, or denied and denied
  kStillAllowed,  // of a comparison: what is proposed asks for no more than today's policy
  kOpen,          // it depends on what no trail says
  kNewlyAllowed,  // today denied, allowed by what is proposed
  kBroken,        // it succeeded and is denied by what is proposed
  kContradicted,  // today's policy says other than what was recorded
  kUnknown,       // not decided
};
inline constexpr int kCallVerdicts = 7;

absl::string_view CallVerdictName(CallVerdict verdict);  // "asRecorded", …

CallVerdict VerdictOn(const CallClass& call);

struct TrailReport {
  explicit TrailReport(const ReplayTally& sum);

  const ReplayTally& tally;
  ReplayTally::Resolved resolved;
  int64_t calls = 0;                     // with those beyond
  int64_t verdicts[kCallVerdicts] = {};  // calls, without those beyond
  int64_t beyond = 0;
  std::optional<std::vector<Suggestion>> suggestions;  // where they were asked for

  // Whether a call came out as it should not; and whether one was not decided.
  bool not_as_expected() const;
  bool has_unknown() const;
};

// For a person, at 80 columns.
std::string TrailAsText(const TrailReport& report, const Style& style);

// scenarios/schema/replay-v1.json is its schema.
std::string TrailAsJson(const TrailReport& report);

// What is wrong with records and files, a line each, as diagnostics are told.
std::string TrailProblems(const ReplayTally& tally, const Style& style);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_TRAIL_REPORT_H_
