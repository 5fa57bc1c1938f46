#include "engine/prove/open_request.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/decide/authorizer.h"
#include "engine/decide/compiler.h"
#include "engine/iam/account_id.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/policy/policy_parser.h"
#include "engine/prove/case_builder.h"
#include "engine/prove/case_solver.h"
#include "engine/prove/judge.h"
#include "engine/prove/scene.h"
#include "engine/prove/source_arn.h"

namespace deputy {
namespace {

constexpr char kSourceArn[] = "aws:sourcearn";
constexpr char kSourceAccount[] = "aws:sourceaccount";

// To be compared with: what is not allowed is what this allows and the policy does not.
const Policy& AllowsEveryone() {
  static const Policy kPolicy = [] {
    Diagnostics diagnostics;
    return *ParsePolicyText(
        R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:*"}})",
        PolicyType::kTrust, diagnostics);
  }();
  return kPolicy;
}

// A caller that is possible, with the cases that make up its requests.
struct Candidate {
  std::string named;  // its ARN where a statement names it and the record does not
  Request request;    // what is known of it, with an example of what is not
  std::vector<std::string> open;
  std::vector<Case> cases;  // none: those of a caller that is known
};

bool IsOpen(const std::vector<std::string>& open, absl::string_view folded) {
  return absl::c_linear_search(open, folded);
}

std::vector<bool> Possible(Known known) {
  if (known == Known::kUnknown) return {false, true};
  return {known == Known::kYes};
}

// The values that are free, as the prover takes those of a request that could be sent.
Variable OpenVariable(const std::string& folded, const std::string& spelled) {
  const ContextKeyInfo* info = FindContextKey(folded);
  Variable variable;
  variable.name = spelled;
  variable.multivalued = info == nullptr || info->cardinality == Cardinality::kMulti;
  if (info != nullptr && info->type == OperandType::kBool) {
    variable.guards.push_back({{LiteralLanguage("true"), LiteralLanguage("false")}, false});
  } else if (info != nullptr &&
             (info->type == OperandType::kDate || info->type == OperandType::kNumeric ||
              info->type == OperandType::kIpAddress)) {
    variable.form = info->type;
  }
  return variable;
}

class Opener {
 public:
  Opener(const OpenRequest& request, const Scene& scene) : request_(request), scene_(scene) {}

  std::vector<Candidate> Run() const {
    if (request_.caller_kinds.empty()) {
      return {{"", request_.request, request_.open, {}}};
    }
    std::vector<Candidate> candidates;
    for (Case& the_case : deputy::CasesOf(scene_, Side::kAll, false, true)) {
      if (absl::c_linear_search(request_.caller_kinds, the_case.principal.kind))
        AddOfAccount(std::move(the_case), candidates);
    }
    return candidates;
  }

  // Made when they are needed: of a caller that is known they are most of the work.
  std::vector<Case> CasesOf(const Candidate& candidate) const {
    if (!candidate.cases.empty()) return candidate.cases;
    Case base;
    base.who = "the caller";
    base.principal = candidate.request.principal;
    return WithSources(std::move(base));
  }

 private:
  const std::string& account() const { return request_.request.principal.account; }

  // A case of the prover's own, if it is about principals of the account.
  void AddOfAccount(Case the_case, std::vector<Candidate>& candidates) const {
    Candidate candidate;
    candidate.request = request_.request;
    candidate.open = request_.open;
    if (!the_case.principal_variable) {
      if (the_case.principal.account != account()) return;
      candidate.named = the_case.principal.text;
    } else {
      const std::string arn =
          absl::StrCat("arn:", the_case.principal.partition, ":iam::", account(), ":", "root");
      Variable& caller = the_case.variables[*the_case.principal_variable];
      const bool named_account = absl::c_any_of(
          scene_.named, [&](const Principal& p) { return p.IsIam() && p.account == account(); });
      if (named_account != (the_case.principal.account == account())) return;
      caller.guards.push_back(OneOf({account()}, Part::kAccount, false));
      const std::string own = the_case.principal.account;
      for (std::string& text : caller.friendly)
        text = absl::StrReplaceAll(
            text, {{absl::StrCat(":", own, ":"), absl::StrCat(":", account(), ":")}});
      if (const auto principal = ParseIamPrincipal(caller.friendly[0]))
        the_case.principal = *principal;
      for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
        const auto rule = the_case.keys.find(FoldKey(implied.name));
        if (rule != the_case.keys.end() && rule->second.variable)
          candidate.open.push_back(rule->first);
      }
    }
    candidate.request.principal = the_case.principal;
    for (const ImpliedKey& implied : ImpliedKeys(request_.request.principal))
      candidate.request.context.erase(FoldKey(implied.name));
    Case base;
    base.who = the_case.who;
    base.principal = the_case.principal;
    base.principal_variable = the_case.principal_variable;
    std::map<size_t, size_t> moved;
    for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
      const auto rule = the_case.keys.find(FoldKey(implied.name));
      if (rule == the_case.keys.end()) continue;
      KeyRule kept = rule->second;
      if (kept.variable) {
        const auto [at, fresh] = moved.emplace(*kept.variable, base.variables.size());
        if (fresh) base.variables.push_back(the_case.variables[*kept.variable]);
        kept.variable = at->second;
      }
      base.keys.insert_or_assign(rule->first, std::move(kept));
    }
    if (base.principal_variable) base.principal_variable = moved.at(*base.principal_variable);
    candidate.cases.push_back(Finish(std::move(base), candidate.request));
    if (FillInContext(candidate.request)) return;  // such a caller contradicts what is known
    candidates.push_back(std::move(candidate));
  }

  // A case for each way in which the source keys can go together.
  std::vector<Case> WithSources(Case base) const {
    const bool arn_open = IsOpen(request_.open, kSourceArn);
    const bool account_open = IsOpen(request_.open, kSourceAccount);
    if (!arn_open && !account_open) return {Finish(std::move(base), request_.request)};
    std::vector<Case> cases;
    for (const bool sends_arn :
         arn_open ? Possible(request_.sends_source_arn) : std::vector{false}) {
      for (const bool sends_account :
           account_open ? Possible(request_.sends_source_account) : std::vector{false}) {
        for (const bool shows_account : {true, false}) {
          if (!sends_arn && !shows_account) continue;
          Case the_case = base;
          if (arn_open) OpenArn(sends_arn, shows_account, the_case);
          if (account_open) OpenAccount(sends_account, sends_arn && shows_account, the_case);
          cases.push_back(Finish(std::move(the_case), request_.request));
        }
      }
    }
    return cases;
  }

  void OpenArn(bool sends, bool shows_account, Case& the_case) const {
    if (!sends) return Fix(the_case, kSourceArn, {});
    Variable arn;
    arn.name = "aws:SourceArn";
    arn.may_be_absent = false;
    SourceArns arns = SourceArnsOf(the_case.principal.text, nullptr, shows_account,
                                   scene_.partition, scene_.owner);
    arn.guards.push_back({std::move(arns.languages), false});
    const std::string* account = request_.request.Find(kSourceAccount);
    if (shows_account && account != nullptr)
      arn.guards.push_back(OneOf({*account}, Part::kAccount, false));
    const size_t variable = AddVariable(the_case, std::move(arn));
    Bind(the_case, kSourceArn, variable);
    if (shows_account) Bind(the_case, kSourceAccount, variable, Part::kAccount);
  }

  void OpenAccount(bool sends, bool bound_to_arn, Case& the_case) const {
    if (!sends) return Fix(the_case, kSourceAccount, {});
    if (bound_to_arn) return;
    const std::string* given = request_.request.Find(kSourceArn);
    const std::optional<Arn> arn = given == nullptr ? std::nullopt : ParseArn(*given);
    if (arn && IsAccountId(arn->account()))
      return Fix(the_case, kSourceAccount, {std::string(arn->account())});
    Variable account;
    account.name = "aws:SourceAccount";
    account.may_be_absent = false;
    account.guards.push_back({{Digits(12)}, false});
    Bind(the_case, kSourceAccount, AddVariable(the_case, std::move(account)));
  }

  // Fixes what is known and opens the rest of what the policies ask for.
  Case Finish(Case the_case, const Request& known) const {
    // An ARN that is open binds the account also where that is known, and then that is what it is.
    if (!IsOpen(request_.open, kSourceAccount)) the_case.keys.erase(kSourceAccount);
    for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
      const std::string folded = FoldKey(implied.name);
      if (the_case.keys.contains(folded)) continue;
      const std::string* value = known.Find(folded);
      Fix(the_case, folded,
          value != nullptr        ? std::vector{*value}
          : implied.value.empty() ? std::vector<std::string>()
                                  : std::vector{implied.value});
    }
    if (!the_case.keys.contains("aws:resourceaccount"))
      Fix(the_case, "aws:resourceaccount", {scene_.owner});
    Fix(the_case, kActionKey, {FoldAction(known.action)});
    Fix(the_case, kResourceKey, {known.resource});
    for (const auto& [folded, spelled] : scene_.keys) {
      if (the_case.keys.contains(folded)) continue;
      const auto given = known.context.find(folded);
      if (IsOpen(request_.open, folded)) {
        Bind(the_case, folded, AddVariable(the_case, OpenVariable(folded, spelled)));
      } else if (given != known.context.end()) {
        Fix(the_case, folded, given->second.values);
      } else {
        Fix(the_case, folded, {});
      }
    }
    return the_case;
  }

  const OpenRequest& request_;
  const Scene& scene_;
};

// Whether some request of the cases is wanted; nothing when that was not decided.
std::optional<bool> SomeWanted(const Scene& scene, const std::vector<Case>& cases,
                               const Wanted& wanted, uint64_t& budget, std::string& reason) {
  std::optional<bool> some = false;
  for (const Case& the_case : cases) {
    const CaseAnswer answer = SolveCase(scene, the_case, wanted, budget);
    if (answer.kind == CaseAnswer::Kind::kFound) return true;
    if (answer.kind == CaseAnswer::Kind::kUnknown) {
      if (reason.empty()) reason = answer.reason;
      some.reset();
    }
  }
  return some;
}

// The value of a policy with its variables put in whose keys are known, everything else as it is
// written: a star of what is put in stays a star (5.2).
std::string WithKnown(absl::string_view value, const Request& request,
                      const std::vector<std::string>& open, bool& hangs_on_open) {
  std::string text;
  while (!value.empty()) {
    const size_t begin = value.find("${");
    const size_t end = begin == absl::string_view::npos ? begin : value.find('}', begin);
    if (end == absl::string_view::npos) break;
    absl::StrAppend(&text, value.substr(0, begin));
    const absl::string_view inside = value.substr(begin + 2, end - begin - 2);
    const std::string key = FoldKey(absl::StripAsciiWhitespace(inside.substr(0, inside.find(','))));
    // A multivalued key is no variable: it counts as absent (5.2).
    const ContextKeyInfo* info = FindContextKey(key);
    const bool single = info == nullptr || info->cardinality == Cardinality::kSingle;
    const std::string* known = IsOpen(open, key) || !single ? nullptr : request.Find(key);
    hangs_on_open = hangs_on_open || IsOpen(open, key);
    if (known != nullptr) {
      absl::StrAppend(&text,
                      absl::StrReplaceAll(*known, {{"*", "${*}"}, {"?", "${?}"}, {"$", "${$}"}}));
    } else {
      absl::StrAppend(&text, value.substr(begin, end + 1 - begin));
    }
    value.remove_prefix(end + 1);
  }
  return absl::StrCat(text, value);
}

// What is left of one statement; nothing when something known does not hold.
std::optional<std::vector<OpenClause>> LeftOf(const Policy& policy, const StatementTrace& trace,
                                              const Candidate& candidate) {
  if (!trace.principal_matched || !trace.action_matched || !trace.resource_matched)
    return std::nullopt;
  const Statement& statement = policy.statements[trace.statement];
  std::vector<OpenClause> left;
  for (const ClauseTrace& clause_trace : trace.clauses) {
    const ConditionClause& clause = statement.conditions[clause_trace.clause];
    const bool expands =
        policy.version == PolicyVersion::k2012 && InfoOf(clause.op.base).takes_variables;
    bool is_open = IsOpen(candidate.open, FoldKey(clause.key));
    OpenClause open{clause.op, clause.key, {}};
    for (const PolicyString& value : clause.values) {
      open.values.push_back(
          expands ? WithKnown(value.text, candidate.request, candidate.open, is_open) : value.text);
    }
    if (is_open) {
      left.push_back(std::move(open));
    } else if (!clause_trace.holds) {
      return std::nullopt;
    }
  }
  return left;
}

// An entry names the caller itself, and not its account or everyone.
bool NamesItself(const Statement& statement, const StatementTrace& trace) {
  if (!statement.principal || statement.principal->negated || trace.principal_entry < 0)
    return false;
  const PrincipalEntry& entry =
      statement.principal->entries[static_cast<size_t>(trace.principal_entry)];
  return entry.kind == PrincipalEntryKind::kPrincipal &&
         entry.principal.kind != PrincipalKind::kAccountRoot;
}

// Each with the index of its statement. All have the same `unless`.
using Ways = std::vector<std::pair<size_t, OpenWay>>;

constexpr size_t kMostRemembered = 4096;  // answers; then the memo starts anew

// The Allow statements that the candidate may come in by.
Ways WaysOf(const Policy& policy, const Program& program, const Vocabulary& vocabulary,
            const Candidate& candidate) {
  ApplicablePolicies policies;
  policies.resource = &program;
  const BoundRequest bound(candidate.request, vocabulary);
  Trace trace;
  Authorize(policies, bound, &trace);
  Ways ways;
  std::vector<std::vector<OpenClause>> unless;
  const Principal& caller = candidate.request.principal;
  const bool foreign = caller.account != candidate.request.ResourceAccount();
  for (const StatementTrace& statement_trace : trace.policies[0].statements) {
    const Statement& statement = policy.statements[statement_trace.statement];
    std::optional<std::vector<OpenClause>> left = LeftOf(policy, statement_trace, candidate);
    if (!left) continue;
    if (statement.effect == Effect::kDeny) {
      unless.push_back(*std::move(left));
      continue;
    }
    OpenWay way;
    way.caller = candidate.named;
    way.clauses = *std::move(left);
    way.needs_identity = caller.IsIam() && (foreign || !NamesItself(statement, statement_trace));
    ways.emplace_back(statement_trace.statement, std::move(way));
  }
  for (auto& [index, way] : ways) way.unless = unless;
  return ways;
}

// The policy with one Allow statement only, and every Deny.
Policy OnlyAllow(const Policy& policy, size_t index) {
  Policy only = policy;
  only.statements.clear();
  for (size_t i = 0; i < policy.statements.size(); ++i) {
    if (i == index || policy.statements[i].effect == Effect::kDeny)
      only.statements.push_back(policy.statements[i]);
  }
  return only;
}

void AddOnce(OpenWay way, std::vector<OpenWay>& ways) {
  if (!absl::c_linear_search(ways, way)) ways.push_back(std::move(way));
}

Scene AllowScene(const Policy& policy, absl::string_view resource) {
  RoleQuestion question;
  question.policy = &policy;
  question.resource = std::string(resource);
  return SceneOf(question);
}

OpenAnswer Unknown(std::string reason) {
  return {OpenVerdict::kUnknown,
          reason.empty() ? "nobody of the account could have called so" : std::move(reason),
          {}};
}

// A way without a condition.
bool IsPlain(const OpenWay& way) { return way.clauses.empty() && way.unless.empty(); }

}  // namespace

class OpenDecider::Impl {
 public:
  Impl(const Policy& policy, absl::string_view resource)
      : policy_(policy),
        allow_(AllowScene(policy, resource)),
        deny_(SceneOf(AllowsEveryone(), policy, resource)),
        judge_(policy, {}),
        program_(Compile(policy, vocabulary_)) {}

  const std::map<std::string, std::string>& keys() const { return allow_.keys; }

  using Searched = OpenMemo::Searched;
  using Known = absl::flat_hash_map<std::string, Searched>;

  OpenAnswer Decide(const OpenRequest& request, Known* known, uint64_t budget) const {
    Sum sum;
    const Opener opener(request, allow_);
    for (const Candidate& candidate : opener.Run()) {
      if (candidate.open.empty()) {
        Judged(candidate, sum);
      } else {
        LeftOver(request, opener, candidate, known, budget, sum);
      }
    }
    OpenAnswer& answer = sum.answer;
    if (!sum.decided && !(sum.allowed && sum.denied)) return Unknown(std::move(answer.reason));
    if (!sum.allowed && !sum.denied) return Unknown("");
    answer.reason.clear();
    answer.verdict = !sum.denied    ? OpenVerdict::kAllowed
                     : !sum.allowed ? OpenVerdict::kDenied
                                    : OpenVerdict::kDepends;
    if (answer.verdict == OpenVerdict::kAllowed && absl::c_any_of(answer.ways, IsPlain))
      std::erase_if(answer.ways, [](const OpenWay& way) { return !IsPlain(way); });
    return std::move(answer);
  }

 private:
  // Over the callers that are possible.
  struct Sum {
    OpenAnswer answer;
    bool allowed = false;  // some request is
    bool denied = false;
    bool decided = true;
  };

  // Nothing is open: the evaluator's own answer.
  void Judged(const Candidate& candidate, Sum& sum) const {
    const bool allows = judge_.Allows(candidate.request);
    (allows ? sum.allowed : sum.denied) = true;
    if (!allows) return;
    for (auto& [index, way] : WaysOf(policy_, program_, vocabulary_, candidate))
      AddOnce(std::move(way), sum.answer.ways);
  }

  // What the trace shows needs no search: no statement is left that allows, a Deny holds whatever
  // comes, or an Allow does and no Deny can.
  void LeftOver(const OpenRequest& request, const Opener& opener, const Candidate& candidate,
                Known* known, uint64_t budget, Sum& sum) const {
    Ways ways = WaysOf(policy_, program_, vocabulary_, candidate);
    const auto is_empty = [](const std::vector<OpenClause>& clauses) { return clauses.empty(); };
    if (ways.empty() || absl::c_any_of(ways[0].second.unless, is_empty)) {
      sum.denied = true;
      return;
    }
    const auto plain = [](const auto& way) { return IsPlain(way.second); };
    if (absl::c_any_of(ways, plain)) {
      sum.allowed = true;
      for (auto& way : ways) {
        if (plain(way)) AddOnce(std::move(way.second), sum.answer.ways);
      }
      return;
    }
    if (known == nullptr) return Take(Search(opener, candidate, ways, budget), sum);
    std::string text = TextOf(request, candidate, ways);
    if (const auto found = known->find(text); found != known->end())
      return Take(found->second, sum);
    if (known->size() >= kMostRemembered) known->clear();
    const Searched& searched =
        known->emplace(std::move(text), Search(opener, candidate, ways, budget)).first->second;
    Take(searched, sum);
  }

  static void Take(const Searched& searched, Sum& sum) {
    sum.allowed = sum.allowed || searched.allowed;
    sum.denied = sum.denied || searched.denied;
    sum.decided = sum.decided && searched.decided;
    if (sum.answer.reason.empty()) sum.answer.reason = searched.reason;
    for (const OpenWay& way : searched.ways) AddOnce(way, sum.answer.ways);
  }

  // All that a search hangs on: what is left of the statements, and how the open keys go together.
  std::string TextOf(const OpenRequest& request, const Candidate& candidate,
                     const Ways& ways) const {
    std::string text;
    const auto add = [&](absl::string_view part) {
      absl::StrAppend(&text, part.size(), ":", part);
    };
    const auto add_clauses = [&](const std::vector<OpenClause>& clauses) {
      absl::StrAppend(&text, clauses.size(), "{");
      for (const OpenClause& clause : clauses) {
        add(clause.op.Name());
        add(clause.key);
        absl::StrAppend(&text, clause.values.size(), "[");
        for (const std::string& value : clause.values) add(value);
      }
    };
    absl::StrAppend(&text, absl::Hex(reinterpret_cast<uintptr_t>(this)), " ");
    for (const auto& [index, way] : ways) {
      absl::StrAppend(&text, index, way.needs_identity ? "i" : "-");
      add(way.caller);
      add_clauses(way.clauses);
    }
    for (const std::vector<OpenClause>& clauses : ways[0].second.unless) add_clauses(clauses);
    absl::StrAppend(&text, ";", static_cast<int>(request.sends_source_arn),
                    static_cast<int>(request.sends_source_account));
    for (const std::string& key : candidate.open) add(key);
    for (const char* key : {kSourceArn, kSourceAccount}) {
      const std::string* value = request.request.Find(key);
      add(value == nullptr ? "" : *value);
    }
    // A service's ARNs may be those of any service; of an account's principals the cases hang on
    // it.
    add(request.caller_kinds.empty() ? "" : candidate.request.principal.text);
    return text;
  }

  Searched Search(const Opener& opener, const Candidate& candidate, Ways& ways,
                  uint64_t budget) const {
    const std::vector<Case> cases = opener.CasesOf(candidate);
    const Wanted allowed = [&](const Request& asked) { return judge_.Allows(asked); };
    const Wanted denied = [&](const Request& asked) { return !judge_.Allows(asked); };
    Searched searched;
    std::string& reason = searched.reason;
    const auto can_be_allowed = SomeWanted(allow_, cases, allowed, budget, reason);
    const auto can_be_denied = SomeWanted(deny_, cases, denied, budget, reason);
    searched.decided = can_be_allowed && can_be_denied;
    searched.allowed = can_be_allowed.value_or(false);
    searched.denied = can_be_denied.value_or(false);
    if (!searched.allowed) return searched;
    for (auto& [index, way] : ways) {
      if (ways.size() == 1 || MayBeGone(index, cases, budget))
        searched.ways.push_back(std::move(way));
    }
    return searched;
  }

  // False only where the statement surely lets nobody in.
  bool MayBeGone(size_t index, const std::vector<Case>& cases, uint64_t& budget) const {
    const Policy only = OnlyAllow(policy_, index);
    const Judge judge(only, {});
    const Wanted allowed = [&](const Request& asked) { return judge.Allows(asked); };
    std::string ignored;
    return SomeWanted(AllowScene(only, allow_.resource), cases, allowed, budget, ignored) != false;
  }

  const Policy& policy_;
  const Scene allow_;
  const Scene deny_;
  const Judge judge_;
  Vocabulary vocabulary_;
  const Program program_;
};

OpenDecider::OpenDecider(const Policy& policy, absl::string_view resource)
    : impl_(std::make_unique<const Impl>(policy, resource)) {}
OpenDecider::~OpenDecider() = default;

OpenAnswer OpenDecider::Decide(const OpenRequest& request, OpenMemo* memo, uint64_t budget) const {
  return impl_->Decide(request, memo == nullptr ? nullptr : &memo->known_, budget);
}

const std::map<std::string, std::string>& OpenDecider::keys() const { return impl_->keys(); }

OpenAnswer DecideOpen(const Policy& policy, const OpenRequest& request, uint64_t budget) {
  return OpenDecider(policy, request.request.resource).Decide(request, nullptr, budget);
}

}  // namespace deputy
