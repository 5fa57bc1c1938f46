#include "simulator/report/explanation_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/trace_text.h"

namespace deputy {
namespace {

class Explainer {
 public:
  Explainer(const Request& request, const PreparedEvaluation& evaluation, const Decision& decision,
            const Trace& trace, const Style& style)
      : request_(request),
        evaluation_(evaluation),
        decision_(decision),
        trace_(trace),
        style_(style) {}

  std::string Text(const std::optional<Flip>& flip, Detail detail) {
    static constexpr absl::string_view kHeadlines[] = {"ALLOWED", "EXPLICIT DENY", "IMPLICIT DENY"};
    const bool allowed = decision_.kind == DecisionKind::kAllowed;
    Line(kHeadlines[static_cast<size_t>(decision_.kind)]);
    Line(absl::StrCat(DescribeCaller(request_.principal), allowed ? " may call " : " may not call ",
                      request_.action));
    Line(absl::StrCat("on ", Escape(request_.resource, 400)));
    if (detail == Detail::kAll) {
      for (const PolicyTrace& policy : trace_.policies) WholePolicy(policy);
    } else {
      Deciding();
    }
    if (evaluation_.trust_policy_unasked()) {
      Line("");
      Line("The trust policy is not asked: it is for sts:AssumeRole and the like on a role.");
    }
    Turn(flip);
    return std::move(out_);
  }

 private:
  void Line(absl::string_view text) { absl::StrAppend(&out_, text, "\n"); }

  void Deciding() {
    if (decision_.kind == DecisionKind::kImplicitDeny) return NearestMiss();
    const absl::string_view verb =
        decision_.kind == DecisionKind::kAllowed ? "allows it" : "denies it";
    for (const StatementRef& ref : decision_.determining) {
      Line("");
      Line(absl::StrCat(Describe(ref), " ", verb, ":"));
      if (const StatementTrace* statement = Find(ref)) Parts(ref.policy, *statement);
    }
  }

  // Of the policy that had to allow and did not, the Allow that failed in the fewest parts.
  void NearestMiss() {
    Line("");
    const PolicyTrace* best_policy = nullptr;
    const StatementTrace* best = nullptr;
    for (const PolicyTrace& policy : trace_.policies) {
      if (!IsMissing(policy.policy)) continue;
      for (const StatementTrace& statement : policy.statements) {
        if (!IsAllow(policy.policy, statement) ||
            (best != nullptr && Failures(statement) >= Failures(*best)))
          continue;
        best = &statement;
        best_policy = &policy;
      }
    }
    if (best == nullptr) return NoAllow();
    const StatementRef ref{best_policy->policy, best->statement};
    Line(absl::StrCat("No statement of ", MissingName(), " allows it. The nearest:"));
    Line(absl::StrCat("  ", Describe(ref)));
    Parts(ref.policy, *best);
  }

  void NoAllow() {
    if (evaluation_.applicable().resource == nullptr &&
        decision_.missing.layer == Layer::kResourcePolicy) {
      Line("There is no resource policy that could allow it. Give it in a request file, as");
      Line("`resourcePolicy`.");
      return;
    }
    Line(absl::StrCat("No statement of ", MissingName(), " allows it: there is no Allow."));
    if (decision_.missing.layer == Layer::kIdentity) {
      Line(evaluation_.applicable().resource_layer == Layer::kTrustPolicy
               ? "The role's side allows it; the request brings no identity policy of the caller "
                 "that\n"
                 "does. Give them in a request file, as `identityPolicies`."
               : "Give them in a request file, as `identityPolicies`.");
    }
  }

  // The layer that had to allow: all its policies, for SCPs those of the level.
  bool IsMissing(const PolicyRef& ref) const {
    return ref.layer == decision_.missing.layer &&
           (ref.layer != Layer::kScp || ref.level == decision_.missing.level) &&
           (ref.layer != Layer::kSession || ref.index == decision_.missing.index);
  }

  std::string MissingName() const {
    if (decision_.missing.layer == Layer::kIdentity) return "the caller's identity policies";
    if (decision_.missing.layer == Layer::kScp)
      return absl::StrCat("the SCPs of level ", decision_.missing.level);
    return DescribePolicy(decision_.missing);
  }

  void WholePolicy(const PolicyTrace& policy) {
    Line("");
    out_ += PolicyTraceText(evaluation_.PolicyOf(policy.policy), policy, request_, style_);
  }

  void Parts(const PolicyRef& ref, const StatementTrace& trace) {
    out_ += StatementTraceText(evaluation_.PolicyOf(ref).statements[trace.statement], trace,
                               request_, style_);
  }

  void Turn(const std::optional<Flip>& flip) {
    if (!flip) return;
    const bool allowed = decision_.kind == DecisionKind::kAllowed;
    Line("");
    Line(absl::StrCat("It would be ", allowed ? "denied" : "allowed", " if the request had"));
    for (const ContextEdit& edit : flip->edits) {
      const std::string* given = request_.Find(edit.key);
      Line(absl::StrCat(
          "  ", edit.value ? "" : "no ", Escape(edit.key),
          edit.value ? " " + Quote(*edit.value) : "",
          given == nullptr
              ? " (it has none)"
              : absl::StrCat(edit.value ? " in place of " : ", which is ", Quote(*given))));
    }
  }

  std::string Describe(const StatementRef& ref) const {
    return DescribeStatement(ref.policy, evaluation_.PolicyOf(ref.policy), ref.statement);
  }

  bool IsAllow(const PolicyRef& ref, const StatementTrace& trace) const {
    return evaluation_.PolicyOf(ref).statements[trace.statement].effect == Effect::kAllow;
  }

  static size_t Failures(const StatementTrace& trace) {
    size_t failures = 3u - trace.principal_matched - trace.action_matched - trace.resource_matched;
    for (const ClauseTrace& clause : trace.clauses) failures += clause.holds ? 0 : 1;
    return failures;
  }

  const StatementTrace* Find(const StatementRef& ref) const {
    for (const PolicyTrace& policy : trace_.policies) {
      if (policy.policy == ref.policy) return &policy.statements[ref.statement];
    }
    return nullptr;
  }

  const Request& request_;
  const PreparedEvaluation& evaluation_;
  const Decision& decision_;
  const Trace& trace_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string DescribeCaller(const Principal& principal) {
  if (principal.kind == PrincipalKind::kAnonymous) return "an anonymous caller";
  return absl::StrCat("the ", principal.KindName(), " ", Escape(principal.text, 400));
}

std::string ExplainAsText(const Request& request, const PreparedEvaluation& evaluation,
                          const Decision& decision, const Trace& trace,
                          const std::optional<Flip>& flip, Detail detail, const Style& style) {
  return Explainer(request, evaluation, decision, trace, style).Text(flip, detail);
}

}  // namespace deputy
