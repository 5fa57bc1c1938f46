#include "simulator/replay/further_actions.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/action.h"
#include "simulator/replay/recorded_call.h"

namespace deputy {
namespace {

// More pairs of ways are not put together.
constexpr size_t kMostPairs = 4096;

// "… is not authorized to perform: sts:TagSession on resource: …"
absl::string_view DeniedActionOf(const TrailEvent& event) {
  constexpr absl::string_view kBefore = "to perform: ";
  const size_t at = event.error_message.find(kBefore);
  if (RecordedOf(event) != Recorded::kDenied || at == absl::string_view::npos) return "";
  const absl::string_view rest = event.error_message.substr(at + kBefore.size());
  return rest.substr(0, rest.find(' '));
}

template <class T>
void AddNew(const std::vector<T>& more, std::vector<T>& to) {
  for (const T& item : more) {
    if (!absl::c_linear_search(to, item)) to.push_back(item);
  }
}

// Both at once; nothing where they are of different callers.
std::optional<OpenWay> Both(OpenWay way, const OpenWay& other) {
  if (way.caller != other.caller) return std::nullopt;
  AddNew(other.clauses, way.clauses);
  AddNew(other.unless, way.unless);
  way.needs_identity = way.needs_identity || other.needs_identity;
  return way;
}

// One of each; no way at all is no condition. Where a statement lets in by both actions its way is
// one of both, and to put it together with others would only ask for more. False: too many.
bool OneOfEach(std::vector<OpenWay>& ways, std::vector<OpenWay> others) {
  if (ways.empty()) ways.swap(others);
  if (others.empty()) return true;
  std::vector<OpenWay> both;
  absl::c_copy_if(ways, std::back_inserter(both),
                  [&](const OpenWay& way) { return absl::c_linear_search(others, way); });
  for (std::vector<OpenWay>* rest : {&ways, &others})
    std::erase_if(*rest, [&](const OpenWay& way) { return absl::c_linear_search(both, way); });
  if (ways.size() * others.size() > kMostPairs) return false;
  for (const OpenWay& way : ways) {
    for (const OpenWay& other : others) {
      if (std::optional<OpenWay> joined = Both(way, other)) AddNew({*joined}, both);
    }
  }
  ways = std::move(both);
  return true;
}

}  // namespace

std::vector<std::string> FurtherActionsOf(const TrailEvent& event) {
  std::vector<std::string> actions;
  const TrailEvent::Parameters& asked = event.parameters;
  // Tags that a session inherits are set again.
  if (!event.tags().empty() || !asked.transitive_keys.empty() || asked.inherits_tags)
    actions.emplace_back("sts:TagSession");
  // That of the caller's own session goes on to the next.
  if (!event.source_identity().empty() || !event.identity.source_identity.empty())
    actions.emplace_back("sts:SetSourceIdentity");
  if (asked.provides_context) actions.emplace_back("sts:SetContext");
  const std::string own = absl::StrCat("sts:", event.name);
  const absl::string_view denied = DeniedActionOf(event);
  for (const absl::string_view known : RoleTrustActions()) {
    if (known != own && absl::EqualsIgnoreCase(known, denied))
      AddNew({std::string(known)}, actions);
  }
  return actions;
}

void AlsoNeeds(const std::string& action, ReplayOutcome other, ReplayOutcome& outcome) {
  const auto either = [&](ReplayDecision decision) {
    return outcome.decision == decision || other.decision == decision;
  };
  const auto decide = [&](ReplayDecision decision, std::string reason) {
    outcome.decision = decision;
    outcome.reason = std::move(reason);
    outcome.ways.clear();
    outcome.needs_identity = false;
  };
  if (either(ReplayDecision::kDenied)) {
    if (outcome.decision != ReplayDecision::kDenied) outcome.denied_action = action;
    return decide(ReplayDecision::kDenied, "");
  }
  if (either(ReplayDecision::kUnknown)) {
    return decide(ReplayDecision::kUnknown,
                  outcome.reason.empty() ? std::move(other.reason) : outcome.reason);
  }
  if (other.decision == ReplayDecision::kAllowed) return;
  const bool had_ways = !outcome.ways.empty() || !other.ways.empty();
  if (!OneOfEach(outcome.ways, std::move(other.ways))) {
    return decide(ReplayDecision::kUnknown,
                  "its actions depend on too much for that to be put together");
  }
  if (had_ways && outcome.ways.empty()) {  // no caller is let in by both
    outcome.denied_action = action;
    return decide(ReplayDecision::kDenied, "");
  }
  outcome.decision = ReplayDecision::kDepends;
  outcome.needs_identity = outcome.needs_identity || other.needs_identity;
}

}  // namespace deputy
