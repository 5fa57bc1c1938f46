#include "engine/prove/open_request.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/decide/compiler.h"
#include "engine/policy/policy_parser.h"
#include "engine/prove/case_solver.h"
#include "engine/prove/judge.h"
#include "engine/prove/open_cases.h"
#include "engine/prove/open_ways.h"
#include "engine/prove/scene.h"
#include "engine/text/add_once.h"

namespace deputy {
namespace {

constexpr size_t kMostRemembered = 4096;  // answers; then the memo starts anew

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
  using SearchesByKey = absl::flat_hash_map<std::string, Searched>;

  OpenAnswer Decide(const OpenRequest& request, SearchesByKey* known, uint64_t budget) const {
    Sum sum;
    for (const OpenCandidate& candidate : OpenCandidates(request, allow_)) {
      if (candidate.open.empty()) {
        Judged(candidate, sum);
      } else {
        LeftOver(request, candidate, known, budget, sum);
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
  void Judged(const OpenCandidate& candidate, Sum& sum) const {
    const bool allows = judge_.Allows(candidate.request);
    (allows ? sum.allowed : sum.denied) = true;
    if (!allows) return;
    for (auto& [index, way] : OpenWaysOf(policy_, program_, vocabulary_, candidate))
      AddOnce(std::move(way), sum.answer.ways);
  }

  // What the trace shows needs no search: no statement is left that allows, a Deny holds whatever
  // comes, or an Allow does and no Deny can.
  void LeftOver(const OpenRequest& request, const OpenCandidate& candidate, SearchesByKey* known,
                uint64_t budget, Sum& sum) const {
    OpenWays ways = OpenWaysOf(policy_, program_, vocabulary_, candidate);
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
    if (known == nullptr) return Take(Search(request, candidate, ways, budget), sum);
    std::string text = TextOf(request, candidate, ways);
    if (const auto found = known->find(text); found != known->end())
      return Take(found->second, sum);
    if (known->size() >= kMostRemembered) known->clear();
    const Searched& searched =
        known->emplace(std::move(text), Search(request, candidate, ways, budget)).first->second;
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
  std::string TextOf(const OpenRequest& request, const OpenCandidate& candidate,
                     const OpenWays& ways) const {
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

  Searched Search(const OpenRequest& request, const OpenCandidate& candidate, OpenWays& ways,
                  uint64_t budget) const {
    const std::vector<Case> cases = OpenCases(request, allow_, candidate);
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
