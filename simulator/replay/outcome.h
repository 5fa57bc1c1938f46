// What a policy would have done with a call: three-valued, since a trail does not say everything
// that STS was told.
#ifndef DEPUTY_SIMULATOR_REPLAY_OUTCOME_H_
#define DEPUTY_SIMULATOR_REPLAY_OUTCOME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/prove/open_request.h"
#include "engine/text/json_value.h"
#include "engine/text/json_writer.h"

namespace deputy {

enum class ReplayDecision : uint8_t {
  kAllowed,
  kDenied,
  kDepends,  // on what the record does not say
  kUnknown,  // it was not decided; never to be taken for allowed
};
inline constexpr int kReplayDecisions = 4;

absl::string_view ReplayDecisionName(ReplayDecision decision);  // "allowed", "denied", …

// Where the value of a key comes from that CloudTrail does not record.
enum class Origin : uint8_t {
  kRecorded,  // the event has it
  kInferred,  // it follows from something that is documented
  kAssumed,   // somebody said so, or it is taken for the sake of argument
  kAbsent,    // it was not sent, as the service catalogue or the source map says
};

absl::string_view OriginName(Origin origin);

struct SourceValue {
  std::string key;
  std::string value;  // empty when absent, and where only that it was sent is inferred
  Origin origin = Origin::kAssumed;

  friend bool operator==(const SourceValue&, const SourceValue&) = default;
};

// What would be if the service had sent the account of the role as that of its source.
struct IfSent {
  SourceValue account;
  ReplayDecision decision = ReplayDecision::kUnknown;  // kAllowed or kDenied

  friend bool operator==(const IfSent&, const IfSent&) = default;
};

struct ReplayOutcome {
  ReplayDecision decision = ReplayDecision::kUnknown;
  std::string reason;  // of kUnknown
  std::string
      denied_action;  // of kDenied, where it is not by the action that the event is named for
  std::vector<OpenWay> ways;  // of kDepends: one of them has to be gone
  // Of kDepends: on the caller's identity policies as well, or without `ways` on nothing else. No
  // trail carries them.
  bool needs_identity = false;
  std::vector<SourceValue> sources;  // that were filled in
  std::optional<IfSent> if_sent;     // of kDepends

  friend bool operator==(const ReplayOutcome&, const ReplayOutcome&) = default;
};

void WriteOutcome(const ReplayOutcome& outcome, JsonWriter& writer);
// Nothing when it is none.
std::optional<ReplayOutcome> ReadOutcome(const JsonValue& value);

// What the ways ask for, for a person: "aws:SourceAccount is 111122223333". One text a way.
std::vector<std::string> WaysAsText(const std::vector<OpenWay>& ways);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPLAY_OUTCOME_H_
