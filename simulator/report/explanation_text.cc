#include "simulator/report/explanation_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

constexpr size_t kShownValues = 6;  // of a list; the rest is counted

std::string ShowValues(const std::vector<std::string>& values) {
  std::vector<std::string> shown;
  for (size_t i = 0; i < std::min(values.size(), kShownValues); ++i) shown.push_back(Quote(values[i]));
  std::string text = absl::StrJoin(shown, ", ");
  if (values.size() > kShownValues) absl::StrAppend(&text, " and ", values.size() - kShownValues, " more");
  return text;
}

class Explainer {
 public:
  Explainer(const Request& request, const PreparedEvaluation& evaluation, const Decision& decision, const Trace& trace,
            const Style& style)
      : request_(request), evaluation_(evaluation), decision_(decision), trace_(trace), style_(style) {}

  std::string Text(const std::optional<Flip>& flip, Detail detail) {
    static constexpr absl::string_view kHeadlines[] = {"ALLOWED", "EXPLICIT DENY", "IMPLICIT DENY"};
    const bool allowed = decision_.kind == DecisionKind::kAllowed;
    Line(kHeadlines[static_cast<size_t>(decision_.kind)]);
    Line(absl::StrCat(DescribeCaller(request_.principal), allowed ? " may call " : " may not call ", request_.action));
    Line(absl::StrCat("on ", Escape(request_.resource, 400)));
    if (detail == Detail::kAll) {
      for (const PolicyTrace& policy : trace_.policies) WholePolicy(policy);
    } else {
      Deciding();
    }
    Turn(flip);
    return std::move(out_);
  }

 private:
  void Line(absl::string_view text) { absl::StrAppend(&out_, text, "\n"); }

  void Deciding() {
    if (decision_.kind == DecisionKind::kImplicitDeny) return NearestMiss();
    const absl::string_view verb = decision_.kind == DecisionKind::kAllowed ? "allows it" : "denies it";
    for (const StatementRef& ref : decision_.determining) {
      Line("");
      Line(absl::StrCat(DescribeStatement(ref), " ", verb, ":"));
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
        if (!IsAllow(policy.policy, statement) || (best != nullptr && Failures(statement) >= Failures(*best))) continue;
        best = &statement;
        best_policy = &policy;
      }
    }
    if (best == nullptr) {
      Line(absl::StrCat("No statement of ", MissingName(), " allows it: there is no Allow."));
      return;
    }
    const StatementRef ref{best_policy->policy, best->statement};
    Line(absl::StrCat("No statement of ", MissingName(), " allows it. The nearest is ", DescribeStatement(ref), ":"));
    Parts(ref.policy, *best);
  }

  // The layer that had to allow: all its policies, for SCPs those of the level.
  bool IsMissing(const PolicyRef& ref) const {
    return ref.layer == decision_.missing.layer && (ref.layer != Layer::kScp || ref.level == decision_.missing.level) &&
           (ref.layer != Layer::kSession || ref.index == decision_.missing.index);
  }

  std::string MissingName() const {
    if (decision_.missing.layer == Layer::kIdentity) return "the caller's identity policies";
    if (decision_.missing.layer == Layer::kScp) return absl::StrCat("the SCPs of level ", decision_.missing.level);
    return DescribePolicy(decision_.missing);
  }

  void WholePolicy(const PolicyTrace& policy) {
    for (const StatementTrace& statement : policy.statements) {
      Line("");
      Line(absl::StrCat(DescribeStatement({policy.policy, statement.statement}),
                        IsAllow(policy.policy, statement) ? " (Allow) " : " (Deny) ",
                        statement.matched ? "matches:" : "does not match:"));
      Parts(policy.policy, statement);
    }
  }

  void Parts(const PolicyRef& ref, const StatementTrace& trace) {
    const Statement& statement = evaluation_.PolicyOf(ref).statements[trace.statement];
    const CompiledStatement& compiled = evaluation_.ProgramOf(ref).statements[trace.statement];
    if (statement.principal) {
      std::vector<std::string> principals;
      for (const PrincipalEntry& entry : statement.principal->entries) principals.push_back(entry.written.text);
      Part(trace.principal_matched, statement.principal->negated ? "NotPrincipal" : "Principal", ShowValues(principals));
    }
    Element(trace.action_matched, "Action", statement.action);
    if (statement.resource) Element(trace.resource_matched, "Resource", *statement.resource);
    for (const ClauseTrace& clause : trace.clauses) {
      Clause(statement.conditions[clause.clause], compiled.clauses[clause.clause], clause);
    }
  }

  void Element(bool matched, absl::string_view name, const PatternElement& element) {
    std::vector<std::string> patterns;
    for (const PolicyString& pattern : element.patterns) patterns.push_back(pattern.text);
    Part(matched, absl::StrCat(element.negated ? "Not" : "", name), ShowValues(patterns));
  }

  void Clause(const ConditionClause& clause, const CompiledClause& compiled, const ClauseTrace& trace) {
    Part(trace.holds, clause.op.Name(), Escape(clause.key));
    std::vector<std::string> asked;
    for (const PolicyString& value : clause.values) asked.push_back(value.text);
    std::vector<std::string> had;
    for (const BoundValue& value : evaluation_.bound().ValuesOf(compiled.slot)) had.emplace_back(value.text);
    Line(absl::StrCat("           the policy asks for  ", ShowValues(asked)));
    Line(absl::StrCat("           the request has      ",
                      had.empty() ? style_.Paint(Ink::kYellow, "nothing: the key is absent") : ShowValues(had)));
    Line(absl::StrCat("           so                   ", InfoOf(trace.reason).meaning));
  }

  void Part(bool good, absl::string_view name, absl::string_view what) {
    const std::string mark = good ? style_.Paint(Ink::kGreen, "  yes  ") : style_.Paint(Ink::kRed, "  NO   ");
    Line(absl::StrCat("  ", mark, name, " ", what));
  }

  void Turn(const std::optional<Flip>& flip) {
    if (!flip) return;
    const bool allowed = decision_.kind == DecisionKind::kAllowed;
    Line("");
    Line(absl::StrCat("It would be ", allowed ? "denied" : "allowed", " if the request had"));
    for (const ContextEdit& edit : flip->edits) {
      const std::string* given = request_.Find(edit.key);
      Line(absl::StrCat("  ", Escape(edit.key), edit.value ? " " + Quote(*edit.value) : " absent",
                        given == nullptr ? " (it has none)" : absl::StrCat(" in place of ", Quote(*given))));
    }
  }

  std::string DescribeStatement(const StatementRef& ref) const {
    const std::string& sid = evaluation_.PolicyOf(ref.policy).statements[ref.statement].sid;
    return absl::StrCat("statement ", ref.statement + 1, sid.empty() ? "" : absl::StrCat(" (", Quote(sid), ")"), " of ",
                        DescribePolicy(ref.policy));
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

std::string DescribePolicy(const PolicyRef& ref) {
  switch (ref.layer) {
    case Layer::kTrustPolicy:
      return "the trust policy";
    case Layer::kResourcePolicy:
      return "the resource policy";
    case Layer::kIdentity:
      return absl::StrCat("identity policy ", ref.index + 1);
    case Layer::kBoundary:
      return "the permissions boundary";
    case Layer::kSession:
      return absl::StrCat("session policy ", ref.index + 1);
    case Layer::kScp:
      return absl::StrCat("SCP ", ref.index + 1, " of level ", ref.level);
    case Layer::kRcp:
      return absl::StrCat("RCP ", ref.index + 1, " of level ", ref.level);
  }
  return "";
}

std::string ExplainAsText(const Request& request, const PreparedEvaluation& evaluation, const Decision& decision,
                          const Trace& trace, const std::optional<Flip>& flip, Detail detail, const Style& style) {
  return Explainer(request, evaluation, decision, trace, style).Text(flip, detail);
}

}  // namespace deputy
