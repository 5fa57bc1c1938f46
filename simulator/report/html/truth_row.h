// The rows of a statement's truth table: what it asks, what the request has, where that comes from
// and whether it holds.
#ifndef DEPUTY_SIMULATOR_REPORT_HTML_TRUTH_ROW_H_
#define DEPUTY_SIMULATOR_REPORT_HTML_TRUTH_ROW_H_

#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "engine/policy/policy.h"
#include "simulator/report/html/decision_html.h"

namespace deputy {

struct TruthRow {
  struct Value {
    std::string text;
    bool decided = false;  // it is the one that matched
  };

  std::string name;     // the operator, or `Principal`, `NotAction`, …
  std::string key;      // the context key; of an element what it is about
  bool is_key = false;  // `key` is a context key
  std::string any_of;   // how several values go together: "any of", "none of", …
  std::vector<Value> asked;
  std::vector<Value> given;  // none: the key is absent
  bool absent = false;
  std::string origin;  // of what the request has, or why it has nothing
  bool holds = false;
  std::string why;
};

// In the order of the statement: principal, action, resource, then every clause.
std::vector<TruthRow> TruthRows(const Statement& statement, const StatementTrace& trace,
                                const Request& request, WhyAbsent why);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_HTML_TRUTH_ROW_H_
