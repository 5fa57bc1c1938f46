#include "simulator/report/html/truth_row.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "engine/text/diagnostic.h"

namespace deputy {
namespace {

constexpr size_t kMostOfValue = 600;  // of a value that is shown

using Values = std::vector<TruthRow::Value>;

Values Shown(const std::vector<PolicyString>& strings, int decided) {
  Values values;
  for (size_t i = 0; i < strings.size(); ++i)
    values.push_back({Escape(strings[i].text, kMostOfValue), static_cast<int>(i) == decided});
  return values;
}

// Of one pattern alone it is clear which one matched.
int OnlyOne(const std::vector<PolicyString>& strings, bool matched) {
  return matched && strings.size() == 1 ? 0 : -1;
}

// An element that is no condition.
TruthRow Element(absl::string_view name, bool negated, absl::string_view about, bool matched) {
  TruthRow row;
  row.name = negated ? absl::StrCat("Not", name) : std::string(name);
  row.key = std::string(about);
  row.any_of = negated ? "none of" : "any of";
  row.holds = matched;
  row.origin = "the call";
  row.why = matched != negated ? "it is named" : "it is not named";
  return row;
}

TruthRow PrincipalRow(const PrincipalElement& principal, const StatementTrace& trace,
                      const Request& request) {
  TruthRow row = Element("Principal", principal.negated, "who calls", trace.principal_matched);
  std::vector<PolicyString> written;
  for (const PrincipalEntry& entry : principal.entries) written.push_back(entry.written);
  row.asked = Shown(written, trace.principal_entry);
  const Principal& caller = request.principal;
  row.given = {{caller.kind == PrincipalKind::kAnonymous ? std::string("anonymous")
                                                         : Escape(caller.text, kMostOfValue),
                trace.principal_entry >= 0}};
  row.origin = "the signature of the call";
  return row;
}

TruthRow PatternRow(absl::string_view name, absl::string_view about, const PatternElement& element,
                    bool matched, const std::string& given) {
  TruthRow row = Element(name, element.negated, about, matched);
  const bool named = matched != element.negated;
  row.asked = Shown(element.patterns, OnlyOne(element.patterns, named));
  row.given = {{Escape(given, kMostOfValue), named}};
  return row;
}

absl::string_view OriginOf(absl::string_view key) {
  static constexpr absl::string_view kOrigins[] = {"follows from who calls", "the calling service",
                                                   "a parameter of the call",
                                                   "the connection or clock", "what is called"};
  const ContextKeyInfo* info = FindContextKey(key);
  return info == nullptr ? "the request" : kOrigins[static_cast<size_t>(info->origin)];
}

// How the values of the policy and of the request go together (4.1, 4.8).
std::string Together(const ConditionOperator& op) {
  const bool negated = InfoOf(op.base).negated;
  if (op.set == SetOperator::kForAllValues)
    return negated ? "every value is none of" : "every value is any of";
  if (op.set == SetOperator::kForAnyValue)
    return negated ? "some value is none of" : "some value is any of";
  return negated ? "none of" : "any of";
}

TruthRow ClauseRow(const ConditionClause& clause, const ClauseTrace& trace, const Request& request,
                   WhyAbsent why) {
  TruthRow row;
  row.name = clause.op.Name();
  row.key = Escape(clause.key);
  row.is_key = true;
  row.any_of = Together(clause.op);
  row.asked = Shown(clause.values, trace.policy_value);
  row.holds = trace.holds;
  row.why = std::string(InfoOf(trace.reason).meaning);
  const auto found = request.context.find(FoldKey(clause.key));
  row.absent = found == request.context.end() || found->second.values.empty();
  if (row.absent) {
    row.origin = why(clause.key);
    return row;
  }
  const std::vector<std::string>& values = found->second.values;
  for (size_t i = 0; i < values.size(); ++i)
    row.given.push_back({Escape(values[i], kMostOfValue),
                         trace.policy_value >= 0 && static_cast<int>(i) == trace.request_value});
  row.origin = std::string(OriginOf(clause.key));
  return row;
}

}  // namespace

std::vector<TruthRow> TruthRows(const Statement& statement, const StatementTrace& trace,
                                const Request& request, WhyAbsent why) {
  std::vector<TruthRow> rows;
  if (statement.principal) rows.push_back(PrincipalRow(*statement.principal, trace, request));
  rows.push_back(PatternRow("Action", "what is asked", statement.action, trace.action_matched,
                            request.action));
  if (statement.resource)
    rows.push_back(PatternRow("Resource", "on what", *statement.resource, trace.resource_matched,
                              request.resource));
  for (const ClauseTrace& clause : trace.clauses)
    rows.push_back(ClauseRow(statement.conditions[clause.clause], clause, request, why));
  return rows;
}

}  // namespace deputy
