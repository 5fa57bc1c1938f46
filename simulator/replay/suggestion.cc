#include "simulator/replay/suggestion.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/harden/change.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/prove/open_request.h"

namespace deputy {
namespace {

// A caller that was let in. Of an account's copy of a call only the account is known.
struct SeenCaller {
  std::string told;
  std::vector<std::string> actions;  // the call's own, and what it asked for besides
  Principal principal;
  bool only_account = false;
};

std::optional<SeenCaller> CallerOf(const CallClass& call) {
  SeenCaller caller;
  caller.told = call.caller.name;
  std::optional<Principal> principal;
  std::string own = "sts:AssumeRole";
  if (call.caller.type == "AWSService") {
    principal = ParseServicePrincipal(call.caller.name);
  } else if (call.caller.type == "WebIdentityUser" || call.caller.type == "SAMLUser") {
    principal = ParseFederatedPrincipal(call.caller.name);
    own =
        call.caller.type == "SAMLUser" ? "sts:AssumeRoleWithSAML" : "sts:AssumeRoleWithWebIdentity";
  } else {
    principal = ParseIamPrincipal(call.caller.name);
    caller.only_account = principal && principal->kind == PrincipalKind::kAccountRoot;
  }
  if (!principal) return std::nullopt;
  caller.principal = *std::move(principal);
  caller.actions = {std::move(own)};
  caller.actions.insert(caller.actions.end(), call.further_actions.begin(),
                        call.further_actions.end());
  return caller;
}

// The request of such a caller, all keys open that the policy asks for and that are not its own; a
// service acts for a source in the account of the role.
OpenRequest RequestOf(const SeenCaller& caller, const OpenDecider& decider,
                      const std::string& role) {
  OpenRequest open;
  open.request.principal = caller.principal;
  open.request.action = caller.actions[0];
  open.request.resource = role;
  const std::vector<ImpliedKey> implied = ImpliedKeys(caller.principal);
  const bool service = caller.principal.kind == PrincipalKind::kService;
  if (service) open.request.Set("aws:SourceAccount", open.request.ResourceAccount());
  for (const auto& [folded, spelled] : decider.keys()) {
    const bool own = absl::c_any_of(implied, [&, &key = folded](const ImpliedKey& other) {
      return absl::EqualsIgnoreCase(other.name, key);
    });
    if (!own && folded != "aws:resourceaccount" && !(service && folded == "aws:sourceaccount"))
      open.open.push_back(folded);
  }
  if (caller.only_account) {
    open.caller_kinds = {PrincipalKind::kRole, PrincipalKind::kRoleSession, PrincipalKind::kUser,
                         PrincipalKind::kFederatedUser, PrincipalKind::kAccountRoot};
  } else {
    FillInContext(open.request);
  }
  return open;
}

bool MayBeLetIn(const SeenCaller& caller, const Policy& policy, const std::string& role) {
  const OpenDecider decider(policy, role);
  OpenRequest request = RequestOf(caller, decider, role);
  return absl::c_all_of(caller.actions, [&](const std::string& action) {
    request.request.action = action;
    const OpenVerdict verdict = decider.Decide(request).verdict;
    return verdict == OpenVerdict::kAllowed || verdict == OpenVerdict::kDepends;
  });
}

// Whether the statement is for an action by which the caller came in.
bool IsUsedBy(const Statement& statement, const SeenCaller& caller) {
  return absl::c_any_of(caller.actions, [&](const std::string& action) {
    return NamesAction(statement.action, action);
  });
}

PrincipalEntry EntryFor(const Principal& principal) {
  return {PrincipalEntryKind::kPrincipal, principal, {principal.text, {}}};
}

// What the entry becomes: itself, or those whom it meant, or nothing where none of them called.
std::vector<PrincipalEntry> UsedBy(const PrincipalEntry& entry,
                                   const std::vector<SeenCaller>& callers) {
  std::vector<PrincipalEntry> used;
  for (const SeenCaller& caller : callers) {
    const Principal& seen = caller.principal;
    if (entry.kind == PrincipalEntryKind::kEveryone) {
      used.push_back(EntryFor(seen));
      continue;
    }
    const Principal& named = entry.principal;
    if (entry.kind != PrincipalEntryKind::kPrincipal) continue;
    const bool same_account = seen.IsIam() && named.IsIam() && seen.account == named.account;
    if (named.kind == PrincipalKind::kAccountRoot && same_account) {
      if (caller.only_account) return {entry};
      used.push_back(EntryFor(seen));
    } else if (named.text == seen.text || (same_account && caller.only_account) ||
               (same_account && named.kind == PrincipalKind::kRoleSession &&
                seen.kind == PrincipalKind::kRole && named.name == seen.name)) {
      return {entry};  // sessions are told apart by their role only
    }
  }
  return used;
}

class Suggester {
 public:
  Suggester(const ReplayRole& role, const std::vector<SeenCaller>& callers,
            absl::Span<const ServiceFact> services)
      : role_(role), callers_(callers), services_(services) {
    suggestion_.role = role.arn;
    suggestion_.today = *role.today.policy;
    suggestion_.policy = *role.today.policy;
  }

  std::optional<Suggestion> Run() {
    TakeOutUnused();
    if (!LetsAllIn(suggestion_.policy)) return std::nullopt;
    HardenWhatIsLeft();
    const PolicyComparison comparison = Compare(suggestion_.today, suggestion_.policy, role_.arn);
    suggestion_.relation = comparison.relation;
    if (comparison.only_after) return std::nullopt;  // it would let somebody in
    return std::move(suggestion_);
  }

 private:
  bool LetsAllIn(const Policy& policy) const {
    return absl::c_all_of(
        callers_, [&](const SeenCaller& caller) { return MayBeLetIn(caller, policy, role_.arn); });
  }

  void Keep(size_t number, Statement statement, std::vector<Statement>& kept) {
    numbers_.push_back(number);
    kept.push_back(std::move(statement));
  }

  void TakeOutUnused() {
    std::vector<Statement> kept;
    size_t number = 0;
    for (Statement& statement : suggestion_.policy.statements) {
      ++number;
      if (statement.effect == Effect::kDeny || !statement.principal) {
        Keep(number, std::move(statement), kept);
        continue;
      }
      std::vector<SeenCaller> callers;
      absl::c_copy_if(callers_, std::back_inserter(callers),
                      [&](const SeenCaller& caller) { return IsUsedBy(statement, caller); });
      std::vector<PrincipalEntry> entries;
      for (const PrincipalEntry& entry : statement.principal->entries) {
        for (PrincipalEntry& used : UsedBy(entry, callers)) {
          const bool known = absl::c_any_of(entries, [&](const PrincipalEntry& other) {
            return other.kind == used.kind && other.principal.text == used.principal.text;
          });
          if (!known) entries.push_back(std::move(used));
        }
      }
      const std::string before = PrincipalJson(statement.principal->entries);
      if (entries.empty()) {
        suggestion_.changes.push_back(
            absl::StrCat("statement ", number, ": remove it; nobody that it names used it"));
        continue;
      }
      if (PrincipalJson(entries) != before) {
        suggestion_.changes.push_back(absl::StrCat(
            "statement ", number, ": only for those who used it: ", PrincipalJson(entries)));
      }
      statement.principal->entries = std::move(entries);
      Keep(number, std::move(statement), kept);
    }
    suggestion_.policy.statements = std::move(kept);
  }

  void HardenWhatIsLeft() {
    const Policy narrowed = suggestion_.policy;
    HardenQuestion question;
    question.role.policy = &narrowed;
    question.role.resource = role_.arn;
    question.role.services = services_;
    const std::optional<Arn> arn = ParseArn(role_.arn);
    question.role.trusted.accounts.emplace_back(arn ? arn->account() : "");
    for (const SeenCaller& caller : callers_) {
      question.kept.push_back(caller.told);
      std::vector<std::string>& trusted = question.role.trusted.accounts;
      const std::string& account = caller.principal.account;
      if (!caller.principal.IsIam() || absl::c_linear_search(trusted, account)) continue;
      trusted.push_back(account);
      suggestion_.notes.push_back(absl::StrCat("account ", account, " is not that of the role; ",
                                               "its calls are taken to be wanted"));
    }
    question.allows = [&](const Policy& policy, size_t caller) {
      return MayBeLetIn(callers_[caller], policy, role_.arn);
    };
    HardenResult result = Harden(question);
    const bool done =
        result.outcome == HardenOutcome::kAlready || result.outcome == HardenOutcome::kHardened;
    if (!done || !LetsAllIn(result.policy)) {
      suggestion_.reason = result.reason.empty() ? "it could not be hardened" : result.reason;
      return;
    }
    suggestion_.proved = true;
    suggestion_.policy = std::move(result.policy);
    for (const Change& change : result.changes)
      suggestion_.changes.push_back(
          absl::StrCat("statement ", numbers_[change.told_statement], ": ", ChangeTitle(change)));
    for (std::string& note : result.notes) suggestion_.notes.push_back(std::move(note));
  }

  const ReplayRole& role_;
  const std::vector<SeenCaller>& callers_;
  absl::Span<const ServiceFact> services_;
  Suggestion suggestion_;
  std::vector<size_t> numbers_;  // of the statements that are left, in today's policy
};

}  // namespace

std::vector<Suggestion> Suggest(const RolePolicies& roles,
                                absl::Span<const std::pair<CallClass, Seen>> calls,
                                absl::Span<const ServiceFact> services) {
  std::vector<Suggestion> suggestions;
  for (size_t i = 0; i < calls.size();) {
    const std::string& arn = calls[i].first.role;
    std::vector<SeenCaller> callers;
    bool whole = true;  // all that succeeded are understood
    for (; i < calls.size() && calls[i].first.role == arn; ++i) {
      const CallClass& call = calls[i].first;
      if (call.recorded != Recorded::kSucceeded) continue;
      std::optional<SeenCaller> caller = CallerOf(call);
      whole = whole && caller.has_value();
      if (!caller) continue;
      const auto known = absl::c_find_if(callers, [&](const SeenCaller& other) {
        return other.principal.text == caller->principal.text &&
               other.actions[0] == caller->actions[0];
      });
      if (known == callers.end()) {
        callers.push_back(*std::move(caller));
        continue;
      }
      for (const std::string& action : caller->actions) {
        if (!absl::c_linear_search(known->actions, action)) known->actions.push_back(action);
      }
    }
    const ReplayRole* role = roles.Find(arn);
    if (!whole || callers.empty() || role == nullptr || role->today.policy == nullptr) continue;
    if (auto suggestion = Suggester(*role, callers, services).Run())
      suggestions.push_back(*std::move(suggestion));
  }
  return suggestions;
}

}  // namespace deputy
