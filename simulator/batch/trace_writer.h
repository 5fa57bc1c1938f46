// A trace as JSON: the "trace" member of an explained decision, the same in every output that has
// one.
#ifndef DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_
#define DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_

#include "absl/functional/function_ref.h"
#include "engine/decide/decision.h"
#include "engine/decide/request.h"
#include "engine/decide/trace.h"
#include "engine/policy/policy.h"
#include "engine/text/json_writer.h"

namespace deputy {

// The policy of which a trace speaks; not null for any that the trace holds.
using PolicyFinder = absl::FunctionRef<const Policy*(const PolicyRef&)>;

// Writes one object: every policy that was asked, every statement, every clause with what it asked,
// what the request had (null where the key was absent), and the reason code.
void WriteTrace(PolicyFinder policies, const Request& request, const Decision& decision,
                const Trace& trace, JsonWriter& writer);

}  // namespace deputy

#endif  // DEPUTY_SIMULATOR_BATCH_TRACE_WRITER_H_
