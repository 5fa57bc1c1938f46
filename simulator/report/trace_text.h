// A policy's trace, clause by clause, for a terminal: what was asked, what the request had, and
// what came of it.
#ifndef DEPUTY_SIMULATOR_REPORT_TRACE_TEXT_H_
#define DEPUTY_SIMULATOR_REPORT_TRACE_TEXT_H_

#include <string>
#include <vector>

#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "engine/policy/policy.h"
#include "simulator/report/style.h"

namespace deputy {

// Every statement that the trace holds.
std::string PolicyTraceText(const Policy& policy, const PolicyTrace& trace, const Request& request,
                            const Style& style);

// The parts of one statement, a line each and three for a clause.
std::string StatementTraceText(const Statement& statement, const StatementTrace& trace,
                               const Request& request, const Style& style);

// `the trust policy`, `identity policy 2`, …
std::string DescribePolicy(const PolicyRef& ref);

// "statement 2 (`DenyForeign`) of the trust policy"
std::string DescribeStatement(const PolicyRef& ref, const Policy& policy, uint32_t statement);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_REPORT_TRACE_TEXT_H_
