#include "simulator/report/html/decision_html.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "engine/iam/context_key.h"
#include "simulator/report/html/arn_ruler.h"
#include "simulator/report/html/html_assets.h"
#include "simulator/report/html/prose.h"
#include "simulator/report/html/truth_row.h"
#include "simulator/report/trace_text.h"

namespace deputy {
namespace {

constexpr size_t kMostValues = 8;  // of a list that is shown; the rest is counted

std::vector<View> ValueViews(const std::vector<TruthRow::Value>& values) {
  std::vector<View> views;
  for (const TruthRow::Value& value : values) {
    if (views.size() == kMostValues && !value.decided) continue;
    View view;
    view.Text("text", value.text).Flag("decided", value.decided);
    views.push_back(std::move(view));
  }
  return views;
}

int Hidden(const std::vector<TruthRow::Value>& values, size_t shown) {
  return static_cast<int>(values.size() - shown);
}

View RowView(const TruthRow& row, bool first) {
  View view;
  view.Text("join", first ? "if" : "and")
      .Text("name", row.name)
      .Text("key", row.key)
      .Flag("is_key", row.is_key)
      .Flag("list", row.asked.size() > 1)
      .Text("any_of", row.any_of)
      .Flag("absent", row.absent)
      .Flag("origin_known", !row.origin.empty())
      .Text("origin", row.origin)
      .Flag("holds", row.holds)
      .Text("why", row.why);
  for (const auto& [name, values] : {std::pair{"asked", &row.asked}, {"given", &row.given}}) {
    std::vector<View> shown = ValueViews(*values);
    const int hidden = Hidden(*values, shown.size());
    view.Flag(absl::StrCat(name, "_hidden"), hidden > 0)
        .Number(absl::StrCat(name, "_more"), hidden)
        .List(name, shown);
  }
  return view;
}

// What the whole statement comes to, in words and for the eye.
struct Upshot {
  absl::string_view look;  // a class of the stylesheet
  absl::string_view words;
};

Upshot UpshotOf(Effect effect, bool matched) {
  if (effect == Effect::kAllow)
    return matched ? Upshot{"good", "Every row holds: this statement allows the call."}
                   : Upshot{"none", "Not every row holds: this statement allows nothing here."};
  return matched
             ? Upshot{"bad", "Every row holds: this statement denies the call, whatever allows it."}
             : Upshot{"none", "Not every row holds: this statement denies nothing here."};
}

// Of the pairs of ARNs that a clause compares, the one that decided or came nearest.
std::vector<ArnField> NearestArns(const ConditionClause& clause, const ClauseTrace& trace,
                                  const Request& request, bool variables) {
  const auto found = request.context.find(FoldKey(clause.key));
  if (found == request.context.end()) return {};
  const OperatorInfo& op = InfoOf(clause.op.base);
  const auto misses = [](const std::vector<ArnField>& fields) {
    return absl::c_count_if(fields, [](const ArnField& field) { return !field.matches; });
  };
  std::vector<ArnField> best;
  for (size_t v = 0; v < std::min(found->second.values.size(), kMostValues); ++v) {
    if (trace.request_value >= 0 && trace.request_value != static_cast<int>(v)) continue;
    for (size_t p = 0; p < clause.values.size(); ++p) {
      if (trace.policy_value >= 0 && trace.policy_value != static_cast<int>(p)) continue;
      std::vector<ArnField> fields =
          LayArn(clause.values[p].text, found->second.values[v], op, request, variables);
      if (!fields.empty() && (best.empty() || misses(fields) < misses(best)))
        best = std::move(fields);
    }
  }
  return best;
}

bool Decides(const DecidedRequest& decided, const PolicyRef& ref, const StatementTrace& trace,
             const Policy& policy) {
  const Decision& decision = decided.decision;
  if (decision.kind != DecisionKind::kImplicitDeny)
    return absl::c_linear_search(decision.determining, StatementRef{ref, trace.statement});
  return policy.statements[trace.statement].effect == Effect::kAllow &&
         ref.layer == decision.missing.layer && ref.level == decision.missing.level &&
         (ref.layer != Layer::kSession || ref.index == decision.missing.index);
}

}  // namespace

Html StatementHtml(const PolicyRef& ref, const Policy& policy, const StatementTrace& trace,
                   const Request& request, WhyAbsent why) {
  const Statement& statement = policy.statements[trace.statement];
  std::vector<View> rows;
  for (const TruthRow& row : TruthRows(statement, trace, request, why))
    rows.push_back(RowView(row, rows.empty()));
  const std::string described = DescribeStatement(ref, policy, trace.statement);
  const Upshot upshot = UpshotOf(statement.effect, trace.matched);
  View view;
  view.Text("effect", statement.effect == Effect::kAllow ? "Allow" : "Deny")
      .Fragment("statement_html", ProseHtml(described))
      .List("rows", rows)
      .Text("look", upshot.look)
      .Text("upshot", upshot.words);
  Html out = RenderHtml("statement", view);
  for (const ClauseTrace& clause : trace.clauses) {
    const ConditionClause& written = statement.conditions[clause.clause];
    out += ArnRulerHtml(
        written.key, NearestArns(written, clause, request, policy.version == PolicyVersion::k2012));
  }
  return out;
}

Html DecisionHtml(const DecidedRequest& decided, StatementsShown shown, WhyAbsent why) {
  Html out;
  for (const PolicyTrace& asked : decided.trace.policies) {
    const Policy* policy = decided.policies(asked.policy);
    if (policy == nullptr) continue;
    for (const StatementTrace& statement : asked.statements) {
      if (shown == StatementsShown::kAll || Decides(decided, asked.policy, statement, *policy))
        out += StatementHtml(asked.policy, *policy, statement, decided.request, why);
    }
  }
  return out;
}

Html DecisionHtml(const DecidedRequest& decided, StatementsShown shown) {
  return DecisionHtml(decided, shown, [](absl::string_view) { return std::string(); });
}

absl::string_view HtmlStylesheet() { return HtmlAsset("report.css"); }

Html HtmlSymbols() { return RenderHtml("symbols", View()); }

}  // namespace deputy
