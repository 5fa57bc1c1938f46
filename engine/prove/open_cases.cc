#include "engine/prove/open_cases.h"

#include <iterator>
#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/iam/account_id.h"
#include "engine/iam/action.h"
#include "engine/iam/arn.h"
#include "engine/iam/context_key.h"
#include "engine/prove/case_builder.h"
#include "engine/prove/source_arn.h"

namespace deputy {
namespace {

std::vector<bool> Either(Known known) {
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

  std::vector<OpenCandidate> Run() const {
    if (request_.caller_kinds.empty()) {
      return {{"", request_.request, request_.open, {}}};
    }
    std::vector<OpenCandidate> candidates;
    for (Case& the_case : deputy::CasesOf(scene_, Side::kAll, false, true)) {
      if (absl::c_linear_search(request_.caller_kinds, the_case.principal.kind))
        AddOfAccount(std::move(the_case), candidates);
    }
    return candidates;
  }

  std::vector<Case> CasesOf(const OpenCandidate& candidate) const {
    if (!candidate.cases.empty()) return candidate.cases;
    Case base;
    base.principal = candidate.request.principal;
    return WithSources(std::move(base));
  }

 private:
  const std::string& account() const { return request_.request.principal.account; }

  // A case of the prover's own, if it is about principals of the account.
  void AddOfAccount(Case the_case, std::vector<OpenCandidate>& candidates) const {
    OpenCandidate candidate;
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
      the_case.principal = ParseIamPrincipal(caller.friendly[0]).value();
      for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
        const std::string folded = FoldKey(implied.name);
        if (the_case.keys.at(folded).variable) candidate.open.push_back(folded);
      }
    }
    candidate.request.principal = the_case.principal;
    for (const ImpliedKey& implied : ImpliedKeys(request_.request.principal))
      candidate.request.context.erase(FoldKey(implied.name));
    Case base;
    base.principal = the_case.principal;
    base.principal_variable = the_case.principal_variable;
    std::map<size_t, size_t> moved;
    for (const ImpliedKey& implied : ImpliedKeys(the_case.principal)) {
      const std::string folded = FoldKey(implied.name);
      KeyRule kept = the_case.keys.at(folded);
      if (kept.variable) {
        const auto [at, fresh] = moved.emplace(*kept.variable, base.variables.size());
        if (fresh) base.variables.push_back(the_case.variables[*kept.variable]);
        kept.variable = at->second;
      }
      base.keys.insert_or_assign(folded, std::move(kept));
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
    for (const bool sends_arn : arn_open ? Either(request_.sends_source_arn) : std::vector{false}) {
      for (const bool sends_account :
           account_open ? Either(request_.sends_source_account) : std::vector{false}) {
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
    arn.guards.emplace_back();
    for (const Site& site : scene_.sites) {
      SourceArns arns = SourceArnsOf(the_case.principal.text, nullptr, shows_account,
                                     ArnForms::kAny, site.partition, site.owner);
      absl::c_move(arns.languages, std::back_inserter(arn.guards[0].languages));
    }
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
    Fix(the_case, "aws:resourceaccount", {scene_.sites[0].owner});
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

}  // namespace

std::vector<OpenCandidate> OpenCandidates(const OpenRequest& request, const Scene& scene) {
  return Opener(request, scene).Run();
}

std::vector<Case> OpenCases(const OpenRequest& request, const Scene& scene,
                            const OpenCandidate& candidate) {
  return Opener(request, scene).CasesOf(candidate);
}

bool IsOpen(const std::vector<std::string>& open, absl::string_view folded) {
  return absl::c_linear_search(open, folded);
}

}  // namespace deputy
