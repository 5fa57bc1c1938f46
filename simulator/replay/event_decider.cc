#include "simulator/replay/event_decider.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/arn.h"
#include "engine/text/json_writer.h"
#include "simulator/replay/further_actions.h"
#include "simulator/replay/key_facts.h"

namespace deputy {
namespace {

constexpr size_t kMostRemembered = 1 << 14;  // then the cache starts anew
// IAM's longest ARN, and a call that nobody could have made.
constexpr size_t kLongestArn = 2048;
constexpr size_t kLongestCall = 8192;

}  // namespace

absl::string_view EventDecider::Decide(absl::string_view record, ReplayTally& tally,
                                       std::string* line) {
  ++tally.counts.records;
  problem_.clear();
  switch (reader_.Read(record, event_, problem_)) {
    case TrailEventReader::Kind::kOther:
      ++tally.counts.other_events;
      return "";
    case TrailEventReader::Kind::kMalformed:
      return problem_;
    case TrailEventReader::Kind::kAssumeRole:
      return DecideCall(tally, line);
  }
  return "";
}

absl::string_view EventDecider::DecideCall(ReplayTally& tally, std::string* line) {
  if (RecordedOf(event_) == Recorded::kFailed) {
    ++tally.counts.failed;
    return "";
  }
  const absl::string_view role = RoleOf(event_);
  if (role.empty()) {
    ++tally.counts.without_role;
    return "";
  }
  if (!IsRoleArn(role) || role.size() > kLongestArn) return "the role is no ARN of a role";
  const PairSide side = SideOf(event_, role);
  const ReplayRole* known = roles_.Find(role);
  if (known == nullptr) {
    tally.AddUnknownRole(role);
    if (line == nullptr) return "";
    CallClass call;
    call.role = std::string(role);
    call.caller = CallerOf(event_);
    call.recorded = RecordedOf(event_);
    call.further_actions = FurtherActionsOf(event_);
    call.today.reason = "no file has the role";
    WriteLine(call.ToJson(), side, *line);
    return "";
  }
  const ClassKey& key = ClassOf(role, *known);
  if (text_.size() > kLongestCall) return "the call is longer than any that STS takes";
  tally.AddCall(key, event_.time, side, event_.shared_id);
  if (line != nullptr) WriteLine(key.second, side, *line);
  return "";
}

const ClassKey& EventDecider::ClassOf(absl::string_view role_arn, const ReplayRole& role) {
  const Recorded recorded = RecordedOf(event_);
  const absl::string_view denied_by =
      recorded == Recorded::kDenied ? DeniedElsewhere(event_.error_message) : "";
  const bool service = CallerKindOf(event_) == CallerKind::kService;
  const int source =
      service ? map_.Match(role_arn, event_.parameters.session_name, event_.identity.invoked_by)
              : -1;
  std::vector<std::string> further = FurtherActionsOf(event_);
  text_.clear();
  absl::StrAppend(&text_, role_arn, " ", static_cast<int>(recorded), denied_by, " ", source, " ",
                  absl::StrJoin(further, " "), " ");
  AppendRequestText(event_, role.asked, text_);
  if (const auto found = known_.find(text_); found != known_.end()) return found->second;

  CallClass call;
  call.role = std::string(role_arn);
  call.caller = CallerOf(event_);
  call.recorded = recorded;
  call.denied_by = std::string(denied_by);
  call.further_actions = std::move(further);
  if (text_.size() <= kLongestCall) {
    std::string why;
    const std::optional<OpenRequest> request = RequestOf(event_, role_arn, role.asked, why);
    const OpenRequest* asked = request ? &*request : nullptr;
    call.today = OutcomeBy(role.today, asked, call, why, source);
    if (roles_.compares()) call.after = OutcomeBy(role.after, asked, call, why, source);
  }
  if (known_.size() >= kMostRemembered) known_.clear();
  return known_.insert_or_assign(text_, KeyOf(call)).first->second;
}

ReplayOutcome EventDecider::OutcomeBy(const RolePolicy& policy, const OpenRequest* request,
                                      const CallClass& call, const std::string& why, int source) {
  if (request != nullptr)
    return decider_.Decide(*request, call.further_actions, policy, source, memo_);
  ReplayOutcome unknown;
  unknown.reason = why;
  return unknown;
}

// The members of the call behind those of the event.
void EventDecider::WriteLine(absl::string_view call, PairSide side, std::string& line) const {
  JsonWriter writer;
  writer.BeginObject().Member("eventID", event_.id).Member("eventTime", event_.time);
  if (side != PairSide::kNone) {
    writer.Member("sharedEventID", event_.shared_id);
    writer.Member("recordedBy", side == PairSide::kCaller ? "caller" : "role");
  }
  std::string head = writer.EndObject().Take();
  head.back() = ',';
  absl::StrAppend(&line, head, call.substr(1), "\n");
}

}  // namespace deputy
