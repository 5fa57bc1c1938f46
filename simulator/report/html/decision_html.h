// A decision as HTML: each statement as a truth table, what it asks against what the request has,
// and the ARN ruler where an ARN is compared with one. The same for a report and for a page that
// shows it as one types.
//
//   const auto policies = [&](const PolicyRef& ref) { return &evaluation.PolicyOf(ref); };
//   DecisionHtml({request, decision, trace, policies}, StatementsShown::kAll)
//
// HtmlSymbols() stands once in a page that has such fragments, and HtmlStylesheet() styles them.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_DECISION_HTML_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_DECISION_HTML_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "engine/decide/decision.h"
#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "engine/policy/policy.h"
#include "simulator/batch/trace_writer.h"
#include "simulator/report/html/view.h"

namespace deputy {

// Why the request does not have a key that a policy asks for, as a clause for a person; empty where
// nothing more is known.
using WhyAbsent = absl::FunctionRef<std::string(absl::string_view key)>;

struct DecidedRequest {
  const Request& request;
  const Decision& decision;
  const Trace& trace;
  PolicyFinder policies;
};

enum class StatementsShown {
  kDeciding,  // those that decided; of an implicit deny those that had to allow and did not
  kAll,       // every statement of every policy that was asked
};

// One element a statement, in the order of the trace.
Html DecisionHtml(const DecidedRequest& decided, StatementsShown shown, WhyAbsent why);
Html DecisionHtml(const DecidedRequest& decided, StatementsShown shown);

// The truth table of one statement, with its rulers behind it.
Html StatementHtml(const PolicyRef& ref, const Policy& policy, const StatementTrace& trace,
                   const Request& request, WhyAbsent why);

absl::string_view HtmlStylesheet();
Html HtmlSymbols();  // shapes that diagrams and marks share

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_DECISION_HTML_H_
