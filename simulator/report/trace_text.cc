#include "simulator/report/trace_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"
#include "simulator/report/wrap.h"

namespace deputy {
namespace {

constexpr size_t kShownValues = 6;  // of a list; the rest is counted

std::string ShowValues(const std::vector<std::string>& values) {
  std::vector<std::string> shown;
  for (size_t i = 0; i < std::min(values.size(), kShownValues); ++i)
    shown.push_back(Quote(values[i]));
  std::string text = absl::StrJoin(shown, ", ");
  if (values.size() > kShownValues)
    absl::StrAppend(&text, " and ", values.size() - kShownValues, " more");
  return text;
}

std::vector<std::string> Texts(const std::vector<PolicyString>& strings) {
  std::vector<std::string> texts;
  texts.reserve(strings.size());
  for (const PolicyString& string : strings) texts.push_back(string.text);
  return texts;
}

// A part of a statement and whether it matched. The mark is painted after wrapping, which counts
// columns.
std::string Part(bool good, absl::string_view name, absl::string_view what, const Style& style) {
  constexpr absl::string_view kIndent = "           ";
  const std::string wrapped = Wrap(kIndent, absl::StrCat(name, " ", what));
  return absl::StrCat("      ",
                      good ? style.Paint(Ink::kGreen, "yes  ") : style.Paint(Ink::kRed, "NO   "),
                      wrapped.substr(kIndent.size()));
}

std::string ClauseText(const ConditionClause& clause, const ClauseTrace& trace,
                       const Request& request, const Style& style) {
  const auto found = request.context.find(FoldKey(clause.key));
  const bool absent = found == request.context.end() || found->second.values.empty();
  const std::string had = absent ? style.Paint(Ink::kYellow, "nothing: the key is absent")
                                 : ShowValues(found->second.values);
  std::string out = Part(trace.holds, clause.op.Name(), Escape(clause.key), style);
  out += Wrap("             the policy says      ", ShowValues(Texts(clause.values)));
  out += Wrap("             the request has      ", had);
  if (!absent) out += Wrap("             so                   ", InfoOf(trace.reason).meaning);
  return out;
}

// Levels of SCPs and RCPs go from the root down to the account.
std::string LevelText(const PolicyRef& ref) {
  return ref.level == 0 ? " of the root" : absl::StrCat(" of level ", ref.level, " below the root");
}

}  // namespace

std::string StatementTraceText(const Statement& statement, const StatementTrace& trace,
                               const Request& request, const Style& style) {
  std::string out;
  if (statement.principal) {
    std::vector<std::string> principals;
    for (const PrincipalEntry& entry : statement.principal->entries)
      principals.push_back(entry.written.text);
    out +=
        Part(trace.principal_matched, statement.principal->negated ? "NotPrincipal" : "Principal",
             ShowValues(principals), style);
  }
  out += Part(trace.action_matched, statement.action.negated ? "NotAction" : "Action",
              ShowValues(Texts(statement.action.patterns)), style);
  if (statement.resource) {
    out += Part(trace.resource_matched, statement.resource->negated ? "NotResource" : "Resource",
                ShowValues(Texts(statement.resource->patterns)), style);
  }
  for (const ClauseTrace& clause : trace.clauses) {
    out += ClauseText(statement.conditions[clause.clause], clause, request, style);
  }
  return out;
}

std::string PolicyTraceText(const Policy& policy, const PolicyTrace& trace, const Request& request,
                            const Style& style) {
  std::string out;
  for (const StatementTrace& statement : trace.statements) {
    const Statement& source = policy.statements[statement.statement];
    out += Wrap("    ", absl::StrCat(DescribeStatement(trace.policy, policy, statement.statement),
                                     source.effect == Effect::kAllow ? " (Allow) " : " (Deny) ",
                                     statement.matched ? "matches:" : "does not match:"));
    out += StatementTraceText(source, statement, request, style);
  }
  return out;
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
      return absl::StrCat("SCP ", ref.index + 1, LevelText(ref));
    case Layer::kRcp:
      return absl::StrCat("RCP ", ref.index + 1, LevelText(ref));
  }
  return "";
}

std::string DescribeStatement(const PolicyRef& ref, const Policy& policy, uint32_t statement) {
  const std::string& sid = policy.statements[statement].sid;
  return absl::StrCat("statement ", statement + 1,
                      sid.empty() ? "" : absl::StrCat(" (", Quote(sid), ")"), " of ",
                      DescribePolicy(ref));
}

}  // namespace deputy
