#include "simulator/report/html/sequence.h"

#include <utility>
#include <variant>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/verdict.h"

namespace deputy {
namespace {

// The keys that tell for whom somebody acts: shown whether or not a policy asks for them.
constexpr absl::string_view kTellingKeys[] = {"aws:SourceArn", "aws:SourceAccount",
                                              "sts:ExternalId"};

// Short enough for a box of a diagram.
constexpr absl::string_view kGuardWords[] = {"PassRole check",
                                             "trust policy",
                                             "resource policy",
                                             "identity policy",
                                             "permissions boundary",
                                             "session policy",
                                             "SCP",
                                             "RCP"};

class Builder {
 public:
  Builder(const World& world, const Step& step, const StepResult& result)
      : world_(world), step_(step), result_(result) {}

  Sequence Build() {
    std::visit([this](const auto& act) { Begin(act); }, step_.act);
    for (const Hop& hop : step_.chain) RoleLane(hop.role);
    for (const ResourceAction& action : step_.then) ResourceLane(action);
    if (sequence_.lanes.empty()) return std::move(sequence_);
    sequence_.lanes[0].reached = true;
    if (announced_) Announce();
    for (const CallResult& call : result_.calls) AddCall(call);
    if (sequence_.stopped_at.empty()) HandOut();
    if (IsHostile(step_)) {
      for (const Loss& loss : result_.losses) {
        std::string holds = loss.resource < 0 ? Escape(loss.arn)
                                              : Escape(world_.resources[At(loss.resource)].holds);
        if (sequence_.lost.empty() || sequence_.lost.back() != holds)
          sequence_.lost.push_back(std::move(holds));
      }
    }
    return std::move(sequence_);
  }

 private:
  static size_t At(Index index) { return static_cast<size_t>(index); }

  size_t Lane(std::string id, absl::string_view kind, std::string name) {
    for (size_t i = 0; i < sequence_.lanes.size(); ++i) {
      if (sequence_.lanes[i].id == id) return i;
    }
    sequence_.lanes.push_back({std::move(id), std::string(kind), std::move(name), false});
    return sequence_.lanes.size() - 1;
  }

  std::string AccountName(Index account) const { return Escape(world_.accounts[At(account)].name); }

  size_t RoleLane(Index role) {
    Lane("sts", "AWS", "STS");
    const Role& found = world_.roles[At(role)];
    return Lane(absl::StrCat("role:", found.id), "role of " + AccountName(found.account),
                Escape(found.name));
  }

  size_t ResourceLane(const ResourceAction& action) {
    if (action.resource == kNoIndex)
      return Lane(absl::StrCat("resource:", action.arn), "resource", Escape(action.arn));
    const Resource& found = world_.resources[At(action.resource)];
    return Lane(
        absl::StrCat("resource:", found.id),
        found.account == kNoIndex ? "resource" : "resource of " + AccountName(found.account),
        Escape(found.id));
  }

  void Actor(std::string name) { Lane("actor", ActorKindName(step_.actor), std::move(name)); }

  void Begin(const UsesService& act) {
    Actor(AccountName(act.account));
    const Deputy& deputy = world_.deputies[At(act.deputy)];
    Lane("deputy", "deputy",
         absl::StrCat(Escape(deputy.service->name),
                      deputy.version.empty() ? "" : absl::StrCat(" ", Escape(deputy.version))));
    if (act.role != kNoIndex) {
      Lane("passrole-check", "the deputy's own", "PassRole check");
      RoleLane(act.role);
      announced_ = absl::StrCat("use role ", Escape(world_.roles[At(act.role)].name));
    } else if (act.target) {
      ResourceLane(*act.target);
      announced_ = absl::StrCat("use ", sequence_.lanes.back().name);
    }
    if (act.source) source_ = Escape(act.source->arn, 400);
  }

  void Begin(const UsesVendor& act) {
    Actor(AccountName(act.account));
    const Deputy& deputy = world_.deputies[At(act.deputy)];
    Lane("deputy", "deputy, a vendor", Escape(deputy.id));
    RoleLane(act.role);
    announced_ = absl::StrCat("use role ", Escape(world_.roles[At(act.role)].name));
    if (!act.typed_external_id.empty())
      source_ = absl::StrCat("ExternalId typed: ", Escape(act.typed_external_id));
  }

  void Begin(const Calls& act) {
    switch (act.as) {
      case Calls::As::kRole:
        return Actor(absl::StrCat("session of ", Escape(world_.roles[At(act.who)].name)));
      case Calls::As::kUser:
        return Actor(Escape(world_.users[At(act.who)].name));
      case Calls::As::kAdministrator:
        return Actor(absl::StrCat("administrator of ", AccountName(act.who)));
      case Calls::As::kAnonymous:
        return Actor("no credentials");
    }
  }

  void Begin(const PresentsToken& act) {
    Actor(absl::StrReplaceAll(Escape(act.about, 400), {{"`", ""}}));
    RoleLane(act.role);
  }

  // What the customer tells the deputy; no call to AWS yet.
  void Announce() {
    SequenceMessage message;
    message.to = holder_ = 1;
    message.what = *announced_;
    if (!source_.empty()) message.carrying.push_back({"for " + source_});
    sequence_.lanes[1].reached = true;
    sequence_.messages.push_back(std::move(message));
  }

  void AddCall(const CallResult& call) {
    // What a hop needs besides is asked by who asked for the role.
    if (!IsAskedBeside(call.kind)) HandOut();
    size_t first = 0;
    if (!call.guards.empty() && call.guards[0].guard == Guard::kPassRoleCheck) {
      PassRole(call.guards[0].verdict);
      first = 1;
      if (!sequence_.stopped_at.empty()) return;
    }
    SequenceMessage message;
    message.from = holder_;
    message.what = Escape(call.request.action);
    message.to = call.role >= 0                          ? Lane("sts", "AWS", "STS")
                 : call.kind == CallKind::kServiceAction ? ResourceLane(*TargetOf(step_))
                 : call.action >= 0                      ? ResourceLane(step_.then[At(call.action)])
                                                         : Lane("sts", "AWS", "STS");
    if (call.kind != CallKind::kResourceAction) Carry(call, message);
    for (size_t i = first; i < call.guards.size(); ++i) Check(call.guards[i], message);
    if (message.checks.empty() && call.allowed)
      message.checks.push_back({"✓ allowed", Tone::kGood});
    if (!call.allowed) Stop(message);
    sequence_.lanes[message.to].reached = true;
    sequence_.messages.push_back(std::move(message));
    if (call.allowed && call.kind == CallKind::kAssumeRole) granted_ = call.role;
  }

  static const ResourceAction* TargetOf(const Step& step) {
    return &*std::get<UsesService>(step.act).target;
  }

  void PassRole(GuardVerdict verdict) {
    static constexpr std::pair<absl::string_view, Tone> kSaid[] = {
        {"✓ the role is the customer's own", Tone::kGood},
        {"✗ the role is another account's", Tone::kBad},
        {"! tricked: says yes", Tone::kWarn},
        {"! this deputy has no such check", Tone::kWarn}};
    const size_t lane = Lane("passrole-check", "", "");
    SequenceMessage message;
    message.from = holder_;
    message.to = lane;
    message.what = "may the customer name this role?";
    const auto& [words, tone] = kSaid[static_cast<size_t>(verdict)];
    message.checks.push_back({std::string(words), tone});
    sequence_.lanes[lane].reached = true;
    if (verdict == GuardVerdict::kStopped) Stop(message);
    sequence_.messages.push_back(std::move(message));
  }

  static void Carry(const CallResult& call, SequenceMessage& message) {
    std::vector<std::string> keys = KeysAskedFor(call);
    for (const absl::string_view key : kTellingKeys) {
      const auto is_key = [&](const std::string& one) { return FoldKey(one) == FoldKey(key); };
      if (absl::c_none_of(keys, is_key) &&
          (call.request.Find(key) != nullptr || IsMissed(call, key)))
        keys.emplace_back(key);
    }
    for (const std::string& key : keys) {
      const std::string* value = call.request.Find(key);
      message.carrying.push_back(
          value != nullptr
              ? ToneText{absl::StrCat(Escape(key), " ", Escape(*value, 400)), Tone::kPlain}
              : ToneText{absl::StrCat("∅ ", Escape(key), " absent"), Tone::kAbsent});
    }
  }

  // Of the conditions of all its policies, each once, in their order.
  static std::vector<std::string> KeysAskedFor(const CallResult& call) {
    std::vector<std::string> keys;
    for (const AppliedPolicy& applied : call.policies) {
      for (const Statement& statement : applied.document->policy.statements) {
        for (const ConditionClause& clause : statement.conditions) {
          const auto is_key = [&](const std::string& one) {
            return FoldKey(one) == FoldKey(clause.key);
          };
          if (absl::c_none_of(keys, is_key)) keys.push_back(clause.key);
        }
      }
    }
    return keys;
  }

  static bool IsMissed(const CallResult& call, absl::string_view key) {
    return absl::c_any_of(
        call.absent, [&](const AbsentKey& absent) { return FoldKey(absent.key) == FoldKey(key); });
  }

  static void Check(const GuardResult& guard, SequenceMessage& message) {
    const absl::string_view words = kGuardWords[static_cast<size_t>(guard.guard)];
    switch (guard.verdict) {
      case GuardVerdict::kPassed:
        message.checks.push_back({absl::StrCat("✓ ", words), Tone::kGood});
        break;
      case GuardVerdict::kStopped:
        message.checks.push_back({absl::StrCat("✗ ", words), Tone::kBad});
        break;
      case GuardVerdict::kBypassed:
        message.checks.push_back({absl::StrCat("! ", words, " bypassed"), Tone::kWarn});
        break;
      case GuardVerdict::kAbsent:
        break;
    }
  }

  void Stop(SequenceMessage& message) {
    message.stopped = true;
    sequence_.stopped_at = sequence_.lanes[message.to].id;
  }

  // STS gives the credentials of the role that it granted, which is who goes on from there.
  void HandOut() {
    if (granted_ == kNoIndex) return;
    SequenceMessage message;
    message.from = Lane("sts", "AWS", "STS");
    message.to = holder_ = RoleLane(granted_);
    message.what = "credentials";
    sequence_.lanes[message.to].reached = true;
    sequence_.messages.push_back(std::move(message));
    granted_ = kNoIndex;
  }

  const World& world_;
  const Step& step_;
  const StepResult& result_;
  Sequence sequence_;
  std::optional<std::string> announced_;
  std::string source_;
  size_t holder_ = 0;  // the lane that makes the next call
  Index granted_ = kNoIndex;
};

}  // namespace

Sequence SequenceOf(const Scenario& scenario, const ScenarioResult& result, size_t variant,
                    size_t step) {
  return Builder(scenario.variants[variant].world, scenario.steps[step],
                 result.variants[variant].steps[step])
      .Build();
}

std::string DescribeSequence(const Sequence& sequence) {
  std::vector<std::string> reached;
  for (const SequenceLane& lane : sequence.lanes) {
    if (lane.reached) reached.push_back(absl::StrCat(lane.kind, " ", lane.name));
  }
  return absl::StrCat(absl::StrJoin(reached, ", "),
                      sequence.stopped_at.empty() ? ": nothing stops it" : ": stopped there");
}

}  // namespace deputy
